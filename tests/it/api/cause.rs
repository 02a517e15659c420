//! `Cause` and `End`: what they say of the first exit.

use std::{
    convert::Infallible,
    fmt::{Debug, Display},
    future::{pending, ready},
};

use run_group::{Cause, End, Interrupt, run_group};

use crate::{
    api::support::Chain,
    support::{Log, Step, drive, panic_text, script},
};

/// An interrupt that keeps everything that its cause says.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    text: String,
    actor: String,
    end: String,
    error: Option<String>,
    signal: bool,
}

impl<E: Display> Interrupt<E> for &mut Seen {
    fn interrupt(self, cause: &Cause<'_, E>) {
        *self = Seen {
            text: cause.to_string(),
            actor: cause.actor().to_owned(),
            end: cause.end().to_string(),
            error: cause.error().map(ToString::to_string),
            signal: cause.signal().is_some(),
        };
    }
}

#[test]
fn an_ok_says_that_its_actor_ended() {
    let mut seen = Seen::default();
    drive(run_group! { job: ready(()) => &mut seen }).unwrap();
    let expected =
        Seen { text: "`job` ended".into(), actor: "job".into(), end: "ended".into(), error: None, signal: false };
    assert_eq!(seen, expected);
}

#[test]
fn a_failure_gives_its_error() {
    let mut seen = Seen::default();
    drive(run_group! {
        db: ready(Err::<(), _>("connection refused")) => drop,
        other: pending::<()>() => drop,
        last: ready(()) => &mut seen,
    })
    .unwrap_err();
    let expected = Seen {
        text: "`db` failed: connection refused".into(),
        actor: "db".into(),
        end: "failed: connection refused".into(),
        error: Some("connection refused".into()),
        signal: false,
    };
    assert_eq!(seen, expected);
}

#[test]
fn a_panic_gives_its_message() {
    let (mut seen, log) = (Seen::default(), Log::new());
    let panic = panic_text(|| {
        drive(run_group! { x: script("x", &log, [Step::Panic("boom")]) => drop, last: ready(()) => &mut seen })
    });
    assert_eq!(panic, "boom");
    let expected = Seen {
        text: "`x` panicked: boom".into(),
        actor: "x".into(),
        end: "panicked: boom".into(),
        error: None,
        signal: false,
    };
    assert_eq!(seen, expected);
}

#[test]
fn it_can_be_debugged() {
    let log = Log::new();
    drive(run_group! {
        type Error = Chain;
        db: ready(Err::<(), _>(Chain(&["refused"]))) => |cause| log.say(format_args!("{cause:?}")),
    })
    .unwrap_err();
    log.expect(&["Cause { actor: \"db\", end: Failed(Chain([\"refused\"])), signal: None }"]);
}

#[test]
fn an_end_displays_in_words() {
    assert_eq!(End::<Infallible>::Ok.to_string(), "ended");
    assert_eq!(End::Failed("refused").to_string(), "failed: refused");
    assert_eq!(End::<Infallible>::Dropped.to_string(), "was dropped");
    assert_eq!(End::<Infallible>::Stuck.to_string(), "was stuck");
}
