//! Handlers on top of a group's that call it, and a group's on top of those.

use libc::{SIGTERM, SIGUSR1};
use run_group::{Signal, signal};

use super::{expect_killed, expect_said};
use crate::support::{
    alone,
    sigaction::{Disposition, PASSES_NOTHING_ON, calls, chained_calls, raise},
};

/// Each call of each handler is counted: none calls another one for ever, and none is left out.
#[test]
fn handlers_between_those_of_groups_are_each_called_once() {
    let end = alone(|| {
        Disposition::counting(0, &[]).set(SIGUSR1);
        for groups in 1..=3 {
            let listener = signal::listen([Signal::User1]);
            raise(SIGUSR1);
            assert_eq!(listener.blocking_next(), Signal::User1);
            Disposition::chain(groups, SIGUSR1);
            drop(listener);
        }
        let before = [1, 2, 3].map(chained_calls);
        raise(SIGUSR1);
        assert_eq!([1, 2, 3].map(chained_calls), before.map(|calls| calls + 1));
        // A call for each group, and this one.
        assert_eq!(calls(SIGUSR1), 4);
    });
    expect_said(&end, &[]);
}

/// It passes on no more of the signal than its number.
#[test]
fn one_that_passes_nothing_on_hides_none_below() {
    let end = alone(|| {
        Disposition::counting(0, &[]).set(SIGUSR1);
        let listener = signal::listen([Signal::User1]);
        Disposition::chain(PASSES_NOTHING_ON, SIGUSR1);
        for call in 1..=3 {
            raise(SIGUSR1);
            assert_eq!(listener.blocking_next(), Signal::User1);
            assert_eq!((chained_calls(PASSES_NOTHING_ON), calls(SIGUSR1)), (call, call));
        }
    });
    expect_said(&end, &[]);
}

/// A handler that is set twice has ours in between, and takes ours for what it has replaced.
#[test]
fn one_that_is_below_ours_and_on_top_of_it_ends() {
    let end = alone(|| {
        Disposition::chain(0, SIGUSR1);
        let listener = signal::listen([Signal::User1]);
        Disposition::chain(0, SIGUSR1);
        for call in 1..=3 {
            raise(SIGUSR1);
            assert_eq!(listener.blocking_next(), Signal::User1);
            assert_eq!(chained_calls(0), 2 * call);
        }
    });
    expect_said(&end, &[]);
}

#[test]
fn a_group_above_two_handlers_is_taken_away_alone() {
    let end = alone(|| {
        for index in 0..2 {
            let listener = signal::listen([Signal::User1]);
            Disposition::chain(index, SIGUSR1);
            drop(listener);
        }
        let before = Disposition::of(SIGUSR1);
        for _ in 0..20 {
            let listener = signal::listen([Signal::User1]);
            raise(SIGUSR1);
            assert_eq!(listener.blocking_next(), Signal::User1);
            drop(listener);
            assert_eq!(Disposition::of(SIGUSR1), before);
        }
        assert_eq!([0, 1].map(chained_calls), [20, 20]);
    });
    expect_said(&end, &[]);
}

/// It is set in one group and taken away in the next, where ours is on top of it, again and again.
#[test]
fn a_handler_that_comes_and_goes_uses_up_no_handlers() {
    let end = alone(|| {
        let listen = || signal::listen([Signal::User1]);
        for _ in 0..30 {
            let listener = listen();
            let replaced = Disposition::chain(0, SIGUSR1);
            drop(listener);
            let listener = listen();
            raise(SIGUSR1);
            assert_eq!(listener.blocking_next(), Signal::User1);
            replaced.set(SIGUSR1);
            drop(listener);
            assert!(Disposition::of(SIGUSR1).is_default());
        }
        assert_eq!(chained_calls(0), 30);
        raise(SIGUSR1);
    });
    expect_killed(&end, SIGUSR1);
}

#[test]
fn a_handler_between_two_of_ours_keeps_the_process_alive() {
    let end = alone(|| {
        let first = signal::shutdown();
        Disposition::chain(0, SIGTERM);
        drop(first);
        let second = signal::shutdown();
        raise(SIGTERM);
        // Nobody has looked at it; but the handler has got it.
        drop(second);
        assert_eq!(chained_calls(0), 1);
        raise(SIGTERM);
        assert_eq!(chained_calls(0), 2);
    });
    expect_said(&end, &[]);
}
