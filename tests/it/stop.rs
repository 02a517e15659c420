//! The stop signal: who is woken by it, and when.

use std::{
    mem,
    pin::{Pin, pin},
    sync::{Arc, Barrier},
    task::{Poll, Wake, Waker},
    thread,
};

use futures::executor::block_on;
use run_group::{Stop, Stopped, StoppedOwned};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use crate::support::{Wakes, counting_waker, poll_once};

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
fn set_again_it_wakes_nobody_again() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());

    stop.stop();
    stop.stop();

    assert_eq!(woken.take(), 1);
}

#[test]
fn set_before_anybody_waits_it_is_ready_at_once() {
    let stop = Stop::new();
    stop.stop();
    assert_eq!(poll_once(pin!(stop.stopped()), Waker::noop()), Poll::Ready(()));
    assert_eq!(poll_once(pin!(stop.stopped_owned()), Waker::noop()), Poll::Ready(()));
}

#[test]
fn a_waiter_that_was_dropped_is_not_woken() {
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

#[test]
fn a_waiter_that_was_dropped_gives_its_waker_back() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut first = stop.stopped();
    let mut second = stop.stopped();
    assert!(poll_once(Pin::new(&mut first), &waker).is_pending());
    assert!(poll_once(Pin::new(&mut second), &waker).is_pending());

    drop(second);
    drop(first);
    drop(waker);

    assert_eq!(Arc::strong_count(&woken), 1);
}

/// Drops each of three waiters, and lets a fourth one take its place.
#[test]
fn a_waiter_in_the_place_of_one_that_was_dropped_is_woken_with_the_others() {
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
fn a_waiter_polled_with_another_waker_wakes_that_one() {
    let stop = Stop::new();
    let (old_woken, old_waker) = counting_waker();
    let (new_woken, new_waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &old_waker).is_pending());
    assert!(poll_once(waiter.as_mut(), &new_waker).is_pending());

    stop.stop();

    assert_eq!((old_woken.take(), new_woken.take()), (0, 1));
}

#[test]
fn a_waiter_polled_with_another_waker_and_back_wakes_the_last() {
    let stop = Stop::new();
    let (first_woken, first_waker) = counting_waker();
    let (other_woken, other_waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &first_waker).is_pending());
    assert!(poll_once(waiter.as_mut(), &other_waker).is_pending());
    assert!(poll_once(waiter.as_mut(), &first_waker).is_pending());

    stop.stop();

    assert_eq!((first_woken.take(), other_woken.take()), (1, 0));
}

#[test]
fn a_waiter_holds_one_waker_however_often_it_is_polled() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    let held = Arc::strong_count(&woken);

    for _ in 0..10 {
        assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    }

    assert_eq!(Arc::strong_count(&woken), held);
}

#[test]
fn no_waker_is_held_when_it_is_set() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    stop.stop();
    drop(waker);
    assert_eq!(Arc::strong_count(&woken), 1);
}

#[test]
fn a_clone_made_while_somebody_waits_wakes_who_waited() {
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
fn who_waited_before_the_clone_can_still_be_given_another_waker() {
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
fn who_waited_before_the_clone_can_still_leave() {
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
fn who_waits_on_a_clone_is_woken_by_the_original() {
    let stop = Stop::new();
    let clone = stop.clone();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(clone.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    stop.stop();
    assert_eq!(woken.take(), 1);
}

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
fn an_owned_waiter_outlives_the_handle_that_it_came_from() {
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
fn set_while_a_task_begins_to_wait_it_is_not_missed() {
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
fn cloned_while_it_is_set_and_waited_for_it_is_not_missed() {
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

/// A waker that does to a stop signal what a task might do at once: it sets it again.
struct StopsOnWake(Stop);

impl Wake for StopsOnWake {
    fn wake(self: Arc<Self>) {
        self.0.stop();
    }
}

#[test]
fn a_waker_may_use_the_signal_that_wakes_it() {
    let stop = Stop::new();
    let waker = Arc::new(StopsOnWake(stop.clone())).into();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    stop.stop();
    assert!(stop.is_stopped());
}

/// A waker that sets a stop signal when the last of it is dropped.
struct StopsOnDrop(Stop);

impl Wake for StopsOnDrop {
    fn wake(self: Arc<Self>) {}
}

impl Drop for StopsOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

#[test]
fn a_waker_may_use_the_signal_that_replaces_it() {
    let stop = Stop::new();
    let mut waiter = pin!(stop.stopped());
    let waker = Arc::new(StopsOnDrop(stop.clone())).into();
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    drop(waker);

    let waker = Wakes::new().into();
    let _ = poll_once(waiter.as_mut(), &waker);

    assert_eq!(poll_once(waiter, &waker), Poll::Ready(()));
}

#[test]
fn a_waker_may_use_the_signal_whose_waiter_leaves() {
    let stop = Stop::new();
    let mut waiter = stop.stopped();
    let waker = Arc::new(StopsOnDrop(stop.clone())).into();
    assert!(poll_once(Pin::new(&mut waiter), &waker).is_pending());
    drop(waker);

    drop(waiter);

    assert!(stop.is_stopped());
}

#[test]
fn a_waiter_that_was_leaked_keeps_its_waker_until_it_is_set_and_nobody_else_waiting() {
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
fn a_waiter_that_was_leaked_keeps_nothing_when_the_signal_is_gone() {
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
fn who_waited_before_the_clone_and_is_polled_unchanged_after_it_is_woken_once() {
    let stop = Stop::new();
    let (woken, waker) = counting_waker();
    let mut waiter = pin!(stop.stopped());
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());

    let clone = stop.clone();
    assert!(poll_once(waiter.as_mut(), &waker).is_pending());
    clone.stop();

    assert_eq!(woken.take(), 1);
}

/// As a loop that selects between its signal and its work does, where somebody else waits as well.
#[test]
fn waiters_that_come_and_go_beside_another_take_the_same_place() {
    let stop = Stop::new();
    let mut stays = pin!(stop.stopped());
    assert!(poll_once(stays.as_mut(), Waker::noop()).is_pending());
    let come_and_go = || {
        let mut waiter = pin!(stop.stopped());
        assert!(poll_once(waiter.as_mut(), Waker::noop()).is_pending());
    };
    come_and_go();

    let later = allocation_counter::measure(|| (0..100).for_each(|_| come_and_go()));

    assert_eq!(later.count_total, 0);
}

/// The handle stands in the actor that has it, and in the server's future that waits for it.
#[test]
fn an_owned_waiter_is_four_words() {
    assert!(size_of::<StoppedOwned>() <= 4 * size_of::<usize>());
}

#[test]
fn it_shows_whether_it_is_set() {
    let stop = Stop::new();
    assert_eq!(format!("{stop:?}"), "Stop { stopped: false }");
    stop.stop();
    assert_eq!(format!("{stop:?}"), "Stop { stopped: true }");
}
