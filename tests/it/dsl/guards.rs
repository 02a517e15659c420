//! `if` and `if let`: what leaves an actor out, and what is bound for it.

use std::{
    future::{Ready, pending},
    sync::Mutex,
};

use run_group::{Stop, run_group};

use crate::{
    dsl::support::said,
    support::{Log, Step, done, drive, script},
};

#[test]
fn a_false_guard_leaves_out_the_actor_and_its_interrupt() {
    let log = Log::new();
    let mut taken: Option<Ready<()>> = None;
    let group = run_group! {
        out: taken.take().unwrap() if taken.is_some() => said(&log, "interrupt of out", Stop::new()),
        job: script("job", &log, [Step::Ok]) => { log.say("interrupt of job") },
        last: script("last", &log, [Step::Ok]) if 1 > 2 => { log.say("interrupt of last") },
    };
    drive(group).unwrap();
    log.expect(&["poll job", "drop job", "interrupt of job"]);
}

#[test]
fn if_let_binds_for_actor_and_interrupt() {
    let log = &Log::new();
    let address = Some(String::from("here"));
    drive(run_group! {
        client: async move { log.say(format_args!("to {address}")); Ok(()) } if let Some(address) = &address => move || {
            log.say(format_args!("from {address}"));
        },
        other: pending::<()>() if let None = &address => drop,
    })
    .unwrap();
    log.expect(&["to here", "from here"]);
}

#[test]
fn if_let_moves_what_it_binds_into_the_actor() {
    async fn take(text: String, log: &Log) {
        done().await;
        log.say(text);
    }
    let log = Log::new();
    let address = Some(String::from("here"));
    drive(run_group! { client: take(address, &log) if let Some(address) = address => drop }).unwrap();
    log.expect(&["here"]);
}

/// A function whose name begins with `let`.
fn let_it_be(log: &Log) -> bool {
    said(log, "let it be", true)
}

#[test]
fn a_chain_stops_at_the_first_false_condition() {
    let log = Log::new();
    let check = |name: &str, value: Option<u8>| said(&log, name, value);
    let group = run_group! {
        all: done() if let Some(a) = check("a", Some(1)) && a == 1 && let Some(2) = check("b", Some(a + 1)) => {
            log.say("all are there");
        },
        second: done() if let Some(a) = check("c", Some(1)) && a == 2 && let Some(_) = check("never", Some(a)) => {
            log.say("no chain of three");
        },
        first: done() if 1 > 2 && let Some(_) = check("never", None) => { log.say("no chain of two") },
        pattern: done() if let_it_be(&log) && let Some(1..=5) = check("d", Some(6)) => {
            log.say("no pattern");
        },
    };
    log.expect(&["a", "b", "c", "let it be", "d"]);
    drive(group).unwrap();
    log.expect(&["all are there"]);
}

#[test]
fn what_a_condition_locks_is_free_when_the_group_runs() {
    let port = Mutex::new(Some(3));
    let result = drive(async {
        run_group! {
            metrics: async { Ok(()) } if let Some(3) = port.lock().unwrap().take() => drop,
            reload: async { assert!(port.try_lock().is_ok()); Ok(()) } if port.lock().unwrap().is_none() => drop,
        }
        .await
    });
    assert!(result.is_ok());
}
