//! What the tests of grafana/dskit say of its services and modules, in this crate's words: the same, or why it is not.
//!
//! A module that depends on others starts when these are running, and is stopped before them: that is `#[after]`.

use std::{
    future::{pending, ready as done},
    pin::pin,
};

use run_group::{AnyError, Ready, Status, Stop, run_group, status::Phase};
use tokio::time::sleep;

use crate::support::{Actors, Log, SECOND, Step, drive, failures, poll, script};

/// A service that needs so long to start, says so, and runs until it is stopped.
async fn service(name: &'static str, log: &Log, starts: u32, stop: Stop, ready: Ready) -> Result<(), AnyError> {
    log.say(format_args!("{name} starts"));
    sleep(starts * SECOND).await;
    log.say(format_args!("{name} runs"));
    ready.set();
    stop.stopped().await;
    log.say(format_args!("{name} stops"));
    Ok(())
}

/// The middle one has no service of its own, or is no target: the first waits for the last all the same.
#[tokio::test(start_paused = true)]
async fn a_module_waits_for_all_its_dependencies() {
    let (log, target) = (Log::new(), false);
    run_group! {
        #[after(b)]
        c: |stop, ready| service("c", &log, 0, stop, ready),
        #[after(a)]
        b: |stop, ready| service("b", &log, 0, stop, ready) if target,
        a: |stop, ready| service("a", &log, 1, stop, ready),
        job: sleep(2 * SECOND) => drop,
    }
    .await
    .unwrap();
    log.expect(&["a starts", "a runs", "c starts", "c runs", "c stops", "a stops"]);
}

#[test]
fn a_module_is_stopped_after_all_that_depend_on_it() {
    let actors = Actors::new();
    // As in the original: `test` depends on `dep1` and `dep2`, `dep1` on `dep2`, and that on `dep3`.
    drive(run_group! {
        #[after(dep2, dep1)] test: actors.waits("test") => { actors.interrupt("test") },
        #[after(dep2)] dep1: actors.waits("dep1") => { actors.interrupt("dep1") },
        #[after(dep3)] dep2: actors.waits("dep2") => { actors.interrupt("dep2") },
        dep3: actors.waits("dep3") => { actors.interrupt("dep3") },
        job: async { tokio::task::yield_now().await; Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop test", "stop dep1", "stop dep2", "stop dep3"]);
}

// That a cycle, and a name of no module, are errors is seen when the list is compiled: `trybuild-tests/ui/start`.

/// The original is an error without services. Here the list may be empty at run time, where all are left out; then there is nothing to do.
#[test]
fn a_manager_without_services_has_nothing_to_do() {
    let on = false;
    drive(run_group! { a: pending::<()>() if on => drop }).unwrap();
}

#[test]
fn a_manager_is_healthy_when_all_run_and_until_it_stops() {
    let (log, status, stop) = (Log::new(), Status::new(), Stop::new());
    let group = run_group! {
        #[may_finish]
        row: |stop, ready| async { ready.set(); stop.stopped().await; Ok(()) } for _ in 0..3,
    };
    let group = group.on_ready(|| log.say("healthy")).on_cause(|_| log.say("stopping")).until(stop.stopped());
    let mut group = pin!(group.status(&status));
    assert_eq!((status.phase(), status.is_ready()), (Phase::NotStarted, false));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((status.phase(), status.is_ready()), (Phase::Running, true));
    stop.stop();
    assert!(poll(group.as_mut()).is_ready());
    assert_eq!((status.phase(), status.is_ready()), (Phase::Ended, false));
    log.expect(&["healthy", "stopping"]);
}

/// In the original somebody has to stop the others. Here a failure does, as always, and what waits for it never starts.
#[test]
fn one_that_fails_to_start_keeps_all_from_being_healthy() {
    let (actors, status) = (Actors::new(), Status::new());
    let log = &actors.log;
    let group = run_group! {
        s1: actors.waits("s1") => { actors.interrupt("s1") },
        s2: actors.waits("s2") => { actors.interrupt("s2") },
        s3: |_, ready| async { drop(ready); Err("failed to start".into()) } => {},
        #[after(s3)]
        s4: script("s4", log, []) => {},
    };
    let group = group.on_ready(|| log.say("healthy")).on_cause(|cause| log.say(cause)).status(&status);
    let error = drive(group).unwrap_err();
    assert_eq!((failures(&error), error.unready()), (vec!["s3 failed: failed to start".to_owned()], vec!["s4"]));
    log.expect(&[
        "poll s1",
        "poll s2",
        "`s3` failed: failed to start", //
        "stop s1",
        "stop s2",
        "drop s4",
        "poll s1",
        "drop s1",
        "poll s2",
        "drop s2",
    ]);
}

/// In the original all of them run to their own end: here those that may finish.
#[tokio::test(start_paused = true)]
async fn a_manager_is_stopped_when_all_have_ended_by_themselves() {
    let log = Log::new();
    run_group! {
        #[may_finish] s1: sleep(2 * SECOND) => drop,
        #[may_finish] s2: sleep(3 * SECOND) => drop,
    }
    .on_ready(|| log.say("healthy"))
    .on_cause(|cause| log.say(cause))
    .await
    .unwrap();
    log.expect(&["healthy", "`s2` ended"]);
}

/// `AwaitHealthy` with a context that is cancelled, and `AwaitStopped` with one that times out: whoever waits may stop waiting.
#[tokio::test(start_paused = true)]
async fn a_wait_for_the_manager_may_be_given_up() {
    let status = Status::new();
    let group = run_group! { s1: sleep(3 * SECOND) => drop }.status(&status);
    assert!(tokio::time::timeout(SECOND, status.ended()).await.is_err());
    group.await.unwrap();
    status.ended().await;
}

/// A service that is stopped before it was started goes on to its end without having run.
#[test]
fn one_that_is_stopped_before_it_starts_never_runs() {
    let (log, status) = (Log::new(), Status::new());
    let group = run_group! {
        slow: |_, ready| { drop(ready); pending::<()>() } => drop,
        #[after(slow)]
        s1: script("s1", &log, [Step::Err("it ran")]) => {},
    };
    drive(group.until(done(())).on_ready(|| log.say("healthy")).status(&status)).unwrap();
    log.expect(&["drop s1"]);
}
