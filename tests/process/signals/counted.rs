//! Counted signals: none is lost, and none comes twice, while groups and other handlers come and go.

use std::{
    future::pending,
    hint::spin_loop,
    pin::pin,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    task::{Context, Waker},
    thread::{self, yield_now},
};

use futures::executor::block_on;
use libc::{SA_RESTART, SA_SIGINFO, SIGTERM, SIGUSR1, SIGUSR2};
use run_group::{Signal, run_group, signal};

use super::times;
use crate::support::{
    alone, expect_code,
    sigaction::{Disposition, Ended, calls, chained_calls, fork, raise, send, send_myself},
};

const BOTH: [Signal; 2] = [Signal::User1, Signal::User2];

/// Sends a signal again and again until `is_over`, each one when the one before has been handled. Gives how many.
fn raises(number: i32, is_over: &AtomicBool, send: impl Fn(i32)) -> u64 {
    for raised in 0.. {
        if is_over.load(SeqCst) {
            return raised;
        }
        assert_eq!(calls(number), raised, "signals that the host has handled");
        send(number);
        while calls(number) == raised {
            yield_now();
        }
    }
    unreachable!("it is over long before")
}

/// Installs a handler and takes it away again and again, where no other is on top of it. Not in the moment in which a group begins
/// or returns: of two that replace a handler at once, neither can know what it has replaced.
fn comes_and_goes(number: i32, is_over: &AtomicBool, moment: &Mutex<()>, install: impl Fn() -> Disposition) {
    while !is_over.load(SeqCst) {
        let (replaced, installed) = {
            let _moment = moment.lock();
            (install(), Disposition::of(number))
        };
        loop {
            yield_now();
            let _moment = moment.lock();
            if Disposition::of(number) == installed {
                replaced.set(number);
                break;
            }
            if is_over.load(SeqCst) {
                return;
            }
        }
        yield_now();
    }
}

/// One thread raises a signal in itself, one sends another to the process, at whatever moment that is for the others: two make
/// groups, and two install handlers of their own and take them away.
#[test]
fn a_host_hears_each_signal_while_groups_come_and_go() {
    let end = alone(|| {
        for number in [SIGUSR1, SIGUSR2] {
            Disposition::counting(SA_RESTART, &[]).set(number);
        }
        let (is_over, heard) = (AtomicBool::new(false), AtomicU64::new(0));
        let (groups, moment) = (times(3000), Mutex::new(()));
        let raised = thread::scope(|scope| {
            let raising = [
                scope.spawn(|| raises(SIGUSR1, &is_over, raise)),
                scope.spawn(|| raises(SIGUSR2, &is_over, send_myself)),
            ];
            let listens = scope.spawn(|| {
                for _ in 0..groups {
                    let begins = moment.lock();
                    let listener = signal::listen(BOTH);
                    drop(begins);
                    yield_now();
                    let came = pin!(listener.next()).poll(&mut Context::from_waker(Waker::noop())).is_ready();
                    heard.fetch_add(came.into(), SeqCst);
                    let _returns = moment.lock();
                    drop(listener);
                }
            });
            let runs = scope.spawn(|| {
                for group in 0..groups {
                    // The one that waits for this process is patient as long as it says something.
                    if group % 500 == 0 {
                        println!("group {group}");
                    }
                    let _moment = moment.lock();
                    block_on(run_group! {
                        signals: signal::any(BOTH) => drop,
                        job:     async { (0..group % 50).for_each(|_| spin_loop()); Ok(()) } => drop,
                    })
                    .unwrap();
                }
            });
            let chains = scope.spawn(|| comes_and_goes(SIGUSR1, &is_over, &moment, || Disposition::chain(0, SIGUSR1)));
            let replaces = scope.spawn(|| {
                comes_and_goes(SIGUSR2, &is_over, &moment, || Disposition::counting(SA_SIGINFO, &[]).set(SIGUSR2));
            });
            let ended = listens.join().and(runs.join());
            is_over.store(true, SeqCst);
            chains.join().unwrap();
            replaces.join().unwrap();
            ended.unwrap();
            raising.map(|raising| raising.join().unwrap())
        });
        assert_eq!([SIGUSR1, SIGUSR2].map(calls), raised);
        let (heard, chained) = (heard.into_inner(), chained_calls(0));
        eprintln!(
            "{groups} groups twice; {raised:?} signals, of which {heard} were heard by one; {chained} calls chained"
        );
        assert!(raised.iter().all(|&raised| raised > groups / 4) && heard > 0 && chained > 0);
    });
    eprint!("{}", end.errors);
    expect_code(&end, 0);
}

/// Makes groups one after the other, until one ends by a signal, or a signal ends the process. Each is polled for a while, and then
/// dropped. A group that runs to its end may be sent a signal when it has a cause already, and is not told apart from one that hears none.
fn groups(kind: u64) {
    let group = || {
        run_group! {
            signals: signal::shutdown() => drop,
            wait:    pending::<()>() => drop,
        }
    };
    loop {
        let mut cx = Context::from_waker(Waker::noop());
        // It begins before the group, and goes after it.
        let other = (kind % 2 == 1).then(group);
        let mut one = pin!(group());
        // Again and again, so that some signals come while it can hear them.
        if kind % 3 != 0 && (0..200).any(|_| one.as_mut().poll(&mut cx).is_ready()) {
            return;
        }
        if kind % 3 == 2 && other.is_some_and(|other| pin!(other).poll(&mut cx).is_ready()) {
            return;
        }
    }
}

/// At whatever moment: in a group, between two, or in the very moment in which one goes.
#[test]
fn a_signal_ends_the_group_or_the_process() {
    let end = alone(|| {
        let [mut heard, mut killed] = [0; 2];
        let runs = times(400);
        for run in 0..runs {
            if run % 100 == 0 {
                println!("run {run}");
            }
            let child = fork(|| {
                groups(run);
                0
            });
            // It is in its first group, or in one of its later ones.
            (0..run * 79_190_011 % 1_000_003).for_each(|_| spin_loop());
            send(SIGTERM, child.id());
            match child.end() {
                Ended::Exited(0) => heard += 1,
                Ended::Killed(SIGTERM) => killed += 1,
                other => panic!("run {run}: {other:?}, neither heard nor killed"),
            }
        }
        eprintln!("of {runs} signals, {heard} ended a group, {killed} the process");
        assert!(heard > 0 && killed > 0);
    });
    eprint!("{}", end.errors);
    expect_code(&end, 0);
}
