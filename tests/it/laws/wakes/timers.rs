//! Gates, limits, deadlines and lame ducks wake as little as they can.

use std::{
    cell::Cell,
    collections::BTreeSet,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Poll, Waker},
};

use run_group::{Error, Signal, run_group};

use crate::support::{
    SECOND, counting_waker,
    numbered::{Action, BESIDE, CALLED, Numbered},
    poll, ready,
};

#[tokio::test(start_paused = true)]
async fn a_limit_wakes_the_group_once_when_it_is_up() {
    let polls = Cell::new(0);
    let error = run_group! {
        job: async { Ok(()) } => drop,
        stuck: poll_fn(|_| { polls.set(polls.get() + 1); Poll::<()>::Pending }) => || {},
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["stuck"]);
    // At the start and after the cause. When the time is up, it is dropped without a poll.
    assert_eq!(polls.get(), 2);
}

#[test]
fn a_gate_has_its_actors_waker() {
    for size in [4, 70] {
        let actors = Numbered::of(size);
        let mut group = actors.with_own_wakers(Box::pin(run_group! {
            #[when(actors.nth(BESIDE + index))]
            row: actors.nth(index) for index in 0..size => {},
        }));
        for index in 0..size {
            actors.wake(BESIDE + index);
            assert_eq!(actors.poll(&mut group), [BESIDE + index]);
            actors.then(BESIDE + index, Action::End);
            actors.wake(BESIDE + index);
            assert_eq!(actors.poll(&mut group), [BESIDE + index, index]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_end_of_an_actors_grace_polls_no_other() {
    let actors = Numbered::of(70);
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        #[grace(if index == 65 { SECOND } else { 60 * SECOND })]
        row: actors.nth(index) for index in 0..70 => {},
        job: actors.nth(70) => {},
    }));
    actors.then(70, Action::End);
    actors.wake(70);
    actors.poll(&mut group);
    actors.give_own_wakers(&mut group);
    tokio::time::advance(2 * SECOND).await;
    assert_eq!(actors.task.take(), 1);
    assert_eq!(actors.poll(&mut group), []);
    assert_eq!(*actors.dropped.borrow(), BTreeSet::from([65, 70]));
}

/// A group of five in its drain, whose actors have wakers of their own. Its deadline is the end of number 500.
fn draining_until_500(actors: &Numbered) -> Pin<Box<impl Future<Output = Result<(), Error>>>> {
    let group = run_group! { row: actors.nth(index) for index in 0..5 => {} };
    let mut group = actors.with_own_wakers(Box::pin(group.deadline(|| actors.nth(500))));
    actors.then(0, Action::End);
    actors.wake(0);
    actors.poll(&mut group);
    actors.give_own_wakers(&mut group);
    group
}

#[test]
fn a_deadline_has_the_tasks_waker_and_polls_no_actor() {
    let actors = Numbered::of(5);
    let mut group = draining_until_500(&actors);
    // By its data: an optimised program may have several tables of the same functions, and `will_wake` compares these too.
    assert_eq!(actors.waker(500).data(), Waker::from(actors.task.clone()).data());
    let mut polled = actors.poll(&mut group);
    polled.dedup();
    assert_eq!(polled, [500]);
    actors.then(500, Action::End);
    actors.wake(500);
    assert_eq!(actors.task.take(), 1);
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(error.stuck(), ["row[1]", "row[2]", "row[3]", "row[4]"]);
    assert_eq!(actors.take(), [500]);
}

#[test]
fn a_deadline_wakes_the_task_that_the_group_has_moved_to() {
    let actors = Numbered::of(5);
    let mut group = draining_until_500(&actors);
    let (new, waker) = counting_waker();
    actors.poll_by(&mut group, &waker);
    actors.task.take();
    actors.wake(500);
    assert_eq!((actors.task.take(), new.take()), (0, 1));
}

/// An actor that ends with a signal when the numbered actor after those of the row has ended.
async fn ends_by_a_signal(actors: &Numbered) -> Signal {
    let _: Result<(), _> = actors.nth(actors.size).await;
    Signal::Terminate
}

#[tokio::test(start_paused = true)]
async fn a_lame_duck_polls_only_the_woken_until_its_end() {
    let actors = &Numbered::of(5);
    let group = run_group! {
        row: actors.nth(index) for index in 0..5 => move || actors.say(CALLED + index),
        signals: ends_by_a_signal(actors) => drop,
    };
    let mut group = actors.with_own_wakers(Box::pin(group.lame_duck(5 * SECOND)));
    actors.then(5, Action::End);
    actors.wake(5);
    assert_eq!(actors.poll(&mut group), [5]);
    actors.task.take();
    actors.wake(2);
    assert_eq!(actors.poll(&mut group), [2]);
    actors.task.take();
    tokio::time::advance(5 * SECOND).await;
    assert_eq!(actors.task.take(), 1);
    let called = CALLED..CALLED + 5;
    assert!(actors.poll(&mut group).into_iter().eq(called.chain(0..5)));
}
