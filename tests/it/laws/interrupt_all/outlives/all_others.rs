//! `#[outlives(..)]`: all others.

use std::pin::pin;

use run_group::run_group;

use crate::support::{Actors, Step, done, drive, poll};

#[test]
fn one_waits_until_all_others_have_ended() {
    let actors = &Actors::new();
    let group = run_group! {
        #[outlives(..)]
        db: actors.waits("db") => { actors.interrupt("db") },
        a: actors.waits("a") => { actors.interrupt("a") },
        // Those without a name, too.
        actors.waits("b") => { actors.interrupt("b") },
        row: actors.waits(name) for name in ["x", "y"] => move || actors.interrupt(name),
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "stop b", "stop x", "stop y", "stop db"]);
}

#[test]
fn two_do_not_wait_for_each_other() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(..)]
        db: actors.then("db", [Step::Pending, Step::Ok]) => { actors.interrupt("db") },
        a: actors.then("a", [Step::Pending, Step::Ok]) => { actors.interrupt("a") },
        #[outlives(..)]
        log: actors.then("log", [Step::Pending, Step::Ok]) => { actors.interrupt("log") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(actors.take_stops(), ["stop a"]);
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll db", "poll a", "drop a", "poll log", "stop db", "stop log", "poll db", "poll log"]);
}

#[test]
fn one_comes_after_those_that_outlive_some() {
    let actors = Actors::new();
    let group = run_group! {
        #[outlives(..)]
        log: actors.waits("log") => { actors.interrupt("log") },
        #[outlives(a)]
        db: actors.waits("db") => { actors.interrupt("db") },
        a: actors.waits("a") => { actors.interrupt("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "stop db", "stop log"]);
}
