//! Signals to a process of its own, sent by itself. `run_group::signal` says when they are listened for.

use std::{
    future::pending,
    io::{Write, stdout},
    os::unix::process::ExitStatusExt,
    pin::pin,
    task::{Context, Waker},
    thread,
};

use futures::{executor::block_on, join};
use run_group::{AnyError, Cause, run_group, signal};

use crate::process::{End, alone, expect_code, kill};

const SIGTERM: i32 = 15;

fn kill_myself(name: &str) {
    kill(name, std::process::id());
}

/// Where a signal with its default action ends the process.
fn wait_for_the_end() -> ! {
    loop {
        thread::park();
    }
}

fn say(cause: &Cause<'_, AnyError>) {
    println!("{cause}");
    stdout().flush().unwrap();
}

#[track_caller]
fn expect_said(end: &End, lines: &[&str]) {
    expect_code(end, 0);
    assert_eq!(end.lines, lines);
}

#[track_caller]
fn expect_killed(end: &End) {
    assert_eq!(end.status.signal(), Some(SIGTERM), "{}\n{:#?}\n{}", end.status, end.lines, end.errors);
}

#[test]
fn a_signal_before_the_first_poll_is_not_lost() {
    let end = alone("signals::a_signal_before_the_first_poll_is_not_lost", || {
        let group = run_group! { signals: signal::shutdown() => drop };
        kill_myself("TERM");
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGTERM"]);
}

/// Its handler may still be under way when the group has gone and the default action is back. Where that matters is up
/// to chance, about one in a hundred, so it is tried often.
#[test]
fn a_signal_that_has_ended_its_group_does_not_end_the_process_as_well() {
    let expect_one = || {
        let end = alone("signals::a_signal_that_has_ended_its_group_does_not_end_the_process_as_well", || {
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

#[test]
fn a_signal_while_the_group_waits_ends_it() {
    let end = alone("signals::a_signal_while_the_group_waits_ends_it", || {
        run_group! {
            signals: signal::shutdown() => drop,
            // Polled behind the signals, which have been polled, and now wait.
            kill:    async { kill_myself("INT"); pending().await } => drop,
        }
        .on_cause(say)
        .run()
        .unwrap();
    });
    expect_said(&end, &["received SIGINT"]);
}

#[test]
fn a_signal_needs_no_runtime() {
    let end = alone("signals::a_signal_needs_no_runtime", || {
        let group = run_group! { signals: signal::shutdown() => drop };
        kill_myself("TERM");
        block_on(group.on_cause(say)).unwrap();
    });
    expect_said(&end, &["received SIGTERM"]);
}

#[test]
fn many_signals_end_a_group_once() {
    let end = alone("signals::many_signals_end_a_group_once", || {
        // Hears those that the system delivers late, when the other group has gone: it listens to the very end.
        std::mem::forget(run_group! { signals: signal::shutdown() => drop });
        let group = run_group! {
            signals: signal::shutdown() => { println!("interrupted") },
        };
        for _ in 0..20 {
            kill_myself("TERM");
        }
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGTERM", "interrupted"]);
}

#[test]
fn every_listener_hears_a_signal() {
    let end = alone("signals::every_listener_hears_a_signal", || {
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
fn when_one_of_two_listeners_has_gone_the_other_still_hears() {
    let end = alone("signals::when_one_of_two_listeners_has_gone_the_other_still_hears", || {
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
    let end = alone("signals::when_a_group_has_gone_the_next_one_hears", || {
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

#[test]
fn when_the_group_has_gone_a_signal_has_its_default_action() {
    let end = alone("signals::when_the_group_has_gone_a_signal_has_its_default_action", || {
        run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
        }
        .run()
        .unwrap();
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end);
}

#[test]
fn when_a_signal_has_ended_the_group_the_next_one_has_its_default_action() {
    let end = alone("signals::when_a_signal_has_ended_the_group_the_next_one_has_its_default_action", || {
        let group = run_group! { signals: signal::shutdown() => drop };
        kill_myself("TERM");
        group.run().unwrap();
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end);
}

#[test]
fn when_a_group_was_dropped_a_signal_has_its_default_action() {
    let end = alone("signals::when_a_group_was_dropped_a_signal_has_its_default_action", || {
        {
            let mut group = pin!(run_group! { signals: signal::shutdown() => drop });
            let mut cx = Context::from_waker(Waker::noop());
            assert!(Future::poll(group.as_mut(), &mut cx).is_pending());
        }
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end);
}

#[test]
fn signals_that_are_guarded_out_keep_their_default_action() {
    let end = alone("signals::signals_that_are_guarded_out_keep_their_default_action", || {
        let _group = run_group! {
            signals: signal::shutdown() if false => drop,
            wait:    pending::<()>() => drop,
        };
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end);
}
