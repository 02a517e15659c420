//! The first process of a container, for which the system has no default action.

use std::{
    pin::pin,
    process::Command,
    task::{Context, Waker},
};

use libc::{SIGINT, SIGTERM, SIGUSR1};
use run_group::{run_group, signal};

use super::{apart, wait_for_the_end};
use crate::support::{
    Process, expect_code,
    sigaction::{Disposition, Ended, calls, fork, raise},
    test_of,
};

/// What starts a program as the first process, where the system lets us.
fn starter() -> Option<&'static [&'static str]> {
    const STARTERS: [&[&str]; 2] = [&["unshare", "--pid", "--fork"], &["unshare", "--user", "--pid", "--fork"]];
    STARTERS.into_iter().find(|words| {
        let output = Command::new(words[0]).args(&words[1..]).arg("true").output();
        output.is_ok_and(|output| output.status.success())
    })
}

/// Fails unless `body` exits there with this code and has said this. Where there is no way to start it, says so.
fn expect_there<F: FnOnce()>(code: i32, lines: &[&str], body: F) {
    if std::process::id() != 1 && starter().is_none() {
        println!("skipped: `unshare --pid` is not there, or not allowed");
        return;
    }
    let end = Process::alone_in_by(test_of::<F>(), starter().unwrap_or_default(), || {
        assert_eq!(std::process::id(), 1);
        body();
    })
    .end();
    expect_code(&end, code);
    assert_eq!(end.lines, lines);
}

#[test]
fn there_the_third_signal_exits_with_its_code() {
    expect_there(128 + SIGTERM, &[], || {
        let mut group = pin!(run_group! {
            signals: signal::shutdown() => drop,
            hangs:   std::future::pending::<()>() => || {},
        });
        assert!(Future::poll(group.as_mut(), &mut Context::from_waker(Waker::noop())).is_pending());
        for _ in 0..3 {
            raise(SIGTERM);
            apart();
        }
        wait_for_the_end();
    });
}

#[test]
fn there_a_signal_after_the_group_exits_with_its_code() {
    expect_there(128 + SIGINT, &["the groups have gone"], || {
        for _ in 0..3 {
            drop(signal::shutdown());
        }
        println!("the groups have gone");
        raise(SIGINT);
        wait_for_the_end();
    });
}

#[test]
fn there_one_not_looked_at_exits_with_its_code() {
    expect_there(128 + SIGTERM, &[], || {
        let signals = signal::shutdown();
        raise(SIGTERM);
        drop(signals);
        wait_for_the_end();
    });
}

/// And so is what has been ignored.
#[test]
fn there_a_handler_of_the_hosts_is_restored() {
    expect_there(0, &[], || {
        Disposition::counting(0, &[]).set(SIGTERM);
        Disposition::ignored().set(SIGINT);
        let before = [SIGTERM, SIGINT].map(Disposition::of);
        drop(signal::shutdown());
        assert_eq!([SIGTERM, SIGINT].map(Disposition::of), before);
        raise(SIGTERM);
        raise(SIGINT);
        assert_eq!(calls(SIGTERM), 1);
    });
}

/// It is not the first process. For the one that is, a signal that no group has listened for does nothing, as ever.
#[test]
fn there_a_child_is_ended_by_the_signal() {
    expect_there(0, &[], || {
        drop(signal::shutdown());
        let child = fork(|| {
            raise(SIGTERM);
            0
        });
        assert_eq!(child.end(), Ended::Killed(SIGTERM));
        raise(SIGUSR1);
    });
}
