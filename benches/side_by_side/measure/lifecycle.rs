//! One run of a group, driven from the task that it is part of.

use std::{
    future::{Future, poll_fn},
    hint::black_box,
    pin::{Pin, pin},
    task::Poll,
};

use crate::{
    alternatives::Alternative,
    work::{Signal, Waits, Work},
};

type Run<'a> = Pin<&'a mut (dyn Future<Output = bool> + Send)>;

/// Runs a group to its end. It is polled through a pointer that the compiler cannot look behind, so that no part of it moves
/// into the loop that repeats it.
pub async fn run<A: Alternative<N>, const N: usize>(work: impl Work) {
    let run = pin!(async { A::run(work).await.is_ok() });
    let is_ok = black_box(run as Run<'_>).await;
    assert!(is_ok, "{} has failed", A::NAME);
}

fn reset(signals: &[Signal]) {
    signals.iter().for_each(Signal::reset);
}

/// The last actor ends when it has woken itself so many times.
pub async fn short<A: Alternative<N>, const N: usize, const TIME: bool>(signals: &'static [Signal], wakes: u32) {
    reset(signals);
    signals[signals.len() - 1].finish();
    run::<A, N>(black_box(Waits::<TIME> { signals, wakes })).await;
}

/// So many times one of the actors is woken from outside, each time another one. Then one ends, a different one in each run,
/// and starts the stopwatch.
pub async fn long<A: Alternative<N>, const N: usize, const TIME: bool>(
    signals: &'static [Signal],
    wakes: usize,
    last: usize,
) {
    reset(signals);
    // Every actor has to have been polled before the first is woken.
    signals.iter().for_each(Signal::ring);
    let mut group = pin!(run::<A, N>(black_box(Waits::<TIME> { signals, wakes: 0 })));
    let mut rings = Rings { signals, parked: 0, rung: 0, number: 0 };
    poll_fn(|cx| {
        if group.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        if rings.are_served() {
            if rings.number < wakes {
                rings.next();
            } else if rings.number == wakes {
                rings.number += 1;
                signals[last % N].finish();
            }
        }
        // The exit has to wake the group by itself.
        if rings.number <= wakes {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    })
    .await;
}

/// The wakes from outside, one at a time.
struct Rings {
    signals: &'static [Signal],
    /// How many actors are known to have been polled.
    parked: usize,
    /// Which one was woken last.
    rung: usize,
    /// How many wakes there have been.
    number: usize,
}

impl Rings {
    fn are_served(&mut self) -> bool {
        while let Some(signal) = self.signals.get(self.parked) {
            if !signal.is_served() {
                return false;
            }
            self.parked += 1;
        }
        self.signals[self.rung].is_served()
    }

    fn next(&mut self) {
        // Not one after the other: an odd step visits all.
        self.rung = (self.rung + 5) % self.signals.len();
        self.signals[self.rung].ring();
        self.number += 1;
    }
}

/// Lets every task run that has been woken. Tokio's own `yield_now` wakes its task only when nothing else is left to do.
pub async fn yield_now() {
    let mut has_yielded = false;
    poll_fn(|cx| {
        if has_yielded {
            return Poll::Ready(());
        }
        has_yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
