//! Signals that have come and that nobody has looked at when the last listener goes.

use std::{
    pin::pin,
    task::{Context, Waker},
    thread,
};

use futures::{executor::block_on, future::select};
use libc::SIGTERM;
use run_group::{Signal, run_group, signal};
use tokio::runtime::Builder;

use super::{apart, expect_killed, expect_said, wait_for_the_end};
use crate::support::{
    alone,
    sigaction::{Disposition, calls, raise},
};

#[test]
fn one_that_has_not_been_looked_at_is_raised_again() {
    let end = alone(|| {
        let signals = signal::shutdown();
        raise(SIGTERM);
        drop(signals);
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
}

/// The second listener began later, and has not got it.
#[test]
fn it_is_raised_by_the_last_listener() {
    let end = alone(|| {
        let first = signal::shutdown();
        raise(SIGTERM);
        let second = signal::shutdown();
        drop(first);
        println!("the second is there");
        drop(second);
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
    assert_eq!(end.lines, ["the second is there"]);
}

/// The other group is dropped before it is polled again, as `select!` does.
#[test]
fn one_that_a_group_has_seen_is_not_raised_by_another() {
    let end = alone(|| {
        let one = run_group! { signals: signal::shutdown() => drop };
        let other = run_group! { signals: signal::shutdown() => drop };
        block_on(async {
            let other = pin!(other);
            let one = pin!(async {
                raise(SIGTERM);
                one.await
            });
            match select(one, other).await {
                futures::future::Either::Left((one, _)) => one.unwrap(),
                futures::future::Either::Right(_) => unreachable!("it is polled second"),
            }
        });
    });
    expect_said(&end, &[]);
}

/// Its runtime is dropped with the task that runs it.
#[test]
fn one_that_main_has_seen_is_not_raised_by_a_librarys() {
    for _ in 0..20 {
        let end = alone(|| {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let library = run_group! { signals: signal::shutdown() => drop };
                tokio::spawn(async { library.await.unwrap() });
                run_group! {
                    signals: signal::shutdown() => drop,
                    kill:    async { tokio::task::yield_now().await; raise(SIGTERM); std::future::pending().await } => drop,
                }
                .await
                .unwrap();
            });
        });
        expect_said(&end, &[]);
    }
}

#[test]
fn one_that_a_listener_has_given_is_not_raised() {
    let end = alone(|| {
        let listener = signal::listen([Signal::Terminate]);
        let signals = signal::shutdown();
        raise(SIGTERM);
        assert_eq!(listener.blocking_next(), Signal::Terminate);
        drop(listener);
        drop(signals);
    });
    expect_said(&end, &[]);
}

#[test]
fn one_that_a_handler_of_the_hosts_has_got_is_not_raised() {
    let end = alone(|| {
        Disposition::counting(0, &[]).set(SIGTERM);
        for _ in 0..2 {
            let signals = signal::shutdown();
            raise(SIGTERM);
            drop(signals);
            Disposition::default().set(SIGTERM);
            // Nor is it by the next listener.
            drop(signal::shutdown());
            Disposition::counting(0, &[]).set(SIGTERM);
        }
        assert_eq!(calls(SIGTERM), 2);
    });
    expect_said(&end, &[]);
}

/// The third request, with the group on its way out: its actor was stuck.
#[test]
fn a_third_in_the_moment_of_the_return_ends_the_process() {
    struct RaisesWhenDropped;
    impl Drop for RaisesWhenDropped {
        fn drop(&mut self) {
            apart();
            raise(SIGTERM);
        }
    }
    let expect_one = || {
        let end = alone(|| {
            let raises = RaisesWhenDropped;
            let group = run_group! {
                signals: signal::shutdown() => drop,
                stuck:   async { let _raises = raises; std::future::pending().await } => || {},
            };
            let mut group = pin!(group.deadline(std::future::pending::<()>));
            let mut poll = || Future::poll(group.as_mut(), &mut Context::from_waker(Waker::noop()));
            assert!(poll().is_pending());
            raise(SIGTERM);
            assert!(poll().is_pending());
            apart();
            raise(SIGTERM);
            assert!(poll().is_ready());
            wait_for_the_end();
        });
        expect_killed(&end, SIGTERM);
    };
    // Who looks first, the group that goes or the thread that helps it, is a matter of chance.
    expect_one();
    thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(expect_one))));
}
