//! One metric of one alternative at one size, and how a sample of it is taken.

use std::{
    fmt,
    future::Future,
    time::{Duration, Instant},
};

use tokio::runtime::Runtime;

use crate::{
    alternative::Alternative,
    clock,
    concurrency::Concurrency,
    graceful::Graceful,
    group::Group,
    hand::ByHand,
    life,
    maybe::Maybe,
    select::{SelectJoin, SelectJoinBiased, SelectJoinToken},
    signal::Signal,
    table::Line,
    tasks::{Set, Tracker},
    unordered::{Buffered, Unordered},
    work::{Message, Reads, TIMED, UNTIMED, WAKES},
};

/// How many wakes a life has that is long, where all of it is measured.
const LONG: usize = 1_000;
/// And where only its end is.
const LONGER: usize = 10_000;
/// How many messages are counted, and how many are sent before.
const MESSAGES: usize = 10_000;
const WARM: usize = 1_000;

/// A sample, in nanoseconds, of so many in a row.
type Sample = fn(&Runtime, usize, &'static [Signal]) -> f64;

pub struct Case {
    pub metric: &'static str,
    pub size: usize,
    pub alternative: &'static str,
    signals: &'static [Signal],
    sample: Sample,
    /// How many in a row; 0 is as many as it takes to be exact.
    batch: usize,
    /// How often it is measured, of a hundred. A sample that is long by itself is worth many.
    pub share: usize,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.metric, self.size, self.alternative)
    }
}

impl Case {
    /// Runs it until it is warm, and finds out how many in a row make an exact sample.
    pub fn prepare(&mut self, runtime: &Runtime) {
        // Less than what the system gives to one process before it looks for others that want to run.
        const ENOUGH: Duration = Duration::from_micros(500);
        let given = self.batch > 0;
        self.batch = self.batch.max(1);
        loop {
            let took = |_| {
                let start = Instant::now();
                self.sample(runtime);
                start.elapsed()
            };
            // The least of some: one that was disturbed says nothing.
            let least = (0..3).map(took).min();
            if given || least >= Some(ENOUGH) {
                return;
            }
            self.batch *= 2;
        }
    }

    pub fn sample(&self, runtime: &Runtime) -> f64 {
        (self.sample)(runtime, self.batch, self.signals)
    }

    /// How often memory is allocated in each life.
    pub fn allocations(&self, runtime: &Runtime) -> Line {
        const LIVES: u32 = 10;
        let count = |lives: u32| {
            allocation_counter::measure(|| {
                (self.sample)(runtime, lives as usize, self.signals);
            })
            .count_total
        };
        // What is allocated once, by the first or by the task around, is not a life's.
        count(1);
        let once = count(1);
        let value = f64::from(u32::try_from(count(LIVES + 1) - once).expect("few")) / f64::from(LIVES);
        let metric = match self.metric {
            AT_ONCE => ALLOCATIONS[0],
            AFTER_A_YIELD => ALLOCATIONS[1],
            _ => ALLOCATIONS[2],
        };
        Line { metric, size: self.size, alternative: self.alternative, value, unit: "allocations" }
    }
}

/// All of them, those that are compared one after the other.
pub fn all() -> Vec<Case> {
    let mut cases = Cases(Vec::new());
    cases.at::<2>();
    cases.at_four();
    cases.at::<8>();
    cases.at::<64>();
    cases.at_the_largest();
    cases.0.sort_by_key(|case| (ORDER.iter().position(|metric| *metric == case.metric), case.size));
    cases.0
}

pub const AT_ONCE: &str = "lifecycle/at once";
pub const AFTER_A_YIELD: &str = "lifecycle/after a yield";
pub const AFTER_A_LONG_LIFE: &str = "lifecycle/after a long life";
pub const SELF: &str = "wake/self";
pub const MESSAGE: &str = "wake/message";
pub const FRESH: &str = "exit to return/fresh";
pub const LIVED: &str = "exit to return/after 10,000 wakes";

pub const ALLOCATIONS: [&str; 3] =
    ["allocations/at once", "allocations/after a yield", "allocations/after a long life"];

const ORDER: [&str; 7] = [AT_ONCE, AFTER_A_YIELD, AFTER_A_LONG_LIFE, SELF, MESSAGE, FRESH, LIVED];

struct Cases(Vec<Case>);

impl Cases {
    /// Where everything is asked, and all can.
    fn at<const N: usize>(&mut self)
    where
        Group: Alternative<N>,
        ByHand: Alternative<N>,
        SelectJoin: Alternative<N>,
        SelectJoinBiased: Alternative<N>,
        SelectJoinToken: Alternative<N>,
        Concurrency: Alternative<N>,
        Maybe: Alternative<N>,
    {
        self.all_of::<Group, N>();
        self.all_of::<ByHand, N>();
        self.all_of::<SelectJoin, N>();
        self.all_of::<SelectJoinBiased, N>();
        self.lives::<SelectJoinToken, N>();
        self.add::<SelectJoinToken, N>(SELF, 1, wake_self::<SelectJoinToken, N>);
        self.all_of::<Concurrency, N>();
        self.all_of::<Unordered, N>();
        self.all_of::<Buffered, N>();
        self.all_of::<Set, N>();
        self.all_of::<Tracker, N>();
        self.all_of::<Graceful, N>();
        self.all_of::<Maybe, N>();
    }

    fn at_four(&mut self) {
        self.wakes::<Group, 4>();
        self.wakes::<ByHand, 4>();
        self.wakes::<SelectJoin, 4>();
        self.wakes::<Unordered, 4>();
        self.wakes::<Buffered, 4>();
        self.wakes::<Set, 4>();
    }

    /// Neither `select!` nor `join!` have so many branches.
    fn at_the_largest(&mut self) {
        self.largest::<Group>();
        self.largest::<ByHand>();
        self.largest::<Concurrency>();
        self.largest::<Unordered>();
        self.largest::<Buffered>();
        self.largest::<Set>();
    }

    fn largest<A: Alternative<256>>(&mut self) {
        self.lives::<A, 256>();
        self.wakes::<A, 256>();
    }

    fn all_of<A: Alternative<N>, const N: usize>(&mut self) {
        self.lives::<A, N>();
        self.add::<A, N>(AFTER_A_LONG_LIFE, 0, long_life::<A, N>);
        self.wakes::<A, N>();
        if N > 2 {
            self.add::<A, N>(FRESH, 0, exit::<A, N, 0>);
            self.add::<A, N>(LIVED, 1, exit::<A, N, LONGER>);
        }
    }

    fn lives<A: Alternative<N>, const N: usize>(&mut self) {
        self.add::<A, N>(AT_ONCE, 0, short_life::<A, N, 0>);
        self.add::<A, N>(AFTER_A_YIELD, 0, short_life::<A, N, 1>);
    }

    fn wakes<A: Alternative<N>, const N: usize>(&mut self) {
        self.add::<A, N>(SELF, 1, wake_self::<A, N>);
        self.add::<A, N>(MESSAGE, 1, wake_by_message::<A, N>);
    }

    fn add<A: Alternative<N>, const N: usize>(&mut self, metric: &'static str, batch: usize, sample: Sample) {
        let signals = Signal::leak(N);
        let share = match metric {
            MESSAGE => 20,
            LIVED | AFTER_A_LONG_LIFE => 30,
            _ => 100,
        };
        self.0.push(Case { metric, size: N, alternative: A::NAME, signals, sample, batch, share });
    }
}

/// Runs it in a task of its own: what a group is polled with is a real waker of a real task.
fn in_task<T: Send + 'static>(runtime: &Runtime, future: impl Future<Output = T> + Send + 'static) -> T {
    runtime.block_on(async { tokio::spawn(future).await.expect("nobody panics") })
}

#[expect(clippy::cast_precision_loss, reason = "neither times nor counts are so large")]
fn mean(total: Duration, count: usize) -> f64 {
    total.as_nanos() as f64 / count as f64
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    mean(times[times.len() / 2], 1)
}

fn short_life<A: Alternative<N>, const N: usize, const YIELDS: u32>(
    runtime: &Runtime,
    count: usize,
    signals: &'static [Signal],
) -> f64 {
    let total = in_task(runtime, async move {
        let start = Instant::now();
        for _ in 0..count {
            life::short::<A, N, UNTIMED>(signals, YIELDS).await;
        }
        start.elapsed()
    });
    mean(total, count)
}

fn long_life<A: Alternative<N>, const N: usize>(runtime: &Runtime, count: usize, signals: &'static [Signal]) -> f64 {
    let total = in_task(runtime, async move {
        let start = Instant::now();
        for last in 0..count {
            life::long::<A, N, UNTIMED>(signals, LONG, last).await;
        }
        start.elapsed()
    });
    mean(total, count)
}

fn exit<A: Alternative<N>, const N: usize, const LIVED: usize>(
    runtime: &Runtime,
    count: usize,
    signals: &'static [Signal],
) -> f64 {
    let times = in_task(runtime, async move {
        let mut times = Vec::with_capacity(count);
        for last in 0..count {
            life::long::<A, N, TIMED>(signals, LIVED, last).await;
            clock::stop();
            times.push(clock::took());
        }
        times
    });
    median(times)
}

fn wake_self<A: Alternative<N>, const N: usize>(runtime: &Runtime, _: usize, signals: &'static [Signal]) -> f64 {
    in_task(runtime, async move {
        // The clock runs while the last of these are made.
        life::short::<A, N, TIMED>(signals, 2 * WAKES).await;
    });
    mean(clock::took(), WAKES as usize)
}

fn wake_by_message<A: Alternative<N>, const N: usize>(runtime: &Runtime, _: usize, _: &'static [Signal]) -> f64 {
    let all = Reads::new(N);
    runtime.block_on(async {
        let work = all.clone();
        let group = tokio::spawn(life::run::<A, N>(work.clone()));
        let sender = tokio::spawn(async move {
            let mut index = 0;
            for number in 0..WARM + MESSAGES {
                if number == WARM {
                    clock::start();
                }
                work.send(index, Message::Work(number as u64));
                // Behind all that it has woken.
                life::yield_now().await;
                while !work.is_served(index) {
                    life::yield_now().await;
                }
                index = (index + 5) % N;
            }
            clock::stop();
            work.send(0, Message::Stop);
        });
        sender.await.expect("nobody panics");
        group.await.expect("nobody panics");
        assert_eq!(all.ended(), if A::TELLS { N } else { 1 }, "{} has not joined all", A::NAME);
    });
    mean(clock::took(), MESSAGES)
}
