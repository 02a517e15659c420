//! `task(future)`: actors in tokio tasks of their own.

mod cancel;
mod lifecycle;
mod on;
mod runtime;

use tokio::runtime::Handle;

/// How many tasks this runtime has.
pub fn alive() -> usize {
    Handle::current().metrics().num_alive_tasks()
}
