//! Signals that a group listens for: the first one ends it.

use std::{
    future::pending,
    time::{Duration, Instant},
};

use futures::{executor::block_on, join};
use libc::{SIGHUP, SIGTERM};
use run_group::{Signal, run_group, signal};

use super::{EACH, expect_said, kill_myself, say};
use crate::support::{
    End, Process, alone, shell,
    sigaction::{ALL, blocked, raise},
};

#[test]
fn one_before_the_first_poll_is_not_lost() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        kill_myself("TERM");
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGTERM"]);
}

#[test]
fn one_while_the_group_waits_ends_it() {
    let end = alone(|| {
        run_group! {
            signals: signal::shutdown() => drop,
            // Polled after the signals, which now wait.
            kill:    async { kill_myself("INT"); pending().await } => drop,
        }
        .on_cause(say)
        .run()
        .unwrap();
    });
    expect_said(&end, &["received SIGINT"]);
}

#[test]
fn it_needs_no_runtime() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        kill_myself("TERM");
        block_on(group.on_cause(say)).unwrap();
    });
    expect_said(&end, &["received SIGTERM"]);
}

/// Runs a process until it succeeds, or until it takes no longer than the time in which copies of a signal count once.
/// Gives how it ended.
fn at_once(process: impl Fn() -> End) -> End {
    for _ in 0..10 {
        let start = Instant::now();
        let end = process();
        if end.status.success() || start.elapsed() < Duration::from_millis(100) {
            return end;
        }
    }
    process()
}

/// They are sent within the tenth of a second in which copies count once. On a machine that is too slow for that, it is
/// tried again.
#[test]
fn a_thousand_call_each_interrupt_once() {
    let thousand = || {
        alone(|| {
            // Receives the signals that are delivered when the other group has gone: it listens until the process
            // exits.
            std::mem::forget(run_group! { signals: signal::shutdown() => drop });
            let group = run_group! {
                signals: signal::shutdown() => { println!("signals") },
                one:     |stop| stop.stopped_owned() => { println!("one") },
                other:   |stop| stop.stopped_owned() => { println!("other") },
            };
            shell(&format!("i=0; while [ $i -lt 1000 ]; do kill -TERM {}; i=$((i+1)); done", std::process::id()));
            group.on_cause(say).run().unwrap();
        })
    };
    let end = at_once(thousand);
    expect_said(&end, &["received SIGTERM", "signals", "one", "other"]);
}

#[test]
fn two_at_once_are_one_request() {
    let end = at_once(|| {
        alone(|| {
            let group = run_group! {
                signals: signal::any([Signal::Terminate, Signal::Hangup]) => drop,
                drains:  |stop| async { stop.stopped().await; println!("drained"); Ok(()) },
            };
            raise(SIGTERM);
            raise(SIGHUP);
            group.on_cause(say).run().unwrap();
        })
    });
    expect_said(&end, &["received SIGTERM", "drained"]);
}

#[test]
fn any_hears_the_signals_that_it_was_asked_for() {
    for (name, said) in [("HUP", "received SIGHUP"), ("USR1", "received SIGUSR1")] {
        let process = Process::alone(|| {
            let group = run_group! { signals: signal::any([Signal::Hangup, Signal::User1]) => drop };
            println!("listening");
            group.on_cause(say).run().unwrap();
        });
        assert_eq!(process.line(), "listening");
        process.signal(name);
        expect_said(&process.end(), &[said]);
    }
}

#[test]
fn every_listener_hears_it() {
    let end = alone(|| {
        let first = run_group! { signals: signal::shutdown() => drop };
        let second = run_group! { signals: signal::shutdown() => drop };
        kill_myself("TERM");
        let (first, second) = block_on(async { join!(first.on_cause(say), second.on_cause(say)) });
        first.unwrap();
        second.unwrap();
    });
    expect_said(&end, &["received SIGTERM", "received SIGTERM"]);
}

#[test]
fn when_one_listener_has_gone_the_other_still_hears() {
    let end = alone(|| {
        let first = run_group! { signals: signal::shutdown() => drop };
        let second = run_group! { signals: signal::shutdown() => drop };
        drop(first);
        kill_myself("TERM");
        second.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGTERM"]);
}

#[test]
fn when_a_group_has_gone_the_next_one_hears() {
    let end = alone(|| {
        run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
        }
        .run()
        .unwrap();
        let group = run_group! { signals: signal::shutdown() => drop };
        kill_myself("TERM");
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGTERM"]);
}

/// Each comes on top of the one before, on a stack as small as that of Rust's threads.
#[test]
fn all_signals_in_one_moment_are_heard() {
    let end = alone(|| {
        let listener = signal::listen(EACH);
        blocked(&ALL, || ALL.into_iter().for_each(raise));
        let mut heard = EACH.map(|_| listener.blocking_next().to_string());
        heard.sort();
        println!("{}", heard.join(" "));
    });
    expect_said(&end, &["SIGHUP SIGINT SIGQUIT SIGTERM SIGUSR1 SIGUSR2"]);
}
