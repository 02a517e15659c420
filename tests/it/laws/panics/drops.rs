//! A drop that panics.

use std::{
    future::Future,
    pin::{Pin, pin},
};

use run_group::{Error, run_group};

use super::{NAMES, drains};
use crate::support::{Flag, Log, PanicOnDrop, Step, drive, failures, panic_text, poll, script};

#[test]
fn at_its_end_it_is_an_exit() {
    for place in 0..3 {
        let log = Log::new();
        let flags: [Flag; 3] = Default::default();
        let actor = |index: usize| {
            if index == place {
                script(NAMES[index], &log, [Step::Pending, Step::Ok]).drop_panics("drop")
            } else {
                script(NAMES[index], &log, drains(&flags[index]))
            }
        };
        let mut group = pin!(run_group! {
            a: actor(0) => { log.say("stop a"); flags[0].set(); },
            b: actor(1) => { log.say("stop b"); flags[1].set(); },
            c: actor(2) => { log.say("stop c"); flags[2].set(); },
        });
        assert!(poll(group.as_mut()).is_pending());
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!(log.counts("stop", NAMES), [1; 3]);
        assert_eq!(log.counts("drop", NAMES), [0, 1, 2].map(|index| usize::from(index == place)));
        assert_eq!(panic_text(|| poll(group.as_mut())), "drop");
        assert_eq!((log.counts("stop", NAMES), log.counts("drop", NAMES)), ([1; 3], [1; 3]));
        assert_eq!(log.counts("poll", NAMES), [0, 1, 2].map(|index| if index == place { 2 } else { 4 }));
    }
}

#[test]
fn after_its_own_panic_an_actor_is_dropped_once() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Panic("poll")]).drop_panics("drop") => { log.say("stop a") },
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drive(group)), "poll");
    log.expect(&["poll a", "drop a", "poll b", "stop a", "drop b"]);
}

#[test]
fn as_the_interrupt_it_prevents_no_other_interrupt() {
    let log = Log::new();
    let c = Flag::new();
    let mut group = pin!(run_group! {
        job: script("job", &log, [Step::Ok]) => { log.say("stop job") },
        a: script("a", &log, []).drop_panics("first") => drop,
        b: script("b", &log, []).drop_panics("second") => drop,
        c: script("c", &log, drains(&c)) => { log.say("stop c"); c.set(); },
        d: script("d", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(panic_text(|| poll(group.as_mut())), "first");
    log.expect(&[
        "poll job", "drop job", "poll a", "poll b", "poll c", "poll d", // started
        "stop job", "drop a", "drop b", "stop c", "drop d", // interrupted
        "poll c", "poll c", "drop c", // joined
    ]);
}

#[test]
fn after_an_error_it_is_among_the_others() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        job: script("job", &log, [Step::Err("first")]).drop_panics("job's drop") => {},
        a: script("a", &log, []).drop_panics("a's drop") => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "job panicked: job's drop", "a panicked: a's drop"]);
}

/// A group of three actors. The drops of those in `panics` panic, each with its name.
fn three<'a>(log: &'a Log, panics: &'a [&str]) -> Pin<Box<impl Future<Output = Result<(), Error>> + use<'a>>> {
    let actor = |name| script(name, log, []).drop_panics_among(panics);
    Box::pin(run_group! { a: actor("a") => {}, b: actor("b") => drop, c: actor("c") => async {} })
}

#[test]
fn in_a_dropped_group_every_other_actor_is_dropped() {
    for name in NAMES {
        let log = Log::new();
        let panics = [name];
        let group = three(&log, &panics);
        assert_eq!(panic_text(|| drop(group)), name);
        log.expect(&["drop a", "drop b", "drop c"]);

        let mut group = three(&log, &panics);
        assert!(poll(group.as_mut()).is_pending());
        log.take();
        assert_eq!(panic_text(|| drop(group)), name);
        log.expect(&["drop a", "drop b", "drop c"]);
    }
}

#[test]
fn of_several_in_a_dropped_group_the_first_is_resumed() {
    for (panics, first) in [(["a", "b"], "a"), (["a", "c"], "a"), (["c", "b"], "b")] {
        let log = Log::new();
        let group = three(&log, &panics);
        assert_eq!(panic_text(|| drop(group)), first);
        log.expect(&["drop a", "drop b", "drop c"]);
    }
    let log = Log::new();
    let group = three(&log, &NAMES);
    assert_eq!(panic_text(|| drop(group)), "a");
    log.expect(&["drop a", "drop b", "drop c"]);
}

#[test]
fn in_a_group_dropped_while_unwinding_they_do_not_abort() {
    for panics in [&["a"][..], &["c"], &["a", "b"], &NAMES] {
        let log = Log::new();
        let text = panic_text(|| {
            let mut group = three(&log, panics);
            assert!(poll(group.as_mut()).is_pending());
            log.take();
            panic!("the one that was there first");
        });
        assert_eq!(text, "the one that was there first");
        log.expect(&["drop a", "drop b", "drop c"]);
    }
}

#[test]
fn in_a_group_dropped_in_the_drain_all_is_dropped() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        job: script("job", &log, [Step::Ok]) => {},
        a: script("a", &log, []).drop_panics("a") => async {
            script("interrupt a", &log, []).drop_panics("interrupt a").await
        },
        b: script("b", &log, []).drop_panics("b") => {},
        c: script("c", &log, []) => async { script("interrupt c", &log, []).await },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert_eq!(panic_text(|| drop(group)), "a");
    log.expect(&["drop a", "drop interrupt a", "drop b", "drop c", "drop interrupt c"]);
}

#[test]
fn in_a_dropped_interrupt_it_prevents_no_other_drop() {
    let log = Log::new();
    let (first, second) = (PanicOnDrop("first"), PanicOnDrop("second"));
    let group = run_group! {
        a: script("a", &log, []) => { let _held = first; },
        b: script("b", &log, []) => { let _held = second; },
        c: script("c", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drop(group)), "first");
    log.expect(&["drop a", "drop b", "drop c"]);
}
