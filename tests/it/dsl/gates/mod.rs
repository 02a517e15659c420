//! `#[when(future)]`: an actor is first polled when its gate is open.

mod closed;
mod opening;
mod outcome;
mod spawned;

use std::future::Future;

use crate::support::{Flag, Log, Step, script};

/// A gate that a flag opens, and that says when it is polled and dropped.
fn gate(log: &Log, flag: &Flag) -> impl Future<Output = Result<(), &'static str>> + use<> {
    script("gate", log, [Step::Until(flag.clone()), Step::Ok])
}
