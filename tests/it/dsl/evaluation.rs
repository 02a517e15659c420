//! What is evaluated when: each expression of the list once, in the order written.

use std::{
    future::{Future, Ready, ready},
    num::ParseIntError,
};

use run_group::{AnyError, Stop, run_group};

use crate::{
    dsl::support::{said, serve},
    support::{Log, Step, done, drive, holding, script},
};

#[test]
fn guard_then_actor_then_interrupt_actor_by_actor() {
    let log = Log::new();
    let group = run_group! {
        a: said(&log, "actor a", done()) if said(&log, "guard a", true) => said(&log, "interrupt a", Stop::new()),
        b: said(&log, "actor b", done()) => said(&log, "interrupt b", Stop::new()),
        c: |stop| said(&log, "actor c", serve(stop)) if said(&log, "guard c", true),
        d: said(&log, "actor d", done()) if let 3 = said(&log, "guard d", 3) => said(&log, "interrupt d", Stop::new()),
    };
    log.expect(&[
        "guard a",
        "actor a",
        "interrupt a",
        "actor b",
        "interrupt b",
        "guard c",
        "actor c",
        "guard d",
        "actor d",
        "interrupt d",
    ]);
    drive(group).unwrap();
    log.expect(&[]);
}

#[test]
fn guard_then_gate_then_actor_then_interrupt() {
    let log = Log::new();
    let interrupt = || {
        log.say("interrupt");
        Stop::new()
    };
    let group = run_group! {
        #[when({ log.say("gate"); done() })]
        a: { log.say("actor"); done() } if { log.say("guard"); true } => interrupt(),
        #[when({ log.say("second gate"); done() })]
        b: { log.say("second actor"); done() } => interrupt(),
    };
    log.expect(&["guard", "gate", "actor", "interrupt", "second gate", "second actor", "interrupt"]);
    drive(group).unwrap();
    log.expect(&[]);
}

#[test]
fn a_row_is_evaluated_once_item_by_item() {
    let log = Log::new();
    let say = |what: &str, item: u8| log.say(format_args!("{what} {item}"));
    let stop = |item| {
        say("interrupt", item);
        Stop::new()
    };
    let group = run_group! {
        a: { say("a", 0); done() } => drop,
        #[when({ say("gate", item); done() })]
        row: { say("actor", item); done() } for item in { say("items", 0); 0..3 } if { say("if", item); item != 1 }
            => stop(item),
        b: { say("b", 0); done() } => drop,
    };
    log.expect(&[
        "a 0",
        "items 0",
        "if 0",
        "gate 0",
        "actor 0",
        "interrupt 0",
        "if 1",
        "if 2",
        "gate 2",
        "actor 2",
        "interrupt 2",
        "b 0",
    ]);
    drive(group).unwrap();
    log.expect(&[]);
}

#[test]
fn the_gate_of_a_guarded_out_actor_is_not_evaluated() {
    let log = Log::new();
    let group = run_group! {
        #[when({ log.say("gate"); done() })]
        a: done() if false => drop,
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&[]);
}

#[test]
fn nothing_of_an_item_left_out_is_evaluated() {
    let log = Log::new();
    let evaluate = |what: &str, item: u8| {
        log.say(format_args!("{what} {item}"));
        Stop::new()
    };
    let group = run_group! {
        row: holding(evaluate("actor", item)) for item in 0..3 if item == 1 => evaluate("interrupt", item),
    };
    drop(group);
    log.expect(&["actor 1", "interrupt 1"]);
}

#[test]
fn nothing_runs_before_the_first_poll() {
    let log = Log::new();
    let group = run_group! {
        scripted: script("scripted", &log, [Step::Ok]) => { log.say("block") },
        inline: async { log.say("inline"); Ok(()) } => || log.say("closure"),
        stopped: |stop| async { log.say("with stop"); stop.stopped().await; Ok(()) },
        later: done() => async { log.say("async") },
    };
    log.expect(&[]);
    drop(group);
    log.expect(&["drop scripted"]);
}

#[test]
fn an_actor_may_await_and_use_a_question_mark() {
    fn connect(to: &str) -> impl Future<Output = Result<Ready<()>, ParseIntError>> {
        ready(to.parse::<u16>().map(|_| ready(())))
    }
    async fn group(to: &str) -> Result<(), AnyError> {
        run_group! { client: connect(to).await? => drop }.await?;
        Ok(())
    }
    drive(group("80")).unwrap();
    assert!(drive(group("eighty")).unwrap_err().downcast_ref::<ParseIntError>().is_some());
}
