//! A group with `#[outlives]` that is dropped half-way.

use std::{future::Future, pin::Pin, sync::mpsc};

use run_group::{Error, run_group, thread};

use crate::support::{Actors, Log, Step, panic_text, poll, script};

/// A group of four in an order. The drops of those in `panics` panic, each with its name.
fn four<'a>(log: &'a Log, panics: &'a [&str]) -> Pin<Box<impl Future<Output = Result<(), Error>> + use<'a>>> {
    let actor = |name| script(name, log, []).drop_panics_among(panics);
    Box::pin(run_group! {
        #[outlives(b, d)]
        a: actor("a") => { log.say("stop a") },
        #[outlives(c)]
        b: actor("b") => drop,
        c: actor("c") => async { log.say("stop c") },
        d: actor("d") => { log.say("stop d") },
    })
}

#[test]
fn while_running_the_longest_lived_is_dropped_last() {
    let log = Log::new();
    let mut group = four(&log, &[]);
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    // As they would have been interrupted: `c` frees `b`, which is written before `d`.
    log.expect(&["drop c", "drop b", "drop d", "drop a"]);
}

#[test]
fn before_the_first_poll_the_order_is_the_same() {
    let log = Log::new();
    drop(four(&log, &[]));
    log.expect(&["drop c", "drop b", "drop d", "drop a"]);
}

#[test]
fn drops_that_panic_keep_the_order() {
    let names = ["c", "b", "d", "a"];
    let two = [["c", "b"], ["c", "a"], ["b", "d"], ["d", "a"]];
    let some = names.iter().map(std::slice::from_ref).chain(two.iter().map(<[_; 2]>::as_slice)).chain([&names[..]]);
    for panics in some {
        let log = Log::new();
        let mut group = four(&log, panics);
        assert!(poll(group.as_mut()).is_pending());
        log.take();
        assert_eq!(panic_text(|| drop(group)), panics[0]);
        log.expect(&["drop c", "drop b", "drop d", "drop a"]);
    }
}

#[test]
fn while_unwinding_drops_that_panic_keep_the_order() {
    let log = Log::new();
    let text = panic_text(|| {
        let mut group = four(&log, &["b", "a"]);
        assert!(poll(group.as_mut()).is_pending());
        log.take();
        panic!("the one that was there first");
    });
    assert_eq!(text, "the one that was there first");
    log.expect(&["drop c", "drop b", "drop d", "drop a"]);
}

#[test]
fn between_two_turns_what_is_left_is_dropped_in_order() {
    let actors = Actors::new();
    let log = &actors.log;
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        #[outlives(b)]
        a: script("a", log, []) => { log.say("stop a") },
        #[outlives(c)]
        b: script("b", log, []) => async { script("interrupt b", log, []).await },
        c: script("c", log, [Step::Ok]) => { log.say("stop c") },
        d: script("d", log, []) => { log.say("stop d") },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((log.count("stop c"), log.count("stop d"), log.count("poll interrupt b")), (1, 1, 1));
    log.take();
    drop(group);
    log.expect(&["drop b", "drop interrupt b", "drop a", "drop d"]);
}

#[test]
fn between_two_turns_drops_that_panic_keep_the_order() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        #[outlives(b)]
        a: script("a", &log, []).drop_panics("a") => drop,
        b: script("b", &log, []).drop_panics("b") => async {
            script("interrupt b", &log, []).drop_panics("interrupt b").await
        },
        c: script("c", &log, [Step::Ok]) => {},
        d: script("d", &log, []).drop_panics("d") => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert_eq!(panic_text(|| drop(group)), "b");
    log.expect(&["drop b", "drop interrupt b", "drop a", "drop d"]);
}

#[test]
fn two_that_outlive_all_others_are_dropped_last() {
    let log = Log::new();
    drop(run_group! {
        #[outlives(..)]
        a: script("a", &log, []) => drop,
        b: script("b", &log, []) => drop,
        #[outlives(..)]
        c: script("c", &log, []) => drop,
        d: script("d", &log, []) => drop,
    });
    log.expect(&["drop b", "drop d", "drop a", "drop c"]);
}

#[test]
fn a_row_is_dropped_whole_before_what_outlives_it() {
    let log = Log::new();
    let group = run_group! {
        #[outlives(row)]
        a: script("a", &log, []) => drop,
        row: script(name, &log, []).drop_panics(name) for name in ["x", "y", "z"] => drop,
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drop(group)), "x");
    log.expect(&["drop x", "drop y", "drop z", "drop a", "drop b"]);
}

#[test]
fn what_is_left_out_holds_no_drop_back() {
    let log = Log::new();
    let on = false;
    drop(run_group! {
        #[outlives(x, y, row, b)]
        a: script("a", &log, []) => drop,
        x: script("x", &log, []) if on => drop,
        #[cfg(any())]
        y: script("y", &log, []) => drop,
        row: script(name, &log, []) for name in [] => drop,
        b: script("b", &log, []) => drop,
        c: script("c", &log, []) => drop,
    });
    log.expect(&["drop b", "drop a", "drop c"]);
}

#[test]
fn a_thread_is_interrupted_before_what_outlives_it() {
    let log = Log::new();
    let (close, closed) = mpsc::channel::<()>();
    let mut group = Box::pin(run_group! {
        #[outlives(lines)]
        db: script("db", &log, []) => { log.say("stop db") },
        lines: thread(move || { let _ = closed.recv(); }) => |cause| {
            log.say(cause);
            drop(close);
        },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    log.expect(&["the group was dropped", "drop db"]);
}
