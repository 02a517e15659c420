//! How each case is measured: what is made ready first, and the part of it that is counted.

use std::{
    array,
    future::Future,
    hint::black_box,
    pin::{Pin, pin},
};

use crate::{
    alternatives::{Alternative, Ended},
    signal::Signal,
    task::Task,
};

/// After so many wakes a group has done all that it does once.
const MANY: u32 = 1000;

/// The part of a case whose instructions are counted.
#[inline(never)]
pub fn counted<T>(case: impl FnOnce() -> T) -> T {
    case()
}

fn signals<const N: usize>() -> [Signal; N] {
    array::from_fn(|_| Signal::default())
}

/// A whole run: built, started, the first exit, all actors interrupted and joined, dropped.
fn lifecycle<A: Alternative<N>, const N: usize>(yields: u32, times: u32) {
    for _ in 0..times {
        let task = Task::new();
        let signals = signals();
        signals[N - 1].set();
        counted(|| {
            let mut group = pin!(A::group(black_box(&signals), black_box(yields)));
            let poll = task.start(group.as_mut());
            assert!(task.finish(group, poll).is_ok());
        });
    }
}

pub fn at_once<A: Alternative<N>, const N: usize>(times: u32) {
    lifecycle::<A, N>(0, times);
}

pub fn after_a_yield<A: Alternative<N>, const N: usize>(times: u32) {
    lifecycle::<A, N>(1, times);
}

/// Starts a group and wakes its actors in turn, so many times; none has anything to do.
fn wake_in_turn<F: Future, const N: usize>(task: &Task, mut group: Pin<&mut F>, signals: &[Signal; N], wakes: u32) {
    assert!(task.start(group.as_mut()).is_pending());
    for signal in signals.iter().cycle().take(wakes as usize) {
        signal.wake();
        assert!(task.resume(group.as_mut()).is_pending());
    }
}

/// From the first exit until all actors have been joined and dropped.
fn exit<A: Alternative<N>, const N: usize>(wakes: u32, times: u32) {
    for _ in 0..times {
        let task = Task::new();
        let signals = signals();
        let mut group = pin!(Some(A::group(black_box(&signals), 0)));
        wake_in_turn(&task, group.as_mut().as_pin_mut().expect("it is there"), &signals, wakes);
        counted(|| {
            signals[N - 1].set();
            let mut running = group.as_mut().as_pin_mut().expect("it is there");
            let poll = task.resume(running.as_mut());
            assert!(task.finish(running, poll).is_ok());
            group.set(None);
        });
    }
}

pub fn exit_fresh<A: Alternative<N>, const N: usize>(times: u32) {
    exit::<A, N>(0, times);
}

pub fn exit_after_many_wakes<A: Alternative<N>, const N: usize>(times: u32) {
    exit::<A, N>(MANY, times);
}

/// One actor of a group wakes itself so many times, the others are idle. All polls are counted: some alternatives poll it
/// more than once in one poll of theirs, so that a single wake cannot be told from the next. The wakes before these are as
/// many for any number of repetitions, and drop out of the difference.
pub fn wake_self<A: Alternative<N>, const N: usize>(times: u32) {
    let task = Task::new();
    let signals = signals::<N>();
    let mut group = pin!(A::group(black_box(&signals), black_box(MANY + times)));
    counted(|| {
        assert!(task.start(group.as_mut()).is_pending());
        while task.is_woken() {
            assert!(task.resume(group.as_mut()).is_pending());
        }
    });
}

/// One actor of a group, each in its turn, is woken from outside, after many such wakes; the others are idle.
pub fn wake_other<A: Alternative<N>, const N: usize>(times: u32) {
    let task = Task::new();
    let signals = signals::<N>();
    let mut group = pin!(A::group(black_box(&signals), 0));
    wake_in_turn(&task, group.as_mut(), &signals, MANY);
    for signal in signals.iter().cycle().take(times as usize) {
        let poll = counted(|| {
            signal.wake();
            task.resume(group.as_mut())
        });
        assert!(poll.is_pending());
    }
}

/// A wait for a signal that is not set is polled again, with the same waker.
pub fn poll_unchanged<F: Future>(waits: F, times: u32) {
    let task = Task::new();
    let mut waits = pin!(waits);
    assert!(task.start(waits.as_mut()).is_pending());
    for _ in 0..times {
        assert!(counted(|| task.start(waits.as_mut())).is_pending());
    }
}

/// A signal is made, waited for, set and seen.
pub fn wait_and_set<S>(new: fn() -> S, set: fn(&S), wait: &impl AsyncFn(&S), times: u32) {
    for _ in 0..times {
        let task = Task::new();
        counted(|| {
            let signal = new();
            let mut waits = pin!(wait(&signal));
            assert!(task.start(waits.as_mut()).is_pending());
            set(&signal);
            assert!(task.resume(waits.as_mut()).is_ready());
        });
    }
}
