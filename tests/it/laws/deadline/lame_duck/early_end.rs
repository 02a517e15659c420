//! What ends a lame duck early, and what does not.

use std::{future::pending, time::Duration};

use run_group::run_group;
use tokio::time::{Instant, sleep};

use super::{TimedLog, signal_after};
use crate::support::{SECOND, failures};

#[tokio::test(start_paused = true)]
async fn the_ok_of_another_actor_does_not_end_it() {
    let start = Instant::now();
    run_group! {
        idle: pending::<()>() => drop,
        server: sleep(3 * SECOND) => drop,
        signals: signal_after(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 7 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_failure_of_another_actor_ends_it() {
    let start = Instant::now();
    let error = run_group! {
        idle: pending::<()>() => drop,
        server: async { sleep(3 * SECOND).await; Err("no socket".into()) } => drop,
        signals: signal_after(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["server failed: no socket"]);
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_panic_of_another_actor_ends_it() {
    let start = Instant::now();
    let report = run_group! {
        idle: pending::<()>() => drop,
        server: async { sleep(3 * SECOND).await; panic!("no socket") } => drop,
        signals: signal_after(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .report()
    .await;
    assert_eq!(failures(report.result().unwrap_err()), ["server panicked: no socket"]);
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_an_actor_that_must_run_ends_it() {
    let start = Instant::now();
    let error = run_group! {
        idle: pending::<()>() => drop,
        #[must_run] server: sleep(3 * SECOND) => drop,
        signals: signal_after(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.to_string(), "actor `server` ended before it was asked to");
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_failure_in_the_poll_of_the_signal_ends_it() {
    let start = Instant::now();
    let error = run_group! {
        signals: signal_after(2) => drop,
        server: async { sleep(2 * SECOND).await; Err("no socket".into()) } => drop,
        idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["server failed: no socket"]);
    assert_eq!(start.elapsed(), 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn an_ok_in_the_poll_of_the_signal_does_not_end_it() {
    let start = Instant::now();
    run_group! {
        signals: signal_after(2) => drop,
        server: sleep(2 * SECOND) => drop,
        idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 7 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_may_finish_does_not_end_it() {
    let start = Instant::now();
    run_group! {
        #[may_finish] migrate: sleep(3 * SECOND) => drop,
        signals: signal_after(2) => drop,
        idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 7 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn with_outlives_an_actor_that_may_finish_does_not_end_it() {
    let start = Instant::now();
    run_group! {
        #[may_finish] migrate: sleep(3 * SECOND) => drop,
        signals: signal_after(2) => drop,
        #[outlives(migrate)] idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 7 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_failure_of_an_actor_that_may_finish_ends_it() {
    let start = Instant::now();
    let error = run_group! {
        #[may_finish] migrate: async { sleep(3 * SECOND).await; Err("no table".into()) } => drop,
        signals: signal_after(2) => drop,
        idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["migrate failed: no table"]);
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_no_actor_is_left_to_serve() {
    let log = TimedLog::new();
    run_group! {
        signals: signal_after(2) => || log.say("stop signals"),
        #[may_finish] job: sleep(3 * SECOND) => || log.say("stop job"),
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    log.expect(&["stop signals at 3s", "stop job at 3s"]);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_counts_from_the_signal() {
    let start = Instant::now();
    let error = run_group! { signals: signal_after(2) => drop, stuck: pending::<()>() => || {} }
        .lame_duck(5 * SECOND)
        .grace(8 * SECOND)
        .await
        .unwrap_err();
    assert_eq!(error.stuck(), ["stuck"]);
    assert_eq!(start.elapsed(), 10 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn at_a_deadline_all_are_interrupted_before_any_drop() {
    let log = TimedLog::new();
    let error = run_group! {
        signals: signal_after(2) => drop,
        quick: |stop| async { stop.stopped().await; log.say("quick ends"); Ok(()) } => || log.say("stop quick"),
        slow: pending::<()>() => || log.say("stop slow"),
        #[outlives(slow)]
        last: |stop| async { stop.stopped().await; log.say("last ends"); Ok(()) } => || log.say("stop last"),
    }
    .lame_duck(5 * SECOND)
    .grace(3 * SECOND)
    .await
    .unwrap_err();
    log.expect(&["stop quick at 5s", "stop slow at 5s", "quick ends at 5s", "stop last at 5.3s", "last ends at 5.3s"]);
    assert_eq!(error.cut_short(), ["slow"]);
}

#[tokio::test(start_paused = true)]
async fn the_grace_of_an_actor_counts_from_its_interrupt() {
    let start = Instant::now();
    let error = run_group! {
        signals: signal_after(2) => drop,
        #[grace(SECOND)] stuck: pending::<()>() => || {},
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["stuck"]);
    assert_eq!(start.elapsed(), 8 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn an_endless_one_ends_at_the_deadline() {
    let start = Instant::now();
    run_group! { signals: signal_after(2) => drop, idle: pending::<()>() => drop }
        .lame_duck(Duration::MAX)
        .grace(3 * SECOND)
        .await
        .unwrap();
    assert_eq!(start.elapsed(), 5 * SECOND);
}
