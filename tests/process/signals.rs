//! Signals to a process of its own, sent by itself. `run_group::signal` says when they are listened for.

use std::{
    fs::read_to_string,
    future::pending,
    io::{Write, stdout},
    os::unix::process::ExitStatusExt,
    pin::pin,
    task::{Context, Waker},
    thread,
    time::{Duration, Instant},
};

use futures::{executor::block_on, join};
use run_group::{AnyError, Cause, Signal, run_group, signal};

use crate::process::{End, Process, alone, expect_code, kill, shell};

const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;
/// Its number depends on the system.
const SIGUSR2: i32 = if cfg!(any(target_os = "linux", target_os = "android")) { 12 } else { 31 };

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
fn expect_killed(end: &End, signal: i32) {
    assert_eq!(end.status.signal(), Some(signal), "{}\n{:#?}\n{}", end.status, end.lines, end.errors);
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

/// They come within the tenth of a second in which copies count once, or on a machine that is too slow for that they are
/// sent again.
#[test]
fn a_thousand_signals_call_each_interrupt_once() {
    let thousand = || {
        alone("signals::a_thousand_signals_call_each_interrupt_once", || {
            // Hears those that the system delivers late, when the other group has gone: it listens to the very end.
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

/// Gives how it ended, the first time that it ended well or that it took no longer than copies of a signal may take.
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

#[test]
fn two_signals_before_the_first_poll_end_a_group_that_hangs() {
    let end = alone("signals::two_signals_before_the_first_poll_end_a_group_that_hangs", || {
        let group = run_group! {
            signals: signal::shutdown() => drop,
            hangs:   pending::<()>() => || {},
        };
        kill_myself("INT");
        kill_myself("TERM");
        let error = group.run().unwrap_err();
        println!("{error}");
    });
    expect_said(&end, &["actor `hangs` was stuck"]);
}

/// One that hangs so that it cannot even give up. Whoever waits for it presses Ctrl-C again and again, more than a tenth
/// of a second apart: that they are no copies is what is tested.
#[test]
fn the_third_signal_has_its_default_action() {
    let mut hanging = Process::alone("signals::the_third_signal_has_its_default_action", || {
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
        thread::sleep(Duration::from_millis(110));
        hanging.signal("INT");
        signals += 1;
    }

    expect_killed(&hanging.end(), SIGINT);
    assert!(signals > 2, "it ended with the second");
}

#[test]
fn any_hears_the_signals_that_it_was_asked_for() {
    for (name, said) in [("HUP", "received SIGHUP"), ("USR1", "received SIGUSR1")] {
        let process = Process::alone("signals::any_hears_the_signals_that_it_was_asked_for", || {
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
fn any_leaves_the_other_signals_alone() {
    let end = alone("signals::any_leaves_the_other_signals_alone", || {
        let _group = run_group! { signals: signal::any([Signal::Hangup, Signal::Interrupt]) => drop };
        kill_myself("TERM");
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
}

#[test]
fn when_a_group_with_any_has_gone_a_signal_has_its_default_action() {
    let end = alone("signals::when_a_group_with_any_has_gone_a_signal_has_its_default_action", || {
        let group = run_group! { signals: signal::any([Signal::Hangup, Signal::User2]) => drop };
        kill_myself("HUP");
        group.run().unwrap();
        kill_myself("USR2");
        wait_for_the_end();
    });
    expect_killed(&end, SIGUSR2);
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
    expect_killed(&end, SIGTERM);
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
    expect_killed(&end, SIGTERM);
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
    expect_killed(&end, SIGTERM);
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
    expect_killed(&end, SIGTERM);
}

/// The signals that this process handles, where the system tells.
fn handled() -> Option<String> {
    let status = read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("SigCgt:")).map(ToOwned::to_owned)
}

#[test]
fn signals_that_are_guarded_out_are_not_handled() {
    let end = alone("signals::signals_that_are_guarded_out_are_not_handled", || {
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
