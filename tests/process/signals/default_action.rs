//! The default action of a signal: restored when the group has gone, and untouched where no group listens.

use std::{
    fs::read_to_string,
    future::pending,
    pin::pin,
    task::{Context, Waker},
    thread,
};

use run_group::{Signal, run_group, signal};

use super::{apart, expect_killed, expect_said, kill_myself, wait_for_the_end};
use crate::support::{Process, alone};

const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;
/// Its number depends on the system.
const SIGUSR2: i32 = if cfg!(any(target_os = "linux", target_os = "android")) { 12 } else { 31 };

/// The handler of the signal may still run when the group has gone and the default action is restored. Whether that
/// shows is a matter of chance, so it is tried often.
#[test]
fn one_that_ended_the_group_does_not_end_the_process() {
    let expect_one = || {
        let end = alone(|| {
            let group = run_group! { signals: signal::shutdown() => drop };
            kill_myself("TERM");
            group.run().unwrap();
        });
        expect_said(&end, &[]);
    };
    expect_one();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..75).for_each(|_| expect_one()));
        }
    });
}

/// The group hangs so that it cannot even give up, and is sent Ctrl-C again and again.
#[test]
fn the_third_signal_ends_the_process() {
    let mut hanging = Process::alone(|| {
        let _ = run_group! {
            signals: signal::shutdown() => drop,
            hangs:   async { println!("running"); pending().await } => { println!("hanging"); wait_for_the_end() },
        }
        .run();
    });
    assert_eq!(hanging.line(), "running");
    hanging.signal("INT");
    assert_eq!(hanging.line(), "hanging");

    let mut signals = 1;
    while !hanging.has_ended() && signals < 100 {
        apart();
        hanging.signal("INT");
        signals += 1;
    }

    expect_killed(&hanging.end(), SIGINT);
    assert!(signals > 2, "it ended with the second");
}

#[test]
fn a_signal_after_the_group_ends_the_process() {
    let end = alone(|| {
        run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
        }
        .run()
        .unwrap();
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
}

#[test]
fn a_signal_after_the_one_received_ends_the_process() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        kill_myself("TERM");
        group.run().unwrap();
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
}

#[test]
fn a_signal_after_a_dropped_group_ends_the_process() {
    let end = alone(|| {
        {
            let mut group = pin!(run_group! { signals: signal::shutdown() => drop });
            let mut cx = Context::from_waker(Waker::noop());
            assert!(Future::poll(group.as_mut(), &mut cx).is_pending());
        }
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
}

#[test]
fn a_signal_after_a_group_with_any_ends_the_process() {
    let end = alone(|| {
        let group = run_group! { signals: signal::any([Signal::Hangup, Signal::User2]) => drop };
        kill_myself("HUP");
        group.run().unwrap();
        kill_myself("USR2");
        wait_for_the_end();
    });
    expect_killed(&end, SIGUSR2);
}

#[test]
fn any_leaves_the_other_signals_alone() {
    let end = alone(|| {
        let _group = run_group! { signals: signal::any([Signal::Hangup, Signal::Interrupt]) => drop };
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
}

#[test]
fn signals_that_are_guarded_out_end_the_process() {
    let end = alone(|| {
        let _group = run_group! {
            signals: signal::shutdown() if false => drop,
            wait:    pending::<()>() => drop,
        };
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
}

/// The signals that this process handles, where the system shows them.
fn handled() -> Option<String> {
    let status = read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("SigCgt:")).map(ToOwned::to_owned)
}

#[test]
fn signals_that_are_guarded_out_are_not_handled() {
    let end = alone(|| {
        let before = handled();
        for listens in [false, true] {
            let _group = run_group! {
                signals: signal::shutdown() if listens => drop,
                wait:    pending::<()>() => drop,
            };
            if before.is_some() {
                assert_eq!(handled() != before, listens);
            }
        }
    });
    expect_said(&end, &[]);
}
