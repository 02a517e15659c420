//! Law 9: however busy an actor is, its siblings make progress.

mod budget;
mod polls;
#[cfg(unix)]
mod signals;
