//! Which waker the stop signal holds, and what a waker may do with it.

use std::{
    pin::{Pin, pin},
    sync::Arc,
    task::{Poll, Wake},
};

use run_group::Stop;

use crate::support::{Wakes, counting_waker, poll_once};

/// A waker that does to a stop signal what a task might do at once: it sets it again.
struct StopsOnWake(Stop);

impl Wake for StopsOnWake {
    fn wake(self: Arc<Self>) {
        self.0.stop();
    }
}

/// A waker that sets a stop signal when the last of it is dropped.
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
    let (old_woken, old_waker) = counting_waker();
    let (new_woken, new_waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &old_waker).is_pending());
    assert!(poll_once(waiter.as_mut(), &new_waker).is_pending());

    stop.stop();

    assert_eq!((old_woken.take(), new_woken.take()), (0, 1));
}

#[test]
fn a_waker_that_comes_back_is_the_one_woken() {
    let stop = Stop::new();
    let (first_woken, first_waker) = counting_waker();
    let (other_woken, other_waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &first_waker).is_pending());
    assert!(poll_once(waiter.as_mut(), &other_waker).is_pending());
    assert!(poll_once(waiter.as_mut(), &first_waker).is_pending());

    stop.stop();

    assert_eq!((first_woken.take(), other_woken.take()), (1, 0));
}

#[test]
fn a_waiter_holds_one_waker_however_often_polled() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    let held = Arc::strong_count(&woken);

    for _ in 0..10 {
        assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    }

    assert_eq!(Arc::strong_count(&woken), held);
}

#[test]
fn a_dropped_waiter_gives_its_waker_back() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut first = stop.stopped();
    let mut second = stop.stopped();
    assert!(poll_once(Pin::new(&mut first), &waker).is_pending());
    assert!(poll_once(Pin::new(&mut second), &waker).is_pending());

    drop(second);
    drop(first);
    drop(waker);

    assert_eq!(Arc::strong_count(&woken), 1);
}

#[test]
fn once_set_it_holds_no_waker() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
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
