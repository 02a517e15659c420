//! Without a timer, the first poll panics.

use std::{future::ready, pin::pin, task::Poll};

use run_group::run_group;
use tokio::runtime::Builder;

use crate::support::{Log, SECOND, Step, panic_text, poll, script};

/// What a group says that finds no timer for `asked`, which stands in this line of this file.
#[track_caller]
fn expect_text(text: &str, asked: &str, line: u32) {
    let [before, after] = [format!("`{asked}` at {}:{line}:", file!()), " needs a tokio runtime with a timer".into()];
    assert!(text.starts_with(&before) && text.ends_with(&after), "{text}");
}

#[test]
fn a_limit_panics_at_the_first_poll_before_any_start() {
    let log = Log::new();
    let mut group = Box::pin(run_group! { a: script("a", &log, []) => drop }.grace(SECOND));
    let line = line!() - 1;
    let text = panic_text(|| poll(group.as_mut()));
    expect_text(&text, ".grace(..)", line);
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
    expect_text(&text, "#[grace(..)]", line!() - 6);
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
    assert_eq!((error.actor(), error.stuck()), (Some("b"), vec!["a"]));
}

#[test]
fn a_lame_duck_panics_at_the_first_poll_before_any_start() {
    let log = Log::new();
    let mut group = Box::pin(run_group! { a: script("a", &log, [Step::Ok]) => drop }.lame_duck(SECOND));
    let line = line!() - 1;
    let text = panic_text(|| poll(group.as_mut()));
    expect_text(&text, ".lame_duck(..)", line);
    log.expect(&[]);
}

#[test]
fn a_runtime_without_a_timer_is_no_better_than_none() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let group = run_group! { a: async { Ok(()) } => drop }.grace(SECOND);
    let line = line!() - 1;
    let text = panic_text(|| runtime.block_on(group));
    expect_text(&text, ".grace(..)", line);
}
