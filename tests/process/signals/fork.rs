//! Forks: a child is not the group.

use std::{
    os::unix::process::ExitStatusExt,
    pin::pin,
    process::Command,
    task::{Context, Waker},
};

use futures::executor::block_on;
use libc::{SIGTERM, SIGUSR1, SIGUSR2};
use run_group::{Signal, run_group, signal};

use super::{expect_said, hears_nothing_until};
use crate::support::{
    alone,
    sigaction::{Disposition, Ended, calls, chained_calls, fork, raise, send},
};

fn count(calls: u64) -> i32 {
    i32::try_from(calls).unwrap()
}

/// It keeps what it has inherited open, without knowing.
#[test]
fn a_child_that_lives_on_does_not_hold_up_the_group() {
    let end = alone(|| {
        let group = run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
        };
        let child = fork(|| {
            loop {
                std::thread::park();
            }
        });
        block_on(group).unwrap();
        println!("the group has returned");
        send(SIGTERM, child.id());
        assert_eq!(child.end(), Ended::Killed(SIGTERM));
    });
    expect_said(&end, &["the group has returned"]);
}

#[test]
fn in_a_child_a_signal_has_its_default_action() {
    let end = alone(|| {
        let listener = signal::listen([Signal::User1, Signal::User2]);
        for _ in 0..3 {
            let child = fork(|| {
                raise(SIGUSR1);
                0
            });
            assert_eq!(child.end(), Ended::Killed(SIGUSR1));
        }
        hears_nothing_until(&listener, SIGUSR2, Signal::User2);
    });
    expect_said(&end, &[]);
}

#[test]
fn in_a_child_a_handler_of_the_hosts_is_called() {
    let end = alone(|| {
        Disposition::counting(0, &[]).set(SIGUSR1);
        let listener = signal::listen([Signal::User1, Signal::User2]);
        let child = fork(|| {
            raise(SIGUSR1);
            raise(SIGUSR1);
            count(calls(SIGUSR1))
        });
        assert_eq!(child.end(), Ended::Exited(2));
        assert_eq!(calls(SIGUSR1), 0);
        hears_nothing_until(&listener, SIGUSR2, Signal::User2);
    });
    expect_said(&end, &[]);
}

#[test]
fn a_handler_between_two_of_ours_keeps_a_child_alive() {
    let end = alone(|| {
        let first = signal::listen([Signal::User1]);
        Disposition::chain(0, SIGUSR1);
        drop(first);
        let _second = signal::listen([Signal::User1]);
        let child = fork(|| {
            raise(SIGUSR1);
            count(chained_calls(0))
        });
        assert_eq!(child.end(), Ended::Exited(1));
    });
    expect_said(&end, &[]);
}

/// Its own child, too.
#[test]
fn a_child_makes_a_group_of_its_own() {
    fn lives(depth: i32) -> i32 {
        let group = run_group! { signals: signal::shutdown() => drop };
        raise(SIGTERM);
        block_on(group).unwrap();
        assert!(Disposition::of(SIGTERM).is_default());
        let _listener = signal::listen([Signal::Terminate]);
        if depth > 0 {
            assert_eq!(fork(|| lives(depth - 1)).end(), Ended::Exited(depth - 1));
        }
        depth
    }
    let end = alone(|| {
        let listener = signal::listen([Signal::Terminate, Signal::User2]);
        assert_eq!(fork(|| lives(2)).end(), Ended::Exited(2));
        hears_nothing_until(&listener, SIGUSR2, Signal::User2);
    });
    expect_said(&end, &[]);
}

/// That it has a group of its own changes nothing for the signals which that does not listen for.
#[test]
fn a_child_with_a_group_does_not_hear_for_the_parents() {
    let end = alone(|| {
        let _listener = signal::listen([Signal::User1]);
        let child = fork(|| {
            let _signals = signal::shutdown();
            raise(SIGUSR1);
            0
        });
        assert_eq!(child.end(), Ended::Killed(SIGUSR1));
    });
    expect_said(&end, &[]);
}

/// As it was before the parent's.
#[test]
fn after_its_own_group_a_child_has_the_default_action() {
    let end = alone(|| {
        let _signals = signal::shutdown();
        let child = fork(|| {
            drop(signal::shutdown());
            raise(SIGTERM);
            0
        });
        assert_eq!(child.end(), Ended::Killed(SIGTERM));
    });
    expect_said(&end, &[]);
}

/// Also a group that was running, and that had just been sent a signal.
#[test]
fn a_child_drops_the_parents_group() {
    let end = alone(|| {
        let mut group = Box::pin(run_group! {
            signals: signal::shutdown() => drop,
            drains:  std::future::pending::<()>() => || {},
        });
        assert!(Future::poll(group.as_mut(), &mut Context::from_waker(Waker::noop())).is_pending());
        let unpolled = signal::shutdown();
        raise(SIGTERM);
        let (group, unpolled) = (std::cell::Cell::new(Some(group)), std::cell::Cell::new(Some(unpolled)));
        let child = fork(|| {
            drop(group.take());
            drop(unpolled.take());
            raise(SIGTERM);
            0
        });
        assert_eq!(child.end(), Ended::Killed(SIGTERM));
        // The parent's are as they were.
        let mut group = pin!(group.take().unwrap());
        assert!(Future::poll(group.as_mut(), &mut Context::from_waker(Waker::noop())).is_pending());
        drop(unpolled.take());
    });
    expect_said(&end, &[]);
}

#[test]
fn a_program_that_is_started_has_the_default_action() {
    let end = alone(|| {
        let _listener = signal::listen([Signal::Terminate, Signal::User1]);
        let status = Command::new("sh").args(["-c", "kill -USR1 $$; exec sleep 60"]).status().unwrap();
        assert_eq!(status.signal(), Some(SIGUSR1));
    });
    expect_said(&end, &[]);
}
