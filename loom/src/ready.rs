//! Who has a `Ready` sets it while the group polls: the poll sees that, or its waker is woken for it.

use std::{
    sync::Arc,
    task::{Wake, Waker},
};

use loom::thread;

use Seen::{ByWaker, InTime};

use crate::{
    explore::{Woken, assert_all_seen, explore},
    sync::{
        primitives::Mutex,
        ready::{Change, Readiness, Ready},
    },
};

/// How the group learned of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    InTime,
    ByWaker,
}

const READY: Change = Change { is_first: true, is_ready: true };

/// Both threads pass here, one after the other. Loom tries both orders of two that lock, while of an atomic that one only loads and the
/// other loads and then changes, it tries one.
#[derive(Clone)]
struct Crossing(Arc<Mutex<()>>);

impl Crossing {
    fn new() -> Self {
        Crossing(Arc::new(Mutex::new(())))
    }

    fn pass(&self) {
        drop(self.0.lock().unwrap());
    }
}

/// Does something to the handle in a thread of its own.
fn there(handle: Ready, what: fn(&Ready)) -> thread::JoinHandle<()> {
    thread::spawn(move || what(&handle))
}

#[test]
fn set_while_the_actor_is_polled_first() {
    let outcomes = explore("ready: set against the first poll", || {
        let mut readiness = Readiness::new();
        let (woken, waker) = Woken::new();
        let setting = there(readiness.handle(), Ready::set);

        let first = readiness.poll(&waker);
        setting.join().unwrap();

        let seen = match first {
            Some(change) => {
                assert_eq!(change, READY);
                InTime
            }
            None => {
                assert_eq!((woken.count(), readiness.poll(&waker)), (1, Some(READY)));
                ByWaker
            }
        };
        assert!(!readiness.is_unready());
        assert_eq!(readiness.poll(&waker), None, "it is seen once");
        drop((waker, readiness));
        assert_eq!(Arc::strong_count(&woken), 1, "a waker is left");
        seen
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn set_while_the_actor_is_polled_with_the_same_waker() {
    let outcomes = explore("ready: set against a poll that changes nothing", || {
        let mut readiness = Readiness::new();
        let (woken, waker) = Woken::new();
        assert_eq!(readiness.poll(&waker), None);
        let (handle, crossing) = (readiness.handle(), Crossing::new());
        let there = crossing.clone();
        let setting = thread::spawn(move || {
            there.pass();
            handle.set();
        });

        crossing.pass();
        let polled = readiness.poll(&waker);
        setting.join().unwrap();

        assert!(woken.count() <= 1, "a change wakes once");
        match polled {
            Some(change) => {
                assert_eq!(change, READY);
                InTime
            }
            None => {
                assert_eq!((woken.count(), readiness.poll(&waker)), (1, Some(READY)));
                ByWaker
            }
        }
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn set_while_the_actor_is_polled_with_another_waker() {
    let outcomes = explore("ready: set against a poll with another waker", || {
        let mut readiness = Readiness::new();
        let ((old_woken, old), (new_woken, new)) = (Woken::new(), Woken::new());
        assert_eq!(readiness.poll(&old), None);
        let setting = there(readiness.handle(), Ready::set);

        let polled = readiness.poll(&new);
        setting.join().unwrap();

        let seen = match polled {
            Some(change) => {
                assert_eq!(change, READY);
                InTime
            }
            None => {
                assert_eq!((old_woken.count(), new_woken.count()), (0, 1));
                assert_eq!(readiness.poll(&new), Some(READY));
                ByWaker
            }
        };
        drop((old, new, readiness));
        assert_eq!((Arc::strong_count(&old_woken), Arc::strong_count(&new_woken)), (1, 1), "a waker is left");
        seen
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

/// An actor that was ready for a moment was ready, and is not now.
#[test]
fn set_and_unset_while_the_actor_is_polled() {
    let outcomes = explore("ready: set and unset against a poll", || {
        let mut readiness = Readiness::new();
        let (woken, waker) = Woken::new();
        let changing = there(readiness.handle(), |ready| {
            ready.set();
            ready.unset();
        });

        let during = readiness.poll(&waker);
        changing.join().unwrap();
        let after = readiness.poll(&waker);

        let withdrawn = Change { is_first: false, is_ready: false };
        let both = Change { is_first: true, is_ready: false };
        assert!(!readiness.is_unready());
        match (during, after) {
            (None, Some(change)) => assert_eq!((change, woken.count()), (both, 1)),
            (Some(change), Some(later)) => assert_eq!((change, later, woken.count()), (READY, withdrawn, 1)),
            (Some(change), None) => assert_eq!(change, both),
            (None, None) => panic!("it is missed"),
        }
        (during.is_some(), after.is_some())
    });
    assert_all_seen(&outcomes, [(false, true), (true, true), (true, false)]);
}

#[test]
fn unset_and_set_again_while_the_actor_is_polled() {
    let outcomes = explore("ready: unset and set against a poll", || {
        let mut readiness = Readiness::new();
        let (woken, waker) = Woken::new();
        let handle = readiness.handle();
        handle.set();
        assert_eq!(readiness.poll(&waker), Some(READY));
        let crossing = Crossing::new();
        let there = crossing.clone();
        let changing = thread::spawn(move || {
            handle.unset();
            there.pass();
            handle.set();
        });

        crossing.pass();
        let during = readiness.poll(&waker).map(|change| change.is_ready);
        changing.join().unwrap();
        let after = readiness.poll(&waker).map(|change| change.is_ready);

        // Whether it was seen in between or not, in the end it is ready.
        assert!(woken.count() >= 1 || (during, after) == (None, None));
        (during, after)
    });
    assert_all_seen(&outcomes, [(None, None), (Some(false), Some(true))]);
}

/// Of two that set it at once, one does.
#[test]
fn two_handles_are_set_at_once() {
    let outcomes = explore("ready: set against set against a poll", || {
        let mut readiness = Readiness::new();
        let (woken, waker) = Woken::new();
        let setting = [there(readiness.handle(), Ready::set), there(readiness.handle(), Ready::set)];

        let polled = readiness.poll(&waker);
        for thread in setting {
            thread.join().unwrap();
        }

        assert!(woken.count() <= 1, "it changes once");
        let later = readiness.poll(&waker);
        assert_eq!(polled.or(later), Some(READY));
        assert!(polled.is_none() || later.is_none());
        if polled.is_some() { InTime } else { ByWaker }
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

/// A waker that does at once what it is woken for.
struct Sets(Ready);

impl Wake for Sets {
    fn wake(self: Arc<Self>) {
        self.0.set();
    }
}

impl Drop for Sets {
    fn drop(&mut self) {
        self.0.unset();
    }
}

/// Nothing is locked while a waker is woken or dropped. Otherwise all threads would wait, which loom reports.
#[test]
fn wakers_that_change_it_meet_no_lock() {
    let outcomes = explore("ready: set against a poll, where the wakers set and unset", || {
        let mut readiness = Readiness::new();
        let waker: Waker = Arc::new(Sets(readiness.handle())).into();
        assert_eq!(readiness.poll(&waker), None);
        drop(waker);
        let setting = there(readiness.handle(), Ready::set);

        let other: Waker = Arc::new(Sets(readiness.handle())).into();
        let polled = readiness.poll(&other);
        setting.join().unwrap();

        // What is left would keep itself alive.
        readiness.poll(Waker::noop());
        polled.is_some()
    });
    assert_all_seen(&outcomes, [false, true]);
}
