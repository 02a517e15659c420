//! An actor that panics when it is polled.

use std::pin::pin;

use run_group::run_group;

use super::{NAMES, drains};
use crate::support::{
    Flag, Log, Step, drive, failures,
    numbered::{Action, Built, Numbered},
    panic_text, poll, ready, script,
};

#[test]
fn in_any_poll_in_any_place_its_siblings_drain() {
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
                assert_eq!(log.counts("stop", NAMES), [0; 3]);
                assert!(poll(group.as_mut()).is_pending());
            }
            let dropped = [0, 1, 2].map(|index| usize::from(index == place));
            assert_eq!((log.counts("stop", NAMES), log.counts("drop", NAMES)), ([1; 3], dropped));
            assert_eq!(panic_text(|| poll(group.as_mut())), "boom");
            assert_eq!((log.counts("stop", NAMES), log.counts("drop", NAMES)), ([1; 3], [1; 3]));
            // The others were polled in each poll up to that of the cause, and twice after it.
            let polled = [0, 1, 2].map(|index| if index == place { polls } else { polls + 2 });
            assert_eq!(log.counts("poll", NAMES), polled);
        }
    }
}

#[test]
fn the_actors_after_it_are_polled_in_the_same_poll() {
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
fn in_the_drain_its_async_interrupt_goes_on() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        job: async { Err("first") } => drop,
        a: script("a", &log, [Step::Pending, Step::Pending, Step::Panic("late")]) => async {
            script("interrupt a", &log, [Step::Pending, Step::Pending, Step::Ok]).await?;
            Err("interrupted in vain")
        },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "drop a", "poll interrupt a"]);
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "a panicked: late", "a failed: interrupted in vain"]);
}

#[test]
fn after_an_empty_row_an_actor_is_polled_once() {
    let actors = Numbered::of(0);
    let mut group: Built<'_> = Box::pin(run_group! {
        a: actors.actor() => {},
        b: actors.actor() => {},
        empty: actors.actor() for () in [] => {},
        c: actors.actor() => {},
    });
    actors.then(1, Action::Panic("boom"));
    assert_eq!(actors.poll(&mut group), [0, 1, 2, 0, 2]);
}
