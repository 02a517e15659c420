//! A thread is started, interrupted and joined with its group.

use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, Mutex, mpsc},
    task::{Context, Wake, Waker},
    thread::{self as os, yield_now},
};

use futures::executor::block_on;
use run_group::{run_group, thread};

use super::start;
use crate::{
    api::support::{GUARD, SlowToDrop, block_until, expect_dropped},
    support::{Log, counting_waker, panic_text, poll_once, ready},
};

thread_local! {
    static LOCAL: RefCell<Option<SlowToDrop>> = const { RefCell::new(None) };
}

/// A waker that can be waited for.
struct SendOnWake(mpsc::Sender<()>);

impl Wake for SendOnWake {
    fn wake(self: Arc<Self>) {
        self.0.send(()).unwrap();
    }
}

/// A waker that polls the group at once, where it is called.
struct PollAtOnce<F>(Mutex<Option<Pin<Box<F>>>>, mpsc::Sender<bool>);

impl<F: Future + Send + 'static> Wake for PollAtOnce<F> {
    fn wake(self: Arc<Self>) {
        let waker = Waker::from(self.clone());
        let mut group = self.0.lock().unwrap();
        let poll = group.as_mut().unwrap().as_mut().poll(&mut Context::from_waker(&waker));
        if poll.is_ready() {
            group.take();
        }
        self.1.send(poll.is_ready()).unwrap();
    }
}

#[test]
fn it_is_named_after_its_actor() {
    let log = Log::new();
    let say = log.clone();
    run_group! {
        lines: thread(move || say.say(os::current().name().unwrap_or("none"))) => {},
    }
    .run()
    .unwrap();
    log.expect(&["lines"]);
}

#[test]
fn it_starts_with_the_first_poll() {
    let (started, is_started) = mpsc::channel();
    let mut group = pin!(run_group! {
        lines: |stop| thread(move || {
            started.send(()).unwrap();
            block_until(&stop, started);
        }),
    });
    start(group.as_mut());
    assert_eq!(is_started.recv_timeout(GUARD), Ok(()));
}

#[test]
fn it_does_not_start_before_the_first_poll() {
    let (started, is_started) = mpsc::channel();
    let group = run_group! {
        lines: thread(move || started.send(()).unwrap()) => {},
    };
    drop(group);
    // The closure is gone, with what it owned: it has not run, and never will.
    expect_dropped(&is_started);
}

#[test]
fn it_starts_although_an_earlier_actor_has_ended() {
    let log = Log::new();
    let say = log.clone();
    run_group! {
        job:   async { Ok(()) } => drop,
        lines: thread(move || say.say("ran")) => {},
    }
    .run()
    .unwrap();
    log.expect(&["ran"]);
}

#[test]
fn its_locals_are_dropped_before_the_group_returns() {
    let log = Log::new();
    let local = SlowToDrop("local", log.clone());
    run_group! {
        lines: thread(move || LOCAL.set(Some(local))) => {},
    }
    .run()
    .unwrap();
    // The closure had returned before. A group that waits for that alone does not wait for this.
    log.expect(&["drop local"]);
}

#[test]
fn the_group_waits_for_one_that_is_slow_to_stop() {
    let log = Log::new();
    let say = log.clone();
    let (interrupt, interrupted) = mpsc::channel::<()>();
    run_group! {
        lines: thread(move || {
            let _ = interrupted.recv();
            for _ in 0..10_000 {
                yield_now();
            }
            say.say("the thread returns");
        }) => { drop(interrupt) },
        job:   async { Ok(()) } => drop,
    }
    .run()
    .unwrap();
    log.say("the group has returned");
    log.expect(&["the thread returns", "the group has returned"]);
}

#[test]
fn one_that_looks_at_its_stop_ends_with_the_group() {
    run_group! {
        spin: |stop| thread(move || while !stop.is_stopped() { yield_now() }),
        job:  async { Ok(()) } => drop,
    }
    .run()
    .unwrap();
}

/// Its interrupt has failed, so only the stop signal can end it.
#[test]
fn after_a_panic_of_its_interrupt_its_stop_is_set() {
    let (ended, has_ended) = mpsc::channel::<()>();
    let text = panic_text(|| {
        run_group! {
            lines: |stop| thread(move || block_until(&stop, ended)) => { panic!("boom") },
            job:   async { Ok(()) } => drop,
        }
        .run()
    });
    assert_eq!(text, "boom");
    expect_dropped(&has_ended);
}

#[test]
fn its_end_wakes_the_group() {
    let (release, released) = mpsc::channel::<()>();
    let (wake, is_woken) = mpsc::channel();
    let waker = Arc::new(SendOnWake(wake)).into();
    let mut group = pin!(run_group! {
        lines: thread(move || { let _ = released.recv(); }) => {},
    });
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    assert_eq!(is_woken.try_recv(), Err(mpsc::TryRecvError::Empty));

    drop(release);

    assert_eq!(is_woken.recv_timeout(GUARD), Ok(()));
    if poll_once(group.as_mut(), &waker).is_pending() {
        // It has returned, and is joined.
        assert_eq!(is_woken.recv_timeout(GUARD), Ok(()));
        assert!(ready(poll_once(group, &waker)).is_ok());
    }
}

#[test]
fn its_end_wakes_the_waker_polled_with_last() {
    let (release, released) = mpsc::channel::<()>();
    let (wakes_of_the_first, first) = counting_waker();
    let mut group = pin!(run_group! {
        lines: thread(move || { let _ = released.recv(); }) => {},
    });
    assert!(poll_once(group.as_mut(), &first).is_pending());

    let mut release = Some(release);
    block_on(poll_fn(|cx| {
        let poll = group.as_mut().poll(cx);
        release.take();
        poll
    }))
    .unwrap();

    assert_eq!(wakes_of_the_first.take(), 0);
}

#[tokio::test]
async fn its_end_reaches_a_group_that_is_always_busy() {
    run_group! {
        busy:  async { loop { tokio::task::coop::consume_budget().await } } => drop,
        lines: thread(|| {}) => {},
    }
    .await
    .unwrap();
}

/// Then the thread that has ended polls the group, and cannot wait for itself.
#[test]
fn the_thread_itself_may_poll_its_group() {
    let (go, gone) = mpsc::channel::<()>();
    let (ended, has_ended) = mpsc::channel();
    let group = run_group! {
        only: thread(move || { let _ = gone.recv(); }) => {},
    };
    let waker = Arc::new(PollAtOnce(Mutex::new(Some(Box::pin(group))), ended));
    waker.clone().wake();
    assert_eq!(has_ended.recv_timeout(GUARD), Ok(false));
    go.send(()).unwrap();
    // At its return it polls from the thread itself, and then from the one that has joined it.
    assert_eq!(has_ended.recv_timeout(GUARD), Ok(false));
    assert_eq!(has_ended.recv_timeout(GUARD), Ok(true));
}
