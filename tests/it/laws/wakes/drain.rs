//! The first polls after the cause poll all actors. The later ones poll only the woken again.

use run_group::run_group;

use crate::support::numbered::{
    Action, BESIDE, CALLED, LONG, Numbered, PLACES, SHARED_POLLS, row_with_async_interrupts,
};

#[test]
fn all_are_polled_at_first_and_then_only_the_woken() {
    for place in PLACES {
        let actors = &Numbered::of(LONG);
        let mut group = actors.with_own_wakers(Box::pin(run_group! {
            row: actors.nth(index) for index in 0..LONG => move || actors.say(CALLED + index),
        }));
        actors.then(place, Action::End);
        actors.wake(place);
        let polled = actors.poll(&mut group);
        let live = (0..LONG).filter(|&index| index != place);
        assert!(polled.into_iter().eq([place].into_iter().chain(CALLED..CALLED + LONG).chain(live.clone())));
        for _ in 0..=SHARED_POLLS {
            assert!(actors.poll(&mut group).into_iter().eq(live.clone()));
        }
        assert_eq!(actors.poll(&mut group), []);
        actors.wake(place + 2);
        assert_eq!(actors.poll(&mut group), [place + 2]);
        actors.wake_all([place, place + 1]);
        assert_eq!(actors.poll(&mut group), [place + 1]);
    }
}

#[test]
fn all_are_polled_once_after_each_turn() {
    let actors = Numbered::of(5);
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        #[outlives(b)] a: actors.actor() => { actors.say(CALLED) },
        #[outlives(c)] b: actors.actor() => { actors.say(CALLED + 1) },
        c: actors.actor() => { actors.say(CALLED + 2) },
        d: actors.actor() => { actors.say(CALLED + 3) },
        e: actors.actor() => { actors.say(CALLED + 4) },
    }));
    for index in [4, 3, 2, 1] {
        actors.then(index, Action::End);
    }
    actors.wake(4);
    // Only `e` is woken. The others end as they are polled after the cause.
    assert_eq!(
        actors.poll(&mut group),
        [4, CALLED + 2, CALLED + 3, CALLED + 4, 0, 1, 2, 3, CALLED + 1, CALLED, 0],
        "`b`, which has ended by itself, is interrupted in its turn, and `a` after it"
    );
}

#[test]
fn a_waker_from_before_the_cause_does_nothing() {
    let actors = Numbered::of(LONG);
    let mut group = actors.row_with_own_wakers();
    let before = actors.waker(70);
    actors.then(0, Action::End);
    actors.wake(0);
    actors.poll(&mut group);
    actors.task.take();
    before.wake();
    assert_eq!(actors.task.take(), 0);
    actors.wake(70);
    assert_eq!(actors.task.take(), 1);
}

#[test]
fn a_wake_in_the_poll_that_gives_wakers_is_not_lost() {
    for place in PLACES {
        let actors = Numbered::of(LONG);
        let mut group = actors.row_with_own_wakers();
        actors.then(0, Action::End);
        actors.wake(0);
        for _ in 0..=SHARED_POLLS {
            actors.poll(&mut group);
        }
        // All are polled once more. One wakes itself, one before it, and one after it.
        actors.then(place + 1, Action::Wake(vec![place, place + 1, place + 2]));
        actors.task.take();
        assert_eq!(actors.poll(&mut group).len(), LONG - 1);
        assert!(actors.woken_within.take() + actors.task.take() > 0);
        let polled = actors.poll(&mut group);
        assert_eq!(polled, [place, place + 1]);
    }
}

#[test]
fn an_async_interrupt_has_its_actors_waker() {
    for place in PLACES {
        let actors = Numbered::of(LONG);
        let mut group = actors.draining(row_with_async_interrupts);
        assert!(actors.waker(place).will_wake(&actors.waker(BESIDE + place)));
        actors.wake(BESIDE + place);
        assert_eq!(actors.poll(&mut group), [place, BESIDE + place]);
        actors.then(place, Action::End);
        actors.wake(place);
        assert_eq!(actors.poll(&mut group), [place, BESIDE + place]);
        actors.wake(BESIDE + place);
        assert_eq!(actors.poll(&mut group), [BESIDE + place]);
    }
}
