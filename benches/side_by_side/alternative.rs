//! A way to run a group.

use std::{fmt, future::Future};

use crate::{
    names::NAMES,
    work::{Broken, Failure, Stop, Work},
};

pub trait Alternative<const N: usize>: Send + 'static {
    const NAME: &str;

    /// Whether an actor that is to stop is told, rather than dropped.
    const TELLS: bool = true;

    /// Runs the actors until the first one ends, tells all others to stop, each by its own signal, joins them all, and
    /// gives the first error with the name of its actor.
    fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static;
}

/// What is known of a group's exits, where they come one by one with their number.
#[derive(Debug)]
pub struct Exits {
    any: bool,
    result: Result<(), Failure>,
}

impl Exits {
    pub const NONE: Self = Exits { any: false, result: Ok(()) };

    /// Notes an exit. Tells all to stop where it was the first.
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
