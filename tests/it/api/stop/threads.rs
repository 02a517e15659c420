//! The stop signal between threads: no wait misses it.

use std::{pin::pin, sync::Barrier, task::Poll, thread};

use futures::executor::block_on;
use run_group::Stop;

use crate::support::{counting_waker, poll_once};

#[test]
fn set_in_a_thread_it_wakes_a_task() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());

    let there = stop.clone();
    thread::spawn(move || there.stop()).join().unwrap();

    assert_eq!(woken.take(), 1);
    assert_eq!(poll_once(waiter, &waker), Poll::Ready(()));
}

#[test]
fn set_while_a_wait_begins_it_is_not_missed() {
    for _ in 0..500 {
        let stop = Stop::new();
        let start = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                start.wait();
                stop.stop();
            });
            start.wait();
            block_on(stop.stopped());
        });
    }
}

#[test]
fn cloned_while_it_is_set_it_is_not_missed() {
    for _ in 0..500 {
        let stop = Stop::new();
        let start = Barrier::new(3);
        thread::scope(|scope| {
            scope.spawn(|| {
                start.wait();
                stop.stop();
            });
            scope.spawn(|| {
                start.wait();
                block_on(stop.clone().stopped());
            });
            start.wait();
            block_on(stop.stopped());
        });
    }
}
