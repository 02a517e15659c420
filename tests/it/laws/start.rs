//! Law 1: the first poll starts every actor.

use std::pin::pin;

use run_group::run_group;

use crate::support::{Flag, Log, Step, drive, poll, ready, script};

#[test]
fn a_group_does_nothing_until_it_is_polled() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Ok]) => { log.say("stop a") },
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
    };
    log.expect(&[]);
    drop(group);
}

#[test]
fn each_is_polled_once_in_order_also_after_an_end() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Ok]) => drop,
        b: script("b", &log, []) => drop,
        c: script("c", &log, [Step::Err("c")]) => drop,
        d: script("d", &log, []) => drop,
    };
    drive(group.on_cause(|_| log.say("cause"))).unwrap_err();
    log.expect(&["poll a", "drop a", "poll b", "poll c", "drop c", "poll d", "cause", "drop b", "drop d"]);
}

#[test]
fn the_siblings_of_one_that_ends_at_once_start_too() {
    let log = Log::new();
    let (b, c) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Ok]) => { log.say("stop a") },
        b: script("b", &log, [Step::Until(b.clone()), Step::Pending, Step::Ok]) => { log.say("stop b"); b.set(); },
        c: script("c", &log, [Step::Until(c.clone()), Step::Pending, Step::Ok]) => { log.say("stop c"); c.set(); },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&[
        "poll a", "drop a", "poll b", "poll c", // started
        "stop a", "stop b", "stop c", // interrupted
        "poll b", "poll c", // draining
    ]);
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll b", "drop b", "poll c", "drop c"]);
}
