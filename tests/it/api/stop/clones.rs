//! All clones of a stop signal are one signal, also for those that waited before the first clone.

use run_group::Stop;

use super::Waiting;
use crate::support::counting_waker;

#[test]
fn all_clones_see_that_it_is_set() {
    let stop = Stop::new();
    let clone = stop.clone();
    let of_the_clone = clone.clone();
    assert_eq!([&stop, &clone, &of_the_clone].map(Stop::is_stopped), [false; 3]);
    of_the_clone.stop();
    assert_eq!([&stop, &clone, &of_the_clone].map(Stop::is_stopped), [true; 3]);
}

#[test]
fn a_clone_of_one_that_is_set_is_set() {
    let stop = Stop::new();
    stop.stop();
    assert!(stop.clone().is_stopped());
}

#[test]
fn the_original_wakes_a_clones_waiter() {
    let stop = Stop::new();
    let clone = stop.clone();
    let waiting = Waiting::new(clone.stopped());
    stop.stop();
    assert_eq!(waiting.woken.take(), 1);
}

#[test]
fn a_clone_wakes_earlier_waiters() {
    let stop = Stop::new();
    let (first, second) = (Waiting::new(stop.stopped()), Waiting::new(stop.stopped()));

    let clone = stop.clone();
    clone.stop();

    assert_eq!((first.woken.take(), second.woken.take()), (1, 1));
}

#[test]
fn an_earlier_waiter_may_change_its_waker() {
    let stop = Stop::new();
    let mut waiting = Waiting::new(stop.stopped());
    let (new_woken, new_waker) = counting_waker();

    let clone = stop.clone();
    waiting.poll_with(&new_waker);
    clone.stop();

    assert_eq!((waiting.woken.take(), new_woken.take()), (0, 1));
}

#[test]
fn an_earlier_waiter_may_still_leave() {
    let stop = Stop::new();
    let waiting = Waiting::new(stop.stopped());

    let clone = stop.clone();
    let woken = waiting.leave();
    clone.stop();

    assert_eq!(woken.take(), 0);
}

#[test]
fn an_earlier_waiter_polled_again_is_woken_once() {
    let stop = Stop::new();
    let mut waiting = Waiting::new(stop.stopped());

    let clone = stop.clone();
    assert!(waiting.poll().is_pending());
    clone.stop();

    assert_eq!(waiting.woken.take(), 1);
}
