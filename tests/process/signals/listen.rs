//! `signal::listen`: signals that do not end a group.

use std::{
    future::pending,
    pin::pin,
    sync::mpsc,
    task::{Context, Poll, Waker},
    thread,
};

use futures::executor::block_on;
use libc::{SIGHUP, SIGTERM, SIGUSR1, SIGUSR2};
use run_group::{Signal, run_group, signal};

use super::{apart, expect_killed, expect_said, wait_for_the_end};
use crate::support::{alone, sigaction::raise};

#[test]
fn it_hears_them_in_their_order() {
    let end = alone(|| {
        let listener = signal::listen([Signal::Hangup, Signal::User1, Signal::User2]);
        for (number, name) in [(SIGUSR2, "SIGUSR2"), (SIGHUP, "SIGHUP"), (SIGUSR1, "SIGUSR1"), (SIGHUP, "SIGHUP")] {
            raise(number);
            assert_eq!(block_on(listener.next()).to_string(), name);
        }
    });
    expect_said(&end, &[]);
}

/// It is asked for nothing meanwhile.
#[test]
fn those_of_one_kind_that_wait_are_one() {
    let end = alone(|| {
        let listener = signal::listen([Signal::Hangup, Signal::User1]);
        for _ in 0..5 {
            raise(SIGHUP);
            apart();
        }
        raise(SIGUSR1);
        assert_eq!([listener.blocking_next(), listener.blocking_next()], [Signal::Hangup, Signal::User1]);
    });
    expect_said(&end, &[]);
}

#[test]
fn it_hears_during_the_drain_too() {
    let end = alone(|| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let (reloaded, reloads) = mpsc::channel();
        let hangups = signal::listen([Signal::Hangup]);
        runtime.block_on(async {
            run_group! {
                signals: signal::shutdown() => drop,
                drains:  |stop| async {
                    raise(SIGHUP);
                    raise(SIGTERM);
                    stop.stopped().await;
                    tokio::task::block_in_place(|| {
                        assert_eq!(reloads.recv().unwrap(), Signal::Hangup);
                        raise(SIGHUP);
                        assert_eq!(reloads.recv().unwrap(), Signal::Hangup);
                    });
                    Ok(())
                },
                #[outlives(drains)]
                reload:  run_group::task(async move {
                    loop { reloaded.send(hangups.next().await)?; }
                    #[allow(unreachable_code)]
                    Ok::<(), run_group::AnyError>(())
                }) => drop,
            }
            .await
            .unwrap();
        });
    });
    expect_said(&end, &[]);
}

#[test]
fn a_thread_waits_for_it() {
    let end = alone(|| {
        let listener = signal::listen([Signal::User1]);
        let (sender, heard) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| (0..3).for_each(|_| sender.send(listener.blocking_next()).unwrap()));
            for _ in 0..3 {
                raise(SIGUSR1);
                assert_eq!(heard.recv().unwrap(), Signal::User1);
            }
        });
    });
    expect_said(&end, &[]);
}

/// Also one that has been waited for, by somebody who has gone.
#[test]
fn a_future_that_is_dropped_loses_none() {
    let end = alone(|| {
        let listener = signal::listen([Signal::User1]);
        for _ in 0..50 {
            let mut waits = Box::pin(listener.next());
            assert!(waits.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            raise(SIGUSR1);
            drop(waits);
            assert_eq!(listener.blocking_next(), Signal::User1);
        }
    });
    expect_said(&end, &[]);
}

/// The other one gets the next.
#[test]
fn of_two_that_wait_each_gets_one() {
    let end = alone(|| {
        let listener = signal::listen([Signal::User1, Signal::User2]);
        let (mut one, mut other) = (pin!(listener.next()), pin!(listener.next()));
        let mut cx = Context::from_waker(Waker::noop());
        assert!(one.as_mut().poll(&mut cx).is_pending() && other.as_mut().poll(&mut cx).is_pending());
        raise(SIGUSR1);
        assert_eq!(block_on(one), Signal::User1);
        assert_eq!(other.as_mut().poll(&mut cx), Poll::Pending);
        raise(SIGUSR2);
        assert_eq!(block_on(other), Signal::User2);
    });
    expect_said(&end, &[]);
}

/// Each of these would be the third, and one more.
#[test]
fn while_it_exists_the_signal_does_not_end_the_process() {
    let end = alone(|| {
        let listener = signal::listen([Signal::Terminate]);
        let mut group = pin!(run_group! { signals: signal::shutdown() => drop, hangs: pending::<()>() => || {} });
        assert!(group.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        for _ in 0..4 {
            raise(SIGTERM);
            assert_eq!(listener.blocking_next(), Signal::Terminate);
            apart();
        }
        println!("it lives");
        drop(listener);
        raise(SIGTERM);
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
    assert_eq!(end.lines, ["it lives"]);
}

#[test]
fn when_it_has_gone_the_signal_ends_the_process() {
    let end = alone(|| {
        drop(signal::listen([Signal::Hangup]));
        raise(SIGHUP);
        wait_for_the_end();
    });
    expect_killed(&end, SIGHUP);
}
