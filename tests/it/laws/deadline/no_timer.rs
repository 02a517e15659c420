//! Without a timer, the first poll panics.

use std::{future::ready, pin::pin, task::Poll};

use run_group::run_group;

use crate::support::{Log, SECOND, Step, panic_text, poll, script};

#[test]
fn a_limit_panics_at_the_first_poll_before_any_start() {
    let log = Log::new();
    let mut group = Box::pin(run_group! { a: script("a", &log, []) => drop }.grace(SECOND));
    let text = panic_text(|| poll(group.as_mut()));
    assert!(text.contains("no reactor running"), "{text}");
    log.expect(&[]);
    drop(group);
    log.expect(&["drop a"]);
}

#[test]
fn an_actor_with_grace_panics_at_the_first_poll() {
    let log = Log::new();
    let text = panic_text(|| {
        let group = pin!(run_group! {
            #[grace(SECOND)] a: script("a", &log, []) => || log.say("stop a"),
            b: script("b", &log, []) => drop,
        });
        poll(group)
    });
    assert!(text.contains("no reactor running"), "{text}");
    log.expect(&["drop a", "poll b", "stop a", "drop b"]);
}

#[test]
fn it_is_the_actor_with_grace_that_panics() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => || log.say("stop a"),
        #[grace(SECOND)] b: script("b", &log, []) => || log.say("stop b"),
        c: script("c", &log, []) => drop,
    };
    let Poll::Ready(report) = poll(pin!(group.deadline(|| ready(())).report())) else { panic!("it has not ended") };
    log.expect(&["poll a", "drop b", "poll c", "stop a", "stop b", "drop c", "poll a", "drop a"]);
    let error = report.result().unwrap_err();
    assert_eq!((error.actor(), error.stuck()), (Some("b"), &["a"][..]));
}

#[test]
fn a_lame_duck_panics_at_the_first_poll_before_any_start() {
    let log = Log::new();
    let mut group = Box::pin(run_group! { a: script("a", &log, [Step::Ok]) => drop }.lame_duck(SECOND));
    let text = panic_text(|| poll(group.as_mut()));
    assert!(text.contains("no reactor running"), "{text}");
    log.expect(&[]);
}
