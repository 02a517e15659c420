//! How a sample of each metric is taken.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use tokio::runtime::Runtime;

use super::lifecycle;
use crate::{
    alternatives::Alternative,
    work::{Channels, Message, Signal, TIMED, UNTIMED, WAKES, stopwatch},
};

/// How many wakes come before the first exit of a long run, where all of it is measured.
const LONG: usize = 1_000;
/// And where only its end is.
pub const MANY: usize = 10_000;
/// How many messages are counted, and how many are sent before.
const MESSAGES: usize = 10_000;
const WARM: usize = 1_000;

/// Runs it in a task of its own: what a group is polled with is a real waker of a real task.
pub fn in_task<T: Send + 'static>(runtime: &Runtime, future: impl Future<Output = T> + Send + 'static) -> T {
    runtime.block_on(async { tokio::spawn(future).await.expect("no task panics") })
}

#[expect(clippy::cast_precision_loss, reason = "neither times nor counts are so large")]
pub fn mean(total: Duration, count: usize) -> f64 {
    total.as_nanos() as f64 / count as f64
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    mean(times[times.len() / 2], 1)
}

pub fn short_run<A: Alternative<N>, const N: usize, const YIELDS: u32>(
    runtime: &Runtime,
    count: usize,
    signals: &'static [Signal],
) -> f64 {
    let total = in_task(runtime, async move {
        let start = Instant::now();
        for _ in 0..count {
            lifecycle::short::<A, N, UNTIMED>(signals, YIELDS).await;
        }
        start.elapsed()
    });
    mean(total, count)
}

pub fn long_run<A: Alternative<N>, const N: usize>(runtime: &Runtime, count: usize, signals: &'static [Signal]) -> f64 {
    let total = in_task(runtime, async move {
        let start = Instant::now();
        for last in 0..count {
            lifecycle::long::<A, N, UNTIMED>(signals, LONG, last).await;
        }
        start.elapsed()
    });
    mean(total, count)
}

pub fn exit<A: Alternative<N>, const N: usize, const WOKEN: usize>(
    runtime: &Runtime,
    count: usize,
    signals: &'static [Signal],
) -> f64 {
    let times = in_task(runtime, async move {
        let mut times = Vec::with_capacity(count);
        for last in 0..count {
            lifecycle::long::<A, N, TIMED>(signals, WOKEN, last).await;
            stopwatch::stop();
            times.push(stopwatch::took());
        }
        times
    });
    median(times)
}

pub fn wake_self<A: Alternative<N>, const N: usize>(runtime: &Runtime, _: usize, signals: &'static [Signal]) -> f64 {
    in_task(runtime, async move {
        // The stopwatch runs during the second half of these.
        lifecycle::short::<A, N, TIMED>(signals, 2 * WAKES).await;
    });
    mean(stopwatch::took(), WAKES as usize)
}

pub fn wake_by_message<A: Alternative<N>, const N: usize>(runtime: &Runtime, _: usize, _: &'static [Signal]) -> f64 {
    let channels = Channels::new(N);
    runtime.block_on(async {
        let work = channels.clone();
        let group = tokio::spawn(lifecycle::run::<A, N>(work.clone()));
        let sender = tokio::spawn(async move {
            let mut index = 0;
            for number in 0..WARM + MESSAGES {
                if number == WARM {
                    stopwatch::start();
                }
                work.send(index, Message::Work(number as u64));
                // All that the message has woken runs before this goes on.
                lifecycle::yield_now().await;
                while !work.is_served(index) {
                    lifecycle::yield_now().await;
                }
                index = (index + 5) % N;
            }
            stopwatch::stop();
            work.send(0, Message::Stop);
        });
        sender.await.expect("no task panics");
        group.await.expect("no task panics");
        assert_eq!(channels.ended(), if A::INTERRUPTS { N } else { 1 }, "{} has not joined all", A::NAME);
    });
    mean(stopwatch::took(), MESSAGES)
}
