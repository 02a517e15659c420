//! A panic of one item, of its interrupt or of its drop affects no other item.

use std::{future::poll_fn, pin::pin, task::Poll};

use run_group::run_group;

use super::ROW;
use crate::support::{Actors, Log, Step, drive, failures, panic_text, poll, ready, script};

/// Fails unless each actor was interrupted once, dropped once, and polled after its interrupt. The one that panics is
/// not polled again.
#[track_caller]
fn expect_all_dropped(actors: &Actors, panicking: &str) {
    for name in ["a", "x", "y", "z", "b"] {
        let polls = if name == panicking { 1 } else { 2 };
        let said = ["poll", "stop", "drop"].map(|what| actors.log.count(&format!("{what} {name}")));
        assert_eq!(said, [polls, 1, 1], "{name}, where {panicking} panics");
    }
}

#[test]
fn an_items_panic_is_an_exit_like_any_other() {
    for panicking in ROW {
        let actors = &Actors::new();
        let panics = |name| script(name, &actors.log, [Step::Panic("boom")]);
        let actor = |name| if name == panicking { panics(name) } else { actors.waits(name) };
        let group = run_group! {
            a: actors.waits("a") => { actors.interrupt("a") },
            row: actor(name) for name in ROW => move || actors.interrupt(name),
            b: actors.waits("b") => { actors.interrupt("b") },
        };
        assert_eq!(panic_text(|| drive(group)), "boom");
        expect_all_dropped(actors, panicking);
    }
}

#[test]
fn an_item_whose_interrupt_panics_is_dropped_alone() {
    for panicking in ROW {
        let actors = &Actors::new();
        let interrupt = move |name: &'static str| {
            actors.interrupt(name);
            assert!(name != panicking, "cannot interrupt");
        };
        let group = run_group! {
            type Error = &'static str;
            a: actors.waits("a") => { actors.interrupt("a") },
            row: actors.waits(name) for name in ROW => move || interrupt(name),
            b: actors.waits("b") => { actors.interrupt("b") },
            job: async { Err("first") } => drop,
        };
        let item = ROW.iter().position(|name| *name == panicking).unwrap();
        let failed = ["job failed: first".to_owned(), format!("row[{item}] panicked: cannot interrupt")];
        assert_eq!(failures(&drive(group).unwrap_err()), failed);
        expect_all_dropped(actors, panicking);
    }
}

#[test]
fn an_item_whose_async_interrupt_panics_is_dropped() {
    let actors = &Actors::new();
    let group = run_group! {
        type Error = &'static str;
        row: actors.waits(name) for name in ROW => async move {
            assert!(name != "y", "cannot interrupt");
            actors.interrupt(name);
        },
        job: async { Err("first") } => drop,
    };
    let mut group = pin!(group);
    assert!(poll(group.as_mut()).is_pending());
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "row[1] panicked: cannot interrupt"]);
    assert_eq!(ROW.map(|name| actors.log.count(&format!("poll {name}"))), [3, 2, 3]);
    assert_eq!(ROW.map(|name| actors.log.count(&format!("drop {name}"))), [1, 1, 1]);
}

#[test]
fn a_panicking_drop_prevents_no_other_drop() {
    for panicking in ROW {
        let log = &Log::new();
        let actor = |name| {
            let actor = script(name, log, []);
            if name == panicking { actor.drop_panics(name) } else { actor }
        };
        let group = run_group! {
            type Error = &'static str;
            row: actor(name) for name in ROW => drop,
            job: async { Err("first") } => drop,
        };
        let item = ROW.iter().position(|name| *name == panicking).unwrap();
        let failed = ["job failed: first".to_owned(), format!("row[{item}] panicked: {panicking}")];
        assert_eq!(failures(&drive(group).unwrap_err()), failed);
        log.expect(&["poll x", "poll y", "poll z", "drop x", "drop y", "drop z"]);
    }
}

#[test]
fn all_items_may_panic_in_one_poll() {
    let group = run_group! {
        type Error = &'static str;
        first: async { Err("first") } => drop,
        row: poll_fn(move |_| -> Poll<()> { panic!("boom {item}") }) for item in 0..3 => drop,
    };
    assert_eq!(
        failures(&drive(group).unwrap_err()),
        ["first failed: first", "row[0] panicked: boom 0", "row[1] panicked: boom 1", "row[2] panicked: boom 2"]
    );
}
