//! An actor that is interrupted, or dropped, while its gate is closed.

use std::{
    cell::Cell,
    future::{pending, poll_fn},
    pin::pin,
    task::Poll,
};

use run_group::run_group;

use super::gate;
use crate::support::{Actors, Flag, Log, Step, done, drive, failures, poll, ready, script};

#[test]
fn interrupted_the_actor_is_dropped_unpolled() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[when(pending::<()>())]
        a: script("a", &log, []) => { log.say("stop a") },
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll b", "drop b", "stop a", "drop a", "stop b"]);
}

#[test]
fn interrupted_the_gate_is_dropped_and_not_polled_again() {
    let (log, closed) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[when(gate(&log, &Flag::new()))]
        a: script("a", &log, []) => {},
        b: done() => async { script("close b", &log, [Step::Until(closed.clone()), Step::Ok]).await },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((log.count("drop a"), log.count("drop gate"), log.count("poll gate")), (1, 1, 1));
    closed.set();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!((log.count("drop gate"), log.count("poll gate"), log.count("poll a")), (1, 1, 0));
}

#[test]
fn interrupted_by_drop_the_actor_is_dropped_once() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[when(pending::<()>())]
        a: script("a", &log, []) => drop,
        job: done() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["drop a"]);
}

#[test]
fn interrupted_its_stop_is_set() {
    let (log, handle) = (Log::new(), Cell::new(None));
    let mut group = pin!(run_group! {
        #[when(pending::<()>())]
        a: |stop| { handle.set(Some(stop)); script("a", &log, []) },
        job: done() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["drop a"]);
    assert!(handle.take().unwrap().is_stopped());
}

#[test]
fn its_async_interrupt_runs_to_its_end() {
    let (log, closed) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[when(pending::<()>())]
        a: script("a", &log, []) => async {
            script("close a", &log, [Step::Until(closed.clone()), Step::Err("close")]).await
        },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["drop a", "poll close a"]);
    closed.set();
    assert_eq!(failures(&ready(poll(group.as_mut())).unwrap_err()), ["a failed: close"]);
}

#[test]
fn a_panic_of_its_interrupt_drops_it_despite_its_stop() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[when(pending::<()>())]
        a: |stop| { drop(stop); script("a", &log, []) } => { panic!("cannot close") },
        #[when(pending::<()>())]
        b: |stop| { drop(stop); script("b", &log, []) } => async { panic!("cannot close later") },
        job: async { Err("first") } => drop,
    };
    assert_eq!(
        failures(&drive(group).unwrap_err()),
        ["job failed: first", "a panicked: cannot close", "b panicked: cannot close later"]
    );
    log.expect(&["drop a", "drop b"]);
}

#[test]
fn interrupted_in_its_turn_it_frees_those_outliving_it() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(b)]
        c: actors.waits("c") => { actors.interrupt("c") },
        a: actors.waits("a") => { actors.interrupt("a") },
        #[outlives(a)]
        #[when(gate(&actors.log, &Flag::new()))]
        b: script("b", &actors.log, []) => { actors.interrupt("b") },
        job: done() => { actors.interrupt("job") },
    });
    ready(poll(group.as_mut())).unwrap();
    let mut events = actors.log.take();
    events.retain(|event| !event.ends_with("gate"));
    assert_eq!(
        events,
        [
            "poll c", "poll a", "stop a", "stop job", //
            "poll c", "poll a", "drop a", "stop b", "drop b", "stop c", //
            "poll c", "drop c",
        ]
    );
}

#[test]
fn items_at_closed_gates_are_dropped_others_joined() {
    let actors = &Actors::new();
    let mut group = pin!(run_group! {
        #[when(poll_fn(move |_| if open { Poll::Ready(()) } else { Poll::Pending }))]
        row: actors.waits(name) for (name, open) in [("x", true), ("y", false), ("z", true)] => move || actors.interrupt(name),
        job: done() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&[
        "poll x", "poll z", //
        "stop x", "stop y", "drop y", "stop z", //
        "poll x", "drop x", "poll z", "drop z",
    ]);
}

#[test]
fn a_dropped_group_drops_gates_and_their_actors() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        #[when(gate(&log, &Flag::new()))]
        a: script("a", &log, []) => { log.say("stop a") },
        b: script("b", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    assert_eq!((log.count("drop gate"), log.count("drop a"), log.count("drop b")), (1, 1, 1));
    assert_eq!(log.take().len(), 3);
}
