//! Actors with wakers of their own wake the task that polled the group last.

use std::{sync::Arc, task::Waker};

use crate::support::{
    counting_waker,
    numbered::{Action, LONG, Numbered, PLACES},
};

#[test]
fn wakers_from_before_a_move_wake_the_new_task() {
    for place in PLACES {
        let actors = Numbered::of(LONG);
        let mut group = actors.row_with_own_wakers();
        let actor = actors.waker(place);
        let (new, waker) = counting_waker();
        assert_eq!(actors.poll_by(&mut group, &waker), []);
        actor.wake();
        assert_eq!((actors.task.take(), new.take()), (0, 1));
        assert_eq!(actors.poll_by(&mut group, &waker), [place]);
    }
}

#[test]
fn an_actor_keeps_its_waker_whichever_the_task() {
    let actors = Numbered::of(LONG);
    let mut group = actors.row_with_own_wakers();
    for index in 0..LONG {
        let actor = actors.waker(index);
        actors.wake(index);
        actors.poll_by(&mut group, &counting_waker().1);
        assert!(actor.will_wake(&actors.waker(index)));
    }
}

#[test]
fn no_two_actors_have_the_same_waker() {
    let actors = Numbered::of(LONG);
    let _group = actors.row_with_own_wakers();
    for index in 1..LONG {
        assert!(!actors.waker(index - 1).will_wake(&actors.waker(index)));
    }
}

#[test]
fn another_waker_in_every_poll_is_woken_in_its_turn() {
    let actors = Numbered::of(LONG);
    let mut group = actors.row_with_own_wakers();
    for place in PLACES.repeat(3) {
        let (task, waker) = counting_waker();
        assert_eq!(actors.poll_by(&mut group, &waker), []);
        actors.wake(place);
        assert_eq!((actors.task.take(), task.take()), (0, 1));
        // Woken in the middle of a poll by another one.
        let (task, waker) = counting_waker();
        actors.then(place, Action::Wake(vec![place]));
        assert_eq!(actors.poll_by(&mut group, &waker), [place]);
        assert_eq!(task.take(), 1);
        assert_eq!(actors.poll_by(&mut group, &counting_waker().1), [place]);
    }
}

#[test]
fn a_group_that_has_moved_drops_the_old_tasks_waker() {
    let actors = Numbered::of(LONG);
    let mut group = actors.row_with_own_wakers();
    assert!(Arc::strong_count(&actors.task) > 1);
    assert_eq!(actors.poll_by(&mut group, Waker::noop()), []);
    assert_eq!(Arc::strong_count(&actors.task), 1);
}
