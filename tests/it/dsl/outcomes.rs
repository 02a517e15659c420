//! What an actor may end with.

use std::{
    convert::Infallible,
    error, fmt,
    future::{pending, ready},
    io,
    num::ParseIntError,
};

use run_group::{AnyError, Error, run_group};

use crate::support::{Log, done, drive, failures};

#[derive(Debug)]
enum MyError {
    Io(io::Error),
    Parse(ParseIntError),
}

impl fmt::Display for MyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MyError::Io(error) => write!(f, "mine: {error}"),
            MyError::Parse(error) => write!(f, "mine: {error}"),
        }
    }
}

impl From<io::Error> for MyError {
    fn from(error: io::Error) -> Self {
        MyError::Io(error)
    }
}

impl From<ParseIntError> for MyError {
    fn from(error: ParseIntError) -> Self {
        MyError::Parse(error)
    }
}

fn parse(text: &str) -> Result<u32, ParseIntError> {
    text.parse()
}

async fn never() -> ! {
    pending().await
}

/// What six actors fail with, each with an error of another type.
const OF_EVERY_TYPE: [&str; 6] = [
    "text failed: text",
    "string failed: string",
    "anyhow failed: anyhow",
    "boxed failed: boxed",
    "own failed: own",
    "any failed: any",
];

#[derive(Debug)]
struct Own;

impl fmt::Display for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("own")
    }
}

impl error::Error for Own {}

#[test]
fn each_actors_own_error_is_converted_into_the_groups() {
    let error: Error<MyError> = drive(run_group! {
        type Error = MyError;
        parser: ready(parse("x").map(drop)) => drop,
        reader: ready(Err::<(), _>(io::Error::from(io::ErrorKind::NotFound))) => drop,
        inline: async { parse("x")?; Ok(()) } => drop,
        own: ready(Err::<(), _>(MyError::Io(io::ErrorKind::TimedOut.into()))) => drop,
    })
    .unwrap_err();
    assert!(matches!(error.get_ref(), Some(MyError::Parse(_))));
    let others: Vec<_> = error.others().iter().map(Error::get_ref).collect();
    assert!(matches!(others[0], Some(MyError::Io(error)) if error.kind() == io::ErrorKind::NotFound));
    assert!(matches!(others[1], Some(MyError::Parse(_))));
    assert!(matches!(others[2], Some(MyError::Io(error)) if error.kind() == io::ErrorKind::TimedOut));
    assert_eq!(others.len(), 3);
}

#[test]
fn a_result_in_a_result_loses_neither_error() {
    type Nested = Result<Result<(), &'static str>, ParseIntError>;
    let group = run_group! {
        ended: ready(Nested::Ok(Ok(()))) => drop,
        inner: ready(Nested::Ok(Err("inner"))) => drop,
        outer: ready(Nested::Err(parse("x").unwrap_err())) => drop,
    };
    assert_eq!(
        failures(&drive(group).unwrap_err()),
        ["inner failed: inner", "outer failed: invalid digit found in string"]
    );
}

#[test]
fn none_is_a_success_and_some_is_what_is_in_it() {
    let log = Log::new();
    let group = run_group! {
        none: ready(None::<Result<(), &str>>) => |cause| log.say(cause),
        some: ready(Some(())) => drop,
        fails: ready(Some(Err::<(), _>("inside"))) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["fails failed: inside"]);
    log.expect(&["`none` ended"]);
}

#[tokio::test]
async fn a_join_handle_loses_neither_error() {
    let cancelled = tokio::spawn(pending::<()>());
    cancelled.abort();
    let error = run_group! {
        task: tokio::spawn(async { Err::<(), _>("of the task") }) => {},
        cancelled: cancelled => {},
    }
    .await
    .unwrap_err();
    let mut failures = failures(&error);
    failures.sort();
    assert!(
        failures[0].starts_with("cancelled failed: task ") && failures[0].ends_with(" was cancelled"),
        "{failures:?}"
    );
    assert_eq!(failures[1..], ["task failed: of the task"]);
}

#[test]
fn what_never_succeeds_may_fail() {
    let group = run_group! {
        server: ready(Err::<Infallible, _>("no port")) => drop,
        never: never() => drop,
        infallible: pending::<Infallible>() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["server failed: no port"]);
}

#[test]
fn every_error_converts_by_a_question_mark() {
    let group = run_group! {
        text: async { Err("text")?; Ok(()) } => drop,
        string: async { Err(String::from("string"))?; Ok(()) } => drop,
        anyhow: async { Err(anyhow::anyhow!("anyhow"))?; Ok(()) } => drop,
        boxed: async { Err(Box::<dyn error::Error + Send + Sync>::from("boxed"))?; Ok(()) } => drop,
        own: async { Err(Own)?; Ok(()) } => drop,
        any: async { Err(AnyError::from("any"))?; Ok(()) } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), OF_EVERY_TYPE);
}

#[test]
fn every_error_converts_where_it_is_returned() {
    let group = run_group! {
        text: ready(Err::<(), _>("text")) => drop,
        string: ready(Err::<(), _>(String::from("string"))) => drop,
        anyhow: ready(Err::<(), _>(anyhow::anyhow!("anyhow"))) => drop,
        boxed: ready(Err::<(), _>(Box::<dyn error::Error + Send + Sync>::from("boxed"))) => drop,
        own: ready(Err::<(), _>(Own)) => drop,
        any: ready(Err::<(), _>(AnyError::from("any"))) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), OF_EVERY_TYPE);
}

#[test]
fn return_leaves_the_block_that_it_is_in() {
    let log = Log::new();
    let group = run_group! {
        job: async {
            if log.count("never") == 0 {
                return Err("left".into());
            }
            log.say("went on");
            Ok(())
        } => drop,
        later: done() => async {
            if log.count("never") == 0 {
                return;
            }
            log.say("went on");
        },
        called: done() => || {
            if log.count("never") == 0 {
                return;
            }
            log.say("went on");
        },
        block: done() => {
            if log.count("never") == 0 {
                return;
            }
            log.say("went on");
        },
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["job failed: left"]);
    log.expect(&[]);
}

/// The block has the group's error type and owns its stop signal, also where statements come before it.
#[test]
fn a_block_ending_in_an_async_block_is_inline() {
    let log = Log::new();
    futures::executor::block_on(run_group! {
        a: |stop| {
            log.say("made");
            async { stop.stopped().await; log.say("stopped"); Ok(()) }
        },
        b: {
            let port = "80";
            async move { let _: u16 = port.parse()?; Ok(()) }
        } => drop,
    })
    .unwrap();
    log.expect(&["made", "stopped"]);
}
