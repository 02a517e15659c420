//! `#[must_run]`: an `Ok` before the interrupt is an error.

use std::{cell::RefCell, error::Error as _, future::pending, pin::pin};

use run_group::{AnyError, Cause, End, run_group};

use crate::support::{Actors, Log, Step, done, drive, failures, poll, ready, script};

#[test]
fn an_ok_before_its_interrupt_is_an_error() {
    let log = Log::new();
    let group = run_group! {
        #[must_run]
        consumer: script("consumer", &log, [Step::Ok]) => { log.say("stop consumer") },
        server: script("server", &log, []) => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(error.to_string(), "actor `consumer` ended before it was asked to");
    assert_eq!((error.actor(), error.others().len()), (Some("consumer"), 0));
    log.expect(&["poll consumer", "drop consumer", "poll server", "stop consumer", "drop server"]);
}

#[test]
fn an_early_end_has_no_error_of_its_own() {
    let group = || run_group! { #[must_run] consumer: done() => drop };
    let error = drive(group()).unwrap_err();
    assert!(matches!(error.end(), End::Early));
    assert!(error.get_ref().is_none() && error.source().is_none());
    assert_eq!(format!("{error:?}"), "actor `consumer` ended before it was asked to");
    assert!(drive(group()).unwrap_err().into_inner().is_none());
}

#[test]
fn every_interrupt_is_given_the_early_end() {
    let log = Log::new();
    let say = |cause: &Cause<'_, AnyError>| {
        let early = matches!(cause.end(), End::Early) && cause.error().is_none() && cause.signal().is_none();
        log.say(format_args!("{}, {cause}, {early}", cause.actor()));
    };
    let group = run_group! {
        server: pending::<()>() => drop,
        a: done() if false => |cause| say(cause),
        #[must_run]
        consumer: done() => |cause| say(cause),
        b: done() => |cause| say(cause),
    };
    drive(group.on_cause(|cause| say(cause))).unwrap_err();
    log.expect(&["consumer, `consumer` ended before it was asked to, true"; 3]);
}

#[test]
fn an_ok_after_its_interrupt_is_fine() {
    let actors = Actors::new();
    let group = run_group! {
        #[must_run]
        a: actors.waits("a") => { actors.interrupt("a") },
        #[must_run]
        b: |stop| async { stop.stopped().await; Ok(()) },
        #[must_run]
        c: pending::<()>() => drop,
        #[must_run]
        d: actors.waits("d") => async { actors.interrupt("d") },
        job: done() => drop,
    };
    let mut group = pin!(group);
    assert!(poll(group.as_mut()).is_pending());
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn an_end_in_the_poll_of_the_cause_is_early() {
    let group = run_group! {
        job: done() => drop,
        #[must_run]
        consumer: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["consumer ended before it was asked to"]);
}

#[test]
fn an_error_and_a_panic_are_what_they_are() {
    let group = run_group! {
        type Error = &'static str;
        #[must_run]
        a: async { Err("failed") } => drop,
        #[must_run]
        b: async { panic!("boom") } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["a failed: failed", "b panicked: boom"]);
}

#[test]
fn an_end_in_the_drain_before_its_turn_is_early() {
    let actors = Actors::new();
    let group = run_group! {
        type Error = &'static str;
        #[must_run]
        #[outlives(http)]
        consumer: script("consumer", &actors.log, [Step::Pending, Step::Ok]) => { actors.interrupt("consumer") },
        http: actors.then("http", [Step::Yield, Step::Err("flush")]) => { actors.interrupt("http") },
        job: async { Err("first") } => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "consumer ended before it was asked to", "http failed: flush"]);
    // It is interrupted all the same, in its turn.
    assert_eq!(actors.log.count("stop consumer"), 1);
}

#[test]
fn an_early_end_after_an_ok_is_the_result() {
    let actors = Actors::new();
    let group = run_group! {
        #[must_run]
        #[outlives(http)]
        consumer: script("consumer", &actors.log, [Step::Pending, Step::Ok]) => {},
        http: actors.then("http", [Step::Yield, Step::Ok]) => { actors.interrupt("http") },
        job: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["consumer ended before it was asked to"]);
}

#[test]
fn an_end_in_its_turn_of_the_drain_is_fine() {
    let actors = Actors::new();
    let group = run_group! {
        #[must_run]
        #[outlives(http)]
        consumer: actors.waits("consumer") => { actors.interrupt("consumer") },
        http: actors.waits("http") => { actors.interrupt("http") },
        job: done() => drop,
    };
    drive(group).unwrap();
}

#[test]
fn interrupted_at_a_closed_gate_it_is_not_early() {
    drive(run_group! {
        #[must_run]
        #[when(pending::<()>())]
        consumer: done() => {},
        job: done() => drop,
    })
    .unwrap();
}

#[test]
fn a_panic_in_the_drop_after_an_early_end_counts_too() {
    let log = Log::new();
    let group = run_group! {
        #[must_run]
        consumer: script("consumer", &log, [Step::Ok]).drop_panics("drop") => drop,
    };
    let failed = ["consumer ended before it was asked to", "consumer panicked: drop"];
    assert_eq!(failures(&drive(group).unwrap_err()), failed);
}

#[test]
fn an_item_that_ended_early_has_its_own_name() {
    let actors = &Actors::new();
    let group = run_group! {
        #[must_run]
        worker: if name == "y" { script(name, &actors.log, [Step::Ok]) } else { actors.waits(name) }
            for name in ["x", "y", "z"] => move || actors.interrupt(name),
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["worker[1] ended before it was asked to"]);
    assert_eq!(error.to_string(), "actor `worker[1]` ended before it was asked to");
}

#[test]
fn each_item_that_ends_early_is_an_error() {
    let group = run_group! {
        #[must_run]
        worker: done() for _ in 0..2 => drop,
    };
    let failed = ["worker[0] ended before it was asked to", "worker[1] ended before it was asked to"];
    assert_eq!(failures(&drive(group).unwrap_err()), failed);
}

#[test]
fn beside_one_that_may_finish_an_end_is_still_early() {
    let seen = RefCell::new(Vec::new());
    let group = run_group! {
        #[may_finish]
        migrate: async { seen.borrow_mut().push("migrate"); Ok(()) } => drop,
        #[must_run]
        consumer: async { seen.borrow_mut().push("consumer"); Ok(()) } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["consumer ended before it was asked to"]);
    assert_eq!(seen.into_inner(), ["migrate", "consumer"]);
}
