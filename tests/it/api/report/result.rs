//! The result, the cause and the exit code of a report.

use std::{
    any::Any,
    fmt,
    future::{pending, ready},
};

use run_group::{End, Report, Signal, run_group};

use super::ends;
use crate::{
    api::support::SECOND,
    support::{Log, PanicOnDrop, drive, failures, panic_of, panic_text},
};

#[test]
fn its_result_is_the_groups() {
    let report = drive(run_group! { job: async { Ok(()) } => drop }.report());
    assert!(report.result().is_ok());

    let report = drive(run_group! { job: async { Err("broken".into()) } => drop }.report());
    assert_eq!(failures(report.result().unwrap_err()), ["job failed: broken"]);
}

#[test]
fn every_later_error_and_panic_is_kept() {
    let report = drive(
        run_group! {
            job: async { Err("first".into()) } => drop,
            flush: |stop| async { stop.stopped().await; Err("second".into()) },
            close: |stop| async { stop.stopped().await; panic!("third") },
            pool: pending::<()>() => { panic!("fourth") },
            last: |stop| async { stop.stopped().await; Ok(()) } => async { Err("fifth".into()) },
            bomb: async { let _bomb = PanicOnDrop("sixth"); pending().await } => drop,
        }
        .on_cause(|_| panic!("at the cause"))
        .report(),
    );
    assert_eq!(
        failures(report.result().unwrap_err()),
        [
            "job failed: first",
            "- panicked: at the cause",
            "pool panicked: fourth",
            "bomb panicked: sixth",
            "flush failed: second",
            "close panicked: third",
            "last failed: fifth",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_error_after_the_stuck_names_its_own_actor() {
    let report = run_group! {
        job: async { Ok(()) } => drop,
        hangs: pending::<()>() => {},
        #[outlives(hangs)] panics: |stop| async { stop.stopped().await; panic!("boom") },
        #[outlives(hangs)] fails: |stop| async { stop.stopped().await; Err("no space".into()) },
    }
    .grace(SECOND)
    .report()
    .await;
    assert_eq!(failures(report.result().unwrap_err()), ["fails failed: no space", "panics panicked: boom"]);
    assert_eq!(ends(&report), ["job ended", "hangs was stuck", "panics panicked: boom", "fails failed: no space"]);
}

#[tokio::test(start_paused = true)]
async fn the_stuck_are_in_the_result() {
    let report = run_group! { job: async { Ok(()) } => drop, a: pending::<()>() => {}, b: pending::<()>() => {} }
        .grace(SECOND)
        .report()
        .await;
    assert_eq!(report.result().unwrap_err().stuck(), ["a", "b"]);
}

#[test]
fn a_panic_is_held_and_not_resumed() {
    let log = Log::new();
    let report = drive(
        run_group! {
            job: async { panic!("boom") } => drop,
            drains: |stop| async { stop.stopped().await; log.say("drained"); Ok(()) },
        }
        .report(),
    );
    log.expect(&["drained"]);
    let error = report.result().unwrap_err();
    assert_eq!(error.to_string(), "actor `job` panicked: boom");
    assert!(matches!(error.end(), End::Panicked(_)));
}

#[test]
fn into_result_resumes_a_held_panic_with_its_payload() {
    let report = drive(run_group! { job: async { std::panic::panic_any(17_u32) } => drop }.report());
    let payload: Box<dyn Any + Send> = panic_of(|| report.into_result());
    assert_eq!(payload.downcast_ref(), Some(&17_u32));
}

#[test]
fn into_result_is_what_the_group_returns() {
    let report = drive(run_group! { job: async { Ok(()) } => drop }.report());
    assert!(report.into_result().is_ok());

    let report = drive(
        run_group! {
            job: async { Err("first".into()) } => drop,
            close: |stop| async { stop.stopped().await; panic!("second") },
        }
        .report(),
    );
    let error = report.into_result().unwrap_err();
    assert_eq!(format!("{error:?}"), "actor `job` failed: first\nalso: actor `close` panicked: second");
}

#[test]
fn a_panic_of_on_cause_is_the_result_not_the_cause() {
    let report = drive(
        run_group! { job: async { Ok(()) } => drop, idle: pending::<()>() => drop }
            .on_cause(|_| panic!("no probe"))
            .report(),
    );
    assert_eq!(report.result().unwrap_err().to_string(), "the group panicked: no probe");
    assert_eq!(report.cause().unwrap().to_string(), "`job` ended");
    assert_eq!(ends(&report), ["job ended", "idle was dropped"]);
    assert_eq!(panic_text(|| report.into_result()), "no probe");
}

#[test]
fn its_cause_is_the_first_exit() {
    let report = drive(
        run_group! {
            idle: pending::<()>() => drop,
            signals: ready(Signal::Terminate) => drop,
            flush: |stop| async { stop.stopped().await; Err("no space".into()) },
        }
        .report(),
    );
    let cause = report.cause().unwrap();
    assert_eq!((cause.actor(), cause.signal()), ("signals", Some(Signal::Terminate)));
    assert!(matches!(cause.end(), End::Ok) && cause.error().is_none());
}

#[test]
fn its_causes_error_can_be_looked_at() {
    let report = drive(run_group! { type Error = fmt::Error; job: ready(Err::<(), _>(fmt::Error)) => drop }.report());
    assert_eq!(report.cause().unwrap().error(), Some(&fmt::Error));
}

#[test]
fn its_cause_shows_a_panics_message() {
    let report = drive(run_group! { job: async { panic!("boom") } => drop }.report());
    assert_eq!(report.cause().unwrap().to_string(), "`job` panicked: boom");
}

#[test]
fn without_actors_there_is_no_cause() {
    let report = drive(run_group! { job: async { Ok(()) } if false => drop }.report());
    assert!(report.cause().is_none() && report.result().is_ok());
    assert_eq!(report.actors().count(), 0);
    assert_eq!(report.to_string(), "the group ended at once: it had no actors");
}

#[tokio::test(start_paused = true)]
async fn its_exit_code_says_what_came_first() {
    let code = |report: Report| report.exit_code();
    assert_eq!(code(run_group! { job: async { Ok(()) } => drop }.report().await), 0);
    assert_eq!(code(run_group! { job: async { Err("broken".into()) } => drop }.report().await), 1);
    assert_eq!(code(run_group! { #[must_run] job: async { Ok(()) } => drop }.report().await), 1);
    assert_eq!(code(run_group! { job: async { panic!("boom") } => drop }.report().await), 101);
    let stuck = run_group! { job: async { Ok(()) } => drop, stuck: pending::<()>() => {} };
    assert_eq!(code(stuck.grace(SECOND).report().await), 124);
    let failed = run_group! { job: async { Err("broken".into()) } => drop, stuck: pending::<()>() => {} };
    assert_eq!(code(failed.grace(SECOND).report().await), 1);
    let later = run_group! { job: async { Ok(()) } => drop, close: pending::<()>() => { panic!("boom") } };
    assert_eq!(code(later.report().await), 101);
    let group = run_group! { job: async { Ok(()) } => drop };
    assert_eq!(code(group.on_cause(|_| panic!("boom")).report().await), 101);
}
