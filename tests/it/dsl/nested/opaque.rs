//! Groups of their own as actors: with a `type Error`, with options, with `for`, after `|stop|`, by a function, as a value.

use std::{
    future::{Future, pending, ready},
    pin::pin,
};

use run_group::{ActorList, AnyError, Group, GroupOptions, Stop, run_group, task};
use tokio::time::{Instant, sleep};

use crate::support::{Actors, DetectDrop, Log, SECOND, drive, failures, poll};

/// A group that says how it is interrupted, and ends then.
fn library(actors: &Actors) -> Group<impl ActorList + use<'_>, AnyError, impl GroupOptions> {
    run_group! {
        db: actors.waits("db") => |cause| { actors.log.say(format_args!("db: {cause}")); actors.interrupt("db") },
    }
}

#[test]
fn in_every_form_it_is_asked_to_stop() {
    let actors = Actors::new();
    let (value, at_the_end) = (library(&actors), Stop::new());
    drive(run_group! {
        call:   library(&actors),
        value:  value,
        typed:  run_group! { type Error = AnyError; a: actors.waits("a") => { actors.interrupt("a") } },
        option: run_group! { b: actors.waits("b") => { actors.interrupt("b") } }.on_cause(|cause| actors.log.say(cause)),
        row:    run_group! { c: actors.waits("c") => { actors.interrupt("c") } } for _ in 0..1,
        stop:   |stop| run_group! { d: stop.stopped_owned() => &at_the_end, e: actors.waits("e") => { actors.interrupt("e") } },
        job:    ready(()) => drop,
    })
    .unwrap();
    let log = actors.log.take();
    for name in ["a", "b", "c", "e"] {
        assert_eq!(log.iter().filter(|said| **said == format!("stop {name}")).count(), 1, "{name}: {log:?}");
    }
    assert_eq!(log.iter().filter(|said| *said == "db: asked to stop").count(), 2, "{log:?}");
    assert!(log.contains(&"asked to stop".to_owned()), "{log:?}");
}

#[test]
fn the_outer_stop_signal_is_set_before_it_is_asked() {
    let actors = Actors::new();
    drive(run_group! {
        sub: |stop| run_group! {
            told: stop.stopped() => drop,
            a: actors.waits("a") => |cause| { actors.log.say(cause); actors.interrupt("a") },
        },
        job: ready(()) => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop a"]);
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_that_is_given_finishes_before_it_is_asked() {
    let (actors, start) = (Actors::new(), Instant::now());
    run_group! {
        sub: library(&actors) => async { sleep(SECOND).await; actors.log.say("stop given") },
        job: ready(()) => drop,
    }
    .await
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop given", "stop db"]);
    assert_eq!(start.elapsed(), SECOND);
}

#[test]
fn by_drop_it_is_dropped_with_everything_in_it() {
    let log = Log::new();
    let inner = run_group! {
        a: async { let _held = DetectDrop("a", log.clone()); pending().await } => { log.say("never") },
        b: |stop| async { let _held = DetectDrop("b", log.clone()); drop(stop); pending().await },
    };
    let report = drive(run_group! { sub: inner => drop, job: async { Ok(()) } => drop }.report());
    report.result().unwrap();
    log.expect(&["drop a", "drop b"]);
    assert_eq!(report.actors().next().unwrap().end().to_string(), "was dropped");
}

#[tokio::test]
async fn by_drop_its_tasks_are_joined() {
    let log = Log::new();
    let held = DetectDrop("task", log.clone());
    let inner = run_group! {
        #[outlives(b)] a: pending::<()>() => {},
        b: task(async move { let _held = held; pending::<()>().await }) => {},
    };
    let report = run_group! {
        deep: run_group! { type Error = AnyError; sub: inner => {} } => drop,
        job: async { tokio::task::yield_now().await; Ok(()) } => drop,
    }
    .report()
    .await;
    report.result().unwrap();
    log.expect(&["drop task"]);
    assert_eq!(report.actors().next().unwrap().end().to_string(), "was dropped");
}

#[test]
fn asked_before_its_gate_is_open_it_is_not_polled() {
    let actors = Actors::new();
    drive(run_group! { #[when(pending::<()>())] sub: library(&actors), job: ready(()) => drop }).unwrap();
    actors.log.expect(&["drop db"]);
}

#[test]
fn its_failure_is_the_outer_cause_after_its_own_drain() {
    let actors = Actors::new();
    let inner = run_group! {
        a: ready(Err::<(), _>("broken")) => drop,
        slow: actors.then("slow", [crate::support::Step::Yield, crate::support::Step::Ok]) => { actors.interrupt("slow") },
    };
    let error = drive(
        run_group! { sub: inner, b: actors.waits("b") => { actors.interrupt("b") } }
            .on_cause(|cause| actors.log.say(cause)),
    )
    .unwrap_err();
    assert_eq!(failures(&error), ["sub failed: actor `a` failed"]);
    assert_eq!(actors.take_stops(), ["stop slow", "`sub` failed: actor `a` failed", "stop b"]);
}

#[tokio::test(start_paused = true)]
async fn the_outer_deadline_drops_it_when_it_is_stuck() {
    let error = run_group! {
        sub: run_group! { a: pending::<()>() => {} }.grace(9 * SECOND),
        job: ready(()) => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["sub"]);
}

#[tokio::test(start_paused = true)]
async fn its_own_deadline_counts_from_when_it_is_asked() {
    let start = Instant::now();
    let error = run_group! {
        sub: run_group! { a: pending::<()>() => {} }.grace(SECOND),
        job: async { sleep(SECOND).await; Ok(()) } => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(start.elapsed(), 2 * SECOND);
    assert!(failures(&error)[0].starts_with("sub failed: actor `a` was stuck"), "{error:?}");
}

#[test]
fn asked_in_its_own_drain_it_goes_on_with_that() {
    let actors = Actors::new();
    let inner = run_group! {
        first: ready(()) => drop,
        slow: actors.then("slow", vec![crate::support::Step::Yield; 3].into_iter().chain([crate::support::Step::Ok]))
            => |cause| { actors.log.say(cause); actors.interrupt("slow") },
    };
    drive(run_group! { sub: inner, job: ready(()) => drop }).unwrap();
    assert_eq!(actors.take_stops(), ["`first` ended", "stop slow"]);
}

#[test]
fn a_future_that_hides_its_type_is_no_group() {
    fn hidden(actors: &Actors) -> impl Future<Output = Result<(), run_group::Error>> + use<'_> {
        library(actors)
    }
    let actors = Actors::new();
    let mut group = pin!(run_group! { sub: hidden(&actors) => {}, job: ready(()) => drop });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(actors.take_stops(), Vec::<String>::new());
}

#[test]
fn signals_need_no_interrupt() {
    drive(run_group! { signals: run_group::signal::shutdown(), job: ready(()) => drop }).unwrap();
}

#[tokio::test]
async fn a_set_needs_no_interrupt() {
    let set = run_group::ActorSet::new();
    set.try_add("one", |stop| async move {
        stop.stopped().await;
        Ok(())
    })
    .unwrap();
    run_group! { set: &set, job: ready(()) => drop }.await.unwrap();
}
