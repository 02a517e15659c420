//! Law 7: no actor is polled after it has ended, and each is dropped in place when it ends.

mod in_place;

use std::{
    future::{pending, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
};

use run_group::run_group;

use crate::support::{Log, Step, drive, failures, panic_text, poll, ready, script};

#[test]
fn no_actor_is_polled_after_its_end() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Pending, Step::Ok]) => async {
            script("interrupt a", &log, [Step::Pending, Step::Ok]).await
        },
        b: script("b", &log, [Step::Pending, Step::Err("b")]) => {},
        c: script("c", &log, [Step::Pending, Step::Pending, Step::Panic("c")]) => {},
        d: script("d", &log, []) => drop,
        e: script("e", &log, [Step::Pending, Step::Pending, Step::Pending, Step::Pending, Step::Pending, Step::Ok]) => {},
    });
    // No actor is ever woken: every poll is a spurious one.
    for _ in 0..4 {
        assert!(poll(group.as_mut()).is_pending());
    }
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["b failed: b", "c panicked: c"]);
    let polls = ["a", "interrupt a", "b", "c", "d", "e"].map(|name| log.count(&format!("poll {name}")));
    assert_eq!(polls, [2, 2, 2, 3, 2, 6]);
    let drops = ["a", "interrupt a", "b", "c", "d", "e"].map(|name| log.count(&format!("drop {name}")));
    assert_eq!(drops, [1; 6]);
}

#[test]
fn the_cause_is_dropped_before_any_interrupt_is_called() {
    let log = Log::new();
    let (sender, receiver) = mpsc::channel::<()>();
    let closed = || matches!(receiver.try_recv(), Err(mpsc::TryRecvError::Disconnected));
    let group = run_group! {
        // Not an `async` block, which would drop the sender itself before it ends.
        a: poll_fn(move |_| { let _held = &sender; Poll::Ready(()) }) => { log.say(format_args!("a {}", closed())) },
        b: pending::<()>() => drop,
    };
    drive(group.on_cause(|_| log.say(format_args!("cause {}", closed())))).unwrap();
    log.expect(&["cause true", "a true"]);
}

#[test]
fn one_that_ends_is_dropped_before_the_next_is_polled() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Pending, Step::Pending, Step::Ok]) => {},
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Err("b")]) => {},
        job: script("job", &log, [Step::Ok]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    ready(poll(group.as_mut())).unwrap_err();
    log.expect(&["poll a", "drop a", "poll b", "drop b"]);
}

#[test]
fn a_finished_async_interrupt_is_not_polled_again() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: async { Ok(()) } => || async { script("interrupt a", &log, [Step::Ok]).await },
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Pending, Step::Ok]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll b", "poll interrupt a", "drop interrupt a", "poll b"]);
    assert!(poll(group.as_mut()).is_pending());
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll b", "poll b", "drop b"]);
}

#[test]
fn a_group_polled_after_its_end_panics_and_says_so() {
    let mut ended = pin!(run_group! { a: async { Ok(()) } => drop });
    ready(poll(ended.as_mut())).unwrap();
    assert_eq!(panic_text(|| poll(ended)), "`run_group!` polled after it had ended");

    let mut failed = pin!(run_group! { a: async { Err("a")? } => drop });
    ready(poll(failed.as_mut())).unwrap_err();
    assert_eq!(panic_text(|| poll(failed)), "`run_group!` polled after it had ended");

    let mut panicked = pin!(run_group! { a: async { panic!("boom") } => drop });
    assert_eq!(panic_text(|| poll(panicked.as_mut())), "boom");
    assert_eq!(panic_text(|| poll(panicked)), "`run_group!` polled after it had ended");

    let mut empty = pin!(run_group! { a: async { Ok(()) } if false => drop });
    ready(poll(empty.as_mut())).unwrap();
    assert_eq!(panic_text(|| poll(empty)), "`run_group!` polled after it had ended");
}
