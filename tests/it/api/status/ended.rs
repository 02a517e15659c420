//! `Status::ended`: for any number of waiters, before the start and after the end.

use std::{future::pending, pin::pin};

use run_group::{Status, run_group};

use crate::support::{Flag, Log, Step, counting_waker, panic_text, poll, poll_once, ready, script};

#[test]
fn it_waits_for_the_return_of_the_group() {
    let (status, go, finish) = (Status::new(), Flag::new(), Flag::new());
    let (woken, waker) = counting_waker();
    let mut before = pin!(status.ended());
    assert!(poll_once(before.as_mut(), &waker).is_pending());
    let mut group = pin!(
        run_group! {
            job: script("job", &Log::new(), [Step::Until(go.clone()), Step::Ok]) => drop,
            slow: script("slow", &Log::new(), [Step::Until(finish.clone()), Step::Ok]) => {},
        }
        .status(&status)
    );
    let other = status.clone();
    let mut at_first = pin!(other.ended());
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll_once(at_first.as_mut(), &waker).is_pending());
    go.set();
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll_once(at_first.as_mut(), &waker).is_pending());
    assert_eq!(woken.take(), 0);
    finish.set();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(woken.take(), 2);
    assert!(poll(before.as_mut()).is_ready() && poll(at_first.as_mut()).is_ready());
    // And whoever comes later.
    for _ in 0..2 {
        assert!(poll(pin!(status.ended())).is_ready() && poll(pin!(status.clone().ended())).is_ready());
    }
}

#[test]
fn a_group_that_is_dropped_has_ended() {
    for polls in [0, 1] {
        let status = Status::new();
        let mut group = Box::pin(run_group! { a: pending::<()>() => drop }.status(&status));
        for _ in 0..polls {
            assert!(poll(group.as_mut()).is_pending());
        }
        let mut ended = pin!(status.ended());
        assert!(poll(ended.as_mut()).is_pending());
        drop(group);
        assert!(poll(ended.as_mut()).is_ready());
    }
}

#[test]
fn a_group_that_panics_has_ended() {
    let status = Status::new();
    let mut group = Box::pin(run_group! { a: async { panic!("boom") } => drop }.status(&status));
    panic_text(|| poll(group.as_mut()));
    assert!(poll(pin!(status.ended())).is_ready());
}

#[test]
fn a_future_that_is_dropped_loses_nothing() {
    let status = Status::new();
    let group = run_group! { a: pending::<()>() => drop }.status(&status);
    for _ in 0..3 {
        assert!(poll(pin!(status.ended())).is_pending());
    }
    drop(group);
    assert!(poll(pin!(status.ended())).is_ready());
}

#[test]
fn of_no_group_it_never_ends() {
    assert!(poll(pin!(Status::new().ended())).is_pending());
}

#[test]
fn after_the_end_it_waits_for_that_of_the_next_group() {
    let status = Status::new();
    drop(run_group! { a: pending::<()>() => drop }.status(&status));
    assert!(poll(pin!(status.ended())).is_ready());
    let group = run_group! { a: pending::<()>() => drop }.status(&status);
    let mut ended = pin!(status.ended());
    assert!(poll(ended.as_mut()).is_pending());
    drop(group);
    assert!(poll(ended.as_mut()).is_ready());
}
