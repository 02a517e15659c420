//! Actors' own wakers that outlive what they wake.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    sync::{Arc, Mutex},
    task::Waker,
};

use run_group::run_group;

use crate::support::{
    numbered::{Action, LONG, Numbered, NumberedActor, PLACES},
    poll_once, ready,
};

/// Keeps a waker for ever, where a leak checker still finds it.
fn leak(waker: Waker) {
    static LEAKED: Mutex<Vec<Waker>> = Mutex::new(Vec::new());
    LEAKED.lock().unwrap().push(waker);
}

/// An actor that holds something.
fn with_held<'a, T: 'a>(held: T, mut actor: NumberedActor<'a>) -> impl Future<Output = Result<(), &'static str>> + 'a {
    poll_fn(move |cx| {
        let _held = &held;
        Pin::new(&mut actor).poll(cx)
    })
}

#[test]
fn a_leaked_waker_keeps_neither_the_task_nor_an_actor() {
    for woken in [false, true] {
        let actors = Numbered::of(LONG);
        let held = Rc::new(());
        let actor = || with_held(held.clone(), actors.actor());
        let mut group = actors.with_own_wakers(Box::pin(run_group! { row: actor() for _ in 0..LONG => {} }));
        assert_eq!(actors.poll(&mut group), []);
        for place in PLACES {
            leak(actors.waker(place));
            if woken {
                actors.wake(place);
            }
        }
        assert_eq!(Rc::strong_count(&held), 1 + LONG);
        drop(group);
        assert_eq!((Arc::strong_count(&actors.task), Rc::strong_count(&held)), (1, 1));
    }
}

#[test]
fn a_group_that_has_ended_drops_the_tasks_waker() {
    let actors = Numbered::of(LONG);
    let mut group = actors.with_own_wakers(Box::pin(run_group! { row: actors.actor() for _ in 0..LONG => drop }));
    leak(actors.waker(70));
    actors.then(70, Action::End);
    actors.wake(70);
    ready(poll_once(group.as_mut(), &actors.task.clone().into())).unwrap();
    assert_eq!(Arc::strong_count(&actors.task), 1);
}

#[test]
fn a_wake_after_the_drop_does_nothing() {
    let actors = Numbered::of(LONG);
    let group = actors.row_with_own_wakers();
    drop(group);
    actors.wake_all(PLACES);
    assert_eq!((actors.task.take(), actors.take()), (0, vec![]));
}

#[test]
fn a_wake_after_the_end_does_nothing() {
    let actors = Numbered::of(LONG);
    let mut group = actors.with_own_wakers(Box::pin(run_group! { row: actors.actor() for _ in 0..LONG => drop }));
    actors.then(70, Action::End);
    actors.wake(70);
    ready(poll_once(group.as_mut(), &actors.task.clone().into())).unwrap();
    actors.task.take();
    actors.take();
    actors.wake_all(PLACES);
    assert_eq!((actors.task.take(), actors.take()), (0, vec![]));
    drop(group);
    actors.wake_all(PLACES);
    assert_eq!(actors.task.take(), 0);
}

#[test]
fn wakes_in_the_drop_do_nothing() {
    /// Wakes all when it is dropped.
    struct WakesOnDrop<'a>(&'a Numbered);

    impl Drop for WakesOnDrop<'_> {
        fn drop(&mut self) {
            self.0.wake_all(0..self.0.size);
        }
    }

    for size in [5, 70] {
        let actors = Numbered::of(size);
        let actor = || with_held(WakesOnDrop(&actors), actors.actor());
        let group = actors.with_own_wakers(Box::pin(run_group! { row: actor() for _ in 0..size => {} }));
        drop(group);
        assert_eq!(actors.dropped.borrow().len(), size);
        assert_eq!(actors.take(), []);
        assert!(actors.task.take() <= 1, "the task that drops the group may be woken");
        assert_eq!(Arc::strong_count(&actors.task), 1);
    }
}

#[test]
fn a_wake_of_an_ended_actor_polls_none() {
    for place in PLACES {
        let actors = Numbered::of(LONG);
        let actor = || actors.actor();
        let mut group =
            actors.with_own_wakers(Box::pin(run_group! { #[may_finish] row: actor() for _ in 0..LONG => {} }));
        actors.then(place, Action::End);
        actors.wake(place);
        assert_eq!(actors.poll(&mut group), [place]);
        for _ in 0..3 {
            actors.wake(place);
            assert_eq!(actors.poll(&mut group), []);
            actors.wake_all([place, place + 1]);
            assert_eq!(actors.poll(&mut group), [place + 1]);
        }
    }
}
