//! Which signals count, and for what: before the first poll, as a second request, in a lame duck.

use std::{
    future::pending,
    panic::{self, AssertUnwindSafe},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use libc::{SIGHUP, SIGINT, SIGTERM, SIGUSR1};
use run_group::{AnyError, GaveUp, Signal, run_group, signal};
use tokio::{task::yield_now, time::sleep};

use super::{apart, expect_killed, expect_said, say, wait_for_the_end};
use crate::support::{alone, sigaction::raise};

/// Polls a group, by nobody's waker.
fn poll<G: Future>(group: &mut Pin<&mut G>) -> Poll<G::Output> {
    group.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls it until it has ended.
fn end<G: Future>(group: &mut Pin<&mut G>) -> G::Output {
    loop {
        if let Poll::Ready(output) = poll(group) {
            return output;
        }
        thread::yield_now();
    }
}

/// A start that takes long is written into the list, and can be broken off.
#[test]
fn a_second_one_before_the_first_poll_ends_the_process() {
    let end = alone(|| {
        let _signals = signal::shutdown();
        raise(SIGTERM);
        raise(SIGTERM);
        apart();
        println!("one request");
        raise(SIGTERM);
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
    assert_eq!(end.lines, ["one request"]);
}

/// It stands for both groups.
#[test]
fn a_second_one_ends_no_process_in_which_a_group_runs() {
    let end = alone(|| {
        let mut group = pin!(run_group! { signals: signal::shutdown() => drop, hangs: pending::<()>() => || {} });
        let _unpolled = signal::shutdown();
        assert!(poll(&mut group).is_pending());
        raise(SIGTERM);
        apart();
        raise(SIGTERM);
        let error = self::end(&mut group).unwrap_err();
        println!("{:?} {}", error.cut_short(), error.gave_up().unwrap());
    });
    expect_said(&end, &["[\"hangs\"] received SIGTERM"]);
}

#[test]
fn a_second_request_is_why_it_gave_up() {
    let end = alone(|| {
        let mut group = pin!(run_group! { signals: signal::shutdown() => drop, hangs: pending::<()>() => || {} });
        assert!(poll(&mut group).is_pending());
        raise(SIGTERM);
        assert!(poll(&mut group).is_pending());
        apart();
        raise(SIGINT);
        let error = self::end(&mut group).unwrap_err();
        assert_eq!(error.gave_up(), Some(GaveUp::Signal(Signal::Interrupt)));
    });
    expect_said(&end, &[]);
}

/// Only signals are counted, and the first one does nothing there.
#[test]
fn in_a_drain_that_no_signal_began_it_takes_two() {
    let end = alone(|| {
        let mut group = pin!(run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
            hangs:   pending::<()>() => || {},
        });
        assert!(poll(&mut group).is_pending());
        raise(SIGINT);
        assert!(poll(&mut group).is_pending());
        // Longer than a last call: it has not given up.
        thread::sleep(Duration::from_millis(1100));
        assert!(poll(&mut group).is_pending());
        raise(SIGINT);
        let error = self::end(&mut group).unwrap_err();
        assert_eq!(error.gave_up(), Some(GaveUp::Signal(Signal::Interrupt)));
    });
    expect_said(&end, &[]);
}

#[test]
fn only_what_it_gives_up_on_is_a_second_request() {
    let end = alone(|| {
        let signals = signal::any([Signal::Interrupt, Signal::Terminate, Signal::Hangup]);
        let mut group = pin!(run_group! {
            signals: signals.give_up_on([Signal::Interrupt]) => drop,
            hangs:   pending::<()>() => || {},
        });
        for number in [SIGTERM, SIGTERM, SIGHUP, SIGTERM] {
            assert!(poll(&mut group).is_pending());
            raise(number);
            apart();
        }
        assert!(poll(&mut group).is_pending());
        raise(SIGINT);
        assert_eq!(self::end(&mut group).unwrap_err().gave_up(), Some(GaveUp::Signal(Signal::Interrupt)));
    });
    expect_said(&end, &[]);
}

#[test]
fn where_it_gives_up_on_none_no_signal_ends_the_drain() {
    let end = alone(|| {
        let (stop, stopped) = futures::channel::oneshot::channel::<()>();
        let mut group = pin!(run_group! {
            signals: signal::shutdown().give_up_on([]) => drop,
            drains:  async { stopped.await.map_err(|_| "gone")?; Ok(()) } => || {},
        });
        for number in [SIGTERM, SIGINT, SIGTERM, SIGTERM] {
            assert!(poll(&mut group).is_pending());
            raise(number);
            apart();
        }
        assert!(poll(&mut group).is_pending());
        stop.send(()).unwrap();
        self::end(&mut group).unwrap();
    });
    expect_said(&end, &[]);
}

#[test]
fn any_of_none_listens_as_shutdown_does() {
    let end = alone(|| {
        for number in [SIGINT, SIGTERM] {
            let group = run_group! { signals: signal::any([]) => drop };
            raise(number);
            group.on_cause(say).run().unwrap();
        }
        let _signals = signal::any([]);
        raise(SIGUSR1);
        wait_for_the_end();
    });
    expect_killed(&end, SIGUSR1);
    assert_eq!(end.lines, ["received SIGINT", "received SIGTERM"]);
}

/// The group has returned, though its future is still there.
#[test]
fn one_after_the_return_ends_the_process() {
    let end = alone(|| {
        let mut group = pin!(run_group! { signals: signal::shutdown() => drop });
        raise(SIGTERM);
        self::end(&mut group).unwrap();
        println!("the group has returned");
        raise(SIGTERM);
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
    assert_eq!(end.lines, ["the group has returned"]);
}

/// Runs a group after a signal, with a lame duck of an hour, and says how it ended.
fn lame_duck(server: impl Future<Output = Result<(), AnyError>>, is_alone: bool) {
    let group = run_group! {
        signals: signal::shutdown() => drop,
        server:  server => drop,
        idle:    pending::<()>() if !is_alone => drop,
    };
    raise(SIGTERM);
    let end = panic::catch_unwind(AssertUnwindSafe(|| group.lame_duck(Duration::from_secs(3600)).run()));
    println!("{:?}", end.map_err(|_| "a panic").map(|result| result.map_err(|error| error.to_string())));
}

#[test]
fn an_ok_does_not_cut_a_lame_duck_short() {
    let end = alone(|| {
        let group = run_group! {
            signals: signal::shutdown() => drop,
            server:  async { sleep(Duration::from_secs(1)).await; Ok(()) } => { println!("interrupted") },
            idle:    pending::<()>() => drop,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        raise(SIGTERM);
        runtime.block_on(async {
            let start = tokio::time::Instant::now();
            group.lame_duck(Duration::from_secs(5)).await.unwrap();
            println!("after {} s", start.elapsed().as_secs());
        });
    });
    expect_said(&end, &["interrupted", "after 5 s"]);
}

#[test]
fn an_error_cuts_a_lame_duck_short() {
    let end = alone(|| {
        lame_duck(
            async {
                yield_now().await;
                Err("broken".into())
            },
            false,
        );
    });
    expect_said(&end, &["Ok(Err(\"actor `server` failed\"))"]);
}

#[test]
fn a_panic_cuts_a_lame_duck_short() {
    let end = alone(|| {
        lame_duck(
            async {
                yield_now().await;
                panic!("boom")
            },
            false,
        );
    });
    expect_said(&end, &["Err(\"a panic\")"]);
}

#[test]
fn a_lame_duck_ends_when_no_actor_is_left() {
    let end = alone(|| {
        lame_duck(
            async {
                yield_now().await;
                Ok(())
            },
            true,
        );
    });
    expect_said(&end, &["Ok(Ok(()))"]);
}
