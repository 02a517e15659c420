//! A gate that opens, and what may be one.

use std::{
    cell::{Cell, RefCell},
    future::{IntoFuture, Ready, ready as ready_with},
    pin::pin,
    rc::Rc,
};

use run_group::{Stop, run_group};
use tokio::sync::Notify;

use super::gate;
use crate::support::{Actors, Flag, Log, Step, counting_waker, done, drive, poll, poll_once, ready, script};

#[test]
fn before_its_gate_opens_an_actor_is_not_polled() {
    let (log, open) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[when(gate(&log, &open))]
        a: script("a", &log, []) => drop,
        b: script("b", &log, []) => drop,
    });
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll gate", "poll b"]);
    }
}

#[test]
fn the_poll_that_opens_a_gate_starts_its_actor() {
    let (log, open) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[when(gate(&log, &open))]
        a: script("a", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    open.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "drop gate", "poll a"]);
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
}

#[test]
fn at_an_open_gate_the_first_poll_starts_the_actor() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[when(ready_with(()))]
        a: script("a", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a"]);
}

#[test]
fn a_gate_that_opens_wakes_the_group() {
    let (open, log) = (Flag::new(), Log::new());
    let (woken, waker) = counting_waker();
    let mut group = pin!(run_group! {
        #[when(gate(&log, &open))]
        a: script("a", &log, [Step::Ok]) => drop,
    });
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    assert_eq!(woken.take(), 0);
    open.set();
    assert_eq!(woken.take(), 1);
    ready(poll_once(group.as_mut(), &waker)).unwrap();
}

#[test]
fn one_barrier_may_be_the_gate_of_many() {
    let (log, barrier) = (Log::new(), Stop::new());
    let mut group = pin!(run_group! {
        #[when(barrier.stopped())]
        a: script("a", &log, []) => drop,
        #[when(barrier.stopped())]
        b: script("b", &log, []) => drop,
        load: script("load", &log, [Step::Pending]) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll load"]);
    barrier.stop();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll load"]);
}

#[test]
fn one_actor_may_open_the_gate_of_another() {
    let seen = RefCell::new(Vec::new());
    let migrated = Stop::new();
    drive(run_group! {
        #[when(migrated.stopped())]
        serve: async { seen.borrow_mut().push("serve"); Ok(()) } => drop,
        #[may_finish]
        migrate: async { seen.borrow_mut().push("migrate"); migrated.stop(); Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(seen.into_inner(), ["migrate", "serve"]);
}

#[test]
fn a_gate_that_opens_after_the_cause_starts_its_actor() {
    let (actors, open) = (Actors::new(), Flag::new());
    open.set();
    let mut group = pin!(run_group! {
        job: done() => drop,
        #[when(gate(&actors.log, &open))]
        a: actors.waits("a") => { actors.interrupt("a") },
    });
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&["poll gate", "drop gate", "poll a", "stop a", "poll a", "drop a"]);
}

#[test]
fn a_gate_that_opens_in_the_drain_starts_its_actor() {
    let (actors, open, a) = (Actors::new(), Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &actors.log, [Step::Until(a.clone()), Step::Ok]) => { actors.interrupt("a") },
        #[outlives(a)]
        #[when(gate(&actors.log, &open))]
        db: actors.waits("db") => { actors.interrupt("db") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll a", "poll gate", "stop a", "poll a", "poll gate"]);
    open.set();
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll a", "poll gate", "drop gate", "poll db"]);
    a.set();
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&["poll a", "drop a", "poll db", "stop db", "poll db", "drop db"]);
}

#[test]
fn a_gate_is_whatever_turns_into_a_future() {
    struct Opens(Rc<Cell<bool>>);

    impl IntoFuture for Opens {
        type Output = ();
        type IntoFuture = Ready<()>;

        fn into_future(self) -> Ready<()> {
            self.0.set(true);
            ready_with(())
        }
    }

    let turned = Rc::new(Cell::new(false));
    drive(run_group! {
        #[when(Opens(turned.clone()))]
        a: done() => drop,
    })
    .unwrap();
    assert!(turned.get());
}

#[test]
fn a_gate_may_borrow_and_be_an_async_block() {
    let (notify, log) = (Notify::new(), Log::new());
    drive(run_group! {
        #[when(async { notify.notified().await; log.say("open") })]
        a: async { log.say("a"); Ok(()) } => drop,
        #[may_finish]
        b: async { notify.notify_one(); log.say("b"); Ok(()) } => drop,
    })
    .unwrap();
    log.expect(&["b", "open", "a"]);
}

#[test]
fn a_gate_sees_what_for_and_if_let_bind() {
    let log = &Log::new();
    let flags: [Flag; 3] = Default::default();
    let items = ["x", "y", "z"].into_iter().zip([Some(&flags[0]), None, Some(&flags[2])]);
    let mut group = pin!(run_group! {
        #[when(script("gate", log, [Step::Until(flag.clone()), Step::Ok]))]
        row: script(name, log, []) for (name, flag) in items if let Some(flag) = flag => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "poll gate"]);
    flags[2].set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll gate", "poll gate", "drop gate", "poll z"]);
}
