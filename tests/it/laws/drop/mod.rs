//! Law 10: a group that is dropped half-way.

mod in_order;

use std::{cell::Cell, future::pending, sync::mpsc};

use run_group::{run_group, thread};

use crate::support::{DetectDrop, Log, Step, poll, ready, script};

#[test]
fn half_way_all_are_dropped_in_order_uninterrupted() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        a: script("a", &log, []) => { log.say("stop a") },
        b: script("b", &log, []) => drop,
        c: script("c", &log, []) => |_| log.say("stop c"),
        d: script("d", &log, []) => async { log.say("stop d") },
        e: script("e", &log, []) => || { log.say("stop e"); async {} },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    log.expect(&["drop a", "drop b", "drop c", "drop d", "drop e"]);
}

#[test]
fn before_the_first_poll_each_actor_is_dropped_once() {
    let log = Log::new();
    drop(run_group! {
        a: script("a", &log, []) => { log.say("stop a") },
        b: script("b", &log, []) => drop,
        c: script("c", &log, []) => async { log.say("stop c") },
    });
    log.expect(&["drop a", "drop b", "drop c"]);
}

#[test]
fn in_the_drain_async_interrupts_are_dropped_too() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        a: script("a", &log, []) => async { script("interrupt a", &log, []).await },
        b: script("b", &log, [Step::Ok]) => async { script("interrupt b", &log, []).await },
        c: script("c", &log, []) => { log.say("stop c") },
        d: script("d", &log, [Step::Pending, Step::Ok]) => async { script("interrupt d", &log, [Step::Ok]).await },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((log.count("drop d"), log.count("drop interrupt d"), log.count("stop c")), (1, 1, 1));
    log.take();
    drop(group);
    log.expect(&["drop a", "drop interrupt a", "drop interrupt b", "drop c"]);
}

#[test]
fn after_the_end_nothing_is_dropped_again() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        a: script("a", &log, []) => drop,
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
    });
    ready(poll(group.as_mut())).unwrap();
    assert_eq!((log.count("drop a"), log.count("drop b")), (1, 1));
    log.take();
    drop(group);
    log.expect(&[]);
}

#[test]
fn what_an_interrupt_holds_is_dropped() {
    let log = Log::new();
    let held = DetectDrop("held", log.clone());
    drop(run_group! { a: pending::<()>() => move || drop(held) });
    log.expect(&["drop held"]);
}

#[test]
fn the_stop_of_an_actor_is_set() {
    let handle = Cell::new(None);
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        a: |stop| { handle.set(Some(stop)); script("a", &log, []) },
    });
    assert!(poll(group.as_mut()).is_pending());
    drop(group);
    assert!(handle.take().unwrap().is_stopped());
}

#[test]
fn a_started_thread_is_interrupted() {
    let log = Log::new();
    let (close, closed) = mpsc::channel::<()>();
    let (say, heard) = mpsc::channel();
    let mut group = Box::pin(run_group! {
        a: thread(move || say.send(closed.recv().is_err()).unwrap()) => |cause| {
            log.say(format_args!("{:?}: {cause}", cause.actor()));
            drop(close);
        },
    });
    assert!(poll(group.as_mut()).is_pending());
    drop(group);
    assert_eq!(heard.recv(), Ok(true));
    log.expect(&["\"\": the group was dropped"]);
}

#[test]
fn a_thread_not_started_is_not_interrupted() {
    let log = Log::new();
    let (say, heard) = mpsc::channel::<()>();
    drop(run_group! { a: thread(move || say.send(()).unwrap()) => { log.say("stop a") } });
    // The closure that could send is gone, and has not sent.
    assert_eq!(heard.recv(), Err(mpsc::RecvError));
    log.expect(&[]);
}
