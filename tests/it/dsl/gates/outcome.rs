//! What a gate ends with: its value is dropped, its failure is its actor's.

use std::{fmt, future::ready as ready_with, num::ParseIntError, pin::pin};

use run_group::{Error, run_group};

use crate::support::{
    Actors, DetectDrop, Flag, Log, PanicOnDrop, Step, done, drive, failures, holding, panic_text, poll, script,
};

#[test]
fn its_value_is_dropped_before_the_actors_first_poll() {
    let log = Log::new();
    let group = run_group! {
        #[when(ready_with(DetectDrop("value", log.clone())))]
        a: script("a", &log, [Step::Ok]) => drop,
        #[when(ready_with(Ok::<_, &str>(DetectDrop("value in a result", log.clone()))))]
        b: script("b", &log, []) => drop,
        #[when(ready_with(Some(DetectDrop("value in an option", log.clone()))))]
        c: script("c", &log, []) => drop,
    };
    assert!(poll(pin!(group)).is_ready());
    assert_eq!(
        log.take()[..7],
        ["drop value", "poll a", "drop a", "drop value in a result", "poll b", "drop value in an option", "poll c"]
    );
}

#[test]
fn its_error_is_the_actors_and_the_actor_is_not_polled() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[when(script("gate", &log, [Step::Err("not ready")]))]
        a: script("a", &log, []) => |cause| log.say(cause),
        b: script("b", &log, []) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["a failed: not ready"]);
    log.expect(&["poll gate", "drop gate", "drop a", "poll b", "`a` failed: not ready", "drop b"]);
}

#[test]
fn an_error_in_its_value_is_the_actors() {
    let log = Log::new();
    let error = drive(run_group! {
        #[when(async { Ok::<Result<u8, &str>, ParseIntError>(Err("no table")) })]
        server: script("server", &log, []) => drop,
    })
    .unwrap_err();
    assert_eq!(
        (error.to_string(), format!("{error:?}")),
        ("actor `server` failed".into(), "actor `server` failed: no table".into())
    );
    assert!(log.take().iter().all(|line| !line.contains("poll")));
}

#[test]
fn its_error_is_converted() {
    #[derive(Debug, PartialEq)]
    struct Failure(ParseIntError);

    impl From<ParseIntError> for Failure {
        fn from(error: ParseIntError) -> Self {
            Failure(error)
        }
    }

    impl fmt::Display for Failure {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.fmt(f)
        }
    }

    let group = run_group! {
        type Error = Failure;
        #[when(async { "x".parse::<u8>() })]
        a: done() => drop,
    };
    let error: Error<Failure> = drive(group).unwrap_err();
    assert_eq!(error.into_inner(), Some(Failure("x".parse::<u8>().unwrap_err())));
}

#[test]
fn a_question_mark_in_it_converts_its_error() {
    for (text, result) in [("3", Ok(())), ("three", Err("actor `server` failed".to_owned()))] {
        let group = run_group! {
            #[when(async { let three: u8 = text.parse()?; if three == 3 { Ok(three) } else { Ok(0) } })]
            server: async { Ok(()) } => drop,
        };
        assert_eq!(drive(group).map_err(|error| error.to_string()), result);
    }
}

#[test]
fn its_error_in_the_drain_counts() {
    let (actors, refuse) = (Actors::new(), Flag::new());
    let group = run_group! {
        type Error = &'static str;
        #[outlives(a)]
        #[when(script("gate", &actors.log, [Step::Until(refuse.clone()), Step::Err("not ready")]))]
        b: script("b", &actors.log, []) => drop,
        a: actors.then("a", [Step::Yield, Step::Ok]) => { actors.interrupt("a"); refuse.set(); },
        job: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["b failed: not ready"]);
    assert_eq!(actors.log.count("poll b"), 0);
}

#[test]
fn its_panic_is_the_actors_and_the_actor_is_not_polled() {
    let log = Log::new();
    let group = run_group! {
        #[when(script("gate", &log, [Step::Panic("boom")]))]
        a: script("a", &log, []) => |cause| log.say(cause),
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drive(group)), "boom");
    let mut events = log.take();
    events.retain(|event| !event.ends_with("gate"));
    assert_eq!(events, ["drop a", "poll b", "`a` panicked: boom", "drop b"]);
}

#[test]
fn a_panic_in_its_drop_is_the_actors() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        first: async { Err("first") } => drop,
        #[when(holding(PanicOnDrop("gate")))]
        a: script("a", &log, []) => { log.say("stop a") },
        #[when(ready_with(PanicOnDrop("value")))]
        b: script("b", &log, []) => { log.say("stop b") },
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["first failed: first", "a panicked: gate", "b panicked: value"]);
    log.expect(&["drop a", "drop b", "stop a", "stop b"]);
}
