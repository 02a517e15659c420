//! The stop signal between threads: no wait misses it.

use std::{sync::Barrier, task::Poll, thread};

use futures::executor::block_on;
use run_group::Stop;

use super::Waiting;

#[test]
fn set_in_a_thread_it_wakes_a_task() {
    let stop = Stop::new();
    let mut waiting = Waiting::new(stop.stopped());

    let there = stop.clone();
    thread::spawn(move || there.stop()).join().unwrap();

    assert_eq!(waiting.woken.take(), 1);
    assert_eq!(waiting.poll(), Poll::Ready(()));
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
