//! Waiters for the stop signal: each is woken once, when it is set.

use std::{
    mem,
    pin::{Pin, pin},
    sync::Arc,
    task::{Poll, Waker},
};

use run_group::{Stop, Stopped, StoppedOwned};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use crate::support::{counting_waker, poll_once};

assert_impl_all!(Stop: Send, Sync, Clone, Default, std::fmt::Debug);
assert_impl_all!(StoppedOwned: Send, Sync, Unpin);
assert_impl_all!(Stopped<'static>: Send, Sync, Unpin);
// Every waiter has its own place in the list, which a copy of it would share.
assert_not_impl_any!(StoppedOwned: Clone);

#[test]
fn every_waiter_is_woken_once() {
    let stop = Stop::new();
    let mut waiters: Vec<_> = (0..5).map(|_| (stop.stopped(), counting_waker())).collect();
    for (waiter, (_, waker)) in &mut waiters {
        assert!(poll_once(Pin::new(waiter), waker).is_pending());
    }

    stop.stop();

    let woken: Vec<_> = waiters.iter().map(|(_, (woken, _))| woken.take()).collect();
    assert_eq!(woken, [1; 5]);
}

#[test]
fn every_waiter_is_ready_when_it_is_set() {
    let stop = Stop::new();
    let mut waiters: Vec<_> = (0..5).map(|_| stop.stopped_owned()).collect();
    for waiter in &mut waiters {
        assert!(poll_once(Pin::new(waiter), Waker::noop()).is_pending());
    }

    stop.stop();

    for waiter in &mut waiters {
        assert_eq!(poll_once(Pin::new(waiter), Waker::noop()), Poll::Ready(()));
    }
}

#[test]
fn set_again_it_wakes_no_waiter_again() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());

    stop.stop();
    stop.stop();

    assert_eq!(woken.take(), 1);
}

#[test]
fn set_before_a_wait_it_is_ready_at_once() {
    let stop = Stop::new();
    stop.stop();
    assert_eq!(poll_once(pin!(stop.stopped()), Waker::noop()), Poll::Ready(()));
    assert_eq!(poll_once(pin!(stop.stopped_owned()), Waker::noop()), Poll::Ready(()));
}

#[test]
fn a_dropped_waiter_is_not_woken() {
    let stop = Stop::new();
    let (first_woken, first_waker) = counting_waker();
    let (second_woken, second_waker) = counting_waker();
    let mut first = stop.stopped();
    let mut second = stop.stopped();
    assert!(poll_once(Pin::new(&mut first), &first_waker).is_pending());
    assert!(poll_once(Pin::new(&mut second), &second_waker).is_pending());

    drop(first);
    drop(second);
    stop.stop();

    assert_eq!((first_woken.take(), second_woken.take()), (0, 0));
}

/// Drops each of three waiters, and lets a fourth one take its place.
#[test]
fn a_waiter_in_a_dropped_ones_place_is_woken() {
    for dropped in 0..3 {
        let stop = Stop::new();
        let mut waiters: Vec<_> = (0..3).map(|_| (stop.stopped(), counting_waker())).collect();
        for (waiter, (_, waker)) in &mut waiters {
            assert!(poll_once(Pin::new(waiter), waker).is_pending());
        }
        drop(waiters.remove(dropped));
        let mut fourth = (stop.stopped(), counting_waker());
        assert!(poll_once(Pin::new(&mut fourth.0), &fourth.1.1).is_pending());
        waiters.push(fourth);

        stop.stop();

        let woken: Vec<_> = waiters.iter().map(|(_, (woken, _))| woken.take()).collect();
        assert_eq!(woken, [1; 3], "with number {dropped} dropped");
    }
}

#[test]
fn a_leaked_waiter_keeps_no_other_waiting() {
    let stop = Stop::new();
    let (leaked_woken, leaked_waker) = counting_waker();
    let (woken, waker) = counting_waker();
    let mut leaked = stop.stopped();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(Pin::new(&mut leaked), &leaked_waker).is_pending());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    mem::forget(leaked);
    drop(leaked_waker);

    stop.stop();

    assert_eq!((leaked_woken.take(), woken.take()), (1, 1));
    assert_eq!(Arc::strong_count(&leaked_woken), 1);
}

#[test]
fn a_leaked_waiter_holds_nothing_after_the_signal() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut leaked = stop.stopped();
    assert!(poll_once(Pin::new(&mut leaked), &waker).is_pending());
    mem::forget(leaked);
    drop(waker);

    drop(stop);

    assert_eq!(Arc::strong_count(&woken), 1);
}

#[test]
fn an_owned_waiter_outlives_its_handle() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped_owned());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());

    let clone = stop.clone();
    drop(stop);
    clone.stop();

    assert_eq!(woken.take(), 1);
}

#[test]
fn dropping_every_handle_does_not_set_it() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped_owned());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    drop(stop);
    assert_eq!(woken.take(), 0);
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
}

#[test]
fn it_shows_whether_it_is_set() {
    let stop = Stop::new();
    assert_eq!(format!("{stop:?}"), "Stop { stopped: false }");
    stop.stop();
    assert_eq!(format!("{stop:?}"), "Stop { stopped: true }");
}
