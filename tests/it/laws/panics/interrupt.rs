//! An interrupt that panics.

use std::{cell::Cell, future::pending, pin::pin};

use run_group::run_group;

use super::{NAMES, drains};
use crate::support::{Flag, Log, PanicOnDrop, Step, drive, failures, panic_text, poll, script};

#[test]
fn a_stop_is_set_after_an_async_one_that_panics() {
    let log = Log::new();
    let handle = Cell::new(None);
    let mut group = pin!(run_group! {
        a: |stop| { handle.set(Some(stop)); script("a", &log, [Step::Pending, Step::Pending, Step::Pending, Step::Ok]) } => async {
            script("interrupt a", &log, [Step::Pending, Step::Panic("cannot interrupt")]).await.unwrap();
        },
        job: async { Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll interrupt a", "drop interrupt a"]);
    assert!(handle.take().unwrap().is_stopped());
    assert_eq!(panic_text(|| poll(group.as_mut())), "cannot interrupt");
}

#[test]
fn all_others_are_called_and_its_actor_is_dropped() {
    for place in 0..3 {
        let log = Log::new();
        let flags: [Flag; 3] = Default::default();
        let interrupt = |index: usize| {
            log.say(format_args!("stop {}", NAMES[index]));
            assert!(index != place, "cannot interrupt");
            flags[index].set();
        };
        let mut group = pin!(run_group! {
            a: script("a", &log, drains(&flags[0])) => { interrupt(0) },
            b: script("b", &log, drains(&flags[1])) => { interrupt(1) },
            job: async { Ok(()) } => { log.say("stop job") },
            c: script("c", &log, drains(&flags[2])) => { interrupt(2) },
        });
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!((log.counts("stop", NAMES), log.count("stop job")), ([1; 3], 1));
        // Its actor has been dropped, and not polled again.
        let dropped = [0, 1, 2].map(|index| usize::from(index == place));
        assert_eq!(log.counts("drop", NAMES), dropped);
        assert_eq!(panic_text(|| poll(group.as_mut())), "cannot interrupt");
        assert_eq!((log.counts("stop", NAMES), log.counts("drop", NAMES)), ([1; 3], [1; 3]));
        assert_eq!(log.counts("poll", NAMES), [0, 1, 2].map(|index| if index == place { 1 } else { 3 }));
    }
}

#[test]
fn those_after_it_are_given_the_same_cause() {
    let log = Log::new();
    let group = run_group! {
        job: async { Ok(()) } => |cause| { log.say(cause); panic!("cannot interrupt") },
        b: pending::<()>() => |cause| { log.say(cause); panic!("nor this one") },
        c: async { Ok(()) } => |cause| log.say(cause),
    };
    assert_eq!(panic_text(|| drive(group)), "cannot interrupt");
    log.expect(&["`job` ended", "`job` ended", "`job` ended"]);
}

#[test]
fn all_other_async_ones_finish_and_its_actor_is_dropped() {
    for place in 0..3 {
        let log = Log::new();
        let flags: [Flag; 3] = Default::default();
        let interrupt = async |index: usize| {
            let panics = [Step::Pending, Step::Panic("cannot interrupt")];
            let succeeds = [Step::Pending, Step::Pending, Step::Ok];
            let steps = if index == place { panics.to_vec() } else { succeeds.to_vec() };
            script("interrupt", &log, steps).await?;
            log.say(format_args!("interrupted {}", NAMES[index]));
            flags[index].set();
            Ok(())
        };
        let mut group = pin!(run_group! {
            type Error = &'static str;
            a: script("a", &log, drains(&flags[0])) => async { interrupt(0).await },
            b: script("b", &log, drains(&flags[1])) => async { interrupt(1).await },
            job: async { Ok(()) } => drop,
            c: script("c", &log, drains(&flags[2])) => async { interrupt(2).await },
        });
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!(log.counts("drop", NAMES), [0; 3]);
        assert!(poll(group.as_mut()).is_pending());
        let panicked = [0, 1, 2].map(|index| usize::from(index == place));
        assert_eq!((log.counts("interrupted", NAMES), log.counts("drop", NAMES)), ([0; 3], panicked));
        // One poll in which the interrupts finish, one in which the actors see it.
        assert!(poll(group.as_mut()).is_pending());
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!(panic_text(|| poll(group.as_mut())), "cannot interrupt");
        assert_eq!(
            (log.counts("interrupted", NAMES), log.counts("drop", NAMES)),
            (panicked.map(|panicked| 1 - panicked), [1; 3])
        );
    }
}

#[test]
fn a_closure_may_panic_before_its_async_block() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => |cause| { assert!(cause.signal().is_some(), "cannot interrupt"); async {} },
        job: async { Ok(()) } => { log.say("stop job") },
    };
    assert_eq!(panic_text(|| drive(group)), "cannot interrupt");
    log.expect(&["poll a", "drop a", "stop job"]);
}

#[test]
fn the_interrupt_of_the_cause_may_panic_too() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Err("first")]) => { panic!("late") },
        b: script("b", &log, []) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["a failed: first", "a panicked: late"]);
    log.expect(&["poll a", "drop a", "poll b", "drop b"]);
}

#[test]
fn one_may_panic_by_dropping_what_it_holds() {
    let log = Log::new();
    let held = PanicOnDrop("held");
    let group = run_group! {
        a: script("a", &log, []) => { let _held = held; log.say("stop a"); },
        job: async { Ok(()) } => { log.say("stop job") },
    };
    assert_eq!(panic_text(|| drive(group)), "held");
    log.expect(&["poll a", "stop a", "drop a", "stop job"]);
}
