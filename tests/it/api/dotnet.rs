//! What .NET's generic host documents and tests of the start and stop of its hosted services, in this crate's words: the same, or why it is
//! not.
//!
//! A service has started there when its `StartAsync` has returned; here when it says so. In the order in which services are registered
//! every one waits for the one before; here an order is written where there is one, and all others are concurrent.

use std::future::pending;

use run_group::{AnyError, Ready, Status, Stop, run_group, status::Phase};
use tokio::time::{Instant, sleep};

use crate::support::{Log, SECOND, failures};

/// Needs a second to start, and a second to stop.
async fn service(name: &'static str, log: &Log, stop: Stop, ready: Ready) -> Result<(), AnyError> {
    log.say(format_args!("{name} starting"));
    sleep(SECOND).await;
    log.say(format_args!("{name} started"));
    ready.set();
    stop.stopped().await;
    log.say(format_args!("{name} stopping"));
    sleep(SECOND).await;
    log.say(format_args!("{name} stopped"));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn services_start_in_order_and_stop_in_reverse() {
    let (log, start) = (Log::new(), Instant::now());
    run_group! {
        a: |stop, ready| service("a", &log, stop, ready),
        #[after(a)]
        b: |stop, ready| service("b", &log, stop, ready),
    }
    .on_ready(|| log.say("application started"))
    .on_cause(|_| log.say("application stopping"))
    .until(sleep(10 * SECOND))
    .await
    .unwrap();
    log.expect(&[
        "a starting",
        "a started",
        "b starting",
        "b started",
        "application started", //
        "application stopping",
        "b stopping",
        "b stopped",
        "a stopping",
        "a stopped",
    ]);
    assert_eq!(start.elapsed(), 12 * SECOND);
}

/// `ServicesStartConcurrently` and `ServicesStopConcurrently`: what has no order.
#[tokio::test(start_paused = true)]
async fn without_an_order_services_start_and_stop_at_once() {
    let (log, start) = (Log::new(), Instant::now());
    run_group! {
        a: |stop, ready| service("a", &log, stop, ready),
        b: |stop, ready| service("b", &log, stop, ready),
    }
    .on_ready(|| log.say("application started"))
    .until(sleep(10 * SECOND))
    .await
    .unwrap();
    log.expect(&[
        "a starting",
        "b starting",
        "a started",
        "b started",
        "application started", //
        "a stopping",
        "b stopping",
        "a stopped",
        "b stopped",
    ]);
    assert_eq!(start.elapsed(), 11 * SECOND);
}

/// There, those that have started are only disposed of. Here they are stopped in order, as after any failure.
#[tokio::test(start_paused = true)]
async fn a_start_that_fails_starts_no_later_and_stops_the_earlier() {
    let log = Log::new();
    let error = run_group! {
        a: |stop, ready| service("a", &log, stop, ready),
        #[after(a)]
        b: |_, ready| async { drop(ready); Err("cannot start".into()) } => {},
        #[after(b)]
        c: |stop, ready| service("c", &log, stop, ready),
    }
    .on_ready(|| log.say("application started"))
    .await
    .unwrap_err();
    log.expect(&["a starting", "a started", "a stopping", "a stopped"]);
    assert_eq!((failures(&error), error.unready()), (vec!["b failed: cannot start".to_owned()], vec!["c"]));
}

/// Where they start concurrently, all errors are reported.
#[tokio::test(start_paused = true)]
async fn of_services_that_fail_at_once_each_failure_is_kept() {
    let error = run_group! {
        a: |_, ready| async { drop(ready); Err("first".into()) } => {},
        b: |_, ready| async { drop(ready); Err("second".into()) } => {},
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["a failed: first", "b failed: second"]);
}

/// A service whose stop fails keeps no other from being stopped.
#[tokio::test(start_paused = true)]
async fn a_stop_that_fails_does_not_keep_the_others_running() {
    let log = Log::new();
    let error = run_group! {
        a: |stop, ready| service("a", &log, stop, ready),
        #[after(a)]
        b: |stop, ready| async { ready.set(); stop.stopped().await; Err("cannot stop b".into()) },
        #[after(b)]
        c: |stop, ready| async { ready.set(); stop.stopped().await; Err("cannot stop c".into()) },
    }
    .until(sleep(10 * SECOND))
    .await
    .unwrap_err();
    log.expect(&["a starting", "a started", "a stopping", "a stopped"]);
    assert_eq!(failures(&error), ["c failed: cannot stop c", "b failed: cannot stop b"]);
}

/// `StartupTimeout`. There, it is a `TaskCanceledException`, which names no service.
#[tokio::test(start_paused = true)]
async fn a_start_that_takes_longer_than_its_limit_is_given_up() {
    let (log, start) = (Log::new(), Instant::now());
    let error = run_group! {
        a: |stop, ready| service("a", &log, stop, ready),
        #[after(a)]
        b: |_, ready| async { let _ready = ready; pending().await } => drop,
        #[after(b)]
        c: |stop, ready| service("c", &log, stop, ready),
    }
    .startup(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.to_string(), "not ready within 5s: `b`, `c`");
    log.expect(&["a starting", "a started", "a stopping", "a stopped"]);
    assert_eq!(start.elapsed(), 6 * SECOND);
}

/// It bounds all of them together, whether they wait for each other or not.
#[tokio::test(start_paused = true)]
async fn the_limit_of_the_start_is_one_for_all() {
    for (limit, is_ready) in [(19, false), (21, true)] {
        let log = Log::new();
        let result = run_group! {
            a: |stop, ready| async { sleep(10 * SECOND).await; ready.set(); stop.stopped().await; Ok(()) },
            #[after(a)]
            b: |stop, ready| async { sleep(10 * SECOND).await; ready.set(); stop.stopped().await; Ok(()) },
        }
        .startup(limit * SECOND)
        .on_ready(|| log.say("ready"))
        .until(sleep(60 * SECOND))
        .await;
        assert_eq!((result.is_ok(), log.take().len() == 1), (is_ready, is_ready));
    }
}

/// By default there is no limit.
#[tokio::test(start_paused = true)]
async fn without_a_limit_a_start_may_take_as_long_as_it_likes() {
    let start = Instant::now();
    run_group! {
        a: |_, ready| async { sleep(100_000 * SECOND).await; ready.set(); Ok(()) } => drop,
    }
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 100_000 * SECOND);
}

/// `ShutdownTimeout`, whose default is thirty seconds; here there is none that is not asked for.
#[tokio::test(start_paused = true)]
async fn a_stop_that_takes_longer_than_its_limit_is_given_up() {
    let start = Instant::now();
    let error = run_group! {
        a: |_, ready| async { ready.set(); pending().await } => {},
    }
    .grace(30 * SECOND)
    .until(sleep(SECOND))
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), start.elapsed()), (vec!["a"], 31 * SECOND));
}

/// `StopApplication`, called before all have started.
#[tokio::test(start_paused = true)]
async fn a_host_stopped_while_it_starts_never_says_it_has_started() {
    let (log, status) = (Log::new(), Status::new());
    run_group! {
        a: |stop, ready| service("a", &log, stop, ready),
        #[after(a)]
        b: |stop, ready| service("b", &log, stop, ready),
    }
    .on_ready(|| log.say("application started"))
    .status(&status)
    .until(sleep(SECOND / 2))
    .await
    .unwrap();
    log.expect(&["a starting", "a started", "a stopping", "a stopped"]);
    assert_eq!(status.phase(), Phase::Ended);
}

/// A `BackgroundService` counts as started when it first waits: an actor without a handle.
#[tokio::test(start_paused = true)]
async fn a_background_service_has_started_when_it_first_waits() {
    let log = Log::new();
    run_group! {
        background: async { log.say("begins"); sleep(10 * SECOND).await; Ok(()) } => drop,
        #[after(background)]
        a: |stop, ready| service("a", &log, stop, ready),
    }
    .await
    .unwrap();
    assert_eq!(log.take()[..2], ["begins", "a starting"]);
}
