//! Waiters for the stop signal: each is woken once, when it is set.

use std::{pin::pin, sync::Arc, task::Poll};

use run_group::{Stop, Stopped, StoppedOwned};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use super::Waiting;
use crate::support::poll;

assert_impl_all!(Stop: Send, Sync, Clone, Default, std::fmt::Debug);
assert_impl_all!(StoppedOwned: Send, Sync, Unpin);
assert_impl_all!(Stopped<'static>: Send, Sync, Unpin);
// Every waiter has its own place in the list, which a copy of it would share.
assert_not_impl_any!(StoppedOwned: Clone);

#[test]
fn every_waiter_is_woken_once() {
    let stop = Stop::new();
    let waiters = [(); 5].map(|()| Waiting::new(stop.stopped()));

    stop.stop();

    assert_eq!(waiters.map(|waiting| waiting.woken.take()), [1; 5]);
}

#[test]
fn every_waiter_is_ready_when_it_is_set() {
    let stop = Stop::new();
    let waiters = [(); 5].map(|()| Waiting::new(stop.stopped_owned()));

    stop.stop();

    assert_eq!(waiters.map(|mut waiting| waiting.poll()), [Poll::Ready(()); 5]);
}

#[test]
fn set_again_it_wakes_no_waiter_again() {
    let stop = Stop::new();
    let waiting = Waiting::new(stop.stopped());

    stop.stop();
    stop.stop();

    assert_eq!(waiting.woken.take(), 1);
}

#[test]
fn set_before_a_wait_it_is_ready_at_once() {
    let stop = Stop::new();
    stop.stop();
    assert_eq!(poll(pin!(stop.stopped())), Poll::Ready(()));
    assert_eq!(poll(pin!(stop.stopped_owned())), Poll::Ready(()));
}

#[test]
fn a_dropped_waiter_is_not_woken() {
    let stop = Stop::new();
    let waiters = [(); 2].map(|()| Waiting::new(stop.stopped()));

    let woken = waiters.map(Waiting::leave);
    stop.stop();

    assert_eq!(woken.map(|woken| woken.take()), [0; 2]);
}

/// Drops each of three waiters, and lets a fourth one take its place.
#[test]
fn a_waiter_in_a_dropped_ones_place_is_woken() {
    for dropped in 0..3 {
        let stop = Stop::new();
        let mut waiters: Vec<_> = (0..3).map(|_| Waiting::new(stop.stopped())).collect();
        drop(waiters.remove(dropped));
        waiters.push(Waiting::new(stop.stopped()));

        stop.stop();

        let woken: Vec<_> = waiters.iter().map(|waiting| waiting.woken.take()).collect();
        assert_eq!(woken, [1; 3], "with number {dropped} dropped");
    }
}

#[test]
fn a_leaked_waiter_keeps_no_other_waiting() {
    let stop = Stop::new();
    let (leaked, waiting) = (Waiting::new(stop.stopped()), Waiting::new(stop.stopped()));
    let leaked = leaked.leak();

    stop.stop();

    assert_eq!((leaked.take(), waiting.woken.take()), (1, 1));
    assert_eq!(Arc::strong_count(&leaked), 1);
}

#[test]
fn a_leaked_waiter_holds_nothing_after_the_signal() {
    let stop = Stop::new();
    let leaked = Waiting::new(stop.stopped()).leak();

    drop(stop);

    assert_eq!(Arc::strong_count(&leaked), 1);
}

#[test]
fn an_owned_waiter_outlives_its_handle() {
    let stop = Stop::new();
    let waiting = Waiting::new(stop.stopped_owned());

    let clone = stop.clone();
    drop(stop);
    clone.stop();

    assert_eq!(waiting.woken.take(), 1);
}

#[test]
fn dropping_every_handle_does_not_set_it() {
    let stop = Stop::new();
    let mut waiting = Waiting::new(stop.stopped_owned());
    drop(stop);
    assert_eq!(waiting.woken.take(), 0);
    assert!(waiting.poll().is_pending());
}

#[test]
fn it_shows_whether_it_is_set() {
    let stop = Stop::new();
    assert_eq!(format!("{stop:?}"), "Stop { stopped: false }");
    stop.stop();
    assert_eq!(format!("{stop:?}"), "Stop { stopped: true }");
}
