//! `name[item]: .. for ..`: the items of a row are called what that expression displays.

use std::{
    future::{pending, ready},
    thread as os,
};

use run_group::{Stop, run_group, thread};

use crate::{
    dsl::support::said,
    support::{Log, done, drive, drive_beside_threads, failures},
};

/// Fails at its first poll, or never ends.
async fn fails(now: bool) -> Result<(), &'static str> {
    if now { Err("failed") } else { pending().await }
}

#[test]
fn an_item_is_called_what_its_expression_displays() {
    for (region, name) in [("eu", "shard[eu]"), ("us", "shard[us]")] {
        let group = run_group! { shard[id]: fails(id == region) for id in ["eu", "us"] => drop };
        assert_eq!(drive(group).unwrap_err().actor(), Some(name));
    }
    let group = run_group! {
        type Error = &'static str;
        shard[format_args!("{region}-{number}")]: fails(true) for (region, number) in [("eu", 1), ("us", 2)] => drop,
        other: fails(true) => drop,
    };
    let expected = ["shard[eu-1] failed: failed", "shard[us-2] failed: failed", "other failed: failed"];
    assert_eq!(failures(&drive(group).unwrap_err()), expected);
}

#[test]
fn its_name_is_evaluated_after_its_guard_and_before_it() {
    let log = Log::new();
    drive(run_group! {
        row[said(&log, &format!("name {item}"), item)]: said(&log, &format!("actor {item}"), done())
            for item in 0..3
            if said(&log, &format!("guard {item}"), item != 1)
            => said(&log, "interrupt", Stop::new()),
    })
    .unwrap();
    log.expect(&["guard 0", "name 0", "actor 0", "interrupt", "guard 1", "guard 2", "name 2", "actor 2", "interrupt"]);
}

#[test]
fn its_name_borrows_the_item() {
    struct Id(String);

    async fn run(id: Id) -> Result<(), String> {
        ready(Err(id.0)).await
    }

    let ids = ["eu", "us"].map(|id| Id(id.to_owned()));
    let error = drive(run_group! { shard[id.0]: run(id) for id in ids => drop }).unwrap_err();
    assert_eq!(failures(&error), ["shard[eu] failed: eu", "shard[us] failed: us"]);
}

#[test]
fn its_name_sees_what_its_guard_binds() {
    let ports = [Some(80), None, Some(443)];
    let group = run_group! {
        type Error = &'static str;
        port[number]: fails(true) for port in ports if let Some(number) = port && number > 80 => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["port[443] failed: failed"]);
}

#[test]
fn two_rows_and_those_without_brackets_keep_apart() {
    let group = run_group! {
        type Error = &'static str;
        a[name]: fails(true) for name in ["x", "y"] => drop,
        b: fails(true) for _ in 0..2 => drop,
        c[name]: fails(true) for name in ["x"] => drop,
    };
    let names = ["a[x]", "a[y]", "b[0]", "b[1]", "c[x]"];
    assert_eq!(failures(&drive(group).unwrap_err()), names.map(|name| format!("{name} failed: failed")));
}

#[test]
fn a_row_is_outlived_by_its_name_alone() {
    let log = &Log::new();
    drive(run_group! {
        #[outlives(shard)]
        pool: done() => { log.say("pool") },
        shard[id]: done() for id in ["eu", "us"] => move |cause| log.say(format_args!("{id} after {cause}")),
        job: done() => drop,
    })
    .unwrap();
    log.expect(&["eu after `pool` ended", "us after `pool` ended", "pool"]);
}

#[test]
fn a_thread_is_named_after_its_named_item() {
    let log = Log::new();
    let group = run_group! {
        worker[id]: thread({
            let log = log.clone();
            move || log.say(os::current().name().unwrap_or("none"))
        }) for id in ["eu", "us"] => {},
    };
    drive_beside_threads(group).unwrap();
    let mut names = log.take();
    names.sort();
    assert_eq!(names, ["worker[eu]", "worker[us]"]);
}
