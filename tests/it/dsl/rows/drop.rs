//! A group that is dropped half-way drops its rows item by item.

use std::{cell::RefCell, future::pending};

use run_group::{Stop, run_group};

use super::ROW;
use crate::support::{Log, Step, panic_text, poll, ready, script};

#[test]
fn items_are_dropped_in_the_order_written() {
    let log = &Log::new();
    let mut group = Box::pin(run_group! {
        a: script("a", log, []) => { log.say("stop a") },
        row: script(name, log, []) for name in ROW => move || log.say(format_args!("stop {name}")),
        b: script("b", log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    log.expect(&["drop a", "drop x", "drop y", "drop z", "drop b"]);
}

#[test]
fn all_items_are_dropped_though_their_drops_panic() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        row: script(name, &log, []).drop_panics(name) for name in ROW => drop,
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drop(group)), "x");
    log.expect(&["drop a", "drop x", "drop y", "drop z", "drop b"]);
}

#[test]
fn the_stop_of_each_item_is_set() {
    let handles = RefCell::new(Vec::new());
    let mut group = Box::pin(run_group! {
        row: |stop| { handles.borrow_mut().push(stop); pending::<()>() } for _ in 0..3,
    });
    assert!(poll(group.as_mut()).is_pending());
    drop(group);
    assert!(handles.into_inner().iter().all(Stop::is_stopped));
}

#[test]
fn a_row_that_has_ended_is_not_dropped_again() {
    let log = Log::new();
    let mut group = Box::pin(run_group! { row: script(name, &log, [Step::Ok]) for name in ROW => drop });
    ready(poll(group.as_mut())).unwrap();
    log.take();
    drop(group);
    log.expect(&[]);
}
