//! The interrupts in a nested group, and the one that is given to it.

use std::{
    future::{pending, ready},
    time::Duration,
};

use run_group::{run_group, task};
use tokio::time::{Instant, sleep};

use crate::support::{Actors, DetectDrop, Log, SECOND, drive, failures};

#[test]
fn all_in_it_are_interrupted_with_the_outer_cause() {
    let log = Log::new();
    drive(
        run_group! {
            sub: run_group! {
                a: pending::<()>() => |cause| log.say(format_args!("a: {cause}")),
                deep: run_group! { b: pending::<()>() => |cause| log.say(format_args!("b: {cause}")) },
            } => |cause| log.say(format_args!("sub: {cause}")),
            job: ready(()) => |cause| log.say(format_args!("job: {cause}")),
        }
        .deadline(|| ready(())),
    )
    .unwrap_err();
    log.expect(&["sub: `job` ended", "a: `job` ended", "b: `job` ended", "job: `job` ended"]);
}

#[test]
fn one_that_is_given_is_called_before_those_in_it() {
    let actors = Actors::new();
    drive(run_group! {
        sub: run_group! {
            #[outlives(b)] a: actors.waits("a") => { actors.interrupt("a") },
            b: actors.waits("b") => { actors.interrupt("b") },
        } => { actors.log.say("stop sub") },
        job: ready(()) => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop sub", "stop b", "stop a"]);
}

#[tokio::test(start_paused = true)]
async fn an_async_one_finishes_before_those_in_it_are_called() {
    let log = Log::new();
    let start = Instant::now();
    let at = |what: &str| log.say(format_args!("{what} after {:?}", start.elapsed()));
    run_group! {
        other: pending::<()>() => { at("other") },
        sub: run_group! { a: sleep(2 * SECOND) => { at("a") }, deep: run_group! { b: sleep(2 * SECOND) => { at("b") } } }
            => async { sleep(SECOND).await; at("sub") },
        job: ready(()) => drop,
    }
    .grace(10 * SECOND)
    .await
    .unwrap_err();
    log.expect(&["other after 0ns", "sub after 1s", "a after 1s", "b after 1s"]);
}

#[test]
fn one_that_fails_is_an_error_of_the_group() {
    let error = drive(run_group! {
        sub: run_group! { a: ready(()) => drop } => async { Err("closing".into()) },
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["sub failed: closing"]);
}

#[test]
fn one_that_panics_keeps_no_other_from_being_called() {
    let actors = Actors::new();
    let report = drive(
        run_group! {
            sub: run_group! { a: actors.waits("a") => { actors.interrupt("a") } } => { panic!("boom") },
            job: ready(()) => drop,
        }
        .report(),
    );
    assert_eq!(failures(report.result().unwrap_err()), ["sub panicked: boom"]);
    assert_eq!(actors.take_stops(), ["stop a"]);
}

#[test]
fn by_drop_all_in_it_are_dropped() {
    let log = Log::new();
    let report = drive(
        run_group! {
            sub: run_group! {
                a: pending::<()>() => { log.say("never") },
                b: pending::<()>() => async { log.say("never") },
                c: |stop| async move { stop.stopped().await; Err("never polled again".into()) },
                deep: run_group! { d: pending::<()>() => drop } => { log.say("never") },
            } => drop,
            job: ready(()) => drop,
        }
        .report(),
    );
    report.result().unwrap();
    let ends: Vec<_> = report.actors().map(|actor| format!("{} {}", actor.name(), actor.end())).collect();
    let dropped = ["sub.a was dropped", "sub.b was dropped", "sub.c was dropped", "sub.deep.d was dropped"];
    assert_eq!(ends[..4], dropped);
    log.expect(&[]);
}

#[test]
fn by_drop_the_stop_signal_of_an_actor_is_set() {
    let handle;
    drive(run_group! {
        sub: run_group! { a: |stop| { handle = stop.clone(); pending::<()>() } } => drop,
        job: ready(()) => drop,
    })
    .unwrap();
    assert!(handle.is_stopped());
}

#[tokio::test]
async fn by_drop_a_task_in_it_is_joined() {
    let log = Log::new();
    let held = DetectDrop("task", log.clone());
    run_group! {
        sub: run_group! { a: task(async move { let _held = held; pending::<()>().await }) => {} } => drop,
        job: async { tokio::task::yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap();
    log.expect(&["drop task"]);
}

#[test]
fn without_one_it_needs_no_arrow() {
    drive(run_group! {
        run_group! { job: ready(()) => drop },
        sub: run_group![idle: pending::<()>() => drop],
        last: run_group! { idle: pending::<()>() => drop }
    })
    .unwrap();
}

#[tokio::test(start_paused = true)]
async fn one_that_hangs_is_stuck_by_the_outer_deadline() {
    let error = run_group! {
        sub: run_group! { a: pending::<()>() => drop } => async { pending::<()>().await },
        job: ready(()) => drop,
    }
    .grace(Duration::from_millis(50))
    .await
    .unwrap_err();
    assert_eq!(error.stuck_in_interrupt(), ["sub"]);
}
