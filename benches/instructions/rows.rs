//! A message to one of many members, whose number is known only at run time: of a row, and of a collection of futures.

use std::{future::Future, hint::black_box, pin::pin};

use futures::stream::{FuturesUnordered, StreamExt};
use run_group::run_group;

use crate::{actor::Actor, measure::counted, signal::Signal, task::Task};

/// More than any alternative takes until all that it does once is done.
const POLLS: usize = 16;

/// One member after the other is woken, from all over the row. The others are idle.
fn wake<F: Future>(signals: &[Signal], group: F, times: u32) {
    let task = Task::new();
    let mut group = pin!(group);
    assert!(task.start(group.as_mut()).is_pending());
    // Far apart, so that each is in another word of bits. The step has no divisor in common with any number of members here.
    let far_apart = (0..).map(|index| &signals[index * 997 % signals.len()]);
    for signal in far_apart.clone().take(POLLS) {
        signal.wake();
        assert!(task.resume(group.as_mut()).is_pending());
    }
    for signal in far_apart.skip(POLLS).take(times as usize) {
        let poll = counted(|| {
            signal.wake();
            task.resume(group.as_mut())
        });
        assert!(poll.is_pending());
    }
}

fn signals(members: usize) -> Vec<Signal> {
    (0..members).map(|_| Signal::default()).collect()
}

pub fn row(members: usize, times: u32) {
    let signals = signals(members);
    let group = run_group! {
        row: Actor::new(signal) for signal in black_box(&signals) => drop,
    };
    wake(&signals, group, times);
}

pub fn unordered(members: usize, times: u32) {
    let signals = signals(members);
    let mut all: FuturesUnordered<_> = black_box(&signals).iter().map(Actor::new).collect();
    wake(&signals, async { all.next().await }, times);
}
