//! In which phase a group is, and in which state each of its actors.

use std::{
    cell::{Cell, RefCell},
    future::{pending, ready as done},
    pin::pin,
};

use run_group::{
    ActorSet, Ready, Status, run_group,
    status::{Phase, State},
};

use super::states;
use crate::support::{Actors, Flag, Log, Step, drive, poll, ready, script};

#[test]
fn the_phases_follow_each_other() {
    let (actors, handle, go, status) = (Actors::new(), Cell::new(None), Flag::new(), Status::new());
    assert_eq!(status.phase(), Phase::NotStarted);
    let group = run_group! {
        a: |_, ready| { handle.set(Some(ready)); actors.then("a", [Step::Pending, Step::Ok]) } => { actors.interrupt("a") },
        job: script("job", &actors.log, [Step::Until(go.clone()), Step::Ok]) => drop,
    };
    let mut group = pin!(group.status(&status));
    assert_eq!((status.phase(), status.is_ready(), status.actors().len()), (Phase::NotStarted, false, 0));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((status.phase(), status.is_ready()), (Phase::Starting, false));
    assert_eq!(states(&status), ["a starting", "job ready"]);
    let handle: Ready = handle.take().unwrap();
    handle.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((status.phase(), status.is_ready()), (Phase::Running, true));
    assert_eq!(states(&status), ["a ready", "job ready"]);
    go.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((status.phase(), status.is_ready()), (Phase::Draining, false));
    assert_eq!(states(&status), ["a interrupted", "job ended"]);
    ready(poll(group.as_mut())).unwrap();
    assert_eq!((status.phase(), status.is_ready()), (Phase::Ended, false));
    assert_eq!(states(&status), ["a ended", "job ended"]);
}

/// From `on_ready` on, and to `on_cause`: a probe that asks in them sees it.
#[test]
fn it_is_ready_from_on_ready_to_on_cause() {
    let (log, status) = (Log::new(), Status::new());
    let group = run_group! { a: script("a", &log, [Step::Yield, Step::Ok]) => drop };
    let group = group.status(&status);
    let group = group.on_ready(|| log.say(status.is_ready())).on_cause(|_| log.say(status.is_ready()));
    drive(group).unwrap();
    log.expect(&["poll a", "true", "poll a", "drop a", "false"]);
}

#[test]
fn it_never_is_ready_where_the_cause_comes_first() {
    let (log, status) = (Log::new(), Status::new());
    let group = run_group! {
        a: |_, ready| { drop(ready); pending::<()>() } => { log.say(status.is_ready()) },
        job: done(()) => { log.say(status.is_ready()) },
    };
    assert!(poll(pin!(group.status(&status))).is_pending());
    assert_eq!(status.phase(), Phase::Ended, "it was dropped");
    log.expect(&["false", "false"]);
}

#[test]
fn each_actor_has_the_state_that_it_is_in() {
    let (actors, up, open, status) = (Actors::new(), Flag::new(), Flag::new(), Status::new());
    let on = false;
    let group = run_group! {
        db: |_, ready| { let up = up.clone(); std::future::poll_fn(move |cx| {
            if up.wait(cx) { ready.set(); }
            std::task::Poll::<()>::Pending
        }) } => drop,
        #[after(db)]
        cache: pending::<()>() => drop,
        #[when(script("gate", &actors.log, [Step::Until(open.clone()), Step::Ok]))]
        standby: pending::<()>() => drop,
        #[after(cache, db)]
        server: pending::<()>() => drop,
        out: pending::<()>() if on => drop,
        #[cfg(any())]
        configured_out: pending::<()>() => drop,
        #[may_finish]
        warm: done(()) => drop,
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    let expected =
        ["db starting", "cache waiting for db", "standby waiting", "server waiting for db, cache", "warm ended"];
    assert_eq!(states(&status), expected);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(states(&status), ["db ready", "cache ready", "standby waiting", "server ready", "warm ended"]);
    assert_eq!(status.phase(), Phase::Starting);
    open.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(states(&status)[2], "standby ready");
    assert_eq!(status.phase(), Phase::Running);
}

#[test]
fn after_one_that_may_finish_it_waits_for_its_end() {
    let (log, finish, status) = (Log::new(), Flag::new(), Status::new());
    let group = run_group! {
        #[may_finish]
        migration: script("migration", &log, [Step::Until(finish.clone()), Step::Ok]) => drop,
        #[after(migration)]
        server: pending::<()>() => drop,
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(states(&status), ["migration ready", "server waiting for migration"]);
    finish.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(states(&status), ["migration ended", "server ready"]);
}

#[test]
fn once_there_is_a_cause_none_waits_for_a_start() {
    let (actors, status) = (Actors::new(), Status::new());
    let group = run_group! {
        db: |_, ready| { drop(ready); actors.then("db", [Step::Pending, Step::Ok]) } => { actors.interrupt("db") },
        #[after(db)]
        server: pending::<()>() => async { std::future::pending::<()>().await },
        job: done(()) => drop,
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    // The interrupt of the one that was never started goes on; that of `db` has not had its turn.
    assert_eq!(states(&status), ["db starting", "server interrupted", "job ended"]);
}

/// It has not been interrupted yet, since one that is after it has not ended.
#[test]
fn once_there_is_a_cause_none_becomes_ready() {
    let (up, status) = (Flag::new(), Status::new());
    let group = run_group! {
        db: |_, ready| { let up = up.clone(); std::future::poll_fn(move |cx| {
            if up.wait(cx) { ready.set(); }
            std::task::Poll::<()>::Pending
        }) } => drop,
        #[after(db)]
        server: pending::<()>() => async { pending::<()>().await },
        job: done(()) => drop,
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    let expected = ["db starting", "server interrupted", "job ended"];
    assert_eq!(states(&status), expected);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(states(&status), expected);
}

#[test]
fn an_ended_actor_whose_interrupt_goes_on_is_interrupted() {
    let (log, close, status) = (Log::new(), Flag::new(), Status::new());
    let group = run_group! {
        type Error = &'static str;
        a: done(()) => async { script("close", &log, [Step::Until(close.clone()), Step::Ok]).await },
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(states(&status), ["a interrupted"]);
    close.set();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(states(&status), ["a ended"]);
}

#[test]
fn actors_of_rows_and_nested_groups_have_their_names() {
    let status = Status::new();
    let group = run_group! {
        row: pending::<()>() for _ in 0..2 => drop,
        shard[name]: pending::<()>() for name in ["x", "y"] => drop,
        sub: run_group! {
            a: |_, ready| { drop(ready); pending::<()>() } => drop,
            deep: run_group! { #[may_finish] b: done(()) => drop, c: pending::<()>() => drop },
        },
        #[after(sub)]
        last: pending::<()>() => drop,
        pending::<()>() => drop,
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(
        states(&status),
        [
            "row[0] ready",
            "row[1] ready",
            "shard[x] ready",
            "shard[y] ready",
            "sub.a starting",
            "sub.deep.b ended",
            "sub.deep.c ready",
            "last waiting for sub.a",
            "pending ready",
        ]
    );
}

#[test]
fn a_nested_group_that_drains_alone_is_seen_to() {
    let (log, finish, status) = (Log::new(), Flag::new(), Status::new());
    let group = run_group! {
        #[may_finish]
        sub: run_group! {
            job: script("job", &log, [Step::Until(finish.clone()), Step::Ok]) => drop,
            slow: pending::<()>() => {},
        },
        #[after(sub)]
        server: pending::<()>() => drop,
        other: pending::<()>() => drop,
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(
        states(&status),
        ["sub.job ready", "sub.slow ready", "server waiting for sub.job, sub.slow", "other ready"]
    );
    finish.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(
        states(&status),
        ["sub.job ended", "sub.slow interrupted", "server waiting for sub.slow", "other ready"]
    );
    assert_eq!(status.phase(), Phase::Starting);
}

#[test]
fn a_report_of_the_group_changes_nothing() {
    let (log, status) = (Log::new(), Status::new());
    let group = run_group! { a: script("a", &log, [Step::Yield, Step::Ok]) => { log.say(status.actors()[0].state()) } };
    let report = drive(group.status(&status).report());
    assert!(report.result().is_ok());
    log.expect(&["poll a", "poll a", "drop a", "ended"]);
    assert_eq!((status.phase(), status.actors()[0].state()), (Phase::Ended, State::Ended));
}

#[test]
fn a_lame_duck_is_part_of_the_drain() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let status = Status::new();
    runtime.block_on(async {
        let group = run_group! { a: pending::<()>() => drop, s: async { Err("no disk".into()) } => drop };
        let group = group.lame_duck(crate::support::SECOND).status(&status).on_cause(|_| {
            assert_eq!((status.phase(), status.is_ready()), (Phase::Draining, false));
        });
        group.await.unwrap_err();
    });
    assert_eq!(status.phase(), Phase::Ended);
}

#[test]
fn those_that_are_waited_for_have_their_names() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let (status, set) = (Status::new(), ActorSet::new());
        let seen = RefCell::new(Vec::new());
        let look = |when: &str| seen.borrow_mut().push(format!("{when}: {}", status.waiting_for().join(", ")));
        set.try_add("7", |stop| async move {
            stop.await;
            tokio::time::sleep(crate::support::SECOND).await;
            Ok(())
        })
        .unwrap();
        let group = run_group! {
            #[may_finish]
            migrate: tokio::time::sleep(crate::support::SECOND) => drop,
            #[after(migrate)]
            server: |stop| stop,
            conns: &set,
            #[may_finish]
            watch: async {
                look("start");
                tokio::time::sleep(crate::support::SECOND * 2).await;
                look("running");
                Ok(())
            } => drop,
            job: tokio::time::sleep(crate::support::SECOND * 3) => async {
                tokio::time::sleep(crate::support::SECOND / 2).await;
                look("drain");
            },
        };
        group.status(&status).await.unwrap();
        assert_eq!(*seen.borrow(), ["start: migrate", "running: ", "drain: conns, conns[7], job"]);
        assert!(status.waiting_for().is_empty());
    });
}

#[test]
fn a_panic_of_the_group_ends_it() {
    let status = Status::new();
    let group = run_group! { a: async { panic!("boom") } => drop };
    crate::support::panic_text(|| drive(group.status(&status)));
    assert_eq!((status.phase(), states(&status)), (Phase::Ended, vec!["a ended".to_owned()]));
}

/// One after the other: of the last one that it was given to.
#[test]
fn it_may_be_of_one_group_after_another() {
    let status = Status::new();
    for name in ["first", "second"] {
        let group = run_group! { job[name]: done(()) for name in [name] => drop };
        let group = group.status(&status);
        assert_eq!((status.phase(), status.actors().len()), (Phase::NotStarted, 0));
        drive(group).unwrap();
        assert_eq!(states(&status), [format!("job[{name}] ended")]);
    }
}

#[test]
fn a_group_has_the_status_that_it_was_given_last() {
    let (first, second) = (Status::new(), Status::new());
    let mut group = pin!(run_group! { a: pending::<()>() => drop }.status(&first).status(&second));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((first.phase(), second.phase()), (Phase::Ended, Phase::Running));
}

#[test]
fn what_a_group_does_that_had_it_before_is_not_shown() {
    let (go, status) = (Flag::new(), Status::new());
    let first = run_group! { a: script("a", &Log::new(), [Step::Until(go.clone()), Step::Ok]) => drop };
    let mut first = Box::pin(first.status(&status));
    assert!(poll(first.as_mut()).is_pending());
    let mut second = pin!(run_group! { b: pending::<()>() => drop }.status(&status));
    assert!(poll(second.as_mut()).is_pending());
    go.set();
    ready(poll(first.as_mut())).unwrap();
    drop(first);
    assert_eq!((status.phase(), states(&status)), (Phase::Running, vec!["b ready".to_owned()]));
    assert!(poll(pin!(status.ended())).is_pending());
}

#[test]
fn given_twice_to_one_group_it_is_of_that() {
    let status = Status::new();
    let mut group = pin!(run_group! { a: pending::<()>() => drop }.status(&status).status(&status));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(status.phase(), Phase::Running);
    assert!(poll(pin!(status.ended())).is_pending());
}
