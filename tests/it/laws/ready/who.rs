//! Which actor is ready when: what `on_ready` waits for.

use std::{
    cell::Cell,
    future::{pending, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
};

use futures::channel::oneshot;
use run_group::{ActorSet, run_group, task, thread};

use super::sets;
use crate::support::{Flag, Log, Step, drive_beside_threads, poll, ready, script};

#[test]
fn without_a_handle_it_is_ready_when_it_is_started() {
    let log = Log::new();
    let group = run_group! { a: script("a", &log, []) => drop, b: script("b", &log, []) => drop };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "ready"]);
}

#[test]
fn without_a_handle_at_a_gate_it_is_ready_when_that_opens() {
    let (log, open) = (Log::new(), Flag::new());
    let group = run_group! {
        #[when(script("gate", &log, [Step::Until(open.clone()), Step::Ok]))]
        a: script("a", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate"]);
    open.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "drop gate", "poll a", "ready"]);
}

#[test]
fn with_a_handle_it_is_ready_when_it_has_set_it() {
    let (log, up) = (Log::new(), Flag::new());
    let group = run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        b: script("b", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll a", "poll b"]);
    }
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "ready"]);
}

#[test]
fn a_handle_set_while_the_list_is_built_counts_from_the_start() {
    let log = Log::new();
    let group = run_group! {
        a: |_, ready| { ready.set(); script("a", &log, []) } => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "ready"]);
}

/// A handle may be set by whoever has it, but an actor that has not started does no work.
#[test]
fn a_handle_set_before_its_actor_starts_counts_when_it_does() {
    let (log, up) = (Log::new(), Flag::new());
    let group = run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        #[after(a)]
        b: |_, ready| { ready.set(); script("b", &log, []) } => drop,
        #[after(b)]
        c: script("c", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll c", "ready"]);
}

#[test]
fn a_handle_that_is_set_twice_is_set_once() {
    let log = Log::new();
    let group = run_group! {
        a: |_, ready| poll_fn(move |_| { ready.set(); ready.set(); Poll::<()>::Pending }) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    for _ in 0..3 {
        assert!(poll(group.as_mut()).is_pending());
    }
    log.expect(&["ready"]);
}

#[test]
fn one_whose_handle_was_dropped_is_never_ready() {
    let log = Log::new();
    let group = run_group! {
        a: |_, ready| { drop(ready); script("a", &log, []) } => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    for _ in 0..20 {
        assert!(poll(group.as_mut()).is_pending());
    }
    assert_eq!((log.count("poll a"), log.count("poll b"), log.count("ready")), (20, 0, 0));
}

#[test]
fn one_that_may_finish_and_drops_its_handle_is_ready_at_its_ok() {
    let (log, done) = (Log::new(), Flag::new());
    let group = run_group! {
        #[may_finish]
        a: |_, ready| { drop(ready); script("a", &log, [Step::Until(done.clone()), Step::Ok]) } => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
    done.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "drop a", "poll b", "ready"]);
}

#[test]
fn one_that_may_finish_is_waited_for_no_longer_than_its_set() {
    let (log, up) = (Log::new(), Flag::new());
    let group = run_group! {
        #[may_finish]
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "ready"]);
}

/// It is ready itself when it is started: `on_ready` does not wait for its end.
#[test]
fn one_that_may_finish_without_a_handle_is_ready_when_started() {
    let log = Log::new();
    let group = run_group! {
        #[may_finish]
        batch: script("batch", &log, []) => drop,
        server: script("server", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll batch", "poll server", "ready"]);
}

#[test]
fn after_one_that_may_finish_without_a_handle_waits_for_its_ok() {
    let (log, done) = (Log::new(), Flag::new());
    let group = run_group! {
        #[may_finish]
        migration: script("migration", &log, [Step::Until(done.clone()), Step::Ok]) => drop,
        #[after(migration)]
        server: script("server", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll migration"]);
    done.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll migration", "drop migration", "poll server", "ready"]);
}

#[test]
fn a_failure_of_one_that_may_finish_starts_none_after_it() {
    for step in [Step::Err("no table"), Step::Panic("no table")] {
        let log = Log::new();
        let group = run_group! {
            #[may_finish]
            migration: script("migration", &log, [step]) => drop,
            #[after(migration)]
            server: script("server", &log, []) => drop,
        };
        let group = group.on_ready(|| log.say("ready"));
        let report = crate::support::drive(group.report());
        assert!(report.result().is_err());
        log.expect(&["poll migration", "drop migration", "drop server"]);
    }
}

#[test]
fn a_thread_is_ready_when_it_has_begun_or_said_so() {
    let log = Log::new();
    let (says, begins) = (log.clone(), log.clone());
    let (go, gone) = mpsc::channel::<()>();
    let (begun, has_begun) = oneshot::channel::<()>();
    let group = run_group! {
        says: |stop, ready| thread(move || {
            gone.recv().unwrap_err();
            says.say("set");
            ready.set();
            stop.wait();
        }),
        #[after(says)]
        begins: |stop| thread(move || {
            begins.say("begins");
            begun.send(()).unwrap();
            stop.wait();
        }),
        job: async { drop(go); has_begun.await?; Ok(()) } => drop,
    };
    drive_beside_threads(group.on_ready(|| log.say("ready"))).unwrap();
    let mut events = log.take();
    assert_eq!(events[0], "set");
    // The thread begins at any time after the poll in which all are ready has started it.
    events[1..].sort();
    assert_eq!(events[1..], ["begins", "ready"]);
}

#[tokio::test]
async fn a_task_is_ready_when_it_has_been_spawned_or_said_so() {
    let log = Log::new();
    let (one, two) = (log.clone(), log.clone());
    let group = run_group! {
        says: |stop, ready| task(async move {
            one.say("set");
            ready.set();
            stop.stopped().await;
            Ok(())
        }),
        #[after(says)]
        begins: task(async move { two.say("begins"); Ok(()) }) => drop,
    };
    group.on_ready(|| log.say("ready")).await.unwrap();
    log.expect(&["set", "ready", "begins"]);
}

#[tokio::test]
async fn a_set_is_ready_when_it_has_been_started() {
    let log = Log::new();
    let set = ActorSet::new();
    let group = run_group! { set: &set, #[after(set)] job: async { log.say("job"); Ok(()) } => drop };
    group.on_ready(|| log.say("ready")).await.unwrap();
    // The job has ended in its first poll, and so before all were known to be ready.
    log.expect(&["job"]);
}

#[test]
fn a_group_of_its_own_is_ready_when_it_has_been_started() {
    let (log, up) = (Log::new(), Flag::new());
    let inner = run_group! { a: |_, ready| sets("a", &log, ready, &up) => drop };
    let group = run_group! { inner: inner => drop };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "ready"]);
}

#[test]
fn one_that_is_left_out_is_not_waited_for() {
    let log = Log::new();
    let out = Cell::new(false);
    let group = run_group! {
        guarded: |_, ready| { drop(ready); pending::<()>() } if out.get() => drop,
        #[cfg(any())]
        configured: |_, ready| { drop(ready); pending::<()>() } => drop,
        row: |_, ready| { drop(ready); pending::<()>() } for () in [] => drop,
        a: script("a", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "ready"]);
}

#[test]
fn an_empty_group_is_never_ready() {
    let log = Log::new();
    let group = run_group! { a: script("a", &log, []) if false => drop };
    ready(poll(pin!(group.on_ready(|| log.say("ready"))))).unwrap();
    log.expect(&[]);
}

#[test]
fn after_a_thread_that_may_finish_waits_until_it_is_joined() {
    let log = Log::new();
    let said = log.clone();
    let group = run_group! {
        #[may_finish]
        migration: thread(move || said.say("migrated")) => {},
        #[after(migration)]
        job: async { log.say("job"); Ok(()) } => drop,
    };
    drive_beside_threads(group).unwrap();
    log.expect(&["migrated", "job"]);
}

#[test]
fn a_handle_that_nothing_waits_for_changes_nothing() {
    let (log, up, go) = (Log::new(), Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        job: script("job", &log, [Step::Until(go.clone()), Step::Ok]) => drop,
    });
    for flag in [&Flag::new(), &up, &Flag::new()] {
        flag.set();
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll a", "poll job"]);
    }
    go.set();
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll a", "poll job", "drop job", "drop a"]);
}
