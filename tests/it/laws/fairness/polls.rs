//! One poll of the group polls each actor at most once between two transitions.

use std::{cell::Cell, pin::pin};

use run_group::run_group;

use crate::support::{Flag, Log, Step, budget::busy, counting_waker, poll, poll_once, script};

#[test]
fn one_poll_polls_each_actor_once() {
    let log = Log::new();
    let always = || vec![Step::Yield; 4];
    let (woken, waker) = counting_waker();
    let mut group = pin!(run_group! {
        a: script("a", &log, always()) => {},
        b: script("b", &log, always()) => {},
        c: script("c", &log, always()) => {},
    });
    for _ in 0..4 {
        assert!(poll_once(group.as_mut(), &waker).is_pending());
        log.expect(&["poll a", "poll b", "poll c"]);
        assert!(woken.take() > 0);
    }
}

#[test]
fn the_poll_with_the_cause_polls_each_once_more() {
    let log = Log::new();
    let always = || vec![Step::Yield; 4];
    let mut group = pin!(run_group! {
        a: script("a", &log, always()) => { log.say("stop a") },
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
        c: script("c", &log, always()) => { log.say("stop c") },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "drop b", "poll c", "stop a", "stop b", "stop c", "poll a", "poll c"]);
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll c"]);
}

/// A group with an inner actor and one that ends when `$asked` is set. The interrupt of the inner one sets `$stops`.
macro_rules! nested {
    ($inner:expr, $asked:expr, $stops:expr, $log:expr) => {
        run_group! {
            inner: $inner => { $stops.set() },
            stop:  script("stop", $log, [Step::Until($asked.clone()), Step::Ok]) => drop,
        }
    };
}

/// Five such groups, one in the other, around an actor that is never ready: each asks the one in it to stop.
macro_rules! five_levels {
    ($flags:expr, $log:expr) => {{
        let flags: &[Flag; 6] = $flags;
        let leaf = script("leaf", $log, vec![Step::Yield; 8]);
        let group = nested!(leaf, flags[4], flags[5], $log);
        let group = nested!(group, flags[3], flags[4], $log);
        let group = nested!(group, flags[2], flags[3], $log);
        let group = nested!(group, flags[1], flags[2], $log);
        nested!(group, flags[0], flags[1], $log)
    }};
}

#[test]
fn five_nested_groups_poll_the_innermost_actor_once() {
    let log = Log::new();
    let flags: [Flag; 6] = Default::default();
    let mut group = pin!(five_levels!(&flags, &log));
    for polls in 1..=3 {
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!(log.count("poll leaf"), polls);
    }
}

#[test]
fn five_nested_groups_that_all_stop_stay_linear() {
    let log = Log::new();
    let flags: [Flag; 6] = Default::default();
    let mut group = pin!(five_levels!(&flags, &log));
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    flags[0].set();
    assert!(poll(group.as_mut()).is_pending());
    assert!(flags[5].is_set());
    // Once, and once more for each level's own cause: not twice a level, which would be 32.
    assert_eq!(log.count("poll leaf"), 6);
}

#[test]
fn of_busy_actors_all_are_polled_equally_often() {
    for size in [3, 4, 64, 100] {
        let polls = vec![Cell::new(0); size];
        let mut group = pin!(run_group! { row: busy(polls) for polls in &polls => drop });
        for round in 1..=100 {
            assert!(poll(group.as_mut()).is_pending());
            assert!(polls.iter().all(|polls| polls.get() == round), "{polls:?}");
        }
    }
}
