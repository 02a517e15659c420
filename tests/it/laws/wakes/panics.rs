//! Panics lose no wake, and poll no actor that was not woken.

use std::{cell::Cell, collections::BTreeSet};

use run_group::run_group;

use crate::support::{
    budget::{burn, poll_with_full_budget},
    numbered::{Action, BESIDE, Build, Built, LONG, Numbered, PLACES, SHARED_POLLS, row, row_with_async_interrupts},
};

#[test]
fn the_woken_are_polled_once_and_all_after_the_cause() {
    for place in PLACES {
        let actors = Numbered::of(LONG);
        let mut group = actors.row_with_own_wakers();
        actors.then(place + 1, Action::Panic("boom"));
        actors.wake_all([0, place, place + 1, place + 2]);
        let polled = actors.poll(&mut group);
        assert_eq!(polled[..4], [0, place, place + 1, place + 2]);
        assert!(polled[4..].iter().copied().eq((0..LONG).filter(|&index| index != place + 1)));
    }
}

/// Wakes three actors of a group in its drain: the first wakes itself, and the second fails as `fails` says. The third
/// must still be polled in the same poll, and the first in the next one, with nothing else but `also_polled`, counted
/// from the first.
#[track_caller]
fn assert_none_is_lost(build: Build, fails: impl Fn(&Numbered, usize), also_polled: &[usize]) {
    for place in PLACES {
        let actors = Numbered::of(LONG);
        let mut group = actors.draining(build);
        actors.then(place, Action::Wake(vec![place]));
        fails(&actors, place + 1);
        actors.wake_all([place, place + 1, place + 2]);
        assert_eq!(actors.task.take(), 1);
        let mut polled = actors.poll(&mut group);
        polled.retain(|&index| index < BESIDE);
        assert_eq!(polled, [place, place + 1, place + 2]);
        assert_eq!(actors.task.take(), 1);
        assert!(actors.dropped.borrow().contains(&(place + 1)));
        let mut polled = actors.poll(&mut group);
        polled.retain(|&index| index < BESIDE || also_polled.contains(&(index - place)));
        assert_eq!(polled[0], place);
        assert_eq!(polled.len(), 1 + also_polled.len());
        assert_eq!((actors.poll(&mut group), actors.task.take()), (vec![], 0));
    }
}

#[test]
fn no_wake_is_lost_when_an_actor_panics() {
    assert_none_is_lost(row, |actors, index| actors.then(index, Action::Panic("boom")), &[]);
}

#[test]
fn no_wake_is_lost_when_a_drop_panics() {
    let fails = |actors: &Numbered, index| {
        actors.drop_panics.borrow_mut().insert(index);
        actors.then(index, Action::End);
    };
    assert_none_is_lost(row, fails, &[]);
}

#[test]
fn no_wake_is_lost_when_an_async_interrupt_panics() {
    // An interrupt has its actor's waker, so that of the first is polled with it.
    let fails = |actors: &Numbered, index| actors.then(BESIDE + index, Action::Panic("boom"));
    assert_none_is_lost(row_with_async_interrupts, fails, &[BESIDE]);
}

#[test]
fn a_panicked_actors_async_interrupt_is_polled_in_that_poll() {
    for place in PLACES {
        let actors = Numbered::of(LONG);
        let mut group = actors.draining(row_with_async_interrupts);
        actors.then(place, Action::Panic("boom"));
        actors.wake_all([place, place + 1]);
        assert_eq!(actors.poll(&mut group), [place, BESIDE + place, place + 1, BESIDE + place + 1]);
        actors.wake(BESIDE + place);
        assert_eq!(actors.poll(&mut group), [BESIDE + place]);
    }
}

#[test]
fn all_that_were_woken_may_panic_in_one_poll() {
    let actors = Numbered::of(LONG);
    let mut group = actors.draining(row);
    let woken: Vec<_> = (50..140).step_by(3).collect();
    for &index in &woken {
        actors.then(index, Action::Panic("boom"));
    }
    actors.wake_all(woken.iter().copied().chain([141]));
    assert_eq!(actors.poll(&mut group), woken.iter().copied().chain([141]).collect::<Vec<_>>());
    actors.wake_all(woken.iter().copied().chain([142]));
    assert_eq!(actors.poll(&mut group), [142]);
}

#[tokio::test]
async fn a_panic_in_a_rotated_poll_loses_no_wake() {
    const WOKEN: [usize; 3] = [5, 61, 63];

    let mut orders = BTreeSet::new();
    for burner in [4, 31, 63] {
        let (actors, polls) = (Numbered::of(70), Cell::new(0));
        // Each poll spends the budget there, so the next one begins after that.
        let mut group: Built<'_> = Box::pin(run_group! {
            job: actors.actor() => {},
            row: actors.actor() for _ in 1..burner => {},
            burner: burn(&polls) => {},
            rest: actors.actor() for _ in burner..70 => {},
        });
        for _ in 0..=SHARED_POLLS {
            poll_with_full_budget(&mut group).await;
        }
        actors.then(0, Action::End);
        actors.wake(0);
        // After the cause, the polls are counted anew.
        for _ in 0..=SHARED_POLLS + 1 {
            poll_with_full_budget(&mut group).await;
        }
        actors.take();
        // The one that is polled first wakes itself, and the next one panics.
        actors.next_polled.borrow_mut().extend([Action::WakeItself, Action::Panic("boom")]);
        actors.wake_all(WOKEN);
        poll_with_full_budget(&mut group).await;
        let order = actors.take();
        assert!((0..3).any(|first| order == [0, 1, 2].map(|next| WOKEN[(first + next) % 3])), "{order:?}");
        assert!(actors.dropped.borrow().contains(&order[1]));
        poll_with_full_budget(&mut group).await;
        assert_eq!(actors.take(), [order[0]]);
        orders.insert(order);
    }
    assert_eq!(orders.len(), 3, "it has begun with each of them");
}
