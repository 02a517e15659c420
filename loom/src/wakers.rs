//! Who is woken while the group is polled, leaves or is dropped is polled, by the task that has it then.

use std::{
    sync::Arc,
    task::{Wake, Waker},
};

use loom::thread;

use crate::{
    explore::{Woken, assert_all_seen, explore},
    sync::wakers::Wakers,
};

/// A waker of the task, and how often it was woken.
fn task() -> (Arc<Woken>, Waker) {
    Woken::new()
}

/// What an actor keeps of the waker that it is polled with.
fn kept(wakers: &Wakers, index: u32) -> Waker {
    Waker::clone(&wakers.of(index))
}

/// Whom the group finds when it is polled.
fn taken(wakers: &mut Wakers) -> Vec<u32> {
    wakers.take();
    std::iter::from_fn(|| wakers.next(0)).collect()
}

/// The wakers of so many actors, which have all been polled for the first time.
fn polled(actors: u32) -> Wakers {
    let mut wakers = Wakers::new(actors);
    assert_eq!(taken(&mut wakers).len(), actors as usize);
    wakers
}

/// The same, of a group that has been polled by this task and waits.
fn waiting(actors: u32, task: &Waker) -> Wakers {
    let mut wakers = polled(actors);
    assert!(!wakers.end_poll(task));
    wakers
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heard {
    /// Before it looked who was woken.
    InTime,
    /// As it left: it asked to be polled again.
    Leaving,
    /// It was gone, and the task was woken.
    Woken,
}

/// Polls and leaves while somebody is woken elsewhere, and says how it was heard of.
fn heard(actors: u32, index: u32) -> Heard {
    let (woken, task) = task();
    let mut wakers = polled(actors);
    let actor = kept(&wakers, index);
    let waking = thread::spawn(move || actor.wake());

    let in_time = taken(&mut wakers);
    let leaving = wakers.end_poll(&task);
    waking.join().unwrap();

    let heard = if leaving {
        assert_eq!(woken.count(), 0, "it is not woken where it asks itself");
        Heard::Leaving
    } else if in_time.is_empty() {
        assert_eq!(woken.count(), 1);
        Heard::Woken
    } else {
        assert_eq!((in_time, woken.count()), (vec![index], 0));
        Heard::InTime
    };
    assert_eq!(taken(&mut wakers), if heard == Heard::InTime { vec![] } else { vec![index] });
    drop((wakers, task));
    assert_eq!(Arc::strong_count(&woken), 1, "no waker of the task is kept");
    heard
}

#[test]
fn who_is_woken_while_the_group_is_polled_and_leaves_is_heard_of() {
    let outcomes = explore("wake: against a poll", || heard(2, 1));
    assert_all_seen(&outcomes, [Heard::InTime, Heard::Leaving, Heard::Woken]);
}

#[test]
fn one_of_the_rest_who_is_woken_while_the_group_is_polled_and_leaves_is_heard_of() {
    let outcomes = explore("wake: of the rest, against a poll", || heard(63, 62));
    assert_all_seen(&outcomes, [Heard::InTime, Heard::Leaving, Heard::Woken]);
}

#[test]
fn of_two_who_are_woken_at_once_both_are_heard_of_and_the_task_is_woken_once() {
    let outcomes = explore("wake: two, of a group that waits", || {
        let (woken, task) = task();
        let mut wakers = waiting(64, &task);
        let (one, other) = (kept(&wakers, 3), kept(&wakers, 63));
        let waking = thread::spawn(move || one.wake());
        other.wake_by_ref();
        waking.join().unwrap();
        assert_eq!((taken(&mut wakers), woken.count()), (vec![3, 63], 1));
    });
    assert_eq!(outcomes.len(), 1);
}

#[test]
fn of_two_who_are_woken_while_the_group_leaves_none_is_lost() {
    let outcomes = explore("wake: two, against a group that leaves", || {
        let (woken, task) = task();
        let mut wakers = polled(2);
        let threads = [0, 1].map(|index| {
            let actor = kept(&wakers, index);
            thread::spawn(move || actor.wake())
        });
        let leaving = wakers.end_poll(&task);
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(woken.count(), usize::from(!leaving), "once, or not where it asks itself");
        assert_eq!(taken(&mut wakers), [0, 1]);
        leaving
    });
    assert_all_seen(&outcomes, [false, true]);
}

#[test]
fn who_is_woken_twice_while_the_group_is_polled_is_heard_of_behind_the_second() {
    let outcomes = explore("wake: twice, against a poll", || {
        let (woken, task) = task();
        let mut wakers = waiting(2, &task);
        let actor = kept(&wakers, 0);
        let waking = thread::spawn(move || {
            actor.wake_by_ref();
            actor.wake();
        });
        let first = taken(&mut wakers).len();
        let asked = wakers.end_poll(&task);
        waking.join().unwrap();
        let second = taken(&mut wakers).len();
        assert!(first + second > 0);
        // What was not taken in the poll was told of behind it.
        assert!(second == 0 || asked || woken.count() > 0);
        (first, second)
    });
    assert_all_seen(&outcomes, [(0, 1), (1, 0), (1, 1)]);
}

#[test]
fn who_is_woken_while_another_task_takes_the_group_over_wakes_that_one() {
    let outcomes = explore("wake: against another task's poll", || {
        let ((old_woken, old), (new_woken, new)) = (task(), task());
        let mut wakers = waiting(2, &old);
        let actor = kept(&wakers, 1);
        let waking = thread::spawn(move || actor.wake());

        // Not because it was woken, but because the other one wants to.
        let in_time = taken(&mut wakers).len();
        let asked = wakers.end_poll(&new);
        waking.join().unwrap();

        let later = taken(&mut wakers).len();
        assert_eq!(in_time + later, 1);
        assert!(later == 0 || asked || new_woken.count() == 1, "the new one is to hear of it");
        drop((wakers, old, new));
        assert_eq!((Arc::strong_count(&old_woken), Arc::strong_count(&new_woken)), (1, 1), "no waker is kept");
        (in_time == 1, asked)
    });
    // Heard of in time, it may still be under way when the group leaves, which is asked to come back then.
    assert_all_seen(&outcomes, [(true, false), (true, true), (false, false), (false, true)]);
}

#[test]
fn who_is_woken_while_the_group_is_dropped_keeps_nothing_of_it() {
    let outcomes = explore("wake: against the drop of the group", || {
        let (woken, task) = task();
        let wakers = waiting(2, &task);
        let actor = kept(&wakers, 0);
        let waking = thread::spawn({
            let actor = actor.clone();
            move || actor.wake()
        });
        drop((wakers, task));
        waking.join().unwrap();
        assert_eq!(Arc::strong_count(&woken), 1, "no waker of the task is kept");
        // One that is leaked would keep no more than this one does.
        let count = woken.count();
        actor.wake();
        assert_eq!(woken.count(), count, "nobody is woken any more");
        count
    });
    assert_all_seen(&outcomes, [0, 1]);
}

#[test]
fn the_wakers_of_actors_may_be_the_last_that_is_left_of_a_group() {
    let outcomes = explore("wake: the last drops of all", || {
        let (woken, task) = task();
        let wakers = waiting(2, &task);
        let (one, other) = (kept(&wakers, 0), kept(&wakers, 1));
        let threads = [one, other].map(|actor| thread::spawn(move || drop(actor)));
        drop((wakers, task));
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!((Arc::strong_count(&woken), woken.count()), (1, 0));
    });
    assert_eq!(outcomes.len(), 1);
}

#[test]
fn who_is_to_be_polled_again_in_the_same_poll_is_taken_again() {
    let outcomes = explore("wake: taken again", || {
        let (_, task) = task();
        let mut wakers = waiting(65, &task);
        kept(&wakers, 1).wake();
        kept(&wakers, 64).wake();
        wakers.take();
        assert_eq!((wakers.next(0), wakers.next(2)), (Some(1), Some(64)));
        for index in [0, 63, 64] {
            wakers.add(index);
        }
        assert_eq!([wakers.next(0), wakers.next(64), wakers.next(1)], [Some(0), Some(64), Some(63)]);
        assert_eq!(wakers.next(0), None);
    });
    assert_eq!(outcomes.len(), 1);
}

/// A task whose waker wakes an actor when it is woken itself.
struct WakesBack(std::sync::Mutex<Option<Waker>>);

impl Wake for WakesBack {
    fn wake(self: Arc<Self>) {
        if let Some(actor) = &*self.0.lock().unwrap() {
            actor.wake_by_ref();
        }
    }
}

#[test]
fn a_waker_of_the_task_may_wake_an_actor() {
    let outcomes = explore("wake: from a wake of the task", || {
        let back = Arc::new(WakesBack(std::sync::Mutex::new(None)));
        let mut wakers = waiting(2, &back.clone().into());
        *back.0.lock().unwrap() = Some(kept(&wakers, 1));
        kept(&wakers, 0).wake();
        assert_eq!(taken(&mut wakers), [0, 1]);
        *back.0.lock().unwrap() = None;
    });
    assert_eq!(outcomes.len(), 1);
}
