//! A thread that has returned is joined beside the other actors: its thread-local destructors hold up nothing.

use std::{
    cell::RefCell,
    future::{pending, ready},
    pin::pin,
    sync::mpsc::{self, Receiver, Sender},
};

use run_group::{End, Stop, run_group, thread};

use crate::{
    api::support::GUARD,
    support::{Log, SECOND, drive_beside_threads, failures, panic_text, poll},
};

thread_local! {
    static LOCAL: RefCell<Option<Blocks>> = const { RefCell::new(None) };
}

/// Blocks when it is dropped, until the other end is dropped. Then it says whether it was: what waits for it gives up some time.
struct Blocks(Receiver<()>, Log);

impl Drop for Blocks {
    fn drop(&mut self) {
        self.1.say(format_args!("local: {:?}", self.0.recv_timeout(GUARD).unwrap_err()));
    }
}

/// What a thread leaves in a thread-local, and what lets go of it.
fn local(log: &Log) -> (impl FnOnce() + Send + 'static, Sender<()>) {
    let (release, released) = mpsc::channel();
    let blocks = Blocks(released, log.clone());
    (move || LOCAL.set(Some(blocks)), release)
}

const RELEASED: &str = "local: Disconnected";

#[test]
fn its_return_is_the_cause_while_its_locals_go() {
    let log = Log::new();
    let (set, release) = local(&log);
    run_group! {
        lines: thread(set) => {},
        other: |stop| async { stop.stopped().await; Ok(()) } => { log.say("stop other"); drop(release); },
    }
    .run()
    .unwrap();
    log.expect(&["stop other", RELEASED]);
}

#[test]
fn its_siblings_go_on_while_its_locals_go() {
    let log = Log::new();
    let (set, release) = local(&log);
    let (told, interrupted) = (Stop::new(), Stop::new());
    run_group! {
        lines: thread(set) => { interrupted.stop() },
        first: async { interrupted.stopped().await; told.stop(); Ok(()) } => {},
        second: async { told.stopped().await; log.say("second"); drop(release); Ok(()) } => {},
    }
    .run()
    .unwrap();
    log.expect(&["second", RELEASED]);
}

#[test]
fn what_outlives_it_waits_for_its_locals() {
    let log = Log::new();
    let (set, release) = local(&log);
    run_group! {
        #[outlives(lines)]
        db: |stop| async { stop.stopped().await; Ok(()) } => { log.say("stop db") },
        lines: thread(set) => {},
        other: |stop| async { stop.stopped().await; drop(release); Ok(()) } => { log.say("stop other") },
    }
    .run()
    .unwrap();
    log.expect(&["stop other", RELEASED, "stop db"]);
}

#[test]
fn with_locals_that_stay_it_is_stuck_at_the_deadline() {
    let log = Log::new();
    let (set, release) = local(&log);
    let error = run_group! { lines: thread(set) => {} }.deadline(|| ready(())).run().unwrap_err();
    assert_eq!((error.actor(), error.stuck().len()), (None, 1));
    log.expect(&[]);
    drop(release);
}

#[tokio::test(start_paused = true)]
async fn with_locals_that_stay_it_is_stuck_after_its_grace() {
    let log = Log::new();
    let (set, release) = local(&log);
    let report = run_group! {
        #[grace(SECOND)] lines: thread(set) => {},
        db: |stop| async { stop.stopped().await; Ok(()) },
    }
    .report()
    .await;
    assert_eq!(report.cause().unwrap().to_string(), "`lines` ended");
    assert!(matches!(report.actors().next().unwrap().end(), End::Stuck));
    log.expect(&[]);
    drop(release);
}

#[test]
fn its_panic_is_resumed_when_its_locals_are_gone() {
    let log = Log::new();
    let (set, release) = local(&log);
    let text = panic_text(|| {
        run_group! {
            lines: thread(move || -> () { set(); panic!("boom") }) => {},
            other: |stop| async { stop.stopped().await; drop(release); Ok(()) } => {},
        }
        .run()
    });
    assert_eq!(text, "boom");
    log.expect(&[RELEASED]);
}

/// Its interrupt has failed, but it has returned by itself.
#[test]
fn after_a_panic_of_its_interrupt_it_is_joined_too() {
    let log = Log::new();
    let (set, release) = local(&log);
    let error = run_group! {
        lines: thread(move || { set(); Err::<(), _>("first") }) => || panic!("interrupt"),
        other: |stop| async { stop.stopped().await; drop(release); Ok(()) } => {},
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), ["lines failed: first", "lines panicked: interrupt"]);
    log.expect(&[RELEASED]);
}

#[test]
fn where_all_may_finish_the_last_one_joined_is_the_cause() {
    let log = Log::new();
    let (set, release) = local(&log);
    let (returned, has_returned) = (Stop::new(), Stop::new());
    let tell = returned.clone();
    let report = drive_beside_threads(
        run_group! {
            #[may_finish] lines: thread(move || { set(); tell.stop(); }) => {},
            #[may_finish] second: async { returned.stopped().await; has_returned.stop(); Ok(()) } => {},
            #[may_finish] third: async { has_returned.stopped().await; drop(release); Ok(()) } => {},
        }
        .report(),
    );
    assert_eq!(report.cause().unwrap().to_string(), "`lines` ended");
    log.expect(&[RELEASED]);
}

#[test]
fn a_dropped_group_does_not_wait_for_its_locals() {
    let log = Log::new();
    let (set, release) = local(&log);
    {
        let mut group = pin!(run_group! {
            lines: thread(set) => { log.say("interrupted") },
            slow:  pending::<()>() => {},
        });
        while log.count("interrupted") == 0 {
            assert!(poll(group.as_mut()).is_pending());
            std::thread::yield_now();
        }
    }
    log.expect(&["interrupted"]);
    drop(release);
}

#[test]
fn a_hundred_end_and_are_joined() {
    for _ in 0..20 {
        run_group! { #[may_finish] threads: thread(|| {}) for _ in 0..5 => {} }.run().unwrap();
    }
}
