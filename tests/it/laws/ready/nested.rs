//! Nested groups in the start: before others, after others, and with an order of their own.

use std::{future::pending, pin::pin};

use run_group::run_group;

use super::sets;
use crate::support::{Actors, Flag, Log, Step, done, drive, poll, script};

#[test]
fn a_nested_group_is_ready_when_all_its_actors_are() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let group = run_group! {
        sub: run_group! {
            a: |_, ready| sets("a", &log, ready, &a) => drop,
            deep: run_group! { b: |_, ready| sets("b", &log, ready, &b) => drop },
        },
        #[after(sub)]
        server: script("server", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    a.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
    b.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll server", "ready"]);
}

#[test]
fn all_in_a_nested_group_start_when_those_before_it_are_ready() {
    let (log, up) = (Log::new(), Flag::new());
    let group = run_group! {
        #[after(db)]
        sub: run_group! {
            a: script("a", &log, []) => drop,
            deep: run_group! { b: script("b", &log, []) => drop },
        },
        db: |_, ready| sets("db", &log, ready, &up) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db", "poll a", "poll b", "ready"]);
}

#[test]
fn an_order_inside_begins_when_the_one_outside_allows() {
    let (log, up, inner) = (Log::new(), Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        db: |_, ready| sets("db", &log, ready, &up) => drop,
        #[after(db)]
        sub: run_group! {
            #[after(b)]
            a: script("a", &log, []) => drop,
            b: |_, ready| sets("b", &log, ready, &inner) => drop,
        },
        #[after(sub)]
        last: script("last", &log, []) => drop,
    });
    // Ready before its turn, which is no turn.
    inner.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db", "poll b", "poll a", "poll last"]);
}

#[test]
fn a_gate_of_a_nested_group_is_polled_after_those_before() {
    let (log, up, open) = (Log::new(), Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        db: |_, ready| sets("db", &log, ready, &up) => drop,
        #[after(db)]
        #[when(script("gate", &log, [Step::Until(open.clone()), Step::Ok]))]
        sub: run_group! { a: script("a", &log, []) => drop, b: script("b", &log, []) => drop },
        #[after(sub)]
        last: script("last", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db", "poll gate"]);
    open.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db", "poll gate", "drop gate", "poll a", "poll b", "poll last"]);
}

#[test]
fn a_nested_group_that_may_finish_is_waited_for_to_its_end() {
    let (log, first, drained) = (Log::new(), Flag::new(), Flag::new());
    let group = run_group! {
        #[may_finish]
        migration: run_group! {
            job: script("job", &log, [Step::Until(first.clone()), Step::Ok]) => drop,
            db: script("db", &log, [Step::Until(drained.clone()), Step::Ok]) => { log.say("stop db") },
        },
        #[after(migration)]
        server: script("server", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll job", "poll db"]);
    first.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll job", "drop job", "poll db", "stop db", "poll db"]);
    drained.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll db", "drop db", "poll server", "ready"]);
}

#[test]
fn those_not_started_of_a_draining_group_end_unpolled() {
    let (log, first) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[may_finish]
        sub: run_group! {
            a: |_, ready| { drop(ready); script("a", &log, []) } => drop,
            #[after(a)]
            b: script("b", &log, []) => drop,
            job: script("job", &log, [Step::Until(first.clone()), Step::Ok]) => drop,
        },
        #[after(sub)]
        server: script("server", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    first.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll job", "drop job", "drop b", "drop a", "poll server"]);
}

/// In the poll in which the nested group has its first exit, too.
#[test]
fn a_draining_nested_group_starts_no_more_of_its_actors() {
    let (log, up) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[may_finish]
        sub: run_group! {
            a: |_, ready| sets("a", &log, ready, &up) => drop,
            #[after(a)]
            b: script("b", &log, []) => drop,
            job: script("job", &log, [Step::Until(up.clone()), Step::Ok]) => drop,
        },
        other: script("other", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((log.count("poll b"), log.count("drop b"), log.count("drop a")), (0, 1, 1));
}

#[test]
fn an_exit_in_a_nested_group_starts_no_more_anywhere() {
    let (log, up) = (Log::new(), Flag::new());
    up.set();
    let group = run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
        sub: run_group! { job: script("job", &log, [Step::Err("no disk")]) => drop },
    };
    drive(group.on_ready(|| log.say("ready"))).unwrap_err();
    log.expect(&["poll a", "poll job", "drop job", "drop b", "drop a"]);
}

#[test]
fn nested_groups_stop_in_the_order_opposite_to_their_start() {
    let actors = Actors::new();
    drive(run_group! {
        db: run_group! {
            #[after(b)] a: actors.waits("db.a") => { actors.interrupt("db.a") },
            b: actors.waits("db.b") => { actors.interrupt("db.b") },
        },
        #[after(db)]
        http: run_group! {
            c: actors.waits("http.c") => { actors.interrupt("http.c") },
            #[after(c)] d: actors.waits("http.d") => { actors.interrupt("http.d") },
        },
        job: done() => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop http.d", "stop http.c", "stop db.a", "stop db.b"]);
}

#[test]
fn the_order_leads_on_through_a_nested_group_that_is_left_out() {
    let (log, up) = (Log::new(), Flag::new());
    let on = log.count("x") > 0;
    let mut group = pin!(run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        #[after(a)]
        sub: run_group! { b: pending::<()>() if on => drop, c: pending::<()>() if on => drop },
        #[after(sub)]
        d: script("d", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll d"]);
}

#[test]
fn the_unready_of_a_nested_group_bear_its_name() {
    let error = drive(run_group! {
        db: run_group! {
            a: |_, ready| { drop(ready); pending::<()>() } => drop,
            #[after(a)] b: pending::<()>() => drop,
        },
        #[after(db)]
        http: run_group! { c: pending::<()>() => drop },
        job: async { Err("no disk".into()) } => drop,
    })
    .unwrap_err();
    assert_eq!(error.unready(), ["db.a", "db.b", "http.c"]);
    assert_eq!(
        format!("{error:?}"),
        "actor `job` failed: no disk\n\
         not ready: `db.a`\n\
         not ready: `db.b`, which waits for `db.a`\n\
         not ready: `http.c`, which waits for `db.a`, `db.b`"
    );
}

#[test]
fn a_nested_group_of_which_all_may_finish_frees_those_after_it() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        jobs: run_group! {
            #[may_finish] a: script("a", &log, [Step::Ok]) => drop,
            #[may_finish] b: script("b", &log, []) => drop,
        },
        #[after(jobs)]
        server: script("server", &log, []) => drop,
        other: script("other", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    // `b` may finish, and has not.
    log.expect(&["poll a", "drop a", "poll b", "poll other"]);
}
