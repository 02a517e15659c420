//! A group that is dropped interrupts the threads that it has started, and waits for none.

use std::{future::pending, pin::pin, sync::mpsc, thread::yield_now};

use run_group::{run_group, thread};

use super::start;
use crate::{
    api::support::{GUARD, block_until, expect_dropped},
    support::{Log, poll},
};

#[test]
fn it_interrupts_its_thread_and_does_not_wait() {
    let log = Log::new();
    let say = log.clone();
    let (release, released) = mpsc::channel::<()>();
    let (go_on, goes_on) = mpsc::channel::<()>();
    let (ended, has_ended) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: thread(move || {
                // Only the interrupt ends this wait.
                let _ = released.recv();
                // What is sent after the drop has returned ends this one. The time limit is for a drop that waits.
                say.say(format_args!("{:?}", goes_on.recv_timeout(GUARD)));
                drop(ended);
            }) => { log.say("stop lines"); drop(release); },
        });
        start(group.as_mut());
    }
    go_on.send(()).unwrap();
    assert_eq!(has_ended.recv(), Err(mpsc::RecvError));
    log.expect(&["stop lines", "Ok(())"]);
}

#[test]
fn it_interrupts_only_threads() {
    let log = Log::new();
    let (release, released) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            before: pending::<()>() => { log.say("before") },
            lines:  thread(move || { let _ = released.recv(); }) => { log.say("lines"); drop(release); },
            after:  pending::<()>() => { log.say("after") },
        });
        start(group.as_mut());
    }
    log.expect(&["lines"]);
}

#[test]
fn it_sets_the_stop_of_its_thread() {
    let (ended, has_ended) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: |stop| thread(move || block_until(&stop, ended)),
        });
        start(group.as_mut());
    }
    expect_dropped(&has_ended);
}

/// The `async` interrupt does not run, and a thread that nothing interrupts would never end.
#[test]
fn it_sets_the_stop_beside_an_async_interrupt() {
    let log = Log::new();
    let (ended, has_ended) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: |stop| thread(move || block_until(&stop, ended)) => async { log.say("interrupted") },
        });
        start(group.as_mut());
    }
    expect_dropped(&has_ended);
    log.expect(&[]);
}

/// The `async` interrupt is running then.
#[test]
fn in_the_drain_too_it_sets_the_stop() {
    let (ended, has_ended) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: |stop| thread(move || block_until(&stop, ended)) => async { pending::<()>().await },
            job:   async { Ok(()) } => drop,
        });
        start(group.as_mut());
    }
    expect_dropped(&has_ended);
}

#[test]
fn an_interrupted_thread_is_not_interrupted_again() {
    let log = Log::new();
    let (release, released) = mpsc::channel::<()>();
    {
        let mut group = pin!(run_group! {
            lines: thread(move || { let _ = released.recv(); }) => |cause| { log.say(cause) },
            job:   async { Ok(()) } => drop,
        });
        start(group.as_mut());
    }
    log.expect(&["`job` ended"]);
    drop(release);
}

#[test]
fn an_ended_thread_is_not_interrupted_again() {
    let log = Log::new();
    {
        let mut group = pin!(run_group! {
            lines: thread(|| {}) => { log.say("interrupted") },
            slow:  pending::<()>() => {},
        });
        while log.count("interrupted") == 0 {
            assert!(poll(group.as_mut()).is_pending());
            yield_now();
        }
    }
    log.expect(&["interrupted"]);
}
