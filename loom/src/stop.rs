//! A waiter for a stop signal sees it set, or its newest waker is woken.

use std::{
    mem::ManuallyDrop,
    sync::Arc,
    task::{Poll, Wake, Waker},
};

use loom::thread;

use Seen::{ByWaker, InTime};

use crate::{
    explore::{Woken, assert_all_seen, explore, poll},
    sync::{
        primitives::locks,
        stop::{Stop, StopOnDrop},
    },
};

/// How a waiter learned of the signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    InTime,
    ByWaker,
}

/// How a waiter learned of a signal that has been set by now: it was ready, or its waker was woken, once.
fn seen(polled: Poll<()>, woken: &Woken) -> Seen {
    match polled {
        Poll::Ready(()) => InTime,
        Poll::Pending => {
            assert_eq!(woken.count(), 1, "a waiter is woken once");
            ByWaker
        }
    }
}

/// Begins to wait in a thread of its own, and leaves its waker registered. Gives what the poll gave, and the count of
/// wakes.
fn wait_there(stop: &Arc<Stop>) -> thread::JoinHandle<(Poll<()>, Arc<Woken>)> {
    let stop = Arc::clone(stop);
    thread::spawn(move || {
        let (woken, waker) = Woken::new();
        let mut waiter = ManuallyDrop::new(stop.stopped());
        (poll(&mut *waiter, &waker), woken)
    })
}

/// Sets a signal in a thread of its own, as an interrupt does.
fn set(stop: &Arc<Stop>) -> thread::JoinHandle<()> {
    let stop = Arc::clone(stop);
    thread::spawn(move || stop.stop())
}

#[test]
fn set_while_the_first_waiter_registers() {
    let outcomes = explore("stop: against the first registration", || {
        let stop = Arc::new(Stop::new());
        let (woken, waker) = Woken::new();
        let setting = set(&stop);

        let mut waiter = stop.stopped();
        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();

        assert!(poll(&mut waiter, &waker).is_ready());
        drop(waker);
        assert_eq!(Arc::strong_count(&woken), 1, "a waker is left");
        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn set_while_a_waiter_is_polled_unchanged() {
    let outcomes = explore("stop: against a poll that changes nothing", || {
        let stop = Arc::new(Stop::new());
        let (woken, waker) = Woken::new();
        let mut waiter = stop.stopped();
        assert!(poll(&mut waiter, &waker).is_pending());
        let setting = set(&stop);

        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();

        assert_eq!(woken.count(), 1);
        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn set_while_a_waiter_is_polled_with_another_waker() {
    let outcomes = explore("stop: against another waker", || {
        let stop = Arc::new(Stop::new());
        let (old_woken, old) = Woken::new();
        let (new_woken, new) = Woken::new();
        let mut waiter = stop.stopped();
        assert!(poll(&mut waiter, &old).is_pending());
        let setting = set(&stop);

        let polled = poll(&mut waiter, &new);
        setting.join().unwrap();

        drop((old, new));
        assert_eq!(old_woken.count() + new_woken.count(), 1);
        assert_eq!((Arc::strong_count(&old_woken), Arc::strong_count(&new_woken)), (1, 1), "a waker is left");
        seen(polled, &new_woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn set_while_a_waiter_of_many_is_polled_with_another_waker() {
    let outcomes = explore("stop: against another waker of the second waiter", || {
        let stop = Arc::new(Stop::new());
        let (first_woken, first_waker) = Woken::new();
        let (old_woken, old) = Woken::new();
        let (new_woken, new) = Woken::new();
        let mut first = stop.stopped();
        let mut second = stop.stopped();
        assert!(poll(&mut first, &first_waker).is_pending());
        assert!(poll(&mut second, &old).is_pending());
        let setting = set(&stop);

        let polled = poll(&mut second, &new);
        setting.join().unwrap();

        assert_eq!((first_woken.count(), old_woken.count() + new_woken.count()), (1, 1));
        seen(polled, &new_woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn set_while_two_first_waiters_register() {
    let outcomes = explore("stop: against two first registrations", || {
        let stop = Arc::new(Stop::new());
        let setting = set(&stop);
        let waiting = wait_there(&stop);

        let (woken, waker) = Woken::new();
        let mut waiter = stop.stopped();
        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();
        let (polled_there, woken_there) = waiting.join().unwrap();

        (seen(polled, &woken), seen(polled_there, &woken_there))
    });
    assert_all_seen(&outcomes, [(InTime, InTime), (InTime, ByWaker), (ByWaker, InTime), (ByWaker, ByWaker)]);
}

#[test]
fn set_while_a_second_waiter_registers() {
    let outcomes = explore("stop: against the registration of a second waiter", || {
        let stop = Arc::new(Stop::new());
        let (first_woken, first_waker) = Woken::new();
        let mut first = stop.stopped();
        assert!(poll(&mut first, &first_waker).is_pending());
        let setting = set(&stop);

        let (woken, waker) = Woken::new();
        let mut waiter = stop.stopped();
        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();

        assert_eq!(first_woken.count(), 1);
        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn set_while_a_waiter_is_dropped() {
    let outcomes = explore("stop: against a waiter's drop", || {
        let stop = Arc::new(Stop::new());
        let (woken, waker) = Woken::new();
        let mut waiter = stop.stopped();
        assert!(poll(&mut waiter, &waker).is_pending());
        drop(waker);
        let setting = set(&stop);

        drop(waiter);
        setting.join().unwrap();

        assert_eq!(Arc::strong_count(&woken), 1, "a waker is left");
        woken.count()
    });
    assert_all_seen(&outcomes, [0, 1]);
}

#[test]
fn set_while_one_waiter_is_dropped_and_another_takes_its_place() {
    let outcomes = explore("stop: against a waiter's drop and the registration of another", || {
        let stop = Arc::new(Stop::new());
        let (dropped_woken, dropped_waker) = Woken::new();
        let mut dropped = stop.stopped();
        assert!(poll(&mut dropped, &dropped_waker).is_pending());
        drop(dropped_waker);
        let setting = set(&stop);
        let waiting = wait_there(&stop);

        drop(dropped);
        setting.join().unwrap();
        let (polled, woken) = waiting.join().unwrap();

        assert_eq!(Arc::strong_count(&dropped_woken), 1, "a waker is left");
        (dropped_woken.count(), seen(polled, &woken))
    });
    assert_all_seen(&outcomes, [(0, InTime), (0, ByWaker), (1, InTime), (1, ByWaker)]);
}

#[test]
fn set_while_it_is_first_cloned() {
    let outcomes = explore("stop: against the first clone", || {
        let stop = Arc::new(Stop::new());
        let setting = set(&stop);

        let clone = stop.as_ref().clone();
        let (woken, waker) = Woken::new();
        let mut waiter = clone.stopped();
        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();

        assert!(stop.is_stopped() && clone.is_stopped());
        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn a_clone_is_set_while_the_original_gets_its_first_waiter() {
    let outcomes = explore("stop: the first clone and its stop, against the first registration", || {
        let stop = Arc::new(Stop::new());
        let there = Arc::clone(&stop);
        let setting = thread::spawn(move || there.as_ref().clone().stop());

        let (woken, waker) = Woken::new();
        let mut waiter = stop.stopped();
        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();

        assert!(poll(&mut waiter, &waker).is_ready());
        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn a_clone_is_set_while_a_waiter_changes_its_waker() {
    let outcomes = explore("stop: the first clone and its stop, against another waker", || {
        let stop = Arc::new(Stop::new());
        let (old_woken, old) = Woken::new();
        let (new_woken, new) = Woken::new();
        let mut waiter = stop.stopped();
        assert!(poll(&mut waiter, &old).is_pending());
        let there = Arc::clone(&stop);
        let setting = thread::spawn(move || there.as_ref().clone().stop());

        let polled = poll(&mut waiter, &new);
        setting.join().unwrap();

        assert_eq!(old_woken.count() + new_woken.count(), 1);
        seen(polled, &new_woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn a_clone_is_set_while_a_waiter_is_dropped() {
    let outcomes = explore("stop: the first clone and its stop, against a waiter's drop", || {
        let stop = Arc::new(Stop::new());
        let (woken, waker) = Woken::new();
        let mut waiter = stop.stopped();
        assert!(poll(&mut waiter, &waker).is_pending());
        drop(waker);
        let there = Arc::clone(&stop);
        let setting = thread::spawn(move || there.as_ref().clone().stop());

        drop(waiter);
        setting.join().unwrap();

        assert_eq!(Arc::strong_count(&woken), 1, "a waker is left");
        woken.count()
    });
    assert_all_seen(&outcomes, [0, 1]);
}

/// The waiter is in the list that the clone moves.
#[test]
fn first_cloned_while_a_waiter_is_dropped() {
    explore("stop: the first clone against a waiter's drop", || {
        let stop = Arc::new(Stop::new());
        let (woken, waker) = Woken::new();
        let mut waiter = stop.stopped();
        assert!(poll(&mut waiter, &waker).is_pending());
        drop(waker);
        let there = Arc::clone(&stop);
        let cloning = thread::spawn(move || there.as_ref().clone());

        drop(waiter);
        let clone = cloning.join().unwrap();

        assert_eq!(Arc::strong_count(&woken), 1, "a waker is left");
        clone.stop();
        assert_eq!(woken.count(), 0, "a waiter that has been dropped is woken");
    });
}

#[test]
fn set_while_it_is_first_cloned_and_first_waited_for() {
    let outcomes = explore("stop: against the first clone and the first registration", || {
        let stop = Arc::new(Stop::new());
        let setting = set(&stop);
        let waiting = wait_there(&stop);

        let clone = stop.as_ref().clone();
        setting.join().unwrap();
        let (polled, woken) = waiting.join().unwrap();

        assert!(stop.is_stopped() && clone.is_stopped());
        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn two_first_clones_at_once_are_the_same_signal() {
    let outcomes = explore("stop: the first clone against the first clone", || {
        let stop = Arc::new(Stop::new());
        let there = Arc::clone(&stop);
        let setting = thread::spawn(move || there.as_ref().clone().stop());

        let clone = stop.as_ref().clone();
        let (woken, waker) = Woken::new();
        let mut waiter = clone.stopped();
        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();

        assert!(stop.is_stopped() && clone.is_stopped());
        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn it_is_set_by_a_drop_while_the_first_waiter_registers() {
    let outcomes = explore("stop: set by a drop against the first registration", || {
        let mut on_drop = StopOnDrop::new();
        let handle = on_drop.handle();
        let setting = thread::spawn(move || drop(on_drop));

        let (woken, waker) = Woken::new();
        let mut waiter = handle.stopped_owned();
        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();

        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn set_twice_at_once_it_wakes_once() {
    let outcomes = explore("stop: against stop and the first registration", || {
        let stop = Arc::new(Stop::new());
        let setting = [set(&stop), set(&stop)];

        let (woken, waker) = Woken::new();
        let mut waiter = stop.stopped();
        let polled = poll(&mut waiter, &waker);
        for thread in setting {
            thread.join().unwrap();
        }

        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn a_set_signal_shows_what_was_done_before() {
    use loom::sync::atomic::{AtomicUsize, Ordering};

    let outcomes = explore("stop: what was done before", || {
        let stop = Arc::new(Stop::new());
        let done = Arc::new(AtomicUsize::new(0));
        let setting = thread::spawn({
            let (stop, done) = (Arc::clone(&stop), Arc::clone(&done));
            move || {
                done.store(1, Ordering::Relaxed);
                stop.stop();
            }
        });

        let stopped = stop.is_stopped();
        let seen = done.load(Ordering::Relaxed);
        setting.join().unwrap();

        (stopped, seen)
    });
    assert_all_seen(&outcomes, [(false, 0), (false, 1), (true, 1)]);
}

#[test]
fn a_set_signal_with_a_clone_shows_what_was_done_before() {
    use loom::sync::atomic::{AtomicUsize, Ordering};

    let outcomes = explore("stop: what was done before, through the first clone", || {
        let stop = Arc::new(Stop::new());
        let done = Arc::new(AtomicUsize::new(0));
        let setting = thread::spawn({
            let (stop, done) = (Arc::clone(&stop), Arc::clone(&done));
            move || {
                done.store(1, Ordering::Relaxed);
                stop.stop();
            }
        });
        let cloning = thread::spawn({
            let stop = Arc::clone(&stop);
            move || drop(stop.as_ref().clone())
        });

        let stopped = stop.is_stopped();
        let seen = done.load(Ordering::Relaxed);
        setting.join().unwrap();
        cloning.join().unwrap();

        (stopped, seen)
    });
    assert_all_seen(&outcomes, [(false, 0), (false, 1), (true, 1)]);
}

/// A waker that does at once what a task might do: it sets the stop signal, when it is woken and when it is dropped.
struct Stops(Arc<Stop>);

impl Wake for Stops {
    fn wake(self: Arc<Self>) {
        self.0.stop();
    }
}

impl Drop for Stops {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Nothing is locked while a waker is woken or dropped. Otherwise all threads would wait, which loom reports.
#[test]
fn wakers_that_set_it_meet_no_lock() {
    let outcomes = explore("stop: against another waker, where the wakers set it", || {
        let stop = Arc::new(Stop::new());
        let waker: Waker = Arc::new(Stops(Arc::clone(&stop))).into();
        let mut waiter = stop.stopped();
        assert!(poll(&mut waiter, &waker).is_pending());
        drop(waker);
        let setting = set(&stop);

        let (woken, waker) = Woken::new();
        let polled = poll(&mut waiter, &waker);
        setting.join().unwrap();

        seen(polled, &woken)
    });
    assert_all_seen(&outcomes, [InTime, ByWaker]);
}

#[test]
fn a_waker_that_sets_it_when_dropped_meets_no_lock() {
    let outcomes = explore("stop: against a waiter's drop, where the waker sets it", || {
        let stop = Arc::new(Stop::new());
        let waker: Waker = Arc::new(Stops(Arc::clone(&stop))).into();
        let mut waiter = stop.stopped();
        assert!(poll(&mut waiter, &waker).is_pending());
        drop(waker);
        let there = Arc::clone(&stop);
        let looking = thread::spawn(move || there.is_stopped());

        drop(waiter);

        assert!(stop.is_stopped());
        looking.join().unwrap()
    });
    assert_all_seen(&outcomes, [false, true]);
}

#[test]
fn a_poll_that_changes_nothing_takes_no_lock() {
    explore("stop: polled unchanged", || {
        let stop = Stop::new();
        let waker = Woken::new().1;
        let mut borrowed = stop.stopped();
        assert!(poll(&mut borrowed, &waker).is_pending());
        let mut owned = stop.stopped_owned();
        assert!(poll(&mut owned, &waker).is_pending());
        let mut handle = stop.clone();
        assert!(poll(&mut handle, &waker).is_pending());
        let before = locks();

        assert!(poll(&mut borrowed, &waker).is_pending());
        assert!(poll(&mut owned, &waker).is_pending());
        assert!(poll(&mut handle, &waker).is_pending());

        assert_eq!(locks(), before);
    });
}

/// The thread would sleep for ever if it missed the signal, which loom reports.
#[test]
fn a_thread_that_waits_does_not_miss_it() {
    let outcomes = explore("stop: against a thread that begins to wait", || {
        let stop = Arc::new(Stop::new());
        let setting = set(&stop);

        let in_time = stop.is_stopped();
        stop.wait();

        assert!(stop.is_stopped());
        setting.join().unwrap();
        in_time
    });
    assert_all_seen(&outcomes, [false, true]);
}

/// The handle that `new` made, or a clone of it.
fn handle(is_clone: bool) -> (Arc<Stop>, Stop) {
    let first = Stop::new();
    let clone = first.clone();
    if is_clone { (Arc::new(first), clone) } else { (Arc::new(clone), first) }
}

#[test]
fn set_while_a_handle_is_polled() {
    for is_clone in [false, true] {
        let outcomes = explore("stop: against a handle that is polled", move || {
            let (stop, mut handle) = handle(is_clone);
            let (woken, waker) = Woken::new();
            let setting = set(&stop);

            let polled = poll(&mut handle, &waker);
            setting.join().unwrap();

            assert!(poll(&mut handle, &waker).is_ready());
            drop(waker);
            assert_eq!(Arc::strong_count(&woken), 1, "a waker is left");
            seen(polled, &woken)
        });
        assert_all_seen(&outcomes, [InTime, ByWaker]);
    }
}

#[test]
fn set_while_a_polled_handle_is_dropped() {
    let outcomes = explore("stop: against the drop of a handle", || {
        let (stop, mut handle) = handle(true);
        let (woken, waker) = Woken::new();
        assert!(poll(&mut handle, &waker).is_pending());
        let setting = set(&stop);

        drop(handle);
        setting.join().unwrap();

        drop(waker);
        assert_eq!(Arc::strong_count(&woken), 1, "a waker is left");
        woken.count()
    });
    assert_all_seen(&outcomes, [0, 1]);
}
