//! Law 9: however busy an actor is, its siblings make progress.

mod budget;
mod polls;
// On Windows there are only console events, which reach every process of a console: `tests/console`.
#[cfg(unix)]
mod signals;
