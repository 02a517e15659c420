//! Law 6: a panic is an exit. Whatever panics, every other actor is still interrupted, joined and dropped.

mod actor;
mod cause;
mod drops;
mod interrupt;
mod on_cause;
mod resumed;
mod two_drops;

use std::pin::pin;

use run_group::run_group;

use crate::support::{Flag, Log, Step, panic_text, poll, script};

#[test]
fn a_panic_is_resumed_when_all_are_joined() {
    let log = Log::new();
    let b = Flag::new();
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Panic("boom")]) => { log.say("stop a") },
        b: script("b", &log, [Step::Until(b.clone()), Step::Pending, Step::Ok]) => { log.say("stop b"); b.set(); },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "drop a", "poll b", "stop a", "stop b", "poll b"]);
    assert_eq!(panic_text(|| poll(group.as_mut())), "boom");
    log.expect(&["poll b", "drop b"]);
}

const NAMES: [&str; 3] = ["a", "b", "c"];

/// Waits until it is interrupted, and then for one more poll, which shows whether it is joined.
fn drains(flag: &Flag) -> Vec<Step> {
    vec![Step::Until(flag.clone()), Step::Pending, Step::Ok]
}
