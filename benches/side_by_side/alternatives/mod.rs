//! The ways to run a group: `run_group!`, and what does the same work in its place.

mod by_hand;
mod concurrency;
mod graceful;
mod group;
mod join_me_maybe;
mod names;
mod select;
mod tasks;
mod unordered;

use std::{fmt, future::Future};

use self::names::NAMES;
pub use self::{
    by_hand::ByHand,
    concurrency::Concurrency,
    graceful::Graceful,
    group::Group,
    join_me_maybe::JoinMeMaybe,
    select::{SelectJoin, SelectJoinBiased, SelectJoinToken},
    tasks::{Set, Tracker},
    unordered::{Buffered, Unordered},
};
use crate::work::{Broken, Failure, Stop, Work};

pub trait Alternative<const N: usize>: Send + 'static {
    const NAME: &str;

    /// Whether an actor that is to stop is interrupted, rather than dropped.
    const INTERRUPTS: bool = true;

    /// Runs the actors until the first one ends, interrupts all of them, each by its own signal, joins them all, and gives
    /// the first error with the name of its actor.
    fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static;
}

/// The exits of a group, where they come one by one with the number of the actor.
#[derive(Debug)]
pub struct Exits {
    any: bool,
    result: Result<(), Failure>,
}

impl Exits {
    pub const NONE: Self = Exits { any: false, result: Ok(()) };

    /// Notes an exit, and interrupts all actors where it was the first.
    pub fn note<W: Work, const N: usize>(&mut self, index: usize, result: Result<(), Broken>, work: &W) {
        if let (Ok(()), Err(error)) = (&self.result, result) {
            self.result = Err(Failure { actor: NAMES[index], error });
        }
        if !self.any {
            self.any = true;
            for index in 0..N {
                work.stop(index).stop();
            }
        }
    }

    pub fn into_result(self) -> Result<(), Failure> {
        self.result
    }
}
