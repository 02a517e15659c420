//! `#[cfg]` beside every other form of an actor.

use std::future::pending;

use run_group::{Error, run_group};

use crate::support::{Actors, Log, Step, done, drive, failures, script};

#[test]
fn several_cfgs_on_one_actor_must_all_hold() {
    let log = Log::new();
    drive(run_group! {
        #[cfg(all())]
        #[cfg(any())]
        a: script("a", &log, []) => drop,
        #[cfg(any())]
        #[cfg(all())]
        b: script("b", &log, []) => drop,
        #[cfg(all())]
        #[cfg(not(any()))]
        c: script("c", &log, [Step::Ok]) => drop,
    })
    .unwrap();
    log.expect(&["poll c", "drop c"]);
}

#[test]
fn a_cfg_takes_the_predicates_of_any_item() {
    let log = Log::new();
    drive(run_group! {
        #[cfg(test)]
        test: script("test", &log, [Step::Ok]) => drop,
        #[cfg(not(test))]
        no_test: script("no test", &log, [Step::Ok]) => drop,
        #[cfg(feature = "tokio")]
        tokio: script("tokio", &log, [Step::Ok]) => drop,
        #[cfg(all(unix, target_os = "none"))]
        none: script("none", &log, [Step::Ok]) => drop,
    })
    .unwrap();
    log.expect(&["poll test", "drop test", "poll tokio", "drop tokio"]);
}

#[test]
fn an_actor_configured_out_may_name_what_is_not_there() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[cfg(any())]
        a: missing::serve(nothing) if let Some(nothing) = nowhere => { missing.stop() },
        #[cfg(any())]
        b: |stop| missing::serve(stop, nothing)?,
        #[cfg(any())]
        c: missing(item) for item in nowhere if item.is_nothing() => no_token,
        #[cfg(any())]
        #[when(nothing.happens())]
        #[outlives(a)]
        #[must_run]
        d: async { missing.await } => |cause| missing.hears(cause),
        job: script("job", &log, [Step::Ok]) => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll job", "drop job"]);
}

#[test]
fn a_stop_goes_to_the_actor_that_is_there() {
    let log = Log::new();
    let group = run_group! {
        #[cfg(any())]
        a: |stop| missing(stop),
        #[cfg(all())]
        b: |stop| async { stop.stopped().await; log.say("b"); Ok(()) },
        #[cfg(all())]
        c: |stop| async { stop.stopped().await; log.say("c"); Ok(()) } => { log.say("stop c") },
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["stop c", "b", "c"]);
}

#[test]
fn a_row_is_configured_in_or_out_as_a_whole() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[cfg(any())]
        row: script(name, &log, [Step::Ok]) for name in ["x", "y"] => drop,
        #[cfg(all())]
        row: script(name, &log, [Step::Err(name)]) for name in ["z", "w"] => drop,
        #[cfg(all())]
        other: script(name, &log, []) for name in ["v"] if name == "w" => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["row[0] failed: z", "row[1] failed: w"]);
    log.expect(&["poll z", "drop z", "poll w", "drop w"]);
}

#[test]
fn the_guard_of_an_actor_configured_out_is_not_evaluated() {
    let log = Log::new();
    let group = run_group! {
        #[cfg(any())]
        a: done() if { log.say("guard of a"); true } => drop,
        #[cfg(all())]
        b: script("b", &log, []) if { log.say("guard of b"); false } => drop,
        #[cfg(all())]
        c: script("c", &log, [Step::Ok]) if let Some(true) = { log.say("guard of c"); Some(true) } => drop,
        #[cfg(any())]
        d: done() if let Some(true) = { log.say("guard of d"); Some(true) } && true => drop,
        #[cfg(all())]
        e: done() if let Some(()) = { log.say("guard of e"); None } && true => drop,
    };
    drive(group).unwrap();
    log.expect(&["guard of b", "guard of c", "guard of e", "poll c", "drop c"]);
}

#[test]
fn a_thread_may_be_configured_out() {
    drive(run_group! {
        #[cfg(any())]
        lines: run_group::thread(|| unreachable!("it is not there")) => {},
        job: done() => drop,
    })
    .unwrap();
}

#[test]
fn every_attribute_may_stand_beside_a_cfg() {
    let actors = Actors::new();
    let group = run_group! {
        /// An actor may have a doc comment, as any item may.
        #[cfg(all())]
        #[must_run]
        a: done() => drop,
        #[may_finish]
        #[cfg(all())]
        b: done() => drop,
        #[when(pending::<()>())]
        #[cfg(all())]
        c: actors.waits("c") => { actors.interrupt("c") },
        #[cfg(all())]
        #[outlives(..)]
        d: actors.waits("d") => { actors.interrupt("d") },
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["a ended before it was asked to"]);
    actors.log.expect(&["poll d", "stop c", "drop c", "stop d", "poll d", "drop d"]);
}

#[test]
fn the_error_type_holds_in_every_configuration() {
    let group = run_group! {
        type Error = String;
        #[cfg(any())]
        a: async { Err(1) } => drop,
        #[cfg(all())]
        b: async { Err("b".to_owned()) } => drop,
    };
    let result: Result<(), Error<String>> = drive(group);
    assert_eq!(result.unwrap_err().into_inner().as_deref(), Some("b"));
}
