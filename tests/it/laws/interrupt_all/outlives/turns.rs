//! When the turn of an actor comes: the cases that explain it. `models::outlives` tries many more.

use std::{cell::Cell, future::poll_fn, pin::pin, sync::mpsc, task::Poll};

use run_group::{run_group, thread};

use crate::support::{Actors, Flag, Log, Step, done, drive, drive_beside_threads, poll, ready, script};

#[test]
fn an_actor_waits_for_all_that_it_outlives() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(a, b)]
        db: actors.waits("db") => { actors.interrupt("db") },
        a: actors.then("a", [Step::Pending, Step::Ok]) => { actors.interrupt("a") },
        b: actors.then("b", [Step::Pending, Step::Pending, Step::Ok]) => { actors.interrupt("b") },
        job: script("job", &actors.log, [Step::Ok]) => { actors.interrupt("job") },
    });
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&[
        "poll db", "poll a", "poll b", "poll job", "drop job", // started
        "stop a", "stop b", "stop job", // it is not the turn of `db`
        "poll db", "poll a", "poll b",
    ]);
    assert!(poll(group.as_mut()).is_pending());
    // `a` has ended, and `b` has not.
    actors.log.expect(&["poll db", "poll a", "drop a", "poll b"]);
}

#[test]
fn its_turn_comes_in_the_poll_in_which_the_last_ends() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        a: actors.then("a", [Step::Pending, Step::Ok]) => { actors.interrupt("a") },
        #[outlives(a)]
        db: actors.then("db", [Step::Pending, Step::Ok]) => { actors.interrupt("db") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    actors.log.take();
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll a", "drop a", "poll db", "stop db", "poll db"]);
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&["poll db", "drop db"]);
}

#[test]
fn an_actor_waits_for_async_interrupts_too() {
    let actors = Actors::new();
    let finish = Flag::new();
    let mut group = pin!(run_group! {
        #[outlives(a)]
        db: actors.waits("db") => { actors.interrupt("db") },
        // It has ended, and its interrupt is running.
        a: done() => async { script("interrupt a", &actors.log, [Step::Until(finish.clone()), Step::Ok]).await.unwrap() },
    });
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll db", "poll db", "poll interrupt a"]);
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll db", "poll interrupt a"]);
    finish.set();
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&["poll db", "poll interrupt a", "drop interrupt a", "stop db", "poll db", "drop db"]);
}

#[test]
fn an_actor_waits_for_the_interrupt_of_an_ended_one() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(queue)]
        db: actors.waits("db") => { actors.interrupt("db") },
        #[outlives(http)]
        // Its channel has closed.
        queue: script("queue", &actors.log, [Step::Pending, Step::Ok]) => { actors.interrupt("queue") },
        http: actors.then("http", [Step::Pending, Step::Ok]) => { actors.interrupt("http") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(
        (actors.log.count("drop queue"), actors.log.count("stop queue"), actors.log.count("stop db")),
        (1, 0, 0)
    );
    actors.log.take();
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&["poll db", "poll http", "drop http", "stop queue", "stop db", "poll db", "drop db"]);
}

#[test]
fn one_that_ends_by_itself_is_not_held_back() {
    let actors = Actors::new();
    let channel = Flag::new();
    let mut group = pin!(run_group! {
        a: actors.then("a", [Step::Pending, Step::Pending, Step::Ok]) => { actors.interrupt("a"); channel.set(); },
        #[outlives(a)]
        reader: script("reader", &actors.log, [Step::Until(channel.clone()), Step::Ok]) => drop,
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!((actors.log.count("drop reader"), actors.log.count("drop a")), (1, 0));
}

#[test]
fn the_cause_may_outlive_others_and_waits_its_turn() {
    let actors = Actors::new();
    let group = run_group! {
        #[outlives(a)]
        db: script("db", &actors.log, [Step::Ok]) => |cause| actors.log.say(cause),
        a: actors.waits("a") => |cause| { actors.log.say(cause); actors.interrupt("a"); },
    };
    drive(group).unwrap();
    actors.log.expect(&["poll db", "drop db", "poll a", "`db` ended", "stop a", "poll a", "drop a", "`db` ended"]);
}

#[test]
fn every_turn_is_given_the_same_cause() {
    let actors = Actors::new();
    let group = run_group! {
        type Error = &'static str;
        #[outlives(a)]
        db: actors.waits("db") => |cause| { actors.log.say(cause); actors.interrupt("db"); },
        a: actors.then("a", [Step::Err("in the drain")]) => { actors.interrupt("a") },
        job: async { Err("first") } => drop,
    };
    drive(group).unwrap_err();
    assert_eq!(actors.log.count("`job` failed: first"), 1);
}

#[test]
fn on_cause_is_called_once_before_all_turns() {
    let actors = Actors::new();
    let group = run_group! {
        a: actors.waits("a") => { actors.interrupt("a") },
        #[outlives(a)]
        b: actors.waits("b") => { actors.interrupt("b") },
        #[outlives(b)]
        c: actors.waits("c") => { actors.interrupt("c") },
        job: done() => drop,
    };
    drive(group.on_cause(|cause| actors.log.say(cause))).unwrap();
    assert_eq!(actors.take_stops(), ["`job` ended", "stop a", "stop b", "stop c"]);
}

/// Runs a group of four and a job that is the cause. Each of the four ends when it is interrupted. Returns the order in
/// which they are interrupted.
macro_rules! order_of_stop {
    ($($(#[$outlives:meta])? $name:ident)+) => {{
        let actors = Actors::new();
        drive(run_group! {
            $($(#[$outlives])? $name: actors.waits(stringify!($name)) => { actors.interrupt(stringify!($name)) },)+
            job: done() => drop,
        })
        .unwrap();
        actors.take_stops().concat().replace("stop ", "")
    }};
}

#[test]
fn a_chain_stops_one_by_one_however_it_is_written() {
    assert_eq!(order_of_stop!(a #[outlives(a)] b #[outlives(b)] c #[outlives(c)] d), "abcd");
    assert_eq!(order_of_stop!(#[outlives(b)] a #[outlives(c)] b #[outlives(d)] c d), "dcba");
    assert_eq!(order_of_stop!(#[outlives(c)] a #[outlives(a)] b #[outlives(d)] c d), "dcab");
}

#[test]
fn a_diamond_stops_from_bottom_to_top() {
    assert_eq!(order_of_stop!(a #[outlives(a)] b #[outlives(a)] c #[outlives(b, c)] d), "abcd");
    assert_eq!(order_of_stop!(#[outlives(b, c)] a #[outlives(d)] b #[outlives(d)] c d), "dbca");
    assert_eq!(order_of_stop!(#[outlives(d)] a b #[outlives(a, d)] c #[outlives(b)] d), "bdac");
}

#[test]
fn two_chains_do_not_wait_for_each_other() {
    let actors = Actors::new();
    let b = Flag::new();
    let mut group = pin!(run_group! {
        a: actors.waits("a") => { actors.interrupt("a") },
        #[outlives(a)]
        after_a: actors.waits("after_a") => { actors.interrupt("after_a") },
        b: script("b", &actors.log, [Step::Until(b.clone()), Step::Ok]) => { actors.interrupt("b") },
        #[outlives(b)]
        after_b: actors.waits("after_b") => { actors.interrupt("after_b") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(actors.take_stops(), ["stop a", "stop b", "stop after_a"]);
    b.set();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(actors.take_stops(), ["stop after_b"]);
}

#[test]
fn one_that_is_freed_comes_before_those_written_later() {
    let log = Log::new();
    let group = run_group! {
        #[outlives(c)]
        a: done() => { log.say("stop a") },
        b: done() => { log.say("stop b") },
        c: script("c", &log, []) => drop,
        d: done() => { log.say("stop d") },
    };
    drive(group).unwrap();
    log.expect(&["poll c", "stop b", "drop c", "stop a", "stop d"]);
}

#[test]
fn a_chain_of_drops_comes_before_those_written_later() {
    let log = Log::new();
    let group = run_group! {
        #[outlives(b)]
        a: script("a", &log, []) => drop,
        #[outlives(c)]
        b: script("b", &log, []) => drop,
        c: script("c", &log, []) => drop,
        d: script("d", &log, []) => drop,
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll a", "poll b", "poll c", "poll d", "drop c", "drop b", "drop a", "drop d"]);
}

#[test]
fn one_that_outlives_a_thread_waits_for_its_join() {
    let log = Log::new();
    let (close, closed) = mpsc::channel::<()>();
    let said = log.clone();
    let group = run_group! {
        #[outlives(lines)]
        db: |stop| async { stop.stopped().await; Ok(()) } => { log.say("stop db") },
        lines: thread(move || {
            let _ = closed.recv();
            said.say("lines end");
        }) => { drop(close) },
        job: done() => drop,
    };
    drive_beside_threads(group).unwrap();
    log.expect(&["lines end", "stop db"]);
}

#[test]
fn one_that_outlives_a_group_waits_for_all_in_it() {
    let actors = Actors::new();
    let group = run_group! {
        #[outlives(inner)]
        db: actors.waits("db") => { actors.interrupt("db") },
        inner: |stop| run_group! {
            #[outlives(b)]
            a: actors.waits("a") => { actors.interrupt("a") },
            b: actors.waits("b") => { actors.interrupt("b") },
            stop: stop.stopped_owned() => drop,
        },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(actors.take_stops(), ["stop b", "stop a", "stop db"]);
}

#[test]
fn an_order_allocates_nothing() {
    let flags = [const { Cell::new(false) }; 3];
    let waits = |index: usize| {
        let flag = &flags[index];
        poll_fn(move |_| if flag.get() { Poll::Ready(()) } else { Poll::Pending })
    };
    let run = || {
        let mut group = pin!(run_group! {
            #[outlives(b)]
            a: waits(0) => { flags[0].set(true) },
            #[outlives(..)]
            last: waits(2) => { flags[2].set(true) },
            b: waits(1) => { flags[1].set(true) },
            job: done() => drop,
        });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocation_counter::measure(run).count_total, 0);
}
