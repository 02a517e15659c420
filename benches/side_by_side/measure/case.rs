//! One metric of one alternative at one size.

use std::{
    fmt,
    time::{Duration, Instant},
};

use tokio::runtime::Runtime;

use super::metrics::{
    AFTER_A_YIELD, AFTER_MANY_WAKES, ALLOCATIONS_AFTER_A_YIELD, ALLOCATIONS_AFTER_MANY_WAKES, ALLOCATIONS_AT_ONCE,
    AT_ONCE, EXIT_AFTER_MANY_WAKES, MEMBER, WAKE_BY_MESSAGE,
};
use crate::{alternatives::Alternative, results::Line, work::Signal};

/// A sample, in nanoseconds, of so many in a row.
pub type Sample = fn(&Runtime, usize, &'static [Signal]) -> f64;

pub struct Case {
    pub metric: &'static str,
    pub size: usize,
    pub alternative: &'static str,
    signals: &'static [Signal],
    sample: Sample,
    batch: Batch,
}

/// How many in a row make a sample.
#[derive(Clone, Copy, Debug)]
pub enum Batch {
    /// As many as it takes to be exact, which [`Case::prepare`] finds out.
    Enough,
    Of(usize),
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.metric, self.size, self.alternative)
    }
}

impl Case {
    pub fn new<A: Alternative<N>, const N: usize>(metric: &'static str, batch: Batch, sample: Sample) -> Self {
        Case { metric, size: N, alternative: A::NAME, signals: Signal::leak(N), sample, batch }
    }

    /// One that needs no signals, and takes as long as it takes.
    pub fn plain(metric: &'static str, size: usize, alternative: &'static str, sample: Sample) -> Self {
        Case { metric, size, alternative, signals: &[], sample, batch: Batch::Of(1) }
    }

    /// In how many of a hundred rounds it is measured: a sample that is long by itself is worth many.
    pub fn share(&self) -> usize {
        match self.metric {
            WAKE_BY_MESSAGE => 20,
            EXIT_AFTER_MANY_WAKES | AFTER_MANY_WAKES => 30,
            MEMBER if self.size > 1_000 => 10,
            _ => 100,
        }
    }

    /// Runs it until it is warm, and finds out how many in a row make an exact sample.
    pub fn prepare(&mut self, runtime: &Runtime) {
        // Less than what the system gives to one process before it looks for others that want to run.
        const ENOUGH: Duration = Duration::from_micros(500);
        let (mut count, is_given) = match self.batch {
            Batch::Enough => (1, false),
            Batch::Of(count) => (count, true),
        };
        loop {
            self.batch = Batch::Of(count);
            let took = |_| {
                let start = Instant::now();
                self.sample(runtime);
                start.elapsed()
            };
            // The least of some: one that was disturbed says nothing.
            let least = (0..3).map(took).min();
            if is_given || least >= Some(ENOUGH) {
                return;
            }
            count *= 2;
        }
    }

    pub fn sample(&self, runtime: &Runtime) -> f64 {
        match self.batch {
            Batch::Enough => panic!("{self:?} has not been prepared"),
            Batch::Of(count) => (self.sample)(runtime, count, self.signals),
        }
    }

    /// How often a run allocates memory, where whole runs are what is measured.
    pub fn allocations(&self, runtime: &Runtime) -> Option<Line> {
        const RUNS: u32 = 10;
        let metric = match self.metric {
            AT_ONCE => ALLOCATIONS_AT_ONCE,
            AFTER_A_YIELD => ALLOCATIONS_AFTER_A_YIELD,
            AFTER_MANY_WAKES => ALLOCATIONS_AFTER_MANY_WAKES,
            _ => return None,
        };
        let count = |runs: u32| {
            allocation_counter::measure(|| {
                (self.sample)(runtime, runs as usize, self.signals);
            })
            .count_total
        };
        // What is allocated once, by the first run or by the task around it, is no part of a run.
        count(1);
        let once = count(1);
        let value = f64::from(u32::try_from(count(RUNS + 1) - once).expect("few")) / f64::from(RUNS);
        Some(Line { metric, size: self.size, alternative: self.alternative, value, unit: "allocations" })
    }
}
