//! Wakes from elsewhere, wakers that outlive what they wake, and actors that must not move.

use std::{
    cell::Cell,
    future::{Future, pending, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Poll, Waker},
    thread,
};

use run_group::run_group;

use crate::support::{
    Flag, Log, PinCheck, Step, counting_waker, drive, failures, panic_text, poll_once, ready, script,
};

/// Polls once, for those who do not ask who was woken.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    poll_once(future, Waker::noop())
}

/// Runs on another thread, and waits for it.
fn elsewhere(f: impl FnOnce() + Send + 'static) {
    thread::spawn(f).join().unwrap();
}

/// The waker that an actor was last polled with.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<Waker>>>);

impl Kept {
    fn keep(&self, waker: &Waker) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker.clone());
    }

    fn get(&self) -> Waker {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().expect("it has been polled")
    }

    fn wake_elsewhere(&self) {
        let waker = self.get();
        elsewhere(move || waker.wake());
    }
}

/// An actor that keeps its waker and says `poll x`, until its flag is set. It is not woken by the flag.
fn keeps<'a>(
    name: &'static str,
    log: &'a Log,
    kept: &'a Kept,
    until: &'a Cell<bool>,
) -> impl Future<Output = ()> + use<'a> {
    poll_fn(move |cx| {
        log.say(format_args!("poll {name}"));
        kept.keep(cx.waker());
        if until.get() { Poll::Ready(()) } else { Poll::Pending }
    })
}

// A wake is never lost

/// Ends at its second poll, for which it is woken from another thread while its first goes on.
fn wakes_itself() -> impl Future<Output = ()> {
    let mut polled = false;
    poll_fn(move |cx| {
        if polled {
            return Poll::Ready(());
        }
        polled = true;
        let waker = cx.waker().clone();
        elsewhere(move || waker.wake());
        Poll::Pending
    })
}

#[test]
fn a_wake_from_another_thread_in_an_actors_own_poll_is_not_lost() {
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
fn a_wake_in_the_poll_of_an_actor_in_the_drain_is_not_lost() {
    drive(run_group! {
        a: wakes_itself_after(1) => {},
        b: wakes_itself_after(2) => {},
        job: async { Ok(()) } => async { wakes_itself().await },
    })
    .unwrap();
}

/// The same, behind so many polls that say nothing.
fn wakes_itself_after(mut polls: u8) -> impl Future<Output = ()> {
    let mut then = Box::pin(wakes_itself());
    poll_fn(move |cx| {
        if polls == 0 {
            return poll_once(then.as_mut(), cx.waker());
        }
        polls -= 1;
        // The group polls it again behind the cause unasked; from then on it must ask.
        if polls > 0 {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    })
}

#[test]
fn a_wake_between_an_actors_pending_and_the_groups_return_is_not_lost() {
    let log = Log::new();
    let (kept, done) = (Kept::default(), Cell::new(false));
    let group = run_group! {
        a: keeps("a", &log, &kept, &done) => drop,
        // Behind it in the same pass.
        b: poll_fn(|_| -> Poll<()> {
            done.set(true);
            kept.wake_elsewhere();
            Poll::Pending
        }) => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll a", "poll a"]);
}

#[test]
fn a_wake_by_an_async_interrupt_behind_its_actor_is_not_lost() {
    let log = Log::new();
    let (kept, done) = (Kept::default(), Cell::new(false));
    let group = run_group! {
        a: keeps("a", &log, &kept, &done) => async {
            done.set(true);
            kept.wake_elsewhere();
        },
        job: async { Ok(()) } => drop,
    };
    drive(group).unwrap();
    // Before the cause, behind it, and when it was woken.
    log.expect(&["poll a", "poll a", "poll a"]);
}

#[test]
fn a_wake_in_a_pass_that_panics_is_not_lost() {
    let log = Log::new();
    let (kept, done) = (Kept::default(), Cell::new(false));
    let group = run_group! {
        a: keeps("a", &log, &kept, &done) => {},
        job: async { Ok(()) } => drop,
        // In the drain, behind it.
        b: script("b", &log, []) => async {
            done.set(true);
            kept.wake_elsewhere();
            panic!("boom");
        },
    };
    assert_eq!(panic_text(|| drive(group)), "boom");
    log.expect(&["poll a", "poll b", "poll a", "poll b", "drop b", "poll a"]);
}

// The newest waker of the task is the one that counts

#[test]
fn an_actor_wakes_the_task_that_polled_the_group_last() {
    let log = Log::new();
    let (kept, done) = (Kept::default(), Cell::new(false));
    let ((old, old_waker), (new, new_waker)) = (counting_waker(), counting_waker());
    let mut group = pin!(run_group! {
        a: keeps("a", &log, &kept, &done) => drop,
        b: pending::<()>() => drop,
    });
    assert!(poll_once(group.as_mut(), &old_waker).is_pending());
    assert!(poll_once(group.as_mut(), &new_waker).is_pending());
    kept.wake_elsewhere();
    assert_eq!((old.take(), new.take()), (0, 1));
}

#[test]
fn an_actor_in_the_drain_wakes_the_task_that_polled_the_group_last() {
    let log = Log::new();
    let (kept, done) = (Kept::default(), Cell::new(false));
    let ((old, old_waker), (new, new_waker)) = (counting_waker(), counting_waker());
    let mut group = pin!(run_group! {
        a: keeps("a", &log, &kept, &done) => {},
        job: async { Ok(()) } => drop,
    });
    assert!(poll_once(group.as_mut(), &old_waker).is_pending());
    assert!(poll_once(group.as_mut(), &new_waker).is_pending());
    kept.wake_elsewhere();
    assert_eq!((old.take(), new.take()), (0, 1));
}

#[test]
fn an_async_interrupt_wakes_the_task_that_polled_the_group_last() {
    let log = Log::new();
    let (kept, done) = (Kept::default(), Cell::new(false));
    let ((old, old_waker), (new, new_waker)) = (counting_waker(), counting_waker());
    let mut group = pin!(run_group! {
        job: async { Ok(()) } => async { keeps("telling", &log, &kept, &done).await },
    });
    assert!(poll_once(group.as_mut(), &old_waker).is_pending());
    assert!(poll_once(group.as_mut(), &new_waker).is_pending());
    kept.wake_elsewhere();
    assert_eq!((old.take(), new.take()), (0, 1));
}

#[test]
fn an_actor_of_a_group_in_a_group_wakes_the_task_that_polled_last() {
    let log = Log::new();
    let (kept, done) = (Kept::default(), Cell::new(false));
    let ((old, old_waker), (new, new_waker)) = (counting_waker(), counting_waker());
    let mut group = pin!(run_group! {
        inner: run_group! { a: keeps("a", &log, &kept, &done) => drop, b: pending::<()>() => drop } => drop,
        c: pending::<()>() => drop,
    });
    assert!(poll_once(group.as_mut(), &old_waker).is_pending());
    assert!(poll_once(group.as_mut(), &new_waker).is_pending());
    kept.wake_elsewhere();
    assert_eq!((old.take(), new.take()), (0, 1));
}

// A waker may outlive what it wakes

#[test]
fn a_waker_that_fires_after_the_drop_of_the_group_does_nothing() {
    let log = Log::new();
    let (a, b, done) = (Kept::default(), Kept::default(), Cell::new(false));
    let mut group = Box::pin(run_group! {
        a: keeps("a", &log, &a, &done) => {},
        b: keeps("b", &log, &b, &done) => async {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b"]);
    drop(group);
    a.wake_elsewhere();
    b.get().wake_by_ref();
    log.expect(&[]);
}

#[test]
fn a_waker_that_fires_after_the_end_of_the_group_does_nothing() {
    let log = Log::new();
    let (kept, done) = (Kept::default(), Cell::new(true));
    {
        let mut group = pin!(run_group! { a: keeps("a", &log, &kept, &done) => {} });
        ready(poll(group.as_mut())).unwrap();
        log.expect(&["poll a"]);
        kept.wake_elsewhere();
    }
    kept.wake_elsewhere();
    log.expect(&[]);
}

#[test]
fn wakers_that_fire_in_the_drop_of_the_group_do_nothing() {
    /// Wakes all when it is dropped: whoever is dropped already, itself, and whoever is dropped next.
    struct WakesOnDrop<'a>(&'a [Kept; 3], &'a Log);

    impl Drop for WakesOnDrop<'_> {
        fn drop(&mut self) {
            self.0.iter().for_each(Kept::wake_elsewhere);
            self.1.say("woken");
        }
    }

    let log = Log::new();
    let kept: [Kept; 3] = Default::default();
    let actor = |index: usize| {
        let (kept, held) = (&kept, WakesOnDrop(&kept, &log));
        poll_fn(move |cx| -> Poll<()> {
            kept[index].keep(cx.waker());
            // All of it, not the log alone.
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
fn a_wake_of_an_actor_that_has_ended_does_nothing() {
    let log = Log::new();
    let (a, b) = (Kept::default(), Kept::default());
    let (a_done, b_done) = (Cell::new(true), Cell::new(false));
    let mut group = pin!(run_group! {
        a: keeps("a", &log, &a, &a_done) => {},
        b: keeps("b", &log, &b, &b_done) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll b"]);
    // Twice, so that it would be counted twice.
    a.wake_elsewhere();
    a.wake_elsewhere();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(log.count("poll a"), 0);
    b_done.set(true);
    b.wake_elsewhere();
    a.wake_elsewhere();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(log.count("poll a"), 0);
}

// What has been polled does not move

#[test]
fn an_actor_is_not_moved_from_its_first_poll_to_its_end() {
    let log = Log::new();
    let (a, f) = (Flag::new(), Flag::new());
    let two = [Step::Pending, Step::Pending];
    let group = run_group! {
        a: PinCheck::new(script("a", &log, [Step::Until(a.clone()), Step::Pending, Step::Pending, Step::Ok])) => { a.set() },
        b: PinCheck::new(script("b", &log, [])) if true => drop,
        c: PinCheck::new(script("c", &log, [&two[..], &[Step::Err("first")]].concat())) => {},
        d: PinCheck::new(script("d", &log, [&two[..], &[Step::Panic("boom")]].concat())) => async {
            PinCheck::new(script("telling d", &log, [&two[..], &[Step::Ok]].concat())).await?;
            Ok(())
        },
        e: PinCheck::new(script("e", &log, [])) if false => drop,
        f: PinCheck::new(script("f", &log, [Step::Until(f.clone()), Step::Pending, Step::Ok])) => {
            f.set();
            panic!("cannot tell");
        },
        g: run_group! { h: PinCheck::new(script("h", &log, [])) => drop } => drop,
    };
    // Moved as long as nothing has been polled.
    let mut group = Box::pin(group.on_cause(|_| log.say("cause")));
    for _ in 0..4 {
        assert!(poll(group.as_mut()).is_pending());
    }
    let result = ready(poll(group.as_mut()));
    // An actor that was moved would have panicked, and be one of them.
    assert_eq!(failures(&result.unwrap_err()), ["c failed: first", "d panicked: boom", "f panicked: cannot tell"]);
    assert_eq!(["a", "b", "c", "d", "f", "h"].map(|name| log.count(&format!("poll {name}"))), [6, 3, 3, 3, 3, 3]);
}

#[test]
fn an_actor_is_dropped_where_it_was_polled_when_the_group_is_dropped() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        a: PinCheck::new(script("a", &log, [])) => async { PinCheck::new(script("telling a", &log, [])).await },
        b: PinCheck::new(script("b", &log, [])) => {},
        job: async { Ok(()) } => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    log.expect(&["drop a", "drop telling a", "drop b"]);
}
