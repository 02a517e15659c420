//! Law 5: the cause decides; after an `Ok`, the first later error does.

use std::{future::pending, pin::pin};

use run_group::{Signal, run_group};

use crate::support::{Flag, Log, Step, drive, failures, poll, ready, script};

#[test]
fn it_is_the_error_of_the_cause_with_its_actor() {
    let group = run_group! {
        type Error = &'static str;
        a: pending::<()>() => drop,
        b: async { Err("refused") } => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!((error.actor(), error.get_ref()), (Some("b"), Some(&"refused")));
    assert_eq!(error.others().len(), 0);
}

#[test]
fn it_is_ok_where_all_ended_with_ok_or_were_dropped() {
    let log = Log::new();
    let b = Flag::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => { b.set() },
        c: script("c", &log, [Step::Ok]) => drop,
    };
    drive(group).unwrap();
    assert_eq!(log.count("drop a"), 1);
}

#[test]
fn after_a_signal_a_flush_that_fails_is_the_error() {
    let log = Log::new();
    let (http, db) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        http: script("http", &log, [Step::Until(http.clone()), Step::Pending, Step::Ok]) => { http.set() },
        db: script("db", &log, [Step::Until(db.clone()), Step::Pending, Step::Err("disk full")]) => |cause| {
            log.say(cause);
            db.set();
        },
        signals: std::future::ready(Signal::Terminate) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(log.count("received SIGTERM"), 1);
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["db failed: disk full"]);
}

#[test]
fn of_errors_after_an_ok_the_first_decides() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Pending, Step::Pending, Step::Pending, Step::Err("third")]) => {},
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Err("second")]) => {},
        job: script("job", &log, [Step::Ok]) => {},
        c: script("c", &log, [Step::Pending, Step::Err("first")]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["c failed: first", "b failed: second", "a failed: third"]);
}

#[test]
fn errors_after_an_error_are_among_its_others() {
    let a = Flag::new();
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Until(a.clone()), Step::Err("late")]) => { a.set() },
        b: script("b", &log, [Step::Err("cause")]) => {},
        c: script("c", &log, [Step::Err("in the same poll")]) => {},
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["b failed: cause", "c failed: in the same poll", "a failed: late"]);
}

#[test]
fn an_actor_and_its_interrupt_may_both_fail() {
    let group = run_group! {
        type Error = &'static str;
        db: async { Err("lost") } => async { Err("close") },
        b: pending::<()>() => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["db failed: lost", "db failed: close"]);
}
