//! `Status::changed`: no change is lost.

use std::{future::pending, pin::pin};

use run_group::{Status, run_group, status::Phase};

use crate::support::{Flag, Log, Step, counting_waker, drive, poll, poll_once, ready, script};

#[test]
fn it_is_pending_until_something_changes_and_wakes() {
    let (status, (woken, waker)) = (Status::new(), counting_waker());
    let mut group = pin!(run_group! { a: pending::<()>() => drop }.status(&status));
    assert_eq!(status.phase(), Phase::NotStarted);
    let mut changed = pin!(status.changed());
    assert!(poll_once(changed.as_mut(), &waker).is_pending());
    assert_eq!(woken.take(), 0);
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(woken.take(), 1);
    assert!(poll_once(changed.as_mut(), &waker).is_ready());
    // It has been asked by that.
    assert!(poll(pin!(status.changed())).is_pending());
}

#[test]
fn a_change_that_came_while_none_waited_is_not_lost() {
    let status = Status::new();
    let mut group = pin!(run_group! { a: pending::<()>() => drop }.status(&status));
    assert_eq!(status.phase(), Phase::NotStarted);
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(pin!(status.changed())).is_ready());
    assert!(poll(pin!(status.changed())).is_pending());
}

#[test]
fn a_future_that_was_dropped_loses_nothing() {
    let status = Status::new();
    let mut group = pin!(run_group! { a: pending::<()>() => drop }.status(&status));
    drop(status.actors());
    {
        // It has seen nothing yet, and is dropped after the change.
        let mut changed = Box::pin(status.changed());
        assert!(poll(changed.as_mut()).is_pending());
        assert!(poll(group.as_mut()).is_pending());
    }
    assert!(poll(pin!(status.changed())).is_ready());
}

/// What one has asked, another has not.
#[test]
fn each_clone_remembers_for_itself() {
    let first = Status::new();
    let mut group = pin!(run_group! { a: pending::<()>() => drop }.status(&first));
    let second = first.clone();
    assert_eq!((first.phase(), second.phase()), (Phase::NotStarted, Phase::NotStarted));
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(pin!(first.changed())).is_ready());
    assert!(poll(pin!(first.changed())).is_pending());
    // A clone begins where the one is that it is of.
    let third = first.clone();
    assert!(poll(pin!(third.changed())).is_pending());
    let fourth = second.clone();
    assert!(poll(pin!(second.changed())).is_ready());
    assert!(poll(pin!(fourth.changed())).is_ready());
}

#[test]
fn each_question_counts_as_having_asked() {
    let ask: [fn(&Status); 4] = [
        |status| drop(status.actors()),
        |status| _ = status.phase(),
        |status| _ = status.is_ready(),
        |status| _ = status.to_string(),
    ];
    for ask in ask {
        let status = Status::new();
        let mut group = pin!(run_group! { a: pending::<()>() => drop }.status(&status));
        assert!(poll(group.as_mut()).is_pending());
        ask(&status);
        assert!(poll(pin!(status.changed())).is_pending());
    }
}

/// Two watchers note what they see, each at its own pace.
#[test]
fn none_of_two_that_watch_misses_the_last_state() {
    let (log, status, go) = (Log::new(), Status::new(), Flag::new());
    let watch = |name: &'static str| {
        let (log, status) = (log.clone(), status.clone());
        async move {
            loop {
                log.say(format_args!("{name} {}", status.phase()));
                status.changed().await;
            }
        }
    };
    let (mut first, mut second) = (Box::pin(watch("first")), Box::pin(watch("second")));
    assert!(poll(first.as_mut()).is_pending() && poll(second.as_mut()).is_pending());
    log.expect(&["first not started", "second not started"]);
    let mut group = Box::pin(
        run_group! {
            a: script("a", &Log::new(), [Step::Until(go.clone()), Step::Ok]) => drop,
            b: pending::<()>() => {},
        }
        .status(&status),
    );
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(first.as_mut()).is_pending());
    go.set();
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    drop(group);
    assert!(poll(first.as_mut()).is_pending() && poll(second.as_mut()).is_pending());
    log.expect(&["first not started", "first running", "second draining", "first ended", "second ended"]);
}

#[test]
fn after_the_end_there_is_none() {
    let status = Status::new();
    let mut group = Box::pin(run_group! { a: std::future::ready(()) => drop }.status(&status));
    ready(poll(group.as_mut())).unwrap();
    ready(poll(pin!(status.changed())));
    assert!(poll(pin!(status.changed())).is_pending());
    drop(group);
    assert!(poll(pin!(status.changed())).is_pending());
}

/// An actor that has ended is interrupted like all others, and remains ended.
#[test]
fn what_leaves_all_as_it_was_is_none() {
    let (status, log) = (Status::new(), Log::new());
    let ask = |what: &str| {
        let is_new = poll(pin!(status.changed())).is_ready();
        log.say(format_args!("{what} {is_new}"));
    };
    let group = run_group! {
        a: std::future::ready(()) => { ask("first") },
        b: std::future::ready(()) => { ask("second") },
        c: std::future::ready(()) => { ask("third") },
    };
    drive(group.status(&status)).unwrap();
    log.expect(&["first true", "second false", "third false"]);
}

#[test]
fn a_withdrawn_readiness_is_a_change() {
    let (handle, status) = (std::cell::Cell::new(None), Status::new());
    let group = run_group! { a: |_, ready| { handle.set(Some(ready)); pending::<()>() } => drop };
    let mut group = pin!(group.status(&status));
    let set: run_group::Ready = handle.take().unwrap();
    set.set();
    assert!(poll(group.as_mut()).is_pending());
    assert!(status.is_ready());
    for is_ready in [false, true] {
        if is_ready {
            set.set();
        } else {
            set.unset();
        }
        assert!(poll(pin!(status.changed())).is_pending());
        assert!(poll(group.as_mut()).is_pending());
        ready(poll(pin!(status.changed())));
        assert_eq!(status.is_ready(), is_ready);
    }
}
