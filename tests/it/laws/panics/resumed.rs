//! Which panic is resumed.

use std::{
    future::{pending, poll_fn},
    panic::panic_any,
    pin::pin,
    task::Poll,
};

use run_group::run_group;

use crate::support::{Log, Step, drive, failures, panic_of, panic_text, poll, ready, script};

#[test]
fn a_payload_that_is_no_text_is_resumed_as_it_is() {
    #[derive(Debug, PartialEq)]
    struct Payload(u8);

    let group = run_group! {
        a: poll_fn(|_| -> Poll<()> { panic_any(Payload(7)) }) => drop,
        b: pending::<()>() => drop,
    };
    assert_eq!(panic_of(|| drive(group)).downcast_ref(), Some(&Payload(7)));
}

#[test]
fn the_group_then_drops_nothing_again() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        a: script("a", &log, [Step::Panic("boom")]) => {},
        b: script("b", &log, []) => drop,
    });
    assert_eq!(panic_text(|| poll(group.as_mut())), "boom");
    assert_eq!((log.count("drop a"), log.count("drop b")), (1, 1));
    log.take();
    drop(group);
    log.expect(&[]);
}

#[test]
fn a_panic_after_an_ok_is_resumed() {
    let log = Log::new();
    let group = run_group! {
        job: script("job", &log, [Step::Ok]) => {},
        a: script("a", &log, [Step::Pending, Step::Panic("late")]) => {},
    };
    assert_eq!(panic_text(|| drive(group)), "late");
}

#[test]
fn a_panic_after_an_error_is_among_its_others() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Err("first")]) => {},
        b: script("b", &log, [Step::Pending, Step::Panic("late")]) => {},
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["a failed: first", "b panicked: late"]);
    assert!(error.others()[0].get_ref().is_none());
}

#[test]
fn a_panic_after_an_ok_and_an_error_is_among_its_others() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        job: script("job", &log, [Step::Ok]) => {},
        a: script("a", &log, [Step::Pending, Step::Err("first")]) => {},
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Panic("late")]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["a failed: first", "b panicked: late"]);
}

#[test]
fn a_panic_before_an_error_is_resumed() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Panic("first")]) => {},
        b: script("b", &log, [Step::Pending, Step::Err("late")]) => {},
    };
    assert_eq!(panic_text(|| drive(group)), "first");
}

#[test]
fn of_two_panics_the_first_is_resumed() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Pending, Step::Panic("late")]) => {},
        b: script("b", &log, [Step::Panic("first")]) => {},
    };
    assert_eq!(panic_text(|| drive(group)), "first");
}
