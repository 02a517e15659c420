//! Panics in the start: in the first poll of an actor that is after others, and in `on_ready`.

use std::{cell::Cell, pin::pin};

use run_group::{Ready, run_group};

use crate::support::{
    Actors, Log, Step, drive, failures,
    numbered::{Action, CALLED, Numbered},
    panic_text, poll, script,
};

#[test]
fn a_panic_in_the_first_poll_is_the_cause_and_starts_no_more() {
    let actors = Actors::new();
    let log = &actors.log;
    let group = run_group! {
        a: actors.waits("a") => { actors.interrupt("a") },
        #[after(a)]
        b: script("b", log, [Step::Panic("no port")]) => { log.say("stop b") },
        #[after(a)]
        c: script("c", log, []) => { log.say("stop c") },
    };
    let group = group.on_ready(|| log.say("ready")).on_cause(|cause| log.say(cause));
    assert_eq!(panic_text(|| drive(group)), "no port");
    log.expect(&[
        "poll a",
        "poll b",
        "drop b",
        "`b` panicked: no port", //
        "stop b",
        "stop c",
        "drop c",
        "stop a",
        "poll a",
        "drop a",
    ]);
}

#[test]
fn a_panic_of_its_gate_is_the_same() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        #[after(a)]
        #[when(script("gate", &log, [Step::Panic("no gate")]))]
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drive(group)), "no gate");
    log.expect(&["poll a", "poll gate", "drop gate", "drop b", "drop a"]);
}

#[test]
fn a_panic_in_on_ready_is_the_cause_and_no_actors() {
    let actors = Actors::new();
    let log = &actors.log;
    let group = run_group! {
        a: actors.waits("a") => { actors.interrupt("a") },
        b: actors.waits("b") => { actors.interrupt("b") },
    };
    let group = group.on_ready(|| panic!("no socket")).on_cause(|cause| log.say(cause));
    assert_eq!(panic_text(|| drive(group)), "no socket");
    let events = log.take();
    assert_eq!(events[..2], ["poll a", "poll b"]);
    assert_eq!(events[3..], ["stop a", "stop b", "poll a", "drop a", "poll b", "drop b"], "{events:?}");
}

#[test]
fn a_panic_in_on_ready_is_reported_as_the_groups() {
    let report =
        drive(run_group! { a: std::future::pending::<()>() => drop }.on_ready(|| panic!("no socket")).report());
    let error = report.result().unwrap_err();
    assert_eq!(failures(error), ["- panicked: no socket"]);
    assert_eq!(error.actor(), None);
}

#[test]
fn after_a_panic_in_one_on_ready_the_others_are_not_called() {
    let log = Log::new();
    let group = run_group! { a: script("a", &log, []) => drop };
    let group = group.on_ready(|| panic!("first")).on_ready(|| log.say("second"));
    assert_eq!(panic_text(|| drive(group)), "first");
    log.expect(&["poll a", "drop a"]);
}

/// What panics is dropped, and a panic of an actor that was there before is no reason to poll others twice.
#[test]
fn a_panic_of_one_before_starts_none_and_polls_none_twice() {
    let log = Log::new();
    let mut group = Box::pin(
        run_group! {
            a: script("a", &log, [Step::Panic("boom")]) => drop,
            #[after(b)]
            c: script("c", &log, []) => drop,
            b: script("b", &log, []) => drop,
        }
        .on_ready(|| log.say("ready")),
    );
    assert_eq!(panic_text(|| poll(group.as_mut())), "boom");
    log.expect(&["poll a", "drop a", "poll b", "drop c", "drop b"]);
}

#[test]
fn a_drop_that_panics_when_it_was_not_started_is_kept() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        a: |_, ready| { drop(ready); script("a", &log, []) } => drop,
        #[after(a)]
        b: script("b", &log, []).drop_panics("cannot drop") => {},
        job: async { Err("first") } => drop,
    };
    let error = drive(pin!(group)).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "b panicked: cannot drop"]);
}

/// Where actors have wakers of their own, too: the others that are woken are polled, and the next poll is like any other.
#[test]
fn a_panic_of_one_that_starts_late_starts_no_more() {
    let (actors, handle) = (Numbered::of(6), Cell::new(None));
    let group = run_group! {
        zero:  |_, ready| { handle.set(Some(ready)); actors.actor() } => {},
        row:   actors.actor() for _ in 0..3 => {},
        #[after(zero)]
        four:  actors.actor() => {},
        #[after(zero)]
        five:  actors.actor() => { actors.say(CALLED + 5) },
    };
    let mut group = actors.with_own_wakers(Box::pin(group));
    actors.then(4, Action::Panic("no port"));
    let ready: Ready = handle.take().unwrap();
    ready.set();
    actors.wake(2);
    assert!(poll(group.as_mut()).is_pending());
    // The panic is the cause: all that is left is interrupted, and polled once more.
    assert_eq!(actors.take(), [0, 2, 4, CALLED + 5, 0, 1, 2, 3]);
}
