//! The stop signal between threads: no wait misses it.

use std::{
    future::Future,
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    thread,
};

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

/// Fails unless a waiter has seen in its first poll that the stop is set, or has been woken since.
#[track_caller]
fn expect_noticed<W: Future<Output = ()> + Unpin>((mut waiting, first): (Waiting<W>, Poll<()>)) {
    if first.is_pending() {
        assert_eq!(waiting.woken.take(), 1, "it is missed");
        assert_eq!(waiting.poll(), Poll::Ready(()));
    }
}

#[test]
fn set_while_a_wait_begins_it_is_not_missed() {
    for _ in 0..500 {
        let stop = Stop::new();
        let arrived = AtomicUsize::new(0);
        // A barrier would let one of the two go on long before the other.
        let meet = || {
            arrived.fetch_add(1, Ordering::SeqCst);
            while arrived.load(Ordering::SeqCst) < 2 {
                thread::yield_now();
            }
        };
        let begun = thread::scope(|scope| {
            scope.spawn(|| {
                meet();
                stop.stop();
            });
            meet();
            Waiting::begin(stop.stopped())
        });
        expect_noticed(begun);
    }
}

#[test]
fn cloned_while_it_is_set_it_is_not_missed() {
    for _ in 0..500 {
        let stop = Stop::new();
        let start = Barrier::new(3);
        let (begun, cloned) = thread::scope(|scope| {
            scope.spawn(|| {
                start.wait();
                stop.stop();
            });
            let cloned = scope.spawn(|| {
                start.wait();
                Waiting::begin(stop.clone().stopped_owned())
            });
            start.wait();
            (Waiting::begin(stop.stopped()), cloned.join().unwrap())
        });
        expect_noticed(begun);
        expect_noticed(cloned);
    }
}
