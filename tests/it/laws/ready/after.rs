//! `#[after]`: when an actor is started.

use std::{cell::Cell, future::poll_fn, pin::pin, task::Poll};

use run_group::run_group;

use super::sets;
use crate::support::{Actors, Flag, Log, Step, done, drive, poll, ready, script};

#[test]
fn an_actor_starts_in_the_poll_in_which_the_last_is_ready() {
    let (log, a, b) = (Log::new(), Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[after(a, b)]
        server: script("server", &log, []) => drop,
        a: |_, ready| sets("a", &log, ready, &a) => drop,
        b: |_, ready| sets("b", &log, ready, &b) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
    b.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
    a.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll server"]);
    // From now on in its place.
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll server", "poll a", "poll b"]);
}

#[test]
fn a_chain_of_actors_that_are_ready_at_once_starts_in_one_poll() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[after(b)]
        c: script("c", &log, []) => drop,
        #[after(a)]
        b: |_, ready| { ready.set(); script("b", &log, []) } => drop,
        a: script("a", &log, []) => drop,
        #[after(c)]
        d: script("d", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll c", "poll d"]);
}

#[test]
fn of_those_that_may_start_the_one_written_first_is_next() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        root: script("root", &log, []) => drop,
        #[after(c)]
        a: script("a", &log, []) => drop,
        #[after(root)]
        b: script("b", &log, []) => drop,
        #[after(root)]
        c: script("c", &log, []) => drop,
        #[after(root)]
        d: script("d", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll root", "poll b", "poll c", "poll a", "poll d"]);
}

#[test]
fn an_actor_is_polled_once_in_the_poll_that_starts_it() {
    let (log, polls) = (Log::new(), Cell::new(0));
    let mut group = pin!(run_group! {
        a: script("a", &log, []) => drop,
        #[after(a)]
        b: poll_fn(|cx| {
            polls.set(polls.get() + 1);
            cx.waker().wake_by_ref();
            Poll::<()>::Pending
        }) => drop,
    });
    for poll_count in 1..30 {
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!(polls.get(), poll_count);
    }
}

#[test]
fn a_gate_beside_it_is_first_polled_after_those_before() {
    let (log, up, open) = (Log::new(), Flag::new(), Flag::new());
    let group = run_group! {
        #[after(a)]
        #[when(script("gate", &log, [Step::Until(open.clone()), Step::Ok]))]
        b: script("b", &log, []) => drop,
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        #[after(b)]
        c: script("c", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll gate"]);
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "poll a"]);
    open.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "drop gate", "poll b", "poll a", "poll c", "ready"]);
}

#[test]
fn a_gate_that_is_open_already_holds_none_that_is_after_others() {
    let (log, up) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        #[when(std::future::ready(()))]
        #[after(a)]
        b: script("b", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
}

/// One edge serves both directions.
#[test]
fn those_that_start_first_stop_last() {
    let actors = Actors::new();
    drive(run_group! {
        db: actors.waits("db") => { actors.interrupt("db") },
        #[after(db)]
        cache: actors.waits("cache") => { actors.interrupt("cache") },
        #[after(cache)]
        server: actors.waits("server") => { actors.interrupt("server") },
        job: done() => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop server", "stop cache", "stop db"]);
}

#[test]
fn what_outlives_all_does_not_outlive_what_it_is_after() {
    let actors = Actors::new();
    drive(run_group! {
        log: actors.waits("log") => { actors.interrupt("log") },
        #[outlives(..)]
        #[after(log)]
        db: actors.waits("db") => { actors.interrupt("db") },
        http: actors.waits("http") => { actors.interrupt("http") },
        job: done() => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop http", "stop db", "stop log"]);
}

#[test]
fn one_that_ends_when_it_is_started_is_the_cause() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => { log.say("stop a") },
        #[after(a)]
        b: script("b", &log, [Step::Err("cannot bind")]) => { log.say("stop b") },
    };
    let mut group = pin!(group.on_cause(|cause| log.say(cause)));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "drop b", "`b` failed: cannot bind", "stop b", "stop a", "poll a"]);
}

#[test]
fn one_that_may_finish_may_do_so_when_it_is_started() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        #[after(a)]
        #[may_finish]
        b: script("b", &log, [Step::Ok]) => drop,
        #[after(b)]
        c: script("c", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "drop b", "poll c", "ready"]);
}

/// The last to finish is the cause, also where all have finished while they were started.
#[test]
fn a_pipeline_of_jobs_runs_to_its_end_in_one_poll() {
    let log = Log::new();
    let group = run_group! {
        #[may_finish]
        a: script("a", &log, [Step::Ok]) => drop,
        #[after(a)]
        #[may_finish]
        b: script("b", &log, [Step::Ok]) => drop,
        #[after(b)]
        #[may_finish]
        c: script("c", &log, [Step::Ok]) => drop,
    };
    let mut group = pin!(group.on_cause(|cause| log.say(cause)));
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll a", "drop a", "poll b", "drop b", "poll c", "drop c", "`c` ended"]);
}
