//! Handlers that a host sets itself, by `sigaction`: before, during and after a group.

use std::{
    hint::spin_loop,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    thread,
};

use libc::{SA_NODEFER, SA_ONSTACK, SA_RESETHAND, SA_RESTART, SA_SIGINFO, SIGHUP, SIGTERM, SIGUSR1, SIGUSR2, c_int};
use run_group::{Signal, signal};

use super::{EACH, expect_killed, expect_said, hears_nothing_until, wait_for_the_end};
use crate::support::{
    alone,
    sigaction::{ALL, Disposition, ERRNO, alternate_stack, calls, chained_calls, errno_after, last_call, raise},
};

/// The flags of a handler, each alone and all with the other arguments.
const FLAGS: [c_int; 6] = [0, SA_RESTART, SA_NODEFER, SA_ONSTACK, SA_NODEFER | SA_ONSTACK, SA_RESTART | SA_ONSTACK];

/// All handlers that stay after their first call.
fn handlers() -> impl Iterator<Item = Disposition> {
    let masks: [&[c_int]; 3] = [&[], &[SIGHUP, SIGUSR2], &ALL];
    let all_flags = FLAGS.into_iter().flat_map(|flags| [flags, flags | SA_SIGINFO]);
    all_flags.flat_map(move |flags| masks.map(|mask| Disposition::counting(flags, mask)))
}

/// With the flags and the mask that it has, on the stack that it asks for.
#[test]
fn a_handler_before_a_group_is_called_as_without_it() {
    let end = alone(|| {
        let stack = alternate_stack();
        for handler in handlers() {
            for (signal, number) in EACH.into_iter().zip(ALL) {
                handler.set(number);
                let count = calls(number);
                raise(number);
                let without = last_call(&stack);

                let listener = signal::listen([signal]);
                raise(number);
                assert_eq!((calls(number), last_call(&stack)), (count + 2, without), "{signal}: {handler:?}");
                assert_eq!(listener.blocking_next(), signal);
                drop(listener);

                raise(number);
                assert_eq!((calls(number), last_call(&stack)), (count + 3, without), "{signal}: {handler:?}");
            }
        }
    });
    expect_said(&end, &[]);
}

#[test]
fn every_disposition_is_restored_as_it_was() {
    let end = alone(|| {
        let others = [Disposition::default(), Disposition::ignored(), Disposition::counting(SA_RESETHAND, &[SIGHUP])];
        for disposition in handlers().chain(others) {
            for (signal, number) in EACH.into_iter().zip(ALL) {
                disposition.set(number);
                // As the system has it.
                let before = Disposition::of(number);
                let listener = signal::listen([signal]);
                assert!(Disposition::of(number) != before || before.is_ignored());
                drop(listener);
                assert_eq!(Disposition::of(number), before);
            }
        }
    });
    expect_said(&end, &[]);
}

#[test]
fn signals_that_are_not_listened_for_keep_theirs() {
    let end = alone(|| {
        let all = || ALL.map(Disposition::of);
        Disposition::counting(SA_RESTART, &[SIGHUP]).set(SIGUSR1);
        let before = all();
        let _listener = signal::listen([Signal::Terminate]);
        for ((number, before), now) in ALL.into_iter().zip(before).zip(all()) {
            assert_eq!(before == now, number != SIGTERM);
        }
    });
    expect_said(&end, &[]);
}

/// For the group, the signal counts all the same.
#[test]
fn a_handler_for_one_call_is_called_once() {
    let end = alone(|| {
        Disposition::counting(SA_RESETHAND, &[]).set(SIGUSR1);
        let listener = signal::listen([Signal::User1]);
        for _ in 0..3 {
            raise(SIGUSR1);
            assert_eq!(listener.blocking_next(), Signal::User1);
            assert_eq!(calls(SIGUSR1), 1);
        }
        drop(listener);
        assert!(Disposition::of(SIGUSR1).is_default());
        println!("it has been called");
        raise(SIGUSR1);
    });
    expect_killed(&end, SIGUSR1);
    assert_eq!(end.lines, ["it has been called"]);
}

#[test]
fn errno_is_preserved() {
    let end = alone(|| {
        Disposition::counting(0, &[]).set(SIGUSR1);
        assert_eq!(errno_after(SIGUSR1, 5), ERRNO);
        let listener = signal::listen([Signal::User1, Signal::User2]);
        assert_eq!(errno_after(SIGUSR1, 5), 5);
        assert_eq!(errno_after(SIGUSR2, 6), 6);
        drop(listener);
    });
    expect_said(&end, &[]);
}

#[test]
fn a_handler_set_during_a_group_has_the_signal_alone() {
    let end = alone(|| {
        let listener = signal::listen([Signal::User1, Signal::User2]);
        Disposition::counting(0, &[SIGHUP]).set(SIGUSR1);
        let set = Disposition::of(SIGUSR1);
        raise(SIGUSR1);
        assert_eq!(calls(SIGUSR1), 1);
        hears_nothing_until(&listener, SIGUSR2, Signal::User2);
        drop(listener);

        assert_eq!(Disposition::of(SIGUSR1), set);
        raise(SIGUSR1);
        assert_eq!(calls(SIGUSR1), 2);
    });
    expect_said(&end, &[]);
}

/// What it puts back is our handler, with no group.
#[test]
fn one_set_during_a_group_may_be_taken_away_after_it() {
    let end = alone(|| {
        Disposition::counting(0, &[]).set(SIGUSR1);
        let listener = signal::listen([Signal::User1]);
        let replaced = Disposition::counting(SA_SIGINFO, &[]).set(SIGUSR1);
        drop(listener);
        replaced.set(SIGUSR1);
        raise(SIGUSR1);
        assert_eq!(calls(SIGUSR1), 1);
        // The next group finds ours, and takes it away.
        drop(signal::listen([Signal::User1]));
        assert_eq!(Disposition::of(SIGUSR1), Disposition::counting(0, &[]).set(SIGUSR1));
    });
    expect_said(&end, &[]);
}

#[test]
fn one_taken_away_after_a_group_leaves_the_default() {
    let end = alone(|| {
        let signals = signal::shutdown();
        let replaced = Disposition::counting(0, &[]).set(SIGTERM);
        drop(signals);
        replaced.set(SIGTERM);
        raise(SIGTERM);
    });
    expect_killed(&end, SIGTERM);
}

#[test]
fn one_taken_away_during_a_group_lets_it_hear_again() {
    let end = alone(|| {
        let listener = signal::listen([Signal::User1]);
        let replaced = Disposition::counting(0, &[]).set(SIGUSR1);
        raise(SIGUSR1);
        replaced.set(SIGUSR1);
        raise(SIGUSR1);
        assert_eq!((calls(SIGUSR1), listener.blocking_next()), (1, Signal::User1));
        drop(listener);
        assert!(Disposition::of(SIGUSR1).is_default());
    });
    expect_said(&end, &[]);
}

#[test]
fn one_set_during_a_group_that_calls_ours_shares_it() {
    let end = alone(|| {
        let listener = signal::listen([Signal::User1]);
        Disposition::chain(0, SIGUSR1);
        let set = Disposition::of(SIGUSR1);
        raise(SIGUSR1);
        assert_eq!((chained_calls(0), listener.blocking_next()), (1, Signal::User1));
        drop(listener);
        assert_eq!(Disposition::of(SIGUSR1), set);
        // It is there to hear the signal: the process lives.
        raise(SIGUSR1);
        assert_eq!(chained_calls(0), 2);
    });
    expect_said(&end, &[]);
}

#[test]
fn a_handler_set_after_a_group_is_none_of_its_business() {
    let end = alone(|| {
        drop(signal::shutdown());
        Disposition::counting(0, &[]).set(SIGTERM);
        raise(SIGTERM);
        assert_eq!(calls(SIGTERM), 1);
    });
    expect_said(&end, &[]);
}

/// It is set back to the default by somebody else, in a group that has been asked to stop.
#[test]
fn a_signal_set_to_its_default_during_a_group_has_it() {
    let end = alone(|| {
        let _signals = signal::shutdown();
        Disposition::default().set(SIGTERM);
        raise(SIGTERM);
        wait_for_the_end();
    });
    expect_killed(&end, SIGTERM);
}

/// Before the group's is taken away, after it, or in between.
#[test]
fn one_set_in_the_moment_of_a_return_stays() {
    let end = alone(|| {
        let (before, rounds) = (Disposition::of(SIGTERM), 4000);
        // How often each thread has come to a point where it waits for the other one. A `Barrier` lets one of them go much earlier.
        let points = [AtomicU64::new(0), AtomicU64::new(0)];
        let meet = |this: usize| {
            let point = points[this].fetch_add(1, SeqCst) + 1;
            while points[1 - this].load(SeqCst) < point {
                thread::yield_now();
            }
        };
        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..rounds {
                    let signals = signal::shutdown();
                    meet(0);
                    drop(signals);
                    meet(0);
                    meet(0);
                }
            });
            for round in 0..rounds {
                meet(1);
                (0..round % 400).for_each(|_| spin_loop());
                Disposition::counting(0, &[SIGHUP]).set(SIGTERM);
                meet(1);
                raise(SIGTERM);
                assert_eq!(calls(SIGTERM), round + 1);
                before.set(SIGTERM);
                meet(1);
            }
        });
    });
    expect_said(&end, &[]);
}
