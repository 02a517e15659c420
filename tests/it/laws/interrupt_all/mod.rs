//! Law 3: after the cause, every interrupt is called once, in the order written.

mod outlives;

use std::{cell::Cell, fmt, future::pending, pin::pin};

use run_group::{Cause, Interrupt, run_group};

use crate::support::{Flag, Log, Step, drive, poll, ready, script};

#[test]
fn no_interrupt_is_called_before_the_cause() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Pending, Step::Pending, Step::Ok]) => { log.say("stop a") },
        b: script("b", &log, []) => drop,
        c: script("c", &log, []) => async { log.say("stop c") },
        d: script("d", &log, []) => || { log.say("stop d"); async {} },
        e: pending::<()>() => drop,
    });
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll a", "poll b", "poll c", "poll d"]);
    }
}

#[test]
fn each_is_called_once_in_order_also_for_ended_actors() {
    let log = Log::new();
    let a = Flag::new();
    let mut group = pin!(run_group! {
        // Takes its time, so that the group is polled after all have been interrupted.
        a: script("a", &log, [Step::Until(a.clone()), Step::Pending, Step::Pending, Step::Ok]) => { log.say("stop a"); a.set(); },
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
        c: script("c", &log, [Step::Err("c")]) => |_| log.say("stop c"),
        d: script("d", &log, []) => drop,
        e: script("e", &log, [Step::Ok]) => || log.say("stop e"),
        f: script("f", &log, [Step::Ok]) => async { log.say("stop f") },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    ready(poll(group.as_mut())).unwrap_err();
    let events = log.take();
    let stops: Vec<_> = events.iter().filter(|event| event.starts_with("stop") || *event == "drop d").collect();
    assert_eq!(stops, ["stop a", "stop b", "stop c", "drop d", "stop e", "stop f"]);
}

#[test]
fn the_only_actor_is_interrupted_too() {
    let calls = Cell::new(0);
    drive(run_group! { a: async { Ok(()) } => { calls.set(calls.get() + 1) } }).unwrap();
    assert_eq!(calls.get(), 1);
}

#[test]
fn one_that_ends_in_the_drain_is_not_interrupted_again() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Until(a.clone()), Step::Err("a")]) => { log.say("stop a") },
        b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => { log.say("stop b") },
        c: script("c", &log, [Step::Ok]) => { log.say("stop c") },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    a.set();
    assert!(poll(group.as_mut()).is_pending());
    b.set();
    ready(poll(group.as_mut())).unwrap_err();
    log.expect(&["poll a", "drop a", "poll b", "poll b", "drop b"]);
}

#[test]
fn on_cause_is_called_before_the_first_interrupt() {
    let log = Log::new();
    let group = run_group! { a: async { Ok(()) } => { log.say("stop a") }, b: async { Ok(()) } => drop };
    drive(group.on_cause(|_| log.say("first")).on_cause(|_| log.say("second"))).unwrap();
    log.expect(&["first", "second", "stop a"]);
}

#[test]
fn a_value_is_given_the_cause_once() {
    struct Says<'a>(&'a Log);

    impl<E: fmt::Display> Interrupt<E> for Says<'_> {
        fn interrupt(self, cause: &Cause<'_, E>) {
            self.0.say(cause);
        }
    }

    let log = Log::new();
    drive(run_group! { a: async { Ok(()) } => Says(&log), b: async { Err("late")? } => Says(&log) }).unwrap_err();
    log.expect(&["`a` ended", "`a` ended"]);
}
