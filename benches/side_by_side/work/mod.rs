//! What the actors of a group do: the same in every alternative.

mod channels;
mod signal;
pub mod stopwatch;
mod token;
mod waits;

use std::{fmt, future::Future};

use run_group::Interrupt;

pub use self::{
    channels::{Channels, Message},
    signal::Signal,
    token::Token,
    waits::{TIMED, UNTIMED, WAKES, Waiter, Waits},
};

/// The error of an actor. None fails here, but each may.
#[derive(Debug)]
pub struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken")
    }
}

impl std::error::Error for Broken {}

/// The first error, with the name of its actor.
#[derive(Debug)]
#[expect(dead_code, reason = "it is what one would print")]
pub struct Failure {
    pub actor: &'static str,
    pub error: Broken,
}

pub trait Work: Clone + Send + Sync + 'static {
    /// What makes an actor end; `run_group!` takes it as an interrupt.
    type Stop: Stop + Interrupt<Broken> + Send + 'static;

    fn actor(&self, index: usize) -> impl Future<Output = Result<(), Broken>> + Send + 'static + use<Self>;
    fn stop(&self, index: usize) -> Self::Stop;

    /// Whether it is the one that is the first to end. That is the last one in the order written, so that an alternative
    /// which stops polling at the first that has ended has polled all of them, too.
    fn is_last(&self, index: usize) -> bool;
}

pub trait Stop {
    fn stop(self);
}
