//! `#[outlives]` inside a nested group, on it, and of it.

use run_group::run_group;

use crate::support::{Actors, drive};

#[test]
fn inside_it_names_the_actors_inside() {
    let actors = Actors::new();
    drive(run_group! {
        // Of the same name as one inside.
        b: actors.waits("outer b") => { actors.interrupt("outer b") },
        sub: run_group! {
            #[outlives(b)] a: actors.waits("a") => { actors.interrupt("a") },
            b: actors.waits("b") => { actors.interrupt("b") },
        },
        job: async { Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop outer b", "stop b", "stop a"]);
}

#[test]
fn all_others_inside_are_those_of_the_group() {
    let actors = Actors::new();
    drive(run_group! {
        sub: run_group! {
            #[outlives(..)] a: actors.waits("a") => { actors.interrupt("a") },
            b: actors.waits("b") => { actors.interrupt("b") },
        },
        #[outlives(sub)] c: actors.waits("c") => { actors.interrupt("c") },
        job: async { Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop b", "stop a", "stop c"]);
}

#[test]
fn one_that_outlives_a_group_outlives_all_in_it() {
    let actors = Actors::new();
    drive(run_group! {
        #[outlives(sub)] db: actors.waits("db") => { actors.interrupt("db") },
        sub: run_group! {
            a: actors.waits("a") => { actors.interrupt("a") },
            deep: run_group! { b: actors.waits("b") => { actors.interrupt("b") } },
        },
        job: async { Ok(()) } => drop,
    })
    .unwrap();
    let log = actors.log.take();
    let at = |event: &str| log.iter().rposition(|said| said == event).unwrap();
    assert!(at("drop a") < at("stop db") && at("drop b") < at("stop db"), "{log:?}");
}

#[test]
fn all_in_a_group_outlive_what_it_outlives() {
    let actors = Actors::new();
    drive(run_group! {
        #[outlives(http)]
        sub: run_group! {
            a: actors.waits("a") => { actors.interrupt("a") },
            deep: run_group! { b: actors.waits("b") => { actors.interrupt("b") } },
        },
        http: actors.waits("http") => { actors.interrupt("http") },
        job: async { Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop http", "stop a", "stop b"]);
}

#[test]
fn a_group_that_outlives_all_others_is_no_other_to_its_own() {
    let actors = Actors::new();
    drive(run_group! {
        #[outlives(..)]
        sub: run_group! {
            #[outlives(b)] a: actors.waits("a") => { actors.interrupt("a") },
            b: actors.waits("b") => { actors.interrupt("b") },
        },
        http: actors.waits("http") => { actors.interrupt("http") },
        job: async { Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop http", "stop b", "stop a"]);
}

#[test]
fn a_group_left_out_is_not_waited_for() {
    let actors = Actors::new();
    drive(run_group! {
        #[outlives(sub)] db: actors.waits("db") => { actors.interrupt("db") },
        sub: run_group! { a: actors.waits("a") => {} } if actors.log.count("x") > 0,
        job: async { Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop db"]);
}

#[test]
fn order_goes_through_a_group_that_is_left_out() {
    let actors = Actors::new();
    let none = || actors.log.count("x") > 0;
    drive(run_group! {
        #[outlives(sub)] db: actors.waits("db") => { actors.interrupt("db") },
        #[outlives(http)] sub: run_group! { a: actors.waits("a") if none() => {}, b: actors.waits("b") if none() => {} },
        http: actors.waits("http") => { actors.interrupt("http") },
        job: async { Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop http", "stop db"]);
}

#[test]
fn a_dropped_group_drops_what_outlives_a_nested_one_after_it() {
    let actors = Actors::new();
    drop(run_group! {
        #[outlives(sub)] db: actors.waits("db") => {},
        sub: run_group! { #[outlives(b)] a: actors.waits("a") => {}, b: actors.waits("b") => {} },
    });
    actors.log.expect(&["drop b", "drop a", "drop db"]);
}
