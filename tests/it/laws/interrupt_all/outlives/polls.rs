//! How often each actor is polled when the turns come.

use std::pin::pin;

use run_group::run_group;

use crate::support::{Actors, Log, Step, poll, ready, script};

#[test]
fn a_chain_in_one_poll_polls_each_once_a_turn() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        a: script("a", &actors.log, [Step::Ok]) => { actors.interrupt("a") },
        #[outlives(a)] b: actors.waits("b") => { actors.interrupt("b") },
        #[outlives(b)] c: actors.waits("c") => { actors.interrupt("c") },
        #[outlives(c)] d: actors.waits("d") => { actors.interrupt("d") },
        #[outlives(d)] e: actors.waits("e") => { actors.interrupt("e") },
        #[outlives(e)] f: actors.waits("f") => { actors.interrupt("f") },
    });
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(actors.log.counts("poll", ["a", "b", "c", "d", "e", "f"]), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_chain_written_backwards_polls_none_more_often() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(e)] f: actors.waits("f") => { actors.interrupt("f") },
        #[outlives(d)] e: actors.waits("e") => { actors.interrupt("e") },
        #[outlives(c)] d: actors.waits("d") => { actors.interrupt("d") },
        #[outlives(b)] c: actors.waits("c") => { actors.interrupt("c") },
        #[outlives(a)] b: actors.waits("b") => { actors.interrupt("b") },
        a: script("a", &actors.log, [Step::Ok]) => { actors.interrupt("a") },
    });
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(actors.log.counts("poll", ["a", "b", "c", "d", "e", "f"]), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn without_a_cause_each_is_polled_once() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[outlives(b)]
        a: script("a", &log, [Step::Yield, Step::Yield]) => drop,
        b: script("b", &log, [Step::Yield, Step::Yield]) => drop,
    });
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll a", "poll b"]);
    }
}
