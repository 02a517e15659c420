//! Actors that share the task's waker: no wake is lost, and none outlives the group.

use std::{
    cell::Cell,
    future::{Future, pending, poll_fn},
    pin::pin,
    task::Poll,
};

use run_group::run_group;

use crate::support::{
    KeptWaker, Log, counting_waker, drive, on_another_thread, panic_text, poll, poll_once, ready, script,
};

/// An actor that keeps its waker and says `poll x`, until its flag is set. It is not woken by the flag.
fn keeps<'a>(
    name: &'static str,
    log: &'a Log,
    kept: &'a KeptWaker,
    until: &'a Cell<bool>,
) -> impl Future<Output = ()> + use<'a> {
    poll_fn(move |cx| {
        log.say(format_args!("poll {name}"));
        kept.keep(cx.waker());
        if until.get() { Poll::Ready(()) } else { Poll::Pending }
    })
}

/// Ends at its second poll, for which another thread wakes it within its first.
fn wakes_itself() -> impl Future<Output = ()> {
    let mut polled = false;
    poll_fn(move |cx| {
        if polled {
            return Poll::Ready(());
        }
        polled = true;
        let waker = cx.waker().clone();
        on_another_thread(move || waker.wake());
        Poll::Pending
    })
}

#[test]
fn a_wake_in_an_actors_own_poll_is_not_lost() {
    for place in 0..3 {
        drive(run_group! {
            a: wakes_itself() if place == 0 => drop,
            b: pending::<()>() => drop,
            c: wakes_itself() if place == 1 => drop,
            d: pending::<()>() => drop,
            e: wakes_itself() if place == 2 => drop,
        })
        .unwrap();
    }
}

#[test]
fn a_wake_in_a_poll_of_the_drain_is_not_lost() {
    drive(run_group! {
        a: wakes_itself_after(1) => {},
        b: wakes_itself_after(2) => {},
        job: async { Ok(()) } => async { wakes_itself().await },
    })
    .unwrap();
}

/// The same, after so many pending polls.
fn wakes_itself_after(mut polls: u8) -> impl Future<Output = ()> {
    let mut then = Box::pin(wakes_itself());
    poll_fn(move |cx| {
        if polls == 0 {
            return poll_once(then.as_mut(), cx.waker());
        }
        polls -= 1;
        // After the cause, the group polls it once without a wake; from then on it must be woken.
        if polls > 0 {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    })
}

#[test]
fn a_wake_before_the_group_returns_is_not_lost() {
    let log = Log::new();
    let (kept, done) = (KeptWaker::default(), Cell::new(false));
    let group = run_group! {
        a: keeps("a", &log, &kept, &done) => drop,
        // Polled after `a` in the same poll.
        b: poll_fn(|_| -> Poll<()> {
            done.set(true);
            kept.wake_on_another_thread();
            Poll::Pending
        }) => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll a", "poll a"]);
}

#[test]
fn a_wake_by_an_async_interrupt_is_not_lost() {
    let log = Log::new();
    let (kept, done) = (KeptWaker::default(), Cell::new(false));
    let group = run_group! {
        a: keeps("a", &log, &kept, &done) => async {
            done.set(true);
            kept.wake_on_another_thread();
        },
        job: async { Ok(()) } => drop,
    };
    drive(group).unwrap();
    // Before the cause, after it, and when it was woken.
    log.expect(&["poll a", "poll a", "poll a"]);
}

#[test]
fn a_wake_in_a_poll_that_panics_is_not_lost() {
    let log = Log::new();
    let (kept, done) = (KeptWaker::default(), Cell::new(false));
    let group = run_group! {
        a: keeps("a", &log, &kept, &done) => {},
        job: async { Ok(()) } => drop,
        // Polled after `a`, in the drain.
        b: script("b", &log, []) => async {
            done.set(true);
            kept.wake_on_another_thread();
            panic!("boom");
        },
    };
    assert_eq!(panic_text(|| drive(group)), "boom");
    log.expect(&["poll a", "poll b", "poll a", "poll b", "drop b", "poll a"]);
}

/// Polls a group in one task and then in another, and wakes it by the waker that one of its actors keeps.
#[track_caller]
fn assert_wakes_the_last_task(kept: &KeptWaker, group: impl Future) {
    let mut group = pin!(group);
    let ((old, old_waker), (new, new_waker)) = (counting_waker(), counting_waker());
    assert!(poll_once(group.as_mut(), &old_waker).is_pending());
    assert!(poll_once(group.as_mut(), &new_waker).is_pending());
    kept.wake_on_another_thread();
    assert_eq!((old.take(), new.take()), (0, 1));
}

#[test]
fn an_actor_wakes_the_last_task() {
    let log = Log::new();
    let (kept, done) = (KeptWaker::default(), Cell::new(false));
    let group = run_group! {
        a: keeps("a", &log, &kept, &done) => drop,
        b: pending::<()>() => drop,
    };
    assert_wakes_the_last_task(&kept, group);
}

#[test]
fn an_actor_in_the_drain_wakes_the_last_task() {
    let log = Log::new();
    let (kept, done) = (KeptWaker::default(), Cell::new(false));
    let group = run_group! {
        a: keeps("a", &log, &kept, &done) => {},
        job: async { Ok(()) } => drop,
    };
    assert_wakes_the_last_task(&kept, group);
}

#[test]
fn an_async_interrupt_wakes_the_last_task() {
    let log = Log::new();
    let (kept, done) = (KeptWaker::default(), Cell::new(false));
    let group = run_group! {
        job: async { Ok(()) } => async { keeps("interrupt", &log, &kept, &done).await },
    };
    assert_wakes_the_last_task(&kept, group);
}

#[test]
fn an_actor_of_an_inner_group_wakes_the_last_task() {
    let log = Log::new();
    let (kept, done) = (KeptWaker::default(), Cell::new(false));
    let inner = run_group! { a: keeps("a", &log, &kept, &done) => drop, b: pending::<()>() => drop };
    let group = run_group! { inner: inner => drop, c: pending::<()>() => drop };
    assert_wakes_the_last_task(&kept, group);
}

#[test]
fn a_wake_after_the_drop_does_nothing() {
    let log = Log::new();
    let (a, b, done) = (KeptWaker::default(), KeptWaker::default(), Cell::new(false));
    let mut group = Box::pin(run_group! {
        a: keeps("a", &log, &a, &done) => {},
        b: keeps("b", &log, &b, &done) => async {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
    drop(group);
    a.wake_on_another_thread();
    b.get().wake_by_ref();
    log.expect(&[]);
}

#[test]
fn a_wake_after_the_end_does_nothing() {
    let log = Log::new();
    let (kept, done) = (KeptWaker::default(), Cell::new(true));
    {
        let mut group = pin!(run_group! { a: keeps("a", &log, &kept, &done) => {} });
        ready(poll(group.as_mut())).unwrap();
        log.expect(&["poll a"]);
        kept.wake_on_another_thread();
    }
    kept.wake_on_another_thread();
    log.expect(&[]);
}

#[test]
fn wakes_in_the_drop_do_nothing() {
    /// Wakes all when it is dropped: those that are dropped already, itself, and those that are dropped next.
    struct WakesOnDrop<'a>(&'a [KeptWaker; 3], &'a Log);

    impl Drop for WakesOnDrop<'_> {
        fn drop(&mut self) {
            self.0.iter().for_each(KeptWaker::wake_on_another_thread);
            self.1.say("woken");
        }
    }

    let log = Log::new();
    let kept: [KeptWaker; 3] = Default::default();
    let actor = |index: usize| {
        let (kept, held) = (&kept, WakesOnDrop(&kept, &log));
        poll_fn(move |cx| -> Poll<()> {
            kept[index].keep(cx.waker());
            // Captures the whole, not only the log.
            let held = &held;
            held.1.say("poll");
            Poll::Pending
        })
    };
    let mut group = Box::pin(run_group! { a: actor(0) => {}, b: actor(1) => drop, c: actor(2) => async {} });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    log.expect(&["woken", "woken", "woken"]);
}

#[test]
fn a_wake_of_an_ended_actor_does_nothing() {
    let log = Log::new();
    let (a, b) = (KeptWaker::default(), KeptWaker::default());
    let (a_done, b_done) = (Cell::new(true), Cell::new(false));
    let mut group = pin!(run_group! {
        a: keeps("a", &log, &a, &a_done) => {},
        b: keeps("b", &log, &b, &b_done) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll b"]);
    // Twice, since a wake that counted would then count twice.
    a.wake_on_another_thread();
    a.wake_on_another_thread();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(log.count("poll a"), 0);
    b_done.set(true);
    b.wake_on_another_thread();
    a.wake_on_another_thread();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(log.count("poll a"), 0);
}
