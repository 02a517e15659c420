//! `#[after]` with names of actors that are not there: the order leads on through them.

use std::pin::pin;

use run_group::run_group;

use super::sets;
use crate::support::{Actors, Flag, Log, done, drive, poll, script};

#[test]
fn one_after_a_guarded_out_actor_starts_at_once() {
    let log = Log::new();
    let on = false;
    let mut group = pin!(run_group! {
        #[after(out)]
        b: script("b", &log, []) => drop,
        out: script("out", &log, []) if on => drop,
        a: script("a", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
}

#[test]
fn the_start_leads_on_through_what_is_guarded_out() {
    for on in [false, true] {
        let (log, up) = (Log::new(), Flag::new());
        let mut group = pin!(run_group! {
            #[after(middle)]
            last: script("last", &log, []) => drop,
            #[after(first)]
            middle: script("middle", &log, []) if on => drop,
            first: |_, ready| sets("first", &log, ready, &up) => drop,
        });
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll first"]);
        up.set();
        assert!(poll(group.as_mut()).is_pending());
        let started: &[_] = if on { &["poll first", "poll middle", "poll last"] } else { &["poll first", "poll last"] };
        log.expect(started);
    }
}

#[test]
fn the_start_leads_on_through_several_that_are_missing() {
    let (log, a, b) = (&Log::new(), Flag::new(), Flag::new());
    let on = false;
    let mut group = pin!(run_group! {
        #[after(guarded)]
        last: script("last", log, []) => drop,
        #[after(row)]
        guarded: script("guarded", log, []) if on => drop,
        #[after(configured)]
        row: script(name, log, []) for name in [] => drop,
        #[cfg(any())]
        #[after(a, b)]
        configured: undefined() => drop,
        a: |_, ready| sets("a", log, ready, &a) => drop,
        b: |_, ready| sets("b", log, ready, &b) => drop,
    });
    a.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
    b.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll last"]);
}

/// Both orders lead on: the start as well as the stop.
#[test]
fn the_stop_leads_on_as_the_start_does() {
    let actors = Actors::new();
    let on = false;
    drive(run_group! {
        first: actors.waits("first") => { actors.interrupt("first") },
        #[after(first)]
        middle: actors.waits("middle") if on => { actors.interrupt("middle") },
        #[after(middle)]
        last: actors.waits("last") => { actors.interrupt("last") },
        job: done() => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop last", "stop first"]);
}

#[test]
fn one_after_a_migration_that_is_guarded_out_starts_at_once() {
    let log = Log::new();
    let on = false;
    let mut group = pin!(run_group! {
        #[may_finish]
        migration: script("migration", &log, []) if on => drop,
        #[after(migration)]
        server: script("server", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll server"]);
}

/// In each configuration the name is that of another actor.
#[test]
fn a_name_that_stands_twice_is_that_of_the_one_that_is_there() {
    let (log, up) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[cfg(any())]
        db: undefined() => drop,
        #[cfg(all())]
        db: |_, ready| sets("db", &log, ready, &up) => drop,
        #[after(db)]
        server: script("server", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db", "poll server"]);
}

#[test]
fn those_left_out_are_not_among_the_unready() {
    let on = false;
    let error = drive(run_group! {
        a: |_, ready| { drop(ready); done_never() } => drop,
        #[after(a)]
        out: done_never() if on => drop,
        #[after(out)]
        b: done_never() => drop,
        job: async { Err("no disk".into()) } => drop,
    })
    .unwrap_err();
    assert_eq!(error.unready(), ["a", "b"]);
    assert_eq!(
        format!("{error:?}"),
        "actor `job` failed: no disk\nnot ready: `a`\nnot ready: `b`, which waits for `a`"
    );
}

fn done_never() -> std::future::Pending<()> {
    std::future::pending()
}
