//! Panics: of an actor, of an interrupt, of a drop, of `on_cause`. Each is an exit, and keeps nobody else from anything.

use std::{
    cell::Cell,
    future::{Future, pending, poll_fn},
    panic::panic_any,
    pin::{Pin, pin},
    task::{Poll, Waker},
};

use run_group::{AnyError, Cause, End, Error, run_group};

use crate::support::{Flag, Log, PanicOnDrop, Step, drive, failures, panic_of, panic_text, poll_once, ready, script};

/// Polls once, for those who do not ask who was woken.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    poll_once(future, Waker::noop())
}

const NAMES: [&str; 3] = ["a", "b", "c"];

/// Waits until it is told, and then for one poll more: so it can be seen whether it was joined.
fn drains(flag: &Flag) -> Vec<Step> {
    vec![Step::Until(flag.clone()), Step::Pending, Step::Ok]
}

/// How often each of the three has said so.
fn counts(log: &Log, what: &str) -> [usize; 3] {
    NAMES.map(|name| log.count(&format!("{what} {name}")))
}

// An actor's poll

#[test]
fn an_actor_that_panics_on_any_poll_in_any_place_is_dropped_once_and_its_siblings_drain() {
    for place in 0..3 {
        for polls in 1..=3 {
            let log = Log::new();
            let flags: [Flag; 3] = Default::default();
            let actor = |index: usize| {
                let steps = if index == place {
                    let mut steps = vec![Step::Pending; polls - 1];
                    steps.push(Step::Panic("boom"));
                    steps
                } else {
                    drains(&flags[index])
                };
                script(NAMES[index], &log, steps)
            };
            let mut group = pin!(run_group! {
                a: actor(0) => { log.say("stop a"); flags[0].set(); },
                b: actor(1) => { log.say("stop b"); flags[1].set(); },
                c: actor(2) => { log.say("stop c"); flags[2].set(); },
            });
            for _ in 0..polls {
                assert_eq!(counts(&log, "stop"), [0; 3]);
                assert!(poll(group.as_mut()).is_pending());
            }
            let dropped = [0, 1, 2].map(|index| usize::from(index == place));
            assert_eq!((counts(&log, "stop"), counts(&log, "drop")), ([1; 3], dropped));
            assert_eq!(panic_text(|| poll(group.as_mut())), "boom");
            assert_eq!((counts(&log, "stop"), counts(&log, "drop")), ([1; 3], [1; 3]));
            // The ones that were told were polled before the cause, in its pass, and twice behind it.
            let polled = [0, 1, 2].map(|index| if index == place { polls } else { polls + 2 });
            assert_eq!(counts(&log, "poll"), polled);
        }
    }
}

#[test]
fn a_payload_that_is_no_text_goes_on_as_it_is() {
    #[derive(Debug, PartialEq)]
    struct Payload(u8);

    let group = run_group! {
        a: poll_fn(|_| -> Poll<()> { panic_any(Payload(7)) }) => drop,
        b: pending::<()>() => drop,
    };
    assert_eq!(panic_of(|| drive(group)).downcast_ref(), Some(&Payload(7)));
}

#[test]
fn the_actors_behind_one_that_panics_are_polled_in_the_same_pass() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        b: script("b", &log, [Step::Panic("boom")]) => drop,
        c: script("c", &log, []) => drop,
        d: script("d", &log, [Step::Panic("late")]) => drop,
        e: script("e", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drive(group.on_cause(|cause| log.say(cause)))), "boom");
    log.expect(&[
        "poll a",
        "poll b",
        "drop b",
        "poll c",
        "poll d",
        "drop d",
        "poll e",
        "`b` panicked: boom",
        "drop a",
        "drop c",
        "drop e",
    ]);
}

#[test]
fn an_actor_that_panics_in_the_drain_leaves_its_async_interrupt_running() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        job: async { Err("first") } => drop,
        a: script("a", &log, [Step::Pending, Step::Pending, Step::Panic("late")]) => async {
            script("telling a", &log, [Step::Pending, Step::Pending, Step::Ok]).await?;
            Err("told in vain")
        },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "drop a", "poll telling a"]);
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "a panicked: late", "a failed: told in vain"]);
}

#[test]
fn an_actor_with_a_stop_is_told_by_it_though_its_async_interrupt_panics_and_is_polled_once_in_that_pass() {
    let log = Log::new();
    let handle = Cell::new(None);
    let mut group = pin!(run_group! {
        a: |stop| { handle.set(Some(stop)); script("a", &log, [Step::Pending, Step::Pending, Step::Pending, Step::Ok]) } => async {
            script("telling a", &log, [Step::Pending, Step::Panic("cannot tell")]).await.unwrap();
        },
        job: async { Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll telling a", "drop telling a"]);
    assert!(handle.take().unwrap().is_stopped());
    assert_eq!(panic_text(|| poll(group.as_mut())), "cannot tell");
}

// What the cause says

/// What a group says of its cause, an actor `x` that ends with this panic.
fn cause_of(panic: impl Fn()) -> String {
    let said = Cell::new(String::new());
    let group = run_group! { x: poll_fn(|_| { panic(); Poll::Ready(()) }) => drop };
    panic_of(|| drive(group.on_cause(|cause| said.set(cause.to_string()))));
    said.into_inner()
}

#[test]
fn the_cause_says_who_panicked_and_what_it_said() {
    assert_eq!(cause_of(|| panic!("boom")), "`x` panicked: boom");
}

#[test]
fn the_cause_says_what_a_panic_with_arguments_said() {
    assert_eq!(cause_of(|| panic!("boom {}", Cell::new(7).get())), "`x` panicked: boom 7");
}

#[test]
fn the_cause_has_a_word_for_a_payload_that_is_no_text() {
    assert_eq!(cause_of(|| panic_any(7)), "`x` panicked: a payload that is no text");
}

#[test]
fn the_cause_is_a_panic_and_no_error() {
    let right = Cell::new(false);
    let check = |cause: &Cause<'_, AnyError>| {
        let message = match cause.end() {
            End::Panicked(panic) => panic.message() == "boom",
            _ => false,
        };
        right.set(message && cause.error().is_none() && cause.actor() == "x");
    };
    let group = run_group! { x: async { panic!("boom") } => |cause| check(cause) };
    assert_eq!(panic_text(|| drive(group)), "boom");
    assert!(right.get());
}

// An interrupt

#[test]
fn an_interrupt_that_panics_keeps_no_other_from_being_called_and_its_actor_is_not_waited_for() {
    for place in 0..3 {
        let log = Log::new();
        let flags: [Flag; 3] = Default::default();
        let tell = |index: usize| {
            log.say(format_args!("stop {}", NAMES[index]));
            assert!(index != place, "cannot tell");
            flags[index].set();
        };
        let mut group = pin!(run_group! {
            a: script("a", &log, drains(&flags[0])) => { tell(0) },
            b: script("b", &log, drains(&flags[1])) => { tell(1) },
            job: async { Ok(()) } => { log.say("stop job") },
            c: script("c", &log, drains(&flags[2])) => { tell(2) },
        });
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!((counts(&log, "stop"), log.count("stop job")), ([1; 3], 1));
        // It was dropped before it could be polled in vain.
        let dropped = [0, 1, 2].map(|index| usize::from(index == place));
        assert_eq!(counts(&log, "drop"), dropped);
        assert_eq!(panic_text(|| poll(group.as_mut())), "cannot tell");
        assert_eq!((counts(&log, "stop"), counts(&log, "drop")), ([1; 3], [1; 3]));
        assert_eq!(counts(&log, "poll"), [0, 1, 2].map(|index| if index == place { 1 } else { 3 }));
    }
}

#[test]
fn the_interrupts_behind_one_that_panics_are_told_the_same_cause() {
    let log = Log::new();
    let group = run_group! {
        job: async { Ok(()) } => |cause| { log.say(cause); panic!("cannot tell") },
        b: pending::<()>() => |cause| { log.say(cause); panic!("nor this one") },
        c: async { Ok(()) } => |cause| log.say(cause),
    };
    assert_eq!(panic_text(|| drive(group)), "cannot tell");
    log.expect(&["`job` ended", "`job` ended", "`job` ended"]);
}

#[test]
fn an_async_interrupt_that_panics_keeps_no_other_from_its_end_and_its_actor_is_not_waited_for() {
    for place in 0..3 {
        let log = Log::new();
        let flags: [Flag; 3] = Default::default();
        let tell = async |index: usize| {
            let panics = [Step::Pending, Step::Panic("cannot tell")];
            let well = [Step::Pending, Step::Pending, Step::Ok];
            let steps = if index == place { panics.to_vec() } else { well.to_vec() };
            script("tell", &log, steps).await?;
            log.say(format_args!("told {}", NAMES[index]));
            flags[index].set();
            Ok(())
        };
        let mut group = pin!(run_group! {
            type Error = &'static str;
            a: script("a", &log, drains(&flags[0])) => async { tell(0).await },
            b: script("b", &log, drains(&flags[1])) => async { tell(1).await },
            job: async { Ok(()) } => drop,
            c: script("c", &log, drains(&flags[2])) => async { tell(2).await },
        });
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!(counts(&log, "drop"), [0; 3]);
        assert!(poll(group.as_mut()).is_pending());
        let panicked = [0, 1, 2].map(|index| usize::from(index == place));
        assert_eq!((counts(&log, "told"), counts(&log, "drop")), ([0; 3], panicked));
        // One poll to tell the others, one for them to see it.
        assert!(poll(group.as_mut()).is_pending());
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!(panic_text(|| poll(group.as_mut())), "cannot tell");
        assert_eq!((counts(&log, "told"), counts(&log, "drop")), (panicked.map(|panicked| 1 - panicked), [1; 3]));
    }
}

#[test]
fn a_closure_that_panics_before_its_async_block_is_an_interrupt_that_panics() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => |cause| { assert!(cause.signal().is_some(), "cannot tell"); async {} },
        job: async { Ok(()) } => { log.say("stop job") },
    };
    assert_eq!(panic_text(|| drive(group)), "cannot tell");
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

// A drop

#[test]
fn an_actor_whose_drop_panics_when_it_ends_is_an_exit() {
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
        assert_eq!(counts(&log, "stop"), [1; 3]);
        assert_eq!(counts(&log, "drop"), [0, 1, 2].map(|index| usize::from(index == place)));
        assert_eq!(panic_text(|| poll(group.as_mut())), "drop");
        assert_eq!((counts(&log, "stop"), counts(&log, "drop")), ([1; 3], [1; 3]));
        assert_eq!(counts(&log, "poll"), [0, 1, 2].map(|index| if index == place { 2 } else { 4 }));
    }
}

#[test]
fn an_actor_whose_drop_panics_behind_its_own_panic_is_dropped_once() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Panic("poll")]).drop_panics("drop") => { log.say("stop a") },
        b: script("b", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drive(group)), "poll");
    log.expect(&["poll a", "drop a", "poll b", "stop a", "drop b"]);
}

#[test]
fn an_actor_whose_drop_panics_when_it_is_interrupted_by_drop_keeps_nobody_from_being_told() {
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
        "stop job", "drop a", "drop b", "stop c", "drop d", // told
        "poll c", "poll c", "drop c", // joined
    ]);
}

#[test]
fn what_a_drop_says_behind_an_error_is_among_its_others() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        job: script("job", &log, [Step::Err("first")]).drop_panics("job's drop") => {},
        a: script("a", &log, []).drop_panics("a's drop") => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "job panicked: job's drop", "a panicked: a's drop"]);
}

#[test]
fn an_interrupt_that_holds_what_panics_when_dropped_is_one_that_panics() {
    let log = Log::new();
    let held = PanicOnDrop("held");
    let group = run_group! {
        a: script("a", &log, []) => { let _held = held; log.say("stop a"); },
        job: async { Ok(()) } => { log.say("stop job") },
    };
    assert_eq!(panic_text(|| drive(group)), "held");
    log.expect(&["poll a", "stop a", "drop a", "stop job"]);
}

// The drop of the group

/// A group of three actors, of which some panic when they are dropped, each with its name.
fn three<'a>(log: &'a Log, panics: &'a [&str]) -> Pin<Box<impl Future<Output = Result<(), Error>> + use<'a>>> {
    let actor = |name: &'static str| {
        let actor = script(name, log, []);
        if panics.contains(&name) { actor.drop_panics(name) } else { actor }
    };
    Box::pin(run_group! { a: actor("a") => {}, b: actor("b") => drop, c: actor("c") => async {} })
}

#[test]
fn an_actor_whose_drop_panics_while_the_group_is_dropped_keeps_no_other_from_being_dropped() {
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
fn of_actors_whose_drops_panic_while_the_group_is_dropped_the_first_goes_on() {
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
fn a_group_that_is_dropped_by_a_panic_drops_actors_whose_drops_panic_and_does_not_abort() {
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
fn a_group_dropped_in_the_drain_drops_all_that_is_left_though_its_drops_panic() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        job: script("job", &log, [Step::Ok]) => {},
        a: script("a", &log, []).drop_panics("a") => async {
            script("telling a", &log, []).drop_panics("telling a").await
        },
        b: script("b", &log, []).drop_panics("b") => {},
        c: script("c", &log, []) => async { script("telling c", &log, []).await },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert_eq!(panic_text(|| drop(group)), "a");
    log.expect(&["drop a", "drop telling a", "drop b", "drop c", "drop telling c"]);
}

#[test]
fn an_interrupt_whose_drop_panics_with_the_group_keeps_no_actor_from_being_dropped() {
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

#[test]
fn a_group_that_has_gone_on_with_a_panic_drops_nothing_again() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        a: script("a", &log, [Step::Panic("boom")]) => {},
        b: script("b", &log, []) => drop,
    });
    assert_eq!(panic_text(|| poll(group.as_mut())), "boom");
    assert_eq!((log.count("drop a"), log.count("drop b")), (1, 1));
    log.take();
    drop(group);
    log.expect(&[]);
}

// Which of them goes on

#[test]
fn a_panic_behind_an_ok_goes_on() {
    let log = Log::new();
    let group = run_group! {
        job: script("job", &log, [Step::Ok]) => {},
        a: script("a", &log, [Step::Pending, Step::Panic("late")]) => {},
    };
    assert_eq!(panic_text(|| drive(group)), "late");
}

#[test]
fn a_panic_behind_an_error_is_among_its_others() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Err("first")]) => {},
        b: script("b", &log, [Step::Pending, Step::Panic("late")]) => {},
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["a failed: first", "b panicked: late"]);
    assert!(error.others()[0].get_ref().is_none());
}

#[test]
fn a_panic_behind_an_error_behind_an_ok_is_among_its_others() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        job: script("job", &log, [Step::Ok]) => {},
        a: script("a", &log, [Step::Pending, Step::Err("first")]) => {},
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Panic("late")]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["a failed: first", "b panicked: late"]);
}

#[test]
fn a_panic_before_an_error_goes_on() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Panic("first")]) => {},
        b: script("b", &log, [Step::Pending, Step::Err("late")]) => {},
    };
    assert_eq!(panic_text(|| drive(group)), "first");
}

#[test]
fn of_two_panics_the_first_goes_on() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Pending, Step::Panic("late")]) => {},
        b: script("b", &log, [Step::Panic("first")]) => {},
    };
    assert_eq!(panic_text(|| drive(group)), "first");
}

// on_cause

#[test]
fn an_on_cause_that_panics_keeps_no_interrupt_from_being_called_and_goes_on_when_all_are_joined() {
    let log = Log::new();
    let a = Flag::new();
    let group = run_group! {
        a: script("a", &log, drains(&a)) => |cause| { log.say(cause); a.set(); },
        b: script("b", &log, [Step::Ok]) => |cause| log.say(cause),
    };
    let mut group = pin!(group.on_cause(|_| panic!("probe")));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(panic_text(|| poll(group.as_mut())), "probe");
    log.expect(&["poll a", "poll b", "drop b", "`b` ended", "`b` ended", "poll a", "poll a", "drop a"]);
}

#[test]
fn an_on_cause_that_panics_behind_an_error_is_among_its_others_and_nobodys() {
    let group = run_group! { type Error = &'static str; a: async { Err("first") } => drop };
    let error = drive(group.on_cause(|_| panic!("probe"))).unwrap_err();
    assert_eq!(failures(&error), ["a failed: first", "- panicked: probe"]);
    assert_eq!(error.others()[0].actor(), None);
    assert_eq!(error.others()[0].to_string(), "the group panicked: probe");
}

#[test]
fn an_error_behind_an_on_cause_that_panics_does_not_keep_the_panic_from_going_on() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Ok]) => {},
        b: script("b", &log, [Step::Pending, Step::Err("late")]) => {},
    };
    assert_eq!(panic_text(|| drive(group.on_cause(|_| panic!("probe")))), "probe");
}

#[test]
fn an_on_cause_that_panics_keeps_no_other_on_cause_from_being_called() {
    let log = Log::new();
    let group = run_group! { a: async { Ok(()) } => drop };
    let group = group.on_cause(|_| panic!("probe")).on_cause(|_| log.say("second"));
    assert_eq!(panic_text(|| drive(group)), "probe");
    log.expect(&["second"]);
}
