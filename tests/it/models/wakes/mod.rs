//! Groups whose actors wake each other at random, compared with a model in which every actor has a flag.

mod model;
mod world;

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    task::Poll,
};

use self::{model::Model, world::World};
use crate::support::{Random, counting_waker, failures, numbered::SHARED_POLLS, poll_once};

/// Runs a group and its model, wake by wake. Returns how often both were polled.
fn compare(seed: u64, size: usize) -> usize {
    let world = World::new(seed, size);
    let (task, waker) = counting_waker();
    let mut group = world.group();
    for _ in 0..=SHARED_POLLS {
        assert!(poll_once(group.as_mut(), &waker).is_pending());
    }
    world.wake_up();
    let (mut model, mut random) = (Model::new(seed, size), Random(seed));
    for round in 1.. {
        assert!(round < 100_000, "it does not end");
        // An actor is woken by another one, or here, from outside.
        for _ in 0..random.below(3) {
            let index = random.below(u32::try_from(size).unwrap()) as usize;
            model.wake(index);
            world.wake(index);
        }
        let (woken, expected) = (task.take(), model.is_any_woken());
        assert!(woken > 0 || !expected, "seed {seed}, size {size}, round {round}: a wake is lost");
        assert!(
            model.polled_all() || woken == usize::from(expected),
            "the task is woken once, and only where an actor was"
        );
        let over = model.poll();
        let real = catch_unwind(AssertUnwindSafe(|| poll_once(group.as_mut(), &waker)));
        assert_eq!(world.take_polled(), model.take_polled(), "seed {seed}, size {size}, round {round}");
        let failed = match real {
            Ok(Poll::Pending) => {
                assert!(!over, "it should have ended");
                continue;
            }
            Ok(Poll::Ready(Ok(()))) => vec![],
            Ok(Poll::Ready(Err(error))) => failures(&error).iter().map(|line| without_name(line)).collect(),
            Err(payload) => vec![*payload.downcast::<String>().unwrap()],
        };
        assert!(over, "it should not have ended");
        let mut expected = mem::take(&mut model.failures);
        // A panic that is resumed has only its own message.
        if expected.first().is_some_and(|first| first.ends_with("panicked")) {
            expected.truncate(1);
        }
        assert_eq!(failed, expected);
        return round;
    }
    unreachable!()
}

/// `last[3] failed: 5 failed` as `5 failed`.
fn without_name(line: &str) -> String {
    line.split_once(": ").unwrap().1.to_owned()
}

#[test]
fn groups_do_what_their_model_does() {
    let mut polls = 0;
    for seed in 0..300 {
        polls += compare(seed, 4 + usize::try_from(seed * 7 % 67).unwrap());
    }
    assert!(polls > 10_000, "too few polls to mean anything: {polls}");
}
