//! All clones of a stop signal are one signal, whoever waited before the first clone.

use std::pin::{Pin, pin};

use run_group::Stop;

use crate::support::{counting_waker, poll_once};

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
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(clone.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    stop.stop();
    assert_eq!(woken.take(), 1);
}

#[test]
fn a_clone_wakes_earlier_waiters() {
    let stop = Stop::new();
    let (first_woken, first_waker) = counting_waker();
    let (second_woken, second_waker) = counting_waker();
    let mut first = pin!(stop.stopped());
    let mut second = pin!(stop.stopped());
    assert!(poll_once(first.as_mut(), &first_waker).is_pending());
    assert!(poll_once(second.as_mut(), &second_waker).is_pending());

    let clone = stop.clone();
    clone.stop();

    assert_eq!((first_woken.take(), second_woken.take()), (1, 1));
}

#[test]
fn an_earlier_waiter_may_change_its_waker() {
    let stop = Stop::new();
    let (old_woken, old_waker) = counting_waker();
    let (new_woken, new_waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &old_waker).is_pending());

    let clone = stop.clone();
    assert!(poll_once(waiter.as_mut(), &new_waker).is_pending());
    clone.stop();

    assert_eq!((old_woken.take(), new_woken.take()), (0, 1));
}

#[test]
fn an_earlier_waiter_may_still_leave() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = stop.stopped();
    assert!(poll_once(Pin::new(&mut waiter), &waker).is_pending());

    let clone = stop.clone();
    drop(waiter);
    clone.stop();

    assert_eq!(woken.take(), 0);
}

#[test]
fn an_earlier_waiter_polled_again_is_woken_once() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());

    let clone = stop.clone();
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    clone.stop();

    assert_eq!(woken.take(), 1);
}
