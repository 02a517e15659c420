//! A cause ends the start: no more actors are started, and none becomes ready.

use std::{cell::Cell, future::pending, pin::pin};

use run_group::{Stop, run_group, task, thread};

use super::sets;
use crate::support::{Actors, Flag, Log, Step, done, drive, poll, ready, script};

#[test]
fn after_a_cause_no_more_actors_are_started() {
    let log = Log::new();
    let group = run_group! {
        // In the poll in which those before are ready, too.
        job: script("job", &log, [Step::Ok]) => drop,
        a: script("a", &log, []) => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
    };
    drive(group.on_ready(|| log.say("ready"))).unwrap();
    log.expect(&["poll job", "drop job", "poll a", "drop b", "drop a"]);
}

#[test]
fn a_failure_while_they_are_started_starts_no_more() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        #[after(a)]
        b: script("b", &log, [Step::Err("cannot bind")]) => drop,
        #[after(a)]
        c: script("c", &log, []) => drop,
    };
    drive(group.on_ready(|| log.say("ready"))).unwrap_err();
    log.expect(&["poll a", "poll b", "drop b", "drop c", "drop a"]);
}

#[test]
fn one_that_becomes_ready_in_the_drain_starts_none() {
    let (log, up, stopped) = (Log::new(), Flag::new(), Flag::new());
    let group = run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => { up.set() },
        #[after(a)]
        b: script("b", &log, []) => drop,
        slow: script("slow", &log, [Step::Until(stopped.clone()), Step::Ok]) => { stopped.set() },
        job: done() => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    for _ in 0..3 {
        assert!(poll(group.as_mut()).is_pending());
    }
    assert_eq!((log.count("poll b"), log.count("drop b"), log.count("ready")), (0, 1, 0));
}

#[test]
fn one_not_started_is_interrupted_in_turn_and_ends_unpolled() {
    let actors = Actors::new();
    let log = &actors.log;
    let group = run_group! {
        a: |_, ready| { drop(ready); actors.waits("a") } => { actors.interrupt("a") },
        #[after(a)]
        b: script("b", log, []) => { log.say("stop b") },
        #[after(b)]
        c: script("c", log, []) => { log.say("stop c") },
        job: done() => { log.say("stop job") },
    };
    drive(group).unwrap();
    log.expect(&["poll a", "stop c", "drop c", "stop b", "drop b", "stop a", "stop job", "poll a", "drop a"]);
}

#[test]
fn one_not_started_is_interrupted_by_whatever_form_it_has() {
    let log = Log::new();
    let (token, stop, handle) = (run_group::CancellationToken::new(), Stop::new(), Cell::new(None));
    let group = run_group! {
        a: |_, ready| { drop(ready); pending::<()>() } => drop,
        #[after(a)]
        dropped: script("dropped", &log, []) => drop,
        #[after(a)]
        closure: script("closure", &log, []) => |cause| log.say(cause),
        #[after(a)]
        later: script("later", &log, []) => async { log.say("stop later") },
        #[after(a)]
        value: script("value", &log, []) => &token,
        #[after(a)]
        own: |stop| { handle.set(Some(stop)); script("own", &log, []) },
        #[after(a)]
        sub: run_group! { inner: script("inner", &log, []) => &stop },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert!(token.is_cancelled() && stop.is_stopped() && handle.take().unwrap().is_stopped());
    log.expect(&[
        "drop dropped",
        "`job` ended",
        "drop closure",
        "drop later",
        "drop value",
        "drop own",
        "drop inner",
        "stop later",
    ]);
}

#[test]
fn one_not_started_counts_as_an_ok() {
    let group = run_group! {
        a: |_, ready| { drop(ready); pending::<()>() } => drop,
        #[after(a)]
        #[must_run]
        b: async { Err("it was polled".into()) } => {},
        job: done() => drop,
    };
    drive(group).unwrap();
}

#[test]
fn after_a_cause_a_gate_that_had_its_turn_may_still_open() {
    let (actors, open) = (Actors::new(), Flag::new());
    let log = &actors.log;
    let mut group = pin!(run_group! {
        a: actors.waits("a") => { actors.interrupt("a") },
        #[after(a)]
        #[when(script("gate", log, [Step::Until(open.clone()), Step::Ok]))]
        b: actors.waits("b") => { actors.interrupt("b") },
        job: script("job", log, [Step::Pending, Step::Ok]) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll job", "poll gate"]);
    open.set();
    ready(poll(group.as_mut())).unwrap();
    log.expect(&[
        "poll a",
        "poll gate",
        "drop gate",
        "poll b",
        "poll job",
        "drop job", //
        "stop b",
        "poll a",
        "poll b",
        "drop b",
        "stop a",
        "poll a",
        "drop a",
    ]);
}

#[test]
fn after_a_cause_a_gate_that_had_no_turn_is_not_polled() {
    let (actors, up) = (Actors::new(), Flag::new());
    let log = &actors.log;
    let group = run_group! {
        a: |_, ready| sets("a", log, ready, &up) => { up.set() },
        #[after(a)]
        #[when(script("gate", log, []))]
        b: script("b", log, []) => {},
        slow: actors.then("slow", [Step::Yield, Step::Ok]) => { actors.interrupt("slow") },
        job: done() => drop,
    };
    let mut group = Box::pin(group);
    for _ in 0..3 {
        assert!(poll(group.as_mut()).is_pending());
    }
    assert_eq!((log.count("poll gate"), log.count("drop gate"), log.count("poll b")), (0, 1, 0));
}

#[test]
fn a_cause_that_is_no_actors_ends_the_start_too() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
    };
    drive(group.until(std::future::ready(())).on_ready(|| log.say("ready"))).unwrap();
    log.expect(&["poll a", "drop b", "drop a"]);
}

#[test]
fn a_group_dropped_half_started_drops_the_last_started_first() {
    let (log, up) = (Log::new(), Flag::new());
    let mut group = Box::pin(run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        #[after(a)]
        b: |_, ready| { drop(ready); script("b", &log, []) } => drop,
        #[after(b)]
        c: script("c", &log, []) => drop,
    });
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
    drop(group);
    log.expect(&["drop c", "drop b", "drop a"]);
}

#[test]
fn a_group_dropped_before_its_start_calls_nothing() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        #[after(a)]
        b: script("b", &log, []) => { log.say("stop b") },
    };
    drop(group.on_ready(|| log.say("ready")));
    log.expect(&["drop b", "drop a"]);
}

#[test]
fn a_thread_that_was_not_started_never_runs() {
    let log = Log::new();
    let (said, dropped) = (log.clone(), log.clone());
    let group = run_group! {
        a: |_, ready| { drop(ready); pending::<()>() } => drop,
        #[after(a)]
        lines: thread(move || said.say("runs")) => { log.say("stop lines") },
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["stop lines"]);
    // A group that is dropped interrupts only the threads that run.
    drop(run_group! {
        a: |_, ready| { drop(ready); pending::<()>() } => drop,
        #[after(a)]
        lines: thread(move || dropped.say("runs")) => { log.say("stop lines") },
    });
    log.expect(&[]);
}

#[tokio::test]
async fn a_task_that_was_not_started_is_never_spawned() {
    let log = Log::new();
    let said = log.clone();
    run_group! {
        a: |_, ready| { drop(ready); pending::<()>() } => drop,
        #[after(a)]
        b: task(async move { said.say("runs"); Ok(()) }) => drop,
        job: async { tokio::task::yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap();
    tokio::task::yield_now().await;
    log.expect(&[]);
}

#[test]
fn a_group_of_its_own_that_is_interrupted_ends_its_start() {
    let log = Log::new();
    let inner = run_group! {
        a: |_, ready| { drop(ready); script("a", &log, []) } => drop,
        #[after(a)]
        b: script("b", &log, []) => { log.say("stop b") },
    };
    let inner = inner.on_ready(|| log.say("ready"));
    drive(run_group! { inner: inner, job: done() => drop }).unwrap();
    // The outer group has started it; asked to stop, it polls what it has once more.
    log.expect(&["poll a", "poll a", "stop b", "drop b", "drop a"]);
}

#[test]
fn a_group_of_its_own_that_is_held_is_not_polled_at_all() {
    let log = Log::new();
    let inner = run_group! { a: script("a", &log, []) => { log.say("stop a") } };
    drive(run_group! {
        first: |_, ready| { drop(ready); pending::<()>() } => drop,
        #[after(first)]
        inner: inner => drop,
        job: done() => drop,
    })
    .unwrap();
    log.expect(&["drop a"]);
}
