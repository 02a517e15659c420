//! An `on_cause` that panics.

use std::pin::pin;

use run_group::run_group;

use super::drains;
use crate::support::{Flag, Log, Step, drive, failures, panic_text, poll, script};

#[test]
fn it_is_resumed_when_all_are_interrupted_and_joined() {
    let log = Log::new();
    let a = Flag::new();
    let group = run_group! {
        a: script("a", &log, drains(&a)) => |cause| { log.say(cause); a.set(); },
        b: script("b", &log, [Step::Ok]) => |cause| log.say(cause),
    };
    let mut group = pin!(group.on_cause(|_| panic!("probe")));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(panic_text(|| poll(group.as_mut())), "probe");
    log.expect(&["poll a", "poll b", "drop b", "`b` ended", "`b` ended", "poll a", "poll a", "drop a"]);
}

#[test]
fn after_an_error_it_is_among_the_others_of_no_actor() {
    let group = run_group! { type Error = &'static str; a: async { Err("first") } => drop };
    let error = drive(group.on_cause(|_| panic!("probe"))).unwrap_err();
    assert_eq!(failures(&error), ["a failed: first", "- panicked: probe"]);
    assert_eq!(error.others()[0].actor(), None);
    assert_eq!(error.others()[0].to_string(), "the group panicked: probe");
}

#[test]
fn before_an_error_it_is_resumed() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Ok]) => {},
        b: script("b", &log, [Step::Pending, Step::Err("late")]) => {},
    };
    assert_eq!(panic_text(|| drive(group.on_cause(|_| panic!("probe")))), "probe");
}

#[test]
fn every_other_on_cause_is_called() {
    let log = Log::new();
    let group = run_group! { a: async { Ok(()) } => drop };
    let group = group.on_cause(|_| panic!("probe")).on_cause(|_| log.say("second"));
    assert_eq!(panic_text(|| drive(group)), "probe");
    log.expect(&["second"]);
}
