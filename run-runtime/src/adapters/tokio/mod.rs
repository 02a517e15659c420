//! The tokio side: tasks, timers, interrupts, a runtime for a plain `fn main`.

pub(crate) mod actor_set;
pub(crate) mod block_on;
mod drain;
mod grace;
mod interrupts;
mod lame_duck;
mod startup;
pub(crate) mod task;
pub(crate) mod timer;
mod token;
