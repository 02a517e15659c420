//! No wake of an actor is lost while the group is polled, ends a poll or is dropped: the task that has the group by
//! then polls the actor.

use std::{
    collections::BTreeSet,
    sync::Arc,
    task::{Wake, Waker},
};

use loom::thread;

use crate::{
    explore::{Woken, assert_all_seen, explore},
    sync::wakers::Wakers,
};

/// The waker of a task, and how often it was woken.
fn task() -> (Arc<Woken>, Waker) {
    Woken::new()
}

/// An actor's clone of the waker that it is polled with.
fn clone_of(wakers: &Wakers, index: u32) -> Waker {
    Waker::clone(&wakers.of(index))
}

/// Which actors the group finds woken when it is polled.
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

/// The same, after a poll of the group by this task has ended.
fn waiting(actors: u32, task: &Waker) -> Wakers {
    let mut wakers = polled(actors);
    assert!(!wakers.end_poll(task));
    wakers
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    /// Before the poll looked which actors were woken.
    InTime,
    /// When the poll ended: it asked to be polled again.
    Leaving,
    /// After the poll, and the task was woken.
    Woken,
}

/// Polls a group while one of its actors is woken on another thread. Returns when the wake was seen.
fn seen(actors: u32, index: u32) -> Seen {
    let (woken, task) = task();
    let mut wakers = polled(actors);
    let actor = clone_of(&wakers, index);
    let waking = thread::spawn(move || actor.wake());

    let in_time = taken(&mut wakers);
    let leaving = wakers.end_poll(&task);
    waking.join().unwrap();

    let seen = if leaving {
        assert_eq!(woken.count(), 0, "a task that polls again is not woken");
        Seen::Leaving
    } else if in_time.is_empty() {
        assert_eq!(woken.count(), 1);
        Seen::Woken
    } else {
        assert_eq!((in_time, woken.count()), (vec![index], 0));
        Seen::InTime
    };
    assert_eq!(taken(&mut wakers), if seen == Seen::InTime { vec![] } else { vec![index] });
    drop((wakers, task));
    assert_eq!(Arc::strong_count(&woken), 1, "a waker of the task is left");
    seen
}

#[test]
fn a_wake_during_a_poll_is_seen() {
    let outcomes = explore("wake: against a poll", || seen(2, 1));
    assert_all_seen(&outcomes, [Seen::InTime, Seen::Leaving, Seen::Woken]);
}

#[test]
fn a_wake_of_an_actor_beyond_the_first_word_is_seen() {
    let outcomes = explore("wake: beyond the first word, against a poll", || seen(63, 62));
    assert_all_seen(&outcomes, [Seen::InTime, Seen::Leaving, Seen::Woken]);
}

#[test]
fn two_wakes_at_once_are_seen_and_wake_the_task_once() {
    let outcomes = explore("wake: two, of a group that waits", || {
        let (woken, task) = task();
        let mut wakers = waiting(64, &task);
        let (one, other) = (clone_of(&wakers, 3), clone_of(&wakers, 63));
        let waking = thread::spawn(move || one.wake());
        other.wake_by_ref();
        waking.join().unwrap();
        assert_eq!((taken(&mut wakers), woken.count()), (vec![3, 63], 1));
    });
    assert_eq!(outcomes.len(), 1);
}

#[test]
fn two_wakes_at_the_end_of_a_poll_are_both_seen() {
    let outcomes = explore("wake: two, against the end of a poll", || {
        let (woken, task) = task();
        let mut wakers = polled(2);
        let threads = [0, 1].map(|index| {
            let actor = clone_of(&wakers, index);
            thread::spawn(move || actor.wake())
        });
        let leaving = wakers.end_poll(&task);
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(woken.count(), usize::from(!leaving), "once, or not at all where it polls again");
        assert_eq!(taken(&mut wakers), [0, 1]);
        leaving
    });
    assert_all_seen(&outcomes, [false, true]);
}

/// So many that a word of bits says which of two others have some.
const DEEP: u32 = 62 + 65;

#[test]
fn two_wakes_in_a_word_below_another_are_both_seen() {
    let outcomes = explore("wake: two in a word below another, against a poll", || {
        let (woken, task) = task();
        let mut wakers = polled(DEEP);
        let threads = [62, 63].map(|index| {
            let actor = clone_of(&wakers, index);
            thread::spawn(move || actor.wake())
        });
        let in_time = taken(&mut wakers);
        let asked = wakers.end_poll(&task);
        for thread in threads {
            thread.join().unwrap();
        }
        let later = taken(&mut wakers);
        assert_eq!([&in_time[..], &later].concat().into_iter().collect::<BTreeSet<_>>(), BTreeSet::from([62, 63]));
        assert!(later.is_empty() || asked || woken.count() == 1, "nobody polls again");
        (in_time.len(), later.len())
    });
    assert_all_seen(&outcomes, [(0, 2), (1, 1), (2, 0)]);
}

#[test]
fn a_wake_in_another_word_below_is_seen() {
    let outcomes = explore("wake: in two words below another, against a poll", || {
        let (woken, task) = task();
        let mut wakers = waiting(DEEP, &task);
        clone_of(&wakers, 62).wake();
        let actor = clone_of(&wakers, DEEP - 1);
        let waking = thread::spawn(move || actor.wake());
        let in_time = taken(&mut wakers);
        let asked = wakers.end_poll(&task);
        waking.join().unwrap();
        let later = taken(&mut wakers);
        assert_eq!([&in_time[..], &later].concat(), [62, DEEP - 1]);
        assert!(later.is_empty() || asked || woken.count() == 2, "nobody polls again");
        in_time.len()
    });
    assert_all_seen(&outcomes, [1, 2]);
}

#[test]
fn a_second_wake_during_a_poll_is_seen_after_it() {
    let outcomes = explore("wake: twice, against a poll", || {
        let (woken, task) = task();
        let mut wakers = waiting(2, &task);
        let actor = clone_of(&wakers, 0);
        let waking = thread::spawn(move || {
            actor.wake_by_ref();
            actor.wake();
        });
        let first = taken(&mut wakers).len();
        let asked = wakers.end_poll(&task);
        waking.join().unwrap();
        let second = taken(&mut wakers).len();
        assert!(first + second > 0);
        // What the poll has not taken makes the task poll again.
        assert!(second == 0 || asked || woken.count() > 0);
        (first, second)
    });
    assert_all_seen(&outcomes, [(0, 1), (1, 0), (1, 1)]);
}

#[test]
fn a_wake_while_the_group_changes_tasks_wakes_the_new_one() {
    let outcomes = explore("wake: against another task's poll", || {
        let ((old_woken, old), (new_woken, new)) = (task(), task());
        let mut wakers = waiting(2, &old);
        let actor = clone_of(&wakers, 1);
        let waking = thread::spawn(move || actor.wake());

        // The other task polls because it has the group now, not because it was woken.
        let in_time = taken(&mut wakers).len();
        let asked = wakers.end_poll(&new);
        waking.join().unwrap();

        let later = taken(&mut wakers).len();
        assert_eq!(in_time + later, 1);
        assert!(later == 0 || asked || new_woken.count() == 1, "the new task does not poll again");
        drop((wakers, old, new));
        assert_eq!((Arc::strong_count(&old_woken), Arc::strong_count(&new_woken)), (1, 1), "a waker is left");
        (in_time == 1, asked)
    });
    // A wake that was seen in time may not be over when the poll ends, which then asks for another one.
    assert_all_seen(&outcomes, [(true, false), (true, true), (false, false), (false, true)]);
}

#[test]
fn a_wake_while_the_group_is_dropped_keeps_nothing_of_it() {
    let outcomes = explore("wake: against the drop of the group", || {
        let (woken, task) = task();
        let wakers = waiting(2, &task);
        let actor = clone_of(&wakers, 0);
        let waking = thread::spawn({
            let actor = actor.clone();
            move || actor.wake()
        });
        drop((wakers, task));
        waking.join().unwrap();
        assert_eq!(Arc::strong_count(&woken), 1, "a waker of the task is left");
        // A waker that is leaked would keep no more than this one does.
        let count = woken.count();
        actor.wake();
        assert_eq!(woken.count(), count, "a task is woken by what is left of the group");
        count
    });
    assert_all_seen(&outcomes, [0, 1]);
}

#[test]
fn the_wakers_of_actors_may_outlive_the_group() {
    let outcomes = explore("wake: the last drops of all", || {
        let (woken, task) = task();
        let wakers = waiting(2, &task);
        let (one, other) = (clone_of(&wakers, 0), clone_of(&wakers, 1));
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
fn an_actor_added_in_the_same_poll_is_taken_again() {
    let outcomes = explore("wake: taken again", || {
        let (_, task) = task();
        let mut wakers = waiting(65, &task);
        clone_of(&wakers, 1).wake();
        clone_of(&wakers, 64).wake();
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
        *back.0.lock().unwrap() = Some(clone_of(&wakers, 1));
        clone_of(&wakers, 0).wake();
        assert_eq!(taken(&mut wakers), [0, 1]);
        *back.0.lock().unwrap() = None;
    });
    assert_eq!(outcomes.len(), 1);
}
