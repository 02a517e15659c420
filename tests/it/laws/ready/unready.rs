//! `Error::unready`, and what the error's text says of it, whatever the cause was.

use std::future::{pending, ready};

use run_group::{AnyError, Error, Ready, run_group};

use crate::support::{SECOND, drive};

async fn hang(_ready: Ready) {
    pending::<()>().await;
}

/// A half-started group whose cause is the end of `job`.
macro_rules! half_started {
    ($($job:tt)*) => {
        run_group! {
            db: |_, ready| hang(ready) => drop,
            #[after(db)]
            server: pending::<()>() => drop,
            $($job)*
        }
    };
}

const REST: &str = "\nnot ready: `db`\nnot ready: `server`, which waits for `db`";

#[track_caller]
fn expect(error: &Error<AnyError>, display: &str, debug: &str) {
    assert_eq!(error.unready(), ["db", "server"]);
    assert_eq!((error.to_string().as_str(), format!("{error:?}").as_str()), (display, debug));
}

#[test]
fn after_a_failure_it_names_those_that_were_not_ready() {
    let error = drive(half_started! { job: async { Err("no disk".into()) } => drop }).unwrap_err();
    expect(&error, "actor `job` failed", &format!("actor `job` failed: no disk{REST}"));
}

#[test]
fn after_a_panic_in_a_report_it_is_the_same() {
    let report = drive(half_started! { job: async { panic!("boom") } => drop }.report());
    let error = report.result().unwrap_err();
    expect(error, "actor `job` panicked: boom", &format!("actor `job` panicked: boom{REST}"));
}

#[test]
fn after_an_end_too_early_it_is_the_same() {
    let error = drive(half_started! { #[must_run] job: ready(()) => drop }).unwrap_err();
    let text = "actor `job` ended before it was asked to";
    expect(&error, text, &format!("{text}{REST}"));
}

#[test]
fn after_an_ok_it_names_those_not_ready_at_the_cause() {
    // The failure comes in the drain.
    let group = half_started! { job: ready(()) => async { Err("flush".into()) } };
    expect(&drive(group).unwrap_err(), "actor `job` failed", &format!("actor `job` failed: flush{REST}"));
}

#[tokio::test(start_paused = true)]
async fn after_a_stuck_actor_it_is_the_same() {
    let group = half_started! { job: ready(()) => drop, stuck: pending::<()>() => {} };
    let error = group.grace(SECOND).await.unwrap_err();
    let text = "actor `stuck` was stuck: it was interrupted, but has not ended";
    expect(&error, text, &format!("{text}{REST}"));
}

#[tokio::test(start_paused = true)]
async fn after_a_startup_limit_it_is_those_that_it_names() {
    let group = half_started! { other: pending::<()>() => drop };
    let error = group.startup(SECOND).await.unwrap_err();
    let text = "not ready within 1s: `db`, `server`";
    expect(&error, text, &format!("{text}\nnot ready: `server`, which waits for `db`"));
}

#[test]
fn one_that_has_failed_is_not_among_them_but_is_waited_for() {
    let error = drive(run_group! {
        db: |_, ready| async { drop(ready); Err("no route to host".into()) } => drop,
        #[after(db)]
        server: pending::<()>() => drop,
    })
    .unwrap_err();
    assert_eq!(error.unready(), ["server"]);
    assert_eq!(format!("{error:?}"), "actor `db` failed: no route to host\nnot ready: `server`, which waits for `db`");
}

#[test]
fn one_that_was_ready_and_withdrew_is_not_among_them() {
    let error = drive(run_group! {
        db: |_, ready| async { ready.set(); ready.unset(); pending().await } => drop,
        job: async { Err("no disk".into()) } => drop,
    })
    .unwrap_err();
    assert_eq!(error.unready(), [""; 0]);
}

#[test]
fn one_that_waits_at_a_gate_is_among_them() {
    let error = drive(run_group! {
        #[when(pending::<()>())]
        standby: pending::<()>() => drop,
        job: async { Err("no disk".into()) } => drop,
    })
    .unwrap_err();
    assert_eq!(error.unready(), ["standby"]);
}

#[test]
fn where_all_were_ready_it_is_empty_whatever_fails_later() {
    let error = drive(run_group! {
        db: |_, ready| async { ready.set(); pending().await } => drop,
        #[after(db)]
        server: pending::<()>() => drop,
        job: async { tokio::task::yield_now().await; Err("no disk".into()) } => drop,
    })
    .unwrap_err();
    assert_eq!(error.unready(), [""; 0]);
    assert_eq!(format!("{error:?}"), "actor `job` failed: no disk");
}

/// More than anybody reads: the rest is counted.
#[test]
fn of_a_long_list_the_first_sixteen_are_shown() {
    let error = drive(run_group! {
        row: |_, ready| hang(ready) for _ in 0..20 => drop,
        job: async { Err("no disk".into()) } => drop,
    })
    .unwrap_err();
    assert_eq!(error.unready().len(), 20);
    let text = format!("{error:?}");
    assert!(text.ends_with("\nnot ready: `row[15]`\nand 4 more that were not ready"), "{text}");
}
