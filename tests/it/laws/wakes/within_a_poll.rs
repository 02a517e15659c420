//! Wakes before a poll of the group, and within it.

use run_group::run_group;

use crate::support::{
    numbered::{Action, LONG, Numbered, PLACES},
    on_another_thread,
};

#[test]
fn wakes_before_the_poll_wake_the_task_once() {
    for place in PLACES {
        let actors = Numbered::of(LONG);
        let mut group = actors.row_with_own_wakers();
        for _ in 0..3 {
            for index in [place, place + 2, place, 0] {
                actors.wake(index);
                let waker = actors.waker(index);
                on_another_thread(move || waker.wake());
            }
            assert_eq!(actors.task.take(), 1);
            assert_eq!(actors.poll(&mut group), [0, place, place + 2]);
            assert_eq!(actors.task.take(), 0);
        }
    }
}

/// Wakes two actors. The one in `place` wakes `others` in its poll. The two must be polled in this poll, and `next` in
/// the next one.
#[track_caller]
fn assert_woken_within(place: usize, woken: [usize; 2], others: [usize; 2], next: &[usize]) {
    for elsewhere in [false, true] {
        let actors = Numbered::of(LONG);
        let mut group = actors.row_with_own_wakers();
        actors.wake_all(woken);
        assert_eq!(actors.task.take(), 1);
        let others = others.to_vec();
        actors.then(place, if elsewhere { Action::WakeOnAnotherThread(others) } else { Action::Wake(others) });
        assert_eq!(actors.poll(&mut group), woken);
        assert_eq!((actors.woken_within.get(), actors.task.take()), (0, 1), "at the end, once");
        assert_eq!(actors.poll(&mut group), next);
        assert_eq!((actors.poll(&mut group), actors.task.take()), (vec![], 0));
    }
}

#[test]
fn a_wake_in_its_own_poll_is_for_the_next_one() {
    for place in PLACES {
        assert_woken_within(place, [place, place + 1], [place, place], &[place]);
    }
}

#[test]
fn a_wake_after_its_poll_is_for_the_next_one() {
    for place in PLACES {
        assert_woken_within(place + 1, [place, place + 1], [place, place], &[place]);
    }
}

#[test]
fn a_first_wake_in_a_poll_is_for_the_next_one() {
    for place in PLACES {
        assert_woken_within(place, [place, place + 1], [place + 2, 0], &[0, place + 2]);
    }
}

#[test]
fn a_second_wake_before_its_poll_is_for_the_next_one_too() {
    for place in PLACES {
        assert_woken_within(place, [place, place + 1], [place + 1, place + 1], &[place + 1]);
    }
}

#[test]
fn a_wake_in_an_inner_group_wakes_the_task_at_the_end() {
    let actors = Numbered::of(70);
    let inner = run_group! { row: actors.actor() for _ in 0..65 => {} };
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        inner: inner => drop,
        row: actors.actor() for _ in 65..70 => {},
    }));
    for (from, to) in [(3, 3), (64, 64), (64, 0), (3, 66), (66, 64)] {
        actors.wake(from);
        assert_eq!(actors.task.take(), 1);
        actors.then(from, Action::Wake(vec![to]));
        assert_eq!(actors.poll(&mut group), [from]);
        assert_eq!((actors.woken_within.get(), actors.task.take()), (0, 1));
        assert_eq!(actors.poll(&mut group), [to]);
    }
}
