//! `#[outlives]` with names of actors that are not there: guarded out, configured out, or an empty row.

use run_group::run_group;

use crate::support::{Actors, done, drive};

#[test]
fn a_guarded_out_actor_is_not_waited_for() {
    let actors = Actors::new();
    let debug = false;
    let group = run_group! {
        #[outlives(debug, a)]
        db: actors.waits("db") => { actors.interrupt("db") },
        debug: actors.waits("debug") if debug => { actors.interrupt("debug") },
        a: actors.waits("a") => { actors.interrupt("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "stop db"]);
}

#[test]
fn one_that_outlives_only_the_guarded_out_waits_for_none() {
    let actors = Actors::new();
    let debug = false;
    let group = run_group! {
        #[outlives(debug)]
        db: actors.waits("db") => { actors.interrupt("db") },
        debug: actors.waits("debug") if debug => { actors.interrupt("debug") },
        a: actors.waits("a") => { actors.interrupt("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop db", "stop a"]);
}

#[test]
fn a_configured_out_actor_is_not_waited_for() {
    let actors = Actors::new();
    let group = run_group! {
        #[outlives(metrics, a)]
        db: actors.waits("db") => { actors.interrupt("db") },
        #[cfg(any())]
        metrics: actors.waits("metrics") => { actors.interrupt("metrics") },
        a: actors.waits("a") => { actors.interrupt("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "stop db"]);
}

#[test]
fn order_goes_through_what_is_guarded_out() {
    let actors = Actors::new();
    for on in [false, true] {
        let group = run_group! {
            #[outlives(middle)]
            db: actors.waits("db") => { actors.interrupt("db") },
            #[outlives(a)]
            middle: actors.waits("middle") if on => { actors.interrupt("middle") },
            a: actors.waits("a") => { actors.interrupt("a") },
            job: done() => drop,
        };
        drive(group).unwrap();
        let stops: &[_] = if on { &["stop a", "stop middle", "stop db"] } else { &["stop a", "stop db"] };
        assert_eq!(actors.take_stops(), stops);
    }
}

#[test]
fn order_goes_through_what_is_configured_out() {
    let actors = Actors::new();
    let group = run_group! {
        #[outlives(middle)]
        db: actors.waits("db") => { actors.interrupt("db") },
        #[cfg(any())]
        #[outlives(a)]
        middle: undefined() => drop,
        a: actors.waits("a") => { actors.interrupt("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "stop db"]);
}

#[test]
fn order_goes_through_several_that_are_missing() {
    let actors = &Actors::new();
    let on = false;
    let group = run_group! {
        #[outlives(first)]
        db: actors.waits("db") => { actors.interrupt("db") },
        #[outlives(row)]
        first: actors.waits("first") if on => { actors.interrupt("first") },
        #[outlives(last)]
        row: actors.waits(name) for name in [] => move || actors.interrupt(name),
        #[cfg(any())]
        #[outlives(a, b)]
        last: undefined() => drop,
        a: actors.waits("a") => { actors.interrupt("a") },
        b: actors.waits("b") => { actors.interrupt("b") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "stop b", "stop db"]);
}

/// The order of the two is another one in each configuration, and in this one neither outlives the other.
#[test]
fn a_missing_actor_makes_no_cycle() {
    let actors = Actors::new();
    let group = run_group! {
        #[cfg(all())]
        #[outlives(b)]
        a: actors.waits("a") => { actors.interrupt("a") },
        #[cfg(any())]
        a: undefined() => drop,
        #[cfg(any())]
        #[outlives(a)]
        b: undefined() => drop,
        #[cfg(all())]
        b: actors.waits("b") => { actors.interrupt("b") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop b", "stop a"]);
}

#[test]
fn an_empty_row_is_not_waited_for() {
    let actors = &Actors::new();
    let group = run_group! {
        #[outlives(row, a)]
        db: actors.waits("db") => { actors.interrupt("db") },
        row: actors.waits(name) for name in [] => move || actors.interrupt(name),
        a: actors.waits("a") => { actors.interrupt("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "stop db"]);
}

#[test]
fn a_row_guarded_out_is_not_waited_for() {
    let actors = &Actors::new();
    let group = run_group! {
        #[outlives(row, a)]
        db: actors.waits("db") => { actors.interrupt("db") },
        row: actors.waits(name) for name in ["x", "y"] if name == "z" => move || actors.interrupt(name),
        a: actors.waits("a") => { actors.interrupt("a") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "stop db"]);
}
