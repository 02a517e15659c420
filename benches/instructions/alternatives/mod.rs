//! The ways to run a group that are counted: `run_group!`, and what does the same work in its place.

mod by_hand;
mod collections;
mod group;
mod names;
mod select;

use std::future::Future;

use run_group::AnyError;

pub use self::{
    by_hand::ByHand,
    collections::{Buffered, Unordered},
    group::RunGroup,
    select::Select,
};
use crate::{actor::Outcome, signal::Signal};

/// Runs `N` actors, each with a signal of its own. The last one in the order written yields so many times and is the first
/// to end, so that an alternative which stops polling at the first that has ended has polled all of them, too.
pub trait Alternative<const N: usize> {
    fn group(signals: &[Signal; N], yields: u32) -> impl Future<Output: Ended>;
}

/// What a group returns.
pub trait Ended {
    fn is_ok(&self) -> bool;
}

impl<T, E> Ended for Result<T, E> {
    fn is_ok(&self) -> bool {
        self.is_ok()
    }
}

/// The outcome of a group: its first error, with the name of the actor.
type Outcomes = Result<(), (&'static str, AnyError)>;

fn note(outcomes: &mut Outcomes, name: &'static str, outcome: Outcome) {
    if let (Ok(()), Err(error)) = (&*outcomes, outcome) {
        *outcomes = Err((name, error));
    }
}
