//! What is sent into a oneshot is received, and the newest waker is woken for it.

use std::{
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use loom::thread;

use crate::{
    explore::{Woken, assert_all_seen, explore},
    sync::oneshot::Oneshot,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    InTime,
    Woken,
}

#[test]
fn a_waiter_takes_what_is_sent_meanwhile_or_is_woken() {
    let outcomes = explore("oneshot: send against poll_recv", || {
        let oneshot = Arc::new(Oneshot::new());
        let (woken, waker) = Woken::new();
        let sending = thread::spawn({
            let oneshot = Arc::clone(&oneshot);
            move || oneshot.send(7)
        });

        let taken = oneshot.poll_recv(&Context::from_waker(&waker));
        sending.join().unwrap();

        let seen = match taken {
            Poll::Ready(value) => {
                assert_eq!((value, woken.count()), (7, 0));
                Seen::InTime
            }
            Poll::Pending => {
                assert_eq!(woken.count(), 1);
                assert_eq!(oneshot.poll_recv(&Context::from_waker(&waker)), Poll::Ready(7));
                Seen::Woken
            }
        };
        drop(waker);
        assert_eq!(Arc::strong_count(&woken), 1, "a waker is left");
        seen
    });
    assert_all_seen(&outcomes, [Seen::InTime, Seen::Woken]);
}

#[test]
fn a_waiter_with_a_new_waker_takes_it_or_is_woken_by_that() {
    let outcomes = explore("oneshot: send against poll_recv with another waker", || {
        let oneshot = Arc::new(Oneshot::new());
        let (old_woken, old) = Woken::new();
        let (new_woken, new) = Woken::new();
        assert!(oneshot.poll_recv(&Context::from_waker(&old)).is_pending());
        let sending = thread::spawn({
            let oneshot = Arc::clone(&oneshot);
            move || oneshot.send(7)
        });

        let taken = oneshot.poll_recv(&Context::from_waker(&new));
        sending.join().unwrap();

        let seen = match taken {
            Poll::Ready(value) => {
                assert_eq!((value, old_woken.count(), new_woken.count()), (7, 1, 0));
                Seen::InTime
            }
            Poll::Pending => {
                assert_eq!((old_woken.count(), new_woken.count()), (0, 1));
                assert_eq!(oneshot.poll_recv(&Context::from_waker(&new)), Poll::Ready(7));
                Seen::Woken
            }
        };
        drop((old, new));
        assert_eq!((Arc::strong_count(&old_woken), Arc::strong_count(&new_woken)), (1, 1), "a waker is left");
        seen
    });
    assert_all_seen(&outcomes, [Seen::InTime, Seen::Woken]);
}

#[test]
fn of_two_values_in_a_row_the_first_is_taken() {
    let outcomes = explore("oneshot: two sends in a row against poll_recv", || {
        let oneshot = Arc::new(Oneshot::new());
        let sending = thread::spawn({
            let oneshot = Arc::clone(&oneshot);
            move || {
                oneshot.send(7);
                oneshot.send(8);
            }
        });

        let (_, waker) = Woken::new();
        let mut taken = oneshot.poll_recv(&Context::from_waker(&waker));
        sending.join().unwrap();

        let seen = if taken.is_ready() { Seen::InTime } else { Seen::Woken };
        if seen == Seen::Woken {
            taken = oneshot.poll_recv(&Context::from_waker(&waker));
        }
        assert_eq!(taken, Poll::Ready(7));
        seen
    });
    assert_all_seen(&outcomes, [Seen::InTime, Seen::Woken]);
}

#[test]
fn of_two_values_at_once_one_is_taken() {
    let outcomes = explore("oneshot: send against send against poll_recv", || {
        let oneshot = Arc::new(Oneshot::new());
        let (woken, waker) = Woken::new();
        let sending = [7, 8].map(|value| {
            let oneshot = Arc::clone(&oneshot);
            thread::spawn(move || oneshot.send(value))
        });

        let mut taken = oneshot.poll_recv(&Context::from_waker(&waker));
        for thread in sending {
            thread.join().unwrap();
        }

        let seen = if taken.is_ready() { Seen::InTime } else { Seen::Woken };
        if seen == Seen::Woken {
            assert_eq!(woken.count(), 1);
            taken = oneshot.poll_recv(&Context::from_waker(&waker));
        }
        let Poll::Ready(value) = taken else { panic!("there is nothing to take") };
        (seen, value)
    });
    assert_all_seen(&outcomes, [(Seen::InTime, 7), (Seen::InTime, 8), (Seen::Woken, 7), (Seen::Woken, 8)]);
}

/// A waker that does at once what a task might do: it takes what is in the oneshot, when it is woken and when it is
/// dropped.
struct Takes(Arc<Oneshot<u8>>);

impl Takes {
    fn take(&self) {
        let _ = self.0.poll_recv(&Context::from_waker(Waker::noop()));
    }
}

impl Wake for Takes {
    fn wake(self: Arc<Self>) {
        self.take();
    }
}

impl Drop for Takes {
    fn drop(&mut self) {
        self.take();
    }
}

/// Nothing is locked while a waker is woken or dropped. Otherwise all threads would wait, which loom reports.
#[test]
fn wakers_that_take_the_value_meet_no_lock() {
    let outcomes = explore("oneshot: send against poll_recv with another waker, where the wakers take", || {
        let oneshot = Arc::new(Oneshot::new());
        let waker = Arc::new(Takes(Arc::clone(&oneshot))).into();
        assert!(oneshot.poll_recv(&Context::from_waker(&waker)).is_pending());
        drop(waker);
        let sending = thread::spawn({
            let oneshot = Arc::clone(&oneshot);
            move || oneshot.send(7)
        });

        let waker = Arc::new(Takes(Arc::clone(&oneshot))).into();
        let taken = oneshot.poll_recv(&Context::from_waker(&waker));
        sending.join().unwrap();

        taken.is_ready()
    });
    assert_all_seen(&outcomes, [false, true]);
}
