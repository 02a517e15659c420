//! What a row takes its items from, and what sees them.

use std::{cell::RefCell, future::ready as ready_with, pin::pin};

use run_group::{AnyError, Error, Stop, run_group};

use crate::support::{Log, Step, done, drive, poll, script};

#[test]
fn a_condition_is_evaluated_for_each_item() {
    let log = Log::new();
    let group = run_group! {
        row: script(name, &log, []) for (name, on) in [("x", true), ("y", false), ("z", true)] if on => drop,
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll x", "poll z", "drop x", "drop z"]);
}

#[test]
fn a_condition_binds_for_actor_and_interrupt() {
    struct Peer {
        name: &'static str,
        port: Option<u16>,
    }

    let log = &Log::new();
    let peers = [("x", Some(8080)), ("y", None), ("z", Some(80)), ("w", Some(9090))];
    let peers = peers.map(|(name, port)| Peer { name, port });
    let group = run_group! {
        row: script(name, log, []) for Peer { name, port } in peers if let Some(port) = port && port > 1024
            => move || log.say(port),
        job: done() => drop,
    };
    assert!(poll(pin!(group)).is_pending());
    assert_eq!(log.take()[..4], ["poll x", "poll w", "8080", "9090"]);
}

#[test]
fn items_are_taken_by_reference() {
    let names = vec!["x".to_owned(), "y".to_owned()];
    let seen = RefCell::new(Vec::new());
    let group = run_group! { row: async { seen.borrow_mut().push(name.as_str()); Ok(()) } for name in &names => drop };
    drive(group).unwrap();
    assert_eq!(seen.into_inner(), names);
}

#[test]
fn items_are_taken_by_mutable_reference() {
    let mut counts = [0; 3];
    let group = run_group! { row: async { *count += 1; Ok(()) } for count in &mut counts => drop };
    drive(group).unwrap();
    assert_eq!(counts, [1; 3]);
}

#[test]
fn items_are_taken_by_value() {
    let names = vec!["x".to_owned(), "y".to_owned()];
    let seen = &RefCell::new(Vec::new());
    let group = run_group! { row: async move { seen.borrow_mut().push(name); Ok(()) } for name in names => drop };
    drive(group).unwrap();
    assert_eq!(seen.take(), ["x", "y"]);
}

#[test]
fn items_may_come_from_a_chain_of_iterators() {
    let names = ["x", "y", "z"];
    let seen = &RefCell::new(Vec::new());
    let group = run_group! {
        row: async move { seen.borrow_mut().push((number, *name)); Ok(()) }
            for (number, name) in names.iter().enumerate().filter(|(_, name)| **name != "y").rev() => drop,
    };
    drive(group).unwrap();
    assert_eq!(seen.take(), [(2, "z"), (0, "x")]);
}

#[test]
fn the_interrupt_sees_its_item() {
    let log = &Log::new();
    let group = run_group! {
        row: done() for item in ["x", "y", "z"] => move |cause| log.say(format_args!("{item}: {cause}")),
    };
    drive(group).unwrap();
    log.expect(&["x: `row[0]` ended", "y: `row[0]` ended", "z: `row[0]` ended"]);
}

#[test]
fn the_items_may_await_and_use_a_question_mark() {
    async fn group(names: Result<[&'static str; 2], AnyError>, log: &Log) -> Result<(), AnyError> {
        run_group! {
            a: script("a", log, [Step::Ok]) => drop,
            row: script(name, log, [Step::Ok]) for name in ready_with(names).await? => drop,
        }
        .await?;
        Ok(())
    }

    let log = Log::new();
    drive(group(Ok(["x", "y"]), &log)).unwrap();
    log.expect(&["poll a", "drop a", "poll x", "drop x", "poll y", "drop y"]);
    let error = drive(group(Err("no names".into()), &log)).unwrap_err();
    assert_eq!(error.to_string(), "no names");
    log.expect(&["drop a"]);
}

#[test]
fn a_body_may_await() {
    let log = Log::new();
    drive(async {
        run_group! {
            row: script(ready_with(name).await, &log, [Step::Ok]) for name in ["x", "y"] => drop,
        }
        .await
    })
    .unwrap();
    log.expect(&["poll x", "drop x", "poll y", "drop y"]);
}

#[test]
fn an_error_in_the_body_drops_what_was_built() {
    fn group(log: &Log, names: [Result<&'static str, &'static str>; 4]) -> Result<(), &'static str> {
        let group = run_group! {
            a: script("a", log, []) => { log.say("stop a") },
            row: script(name?, log, []) for name in names => { log.say("stop one of the row") },
            b: script("b", log, []) => drop,
        };
        drop(group);
        Ok(())
    }

    let log = Log::new();
    assert_eq!(group(&log, [Ok("x"), Ok("y"), Err("no name"), Ok("z")]), Err("no name"));
    log.expect(&["drop a", "drop x", "drop y"]);
    assert_eq!(group(&log, [Ok("x"), Ok("y"), Ok("z"), Ok("w")]), Ok(()));
    log.expect(&["drop a", "drop x", "drop y", "drop z", "drop w", "drop b"]);
}

#[test]
fn a_condition_may_await_and_use_a_question_mark() {
    async fn group(log: &Log, conditions: [Result<bool, AnyError>; 3]) -> Result<(), AnyError> {
        run_group! {
            row: script(name, log, [Step::Ok]) for (name, on) in ["x", "y", "z"].into_iter().zip(conditions)
                if ready_with(on).await? => drop,
        }
        .await?;
        Ok(())
    }

    let log = Log::new();
    drive(group(&log, [Ok(true), Ok(false), Ok(true)])).unwrap();
    log.expect(&["poll x", "drop x", "poll z", "drop z"]);
    let error = drive(group(&log, [Ok(true), Err("cannot say".into()), Ok(true)])).unwrap_err();
    assert_eq!(error.to_string(), "cannot say");
    log.expect(&["drop x"]);
}

#[test]
fn an_interrupt_value_may_use_a_question_mark() {
    fn group(log: &Log, stops: [Result<Stop, &'static str>; 2]) -> Result<(), &'static str> {
        let group = run_group! { row: script("x", log, []) for stop in stops => stop? };
        drop(group);
        Ok(())
    }

    let log = Log::new();
    assert_eq!(group(&log, [Ok(Stop::new()), Err("no stop")]), Err("no stop"));
    // First the second actor, which had no interrupt yet, then the first one, which was in the group.
    log.expect(&["drop x", "drop x"]);
}

#[test]
fn a_row_has_the_error_type_of_its_group() {
    let group = run_group! {
        type Error = String;
        row: async move { Err(format!("number {item}")) } for item in 0..3 => drop,
    };
    let result: Result<(), Error<String>> = drive(group);
    assert_eq!(result.unwrap_err().into_inner().as_deref(), Some("number 0"));
}
