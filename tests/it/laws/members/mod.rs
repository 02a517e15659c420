//! Law 15: a set is an actor whose members come and go, each a task of its own.

mod add;
mod drop;
mod ends;
mod interrupt;
mod stuck;

use std::future::pending;

use run_group::{AnyError, Stop};

/// A member that ends when it is asked to.
async fn waits(stop: Stop) -> Result<(), AnyError> {
    stop.stopped().await;
    Ok(())
}

/// A member that never ends.
async fn hangs(_: Stop) -> Result<(), AnyError> {
    pending().await
}

/// A member that fails at once.
async fn fails(_: Stop) -> Result<(), AnyError> {
    Err("broken".into())
}
