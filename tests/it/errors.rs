//! What a group's errors and causes say, to the letter, and what can be done with them.

use std::{
    convert::Infallible,
    error::Error as _,
    fmt::{self, Debug, Display},
    future::{pending, ready},
};

use run_group::{AnyError, Cause, End, Error, Interrupt, run_group};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use crate::support::{Log, Step, drive, script};

/// An error with others below it.
#[derive(Debug, PartialEq)]
struct Chain(&'static [&'static str]);

impl Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0[0])
    }
}

impl std::error::Error for Chain {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The tail of a static list, one type for each depth of it.
        match self.0 {
            [_, rest @ ..] if !rest.is_empty() => Some(Box::leak(Box::new(Chain(rest)))),
            _ => None,
        }
    }
}

const REFUSED: Chain = Chain(&["cannot connect", "connection refused", "os error 111"]);

/// What can be shown, and is no error.
#[derive(Debug)]
struct Shown(&'static str);

impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shown: {}", self.0)
    }
}

impl From<&'static str> for Shown {
    fn from(text: &'static str) -> Self {
        Shown(text)
    }
}

fn failed() -> Error {
    drive(run_group! { http: ready(Err::<(), _>(REFUSED)) => drop }).unwrap_err()
}

fn failed_with_others() -> Error {
    let log = Log::new();
    drive(run_group! {
        http: ready(Err::<(), _>(REFUSED)) => drop,
        db: ready(Err::<(), _>("disk full")) => drop,
        x: script("x", &log, [Step::Panic("boom")]) => drop,
        cache: pending::<()>() => { panic!("no interrupt") },
    })
    .unwrap_err()
}

// `Error`

#[test]
fn an_error_displays_as_the_failure_of_its_actor() {
    assert_eq!(failed().to_string(), "actor `http` failed");
    assert_eq!(failed_with_others().to_string(), "actor `http` failed");
}

#[test]
fn its_source_is_the_actors_own_error() {
    let error = failed();
    let source = error.source().expect("a source");
    assert_eq!(source.downcast_ref::<Chain>(), Some(&REFUSED));
    assert_eq!(source.to_string(), "cannot connect");
}

#[test]
fn the_source_of_a_typed_error_is_the_actors_own_error_too() {
    let error = drive(run_group! { type Error = Chain; http: ready(Err::<(), _>(REFUSED)) => drop }).unwrap_err();
    assert_eq!(error.source().and_then(|source| source.downcast_ref()), Some(&REFUSED));
}

#[test]
fn it_debugs_as_its_whole_chain() {
    assert_eq!(
        format!("{:?}", failed()),
        "actor `http` failed: cannot connect\n  caused by: connection refused\n  caused by: os error 111"
    );
}

#[test]
fn it_debugs_with_everything_else_that_failed_one_a_line() {
    assert_eq!(
        format!("{:?}", failed_with_others()),
        "actor `http` failed: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111\n\
         also: actor `db` failed: disk full\n\
         also: actor `x` panicked: boom\n\
         also: actor `cache` panicked: no interrupt"
    );
}

#[test]
fn the_chain_of_each_other_failure_is_shown_too() {
    let error = drive(run_group! {
        a: ready(Err::<(), _>("first")) => drop,
        b: ready(Err::<(), _>(REFUSED)) => drop,
    })
    .unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "actor `a` failed: first\n\
         also: actor `b` failed: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111"
    );
}

#[test]
fn a_typed_error_debugs_as_its_whole_chain() {
    let error = drive(run_group! {
        type Error = Chain;
        a: ready(Err::<(), _>(REFUSED)) => drop,
        b: ready(Err::<(), _>(Chain(&["flush", "disk full"]))) => drop,
    })
    .unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "actor `a` failed: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111\n\
         also: actor `b` failed: flush\n  \
           caused by: disk full"
    );
}

#[test]
fn an_error_type_that_can_only_be_shown_debugs_by_its_display() {
    let error = drive(run_group! {
        type Error = Shown;
        a: ready(Err::<(), _>("one")) => drop,
        b: async { Err("two")? } => drop,
    })
    .unwrap_err();
    assert_eq!(error.to_string(), "actor `a` failed");
    assert_eq!(format!("{error:?}"), "actor `a` failed: shown: one\nalso: actor `b` failed: shown: two");
}

#[test]
fn an_error_debugs_alike_behind_on_cause() {
    let error = drive(run_group! { http: ready(Err::<(), _>(REFUSED)) => drop }.on_cause(|_| {})).unwrap_err();
    assert_eq!(format!("{error:?}"), format!("{:?}", failed()));
}

#[test]
fn the_error_of_a_nested_group_shows_both_groups() {
    let error = drive(run_group! {
        outer: run_group! {
            http: ready(Err::<(), _>(REFUSED)) => drop,
            db: ready(Err::<(), _>("disk full")) => drop,
        } => drop,
        beside: ready(Err::<(), _>("beside")) => drop,
    })
    .unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "actor `outer` failed: actor `http` failed\n  \
           caused by: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111\n\
         also: actor `db` failed: disk full\n\
         also: actor `beside` failed: beside"
    );
}

#[test]
fn the_error_of_a_nested_typed_group_keeps_what_else_failed_in_it() {
    let error = drive(run_group! {
        outer: run_group! {
            type Error = Chain;
            http: ready(Err::<(), _>(Chain(&["refused"]))) => drop,
            db: ready(Err::<(), _>(Chain(&["disk full"]))) => drop,
        } => drop,
    })
    .unwrap_err();
    let nested = error.get_ref().and_then(AnyError::downcast_ref::<Error<Chain>>).expect("the nested group's error");
    assert_eq!(nested.others()[0].get_ref(), Some(&Chain(&["disk full"])));
}

#[ignore = "only the first failure of a nested group with a type of its own is shown"]
#[test]
fn the_error_of_a_nested_typed_group_shows_what_else_failed_in_it() {
    let error = drive(run_group! {
        outer: run_group! {
            type Error = Chain;
            http: ready(Err::<(), _>(Chain(&["refused"]))) => drop,
            db: ready(Err::<(), _>(Chain(&["disk full"]))) => drop,
        } => drop,
    })
    .unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "actor `outer` failed: actor `http` failed\n  \
           caused by: refused\n\
         also: actor `db` failed: disk full"
    );
}

#[test]
fn the_others_are_those_of_this_group_in_the_order_seen() {
    let error = failed_with_others();
    let others: Vec<_> = error.others().iter().map(|other| (other.actor().unwrap(), other.to_string())).collect();
    assert_eq!(
        others,
        [
            ("db", "actor `db` failed".to_owned()),
            ("x", "actor `x` panicked: boom".to_owned()),
            ("cache", "actor `cache` panicked: no interrupt".to_owned()),
        ]
    );
    assert!(error.others().iter().all(|other| other.others().is_empty()));
}

#[test]
fn a_panic_among_the_others_has_a_message_and_no_error() {
    let error = failed_with_others();
    let panicked = &error.others()[1];
    assert!(panicked.get_ref().is_none() && panicked.source().is_none());
    match panicked.end() {
        End::Panicked(panic) => assert_eq!(panic.message(), "boom"),
        other => panic!("it ended otherwise: {other}"),
    }
}

#[test]
fn a_panic_of_on_cause_among_the_others_is_the_groups_own() {
    let group = run_group! { a: async { Err("first")? } => drop, b: pending::<()>() => drop };
    // The panic is not the first failure, so it is among the others.
    let error = drive(group.on_cause(|_| panic!("on cause"))).unwrap_err();
    let own = &error.others()[0];
    assert_eq!((own.actor(), own.to_string()), (None, "the group panicked: on cause".to_owned()));
    assert_eq!(format!("{error:?}"), "actor `a` failed: first\nalso: the group panicked: on cause");
}

#[test]
fn the_actors_own_error_can_be_looked_at() {
    let error = failed();
    assert_eq!(error.actor(), Some("http"));
    assert_eq!(error.get_ref().and_then(AnyError::downcast_ref), Some(&REFUSED));
    assert!(matches!(error.end(), End::Failed(own) if own.downcast_ref() == Some(&REFUSED)));
}

#[test]
fn the_actors_own_error_can_be_taken_out() {
    let error = drive(run_group! { type Error = Chain; http: ready(Err::<(), _>(REFUSED)) => drop }).unwrap_err();
    assert_eq!(error.into_inner(), Some(REFUSED));
}

// Which errors are errors, and where they may go.

assert_impl_all!(Error: std::error::Error, Send, Sync, Debug, Display);
assert_impl_all!(Error<Chain>: std::error::Error, Send, Sync);
assert_impl_all!(Error<Shown>: Debug, Display, Send, Sync);
assert_not_impl_any!(Error<Shown>: std::error::Error);
assert_impl_all!(Error<std::rc::Rc<str>>: Debug, Display);
assert_not_impl_any!(Error<std::rc::Rc<str>>: Send, Sync, std::error::Error);
assert_not_impl_any!(AnyError: std::error::Error);
assert_impl_all!(AnyError: Send, Sync, Debug, Display);

#[test]
fn an_error_is_static() {
    fn check<T: 'static>(_: &T) {}
    let text = String::from("borrowed by the actor");
    let error = drive(run_group! { a: async { Err(text.len().to_string())? } => drop }).unwrap_err();
    check(&error);
    drop(text);
    assert_eq!(format!("{error:?}"), "actor `a` failed: 21");
}

#[test]
fn a_question_mark_turns_it_into_what_main_returns() {
    fn any() -> Result<(), AnyError> {
        Err(failed())?
    }
    fn anyhow() -> Result<(), anyhow::Error> {
        Err(failed())?
    }
    fn boxed() -> Result<(), Box<dyn std::error::Error>> {
        Err(failed())?
    }
    fn boxed_to_send() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err(failed())?
    }
    assert_eq!(any().unwrap_err().downcast_ref::<Error>().unwrap().actor(), Some("http"));
    assert_eq!(anyhow().unwrap_err().downcast_ref::<Error>().unwrap().actor(), Some("http"));
    assert_eq!(boxed().unwrap_err().downcast_ref::<Error>().unwrap().actor(), Some("http"));
    assert_eq!(boxed_to_send().unwrap_err().downcast_ref::<Error>().unwrap().actor(), Some("http"));
}

#[test]
fn anyhow_shows_the_chain_of_an_error_once() {
    let error = anyhow::Error::from(failed());
    let chain: Vec<_> = error.chain().map(ToString::to_string).collect();
    assert_eq!(chain, ["actor `http` failed", "cannot connect", "connection refused", "os error 111"]);
}

// `AnyError`

#[test]
fn any_error_displays_as_the_error_inside() {
    assert_eq!(AnyError::from(REFUSED).to_string(), "cannot connect");
    assert_eq!(AnyError::from("text").to_string(), "text");
}

#[test]
fn any_error_debugs_as_its_chain() {
    assert_eq!(
        format!("{:?}", AnyError::from(REFUSED)),
        "cannot connect\n  caused by: connection refused\n  caused by: os error 111"
    );
    assert_eq!(format!("{:?}", AnyError::from("text")), "text");
}

#[test]
fn any_error_shows_a_groups_error_as_the_group_does() {
    assert_eq!(format!("{:?}", AnyError::from(failed_with_others())), format!("{:?}", failed_with_others()));
}

#[test]
fn any_error_keeps_the_chain_of_anyhow() {
    let error = anyhow::Error::from(REFUSED).context("at the start");
    assert_eq!(
        format!("{:?}", AnyError::from(error)),
        "at the start\n  \
           caused by: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111"
    );
}

#[test]
fn any_error_gives_back_the_error_inside() {
    let error = AnyError::from(REFUSED);
    assert_eq!(error.downcast_ref::<Chain>(), Some(&REFUSED));
    assert!(error.downcast_ref::<fmt::Error>().is_none());
    let error = error.downcast::<fmt::Error>().expect_err("another type");
    assert_eq!(error.to_string(), "cannot connect");
    assert_eq!(error.downcast::<Chain>().unwrap(), REFUSED);
}

#[test]
fn any_error_gives_back_the_box_inside() {
    assert_eq!(AnyError::from(REFUSED).into_boxed().downcast::<Chain>().unwrap(), Box::new(REFUSED));
    assert_eq!(AnyError::from(REFUSED).as_ref().downcast_ref::<Chain>(), Some(&REFUSED));
}

// `Cause`

/// Keeps what a cause says of itself.
#[derive(Debug, Default, PartialEq)]
struct Told {
    text: String,
    actor: String,
    end: String,
    error: Option<String>,
    signal: bool,
}

impl<E: Display> Interrupt<E> for &mut Told {
    fn interrupt(self, cause: &Cause<'_, E>) {
        *self = Told {
            text: cause.to_string(),
            actor: cause.actor().to_owned(),
            end: cause.end().to_string(),
            error: cause.error().map(ToString::to_string),
            signal: cause.signal().is_some(),
        };
    }
}

#[test]
fn a_cause_that_ended_well_says_so() {
    let mut told = Told::default();
    drive(run_group! { job: ready(()) => &mut told }).unwrap();
    let expected =
        Told { text: "`job` ended".into(), actor: "job".into(), end: "ended".into(), error: None, signal: false };
    assert_eq!(told, expected);
}

#[test]
fn a_cause_that_failed_gives_its_error() {
    let mut told = Told::default();
    drive(run_group! { db: ready(Err::<(), _>("connection refused")) => drop, other: pending::<()>() => drop, last: ready(()) => &mut told })
        .unwrap_err();
    let expected = Told {
        text: "`db` failed: connection refused".into(),
        actor: "db".into(),
        end: "failed: connection refused".into(),
        error: Some("connection refused".into()),
        signal: false,
    };
    assert_eq!(told, expected);
}

#[test]
fn a_cause_that_panicked_gives_its_message() {
    let (mut told, log) = (Told::default(), Log::new());
    let panic = crate::support::panic_text(|| {
        drive(run_group! { x: script("x", &log, [Step::Panic("boom")]) => drop, last: ready(()) => &mut told })
    });
    assert_eq!(panic, "boom");
    let expected = Told {
        text: "`x` panicked: boom".into(),
        actor: "x".into(),
        end: "panicked: boom".into(),
        error: None,
        signal: false,
    };
    assert_eq!(told, expected);
}

#[test]
fn a_cause_is_told_before_any_later_failure() {
    let mut told = Told::default();
    let error = drive(run_group! {
        job: ready(()) => &mut told,
        late: ready(Err::<(), _>("late")) => drop,
    })
    .unwrap_err();
    assert_eq!(told.text, "`job` ended");
    assert_eq!(error.actor(), Some("late"));
}

#[test]
fn a_cause_can_be_debugged() {
    let log = Log::new();
    drive(run_group! {
        type Error = Chain;
        db: ready(Err::<(), _>(Chain(&["refused"]))) => |cause| log.say(format_args!("{cause:?}")),
    })
    .unwrap_err();
    log.expect(&["Cause { actor: \"db\", end: Failed(Chain([\"refused\"])), signal: None }"]);
}

// `End`

#[test]
fn an_end_displays_in_words() {
    assert_eq!(End::<Infallible>::Ok.to_string(), "ended");
    assert_eq!(End::Failed("refused").to_string(), "failed: refused");
    assert_eq!(End::<Infallible>::Dropped.to_string(), "was dropped");
    assert_eq!(End::<Infallible>::Stuck.to_string(), "was stuck");
}

#[test]
fn an_error_type_that_holds_an_error_debugs_as_its_whole_chain() {
    use anyhow::Context as _;

    let error = drive(run_group! {
        type Error = anyhow::Error;
        http: async { Err(anyhow::anyhow!("refused")).context("cannot connect") } => drop,
    })
    .unwrap_err();
    assert_eq!(format!("{error:?}"), "actor `http` failed: cannot connect\n  caused by: refused");
}

// What becomes of an error that nobody looks at.

/// Displays as nothing, and counts who is alive.
struct Counted(#[allow(dead_code, reason = "counted")] std::rc::Rc<()>);

impl Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("counted")
    }
}

impl Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("counted")
    }
}

fn counted(alive: &std::rc::Rc<()>) -> Error<Counted> {
    drive(run_group! {
        type Error = Counted;
        http: ready(Err::<(), _>(Counted(alive.clone()))) => drop,
        db: ready(Err::<(), _>(Counted(alive.clone()))) => drop,
    })
    .unwrap_err()
}

#[test]
fn an_error_is_dropped_with_its_others() {
    let alive = std::rc::Rc::new(());
    let error = counted(&alive);
    assert_eq!((error.others().len(), std::rc::Rc::strong_count(&alive)), (1, 3));
    drop(error);
    assert_eq!(std::rc::Rc::strong_count(&alive), 1);
    let own = counted(&alive).into_inner();
    assert_eq!(std::rc::Rc::strong_count(&alive), 2);
    drop(own);
    assert_eq!(std::rc::Rc::strong_count(&alive), 1);
}

#[test]
fn a_group_that_is_dropped_drops_what_has_failed_in_it() {
    let alive = std::rc::Rc::new(());
    let mut group = Box::pin(run_group! {
        type Error = Counted;
        http: ready(Err::<(), _>(Counted(alive.clone()))) => drop,
        db: pending::<()>() => {},
    });
    assert!(crate::support::poll(group.as_mut()).is_pending());
    assert_eq!(std::rc::Rc::strong_count(&alive), 2);
    drop(group);
    assert_eq!(std::rc::Rc::strong_count(&alive), 1);
}
