//! Which waker the stop signal holds, and what a waker may do with it.

use std::{
    pin::{Pin, pin},
    sync::Arc,
    task::{Poll, Wake},
};

use run_group::Stop;

use super::Waiting;
use crate::support::{Wakes, counting_waker, panic_text, poll_once};

/// A waker that sets the stop signal again, as the task that it wakes might.
struct StopsOnWake(Stop);

impl Wake for StopsOnWake {
    fn wake(self: Arc<Self>) {
        self.0.stop();
    }
}

/// A waker that panics.
struct PanicOnWake(&'static str);

impl Wake for PanicOnWake {
    fn wake(self: Arc<Self>) {
        panic!("{}", self.0);
    }
}

/// A waker that sets a stop signal when its last clone is dropped.
struct StopsOnDrop(Stop);

impl Wake for StopsOnDrop {
    fn wake(self: Arc<Self>) {}
}

impl Drop for StopsOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

#[test]
fn the_waker_polled_with_last_is_the_one_woken() {
    let stop = Stop::new();
    let mut waiting = Waiting::new(stop.stopped());
    let (new_woken, new_waker) = counting_waker();
    waiting.poll_with(&new_waker);

    stop.stop();

    assert_eq!((waiting.woken.take(), new_woken.take()), (0, 1));
}

#[test]
fn a_waker_that_comes_back_is_the_one_woken() {
    let stop = Stop::new();
    let mut waiting = Waiting::new(stop.stopped());
    let (other_woken, other_waker) = counting_waker();
    waiting.poll_with(&other_waker);
    assert!(waiting.poll().is_pending());

    stop.stop();

    assert_eq!((waiting.woken.take(), other_woken.take()), (1, 0));
}

/// Of several waiters: only the first has its place in the signal itself.
#[test]
fn a_waiter_with_another_waker_keeps_its_place() {
    let stop = Stop::new();
    let first = Waiting::new(stop.stopped());
    let mut second = Waiting::new(stop.stopped());
    let (new_woken, new_waker) = counting_waker();
    second.poll_with(&new_waker);
    let third = Waiting::new(stop.stopped());

    stop.stop();

    assert_eq!([first.woken, new_woken, third.woken].map(|woken| woken.take()), [1, 1, 1]);
}

#[test]
fn a_waiter_holds_one_waker_however_often_polled() {
    let stop = Stop::new();
    let mut waiting = Waiting::new(stop.stopped());
    let held = Arc::strong_count(&waiting.woken);

    for _ in 0..10 {
        assert!(waiting.poll().is_pending());
    }

    assert_eq!(Arc::strong_count(&waiting.woken), held);
}

#[test]
fn a_dropped_waiter_gives_its_waker_back() {
    let stop = Stop::new();
    let (first, second) = (Waiting::new(stop.stopped()), Waiting::new(stop.stopped()));

    let (second, first) = (second.leave(), first.leave());

    assert_eq!((Arc::strong_count(&first), Arc::strong_count(&second)), (1, 1));
}

#[test]
fn once_set_it_holds_no_waker() {
    let stop = Stop::new();
    let Waiting { waiter: _waiter, woken, waker } = Waiting::new(stop.stopped());
    stop.stop();
    drop(waker);
    assert_eq!(Arc::strong_count(&woken), 1);
}

#[test]
fn a_waker_may_use_the_signal_that_wakes_it() {
    let stop = Stop::new();
    let waker = Arc::new(StopsOnWake(stop.clone())).into();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    stop.stop();
    assert!(stop.is_stopped());
}

#[test]
fn a_waker_may_use_the_signal_that_replaces_it() {
    let stop = Stop::new();
    let mut waiter = pin!(stop.stopped());
    let waker = Arc::new(StopsOnDrop(stop.clone())).into();
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    drop(waker);

    let waker = Wakes::new().into();
    let _ = poll_once(waiter.as_mut(), &waker);

    assert_eq!(poll_once(waiter, &waker), Poll::Ready(()));
}

#[test]
fn a_waker_may_use_the_signal_whose_waiter_leaves() {
    let stop = Stop::new();
    let mut waiter = stop.stopped();
    let waker = Arc::new(StopsOnDrop(stop.clone())).into();
    assert!(poll_once(Pin::new(&mut waiter), &waker).is_pending());
    drop(waker);

    drop(waiter);

    assert!(stop.is_stopped());
}

/// Two of the four wakers panic.
#[test]
fn a_waker_that_panics_keeps_no_other_from_being_woken() {
    let stop = Stop::new();
    let mut waiters = [(); 4].map(|()| Waiting::new(stop.stopped()));
    for (index, text) in [(0, "the first"), (2, "the third")] {
        waiters[index].poll_with(&Arc::new(PanicOnWake(text)).into());
    }

    assert_eq!(panic_text(|| stop.stop()), "the first");

    assert_eq!(waiters.map(|waiting| waiting.woken.take()), [0, 1, 0, 1]);
}

/// A second panic would abort the process.
#[test]
fn a_waker_that_panics_while_unwinding_is_passed_over() {
    let stop = Stop::new();
    let mut only = Waiting::new(stop.stopped_owned());
    only.poll_with(&Arc::new(PanicOnWake("in the waker")).into());
    let text = panic_text(|| {
        let _stops = StopsOnDrop(stop);
        panic!("the one that was there first");
    });
    assert_eq!(text, "the one that was there first");
}
