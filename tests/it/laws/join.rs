//! Law 4: the group ends when every actor has ended and every async interrupt has finished.

use std::{
    future::{pending, poll_fn},
    pin::pin,
    task::Poll,
};

use run_group::run_group;

use crate::support::{Flag, Log, Step, drive, poll, ready, script};

#[test]
fn the_group_ends_only_when_the_last_actor_has() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => {},
        job: async { Ok(()) } => drop,
        b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    b.set();
    assert!(poll(group.as_mut()).is_pending());
    a.set();
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn an_async_interrupt_of_an_ended_actor_is_waited_for() {
    let log = Log::new();
    let finish = Flag::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Ok]) => async { script("interrupt a", &log, [Step::Until(finish.clone()), Step::Ok]).await },
        b: pending::<()>() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    finish.set();
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll interrupt a", "drop interrupt a"]);
}

#[test]
fn a_slow_async_interrupt_delays_no_other_actor() {
    let log = Log::new();
    let (a, b, finish) = (Flag::new(), Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => async {
            script("interrupt a", &log, [Step::Until(finish.clone()), Step::Ok]).await?;
            a.set();
            Ok(())
        },
        b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => async {
            script("interrupt b", &log, [Step::Ok]).await?;
            b.set();
            Ok(())
        },
        job: async { Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    // `b` has been interrupted and has ended, while the interrupt of `a` is running.
    assert_eq!((log.count("drop interrupt b"), log.count("drop b")), (1, 1));
    assert_eq!((log.count("drop interrupt a"), log.count("drop a")), (0, 0));
    finish.set();
    // The interrupt of an actor is polled after the actor, which its flag wakes for the next poll.
    assert!(poll(group.as_mut()).is_pending());
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn async_interrupts_run_beside_each_other() {
    let (there, back) = (Flag::new(), Flag::new());
    // Each waits for the other: one after the other they would wait for ever.
    let log = Log::new();
    drive(run_group! {
        type Error = &'static str;
        a: async { Ok(()) } => async {
            script("a", &log, [Step::Until(there.clone()), Step::Ok]).await?;
            back.set();
            Ok(())
        },
        b: async { Ok(()) } => async {
            there.set();
            script("b", &log, [Step::Until(back.clone()), Step::Ok]).await
        },
    })
    .unwrap();
}

#[test]
fn actors_are_polled_while_others_drain() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => {},
        b: script("b", &log, [Step::Yield, Step::Yield, Step::Yield, Step::Until(b.clone()), Step::Ok]) => {},
        job: async { Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll a", "poll b"]);
}

#[test]
fn an_async_interrupt_runs_beside_its_own_actor() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, []) => async { script("interrupt a", &log, []).await },
        job: async { Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll interrupt a"]);
}

#[test]
fn what_is_interrupted_is_polled_in_the_same_poll() {
    let a = Flag::new();
    let log = Log::new();
    let mut group = pin!(run_group! {
        // Its interrupt wakes no task: only the group knows that it could end now.
        a: poll_fn(|_| if a.is_set() { Poll::Ready(()) } else { Poll::Pending }) => { a.set() },
        b: script("b", &log, [Step::Ok]) => drop,
    });
    ready(poll(group.as_mut())).unwrap();
}
