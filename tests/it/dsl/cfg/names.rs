//! Names that several actors bear, each in its own configuration.

use std::pin::pin;

use run_group::run_group;

use crate::support::{Actors, Log, Step, done, drive, failures, poll, ready, script};

#[test]
fn of_two_with_one_name_the_configured_one_is_there() {
    let log = Log::new();
    let group = run_group! {
        #[cfg(any())]
        signals: script("the first", &log, [Step::Err("first")]) => drop,
        #[cfg(all())]
        signals: script("the second", &log, [Step::Err("second")]) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["signals failed: second"]);
    log.expect(&["poll the second", "drop the second"]);

    let group = run_group! {
        #[cfg(all())]
        signals: script("the first", &log, [Step::Err("first")]) => drop,
        #[cfg(any())]
        signals: script("the second", &log, [Step::Err("second")]) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["signals failed: first"]);
    log.expect(&["poll the first", "drop the first"]);
}

#[test]
fn outliving_a_shared_name_waits_for_the_one_there() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(http)]
        db: actors.waits("db") => { actors.interrupt("db") },
        #[cfg(any())]
        http: actors.waits("first") => { actors.interrupt("first") },
        #[cfg(not(any()))]
        http: actors.then("second", [Step::Pending, Step::Ok]) => { actors.interrupt("second") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll db", "poll second", "stop second", "poll db", "poll second"]);
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&["poll db", "poll second", "drop second", "stop db", "poll db", "drop db"]);
}

#[test]
fn a_shared_name_has_its_order_per_configuration() {
    let actors = Actors::new();
    let group = run_group! {
        #[cfg(all())]
        #[outlives(http)]
        db: actors.waits("db") => { actors.interrupt("db") },
        #[cfg(not(all()))]
        db: actors.waits("no db") => { actors.interrupt("no db") },
        // This is no cycle, since no configuration has both orders.
        #[cfg(any())]
        #[outlives(db)]
        http: actors.waits("no http") => { actors.interrupt("no http") },
        #[cfg(not(any()))]
        http: actors.waits("http") => { actors.interrupt("http") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.log.take()[2..4], ["stop http", "poll db"]);
}

#[test]
fn numbers_count_actors_that_are_configured_out() {
    let group = run_group! {
        type Error = &'static str;
        #[cfg(any())]
        std::future::ready(()) => drop,
        #[cfg(all())]
        async { Err("failed") } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["#1 failed: failed"]);
}
