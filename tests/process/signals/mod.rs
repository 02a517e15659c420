//! Signals to a process of its own, sent by itself.

mod cause;
mod company;
mod counted;
mod default_action;
mod disposition;
mod first_process;
mod fork;
mod ignored;
mod layers;
mod listen;
mod listeners;
mod received;
mod requests;
mod traces;
mod unseen;

use std::{
    env,
    io::{Write, stdout},
    os::unix::process::ExitStatusExt,
    thread,
    time::Duration,
};

use run_group::{AnyError, Cause, Signal, signal::Listener};

use crate::support::{End, expect_code, kill, sigaction::raise};

/// All signals, in the order of `sigaction::ALL`.
const EACH: [Signal; 6] =
    [Signal::Interrupt, Signal::Terminate, Signal::Hangup, Signal::Quit, Signal::User1, Signal::User2];

fn kill_myself(name: &str) {
    kill(name, std::process::id());
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

/// Waits until the default action of a signal ends the process.
fn wait_for_the_end() -> ! {
    loop {
        thread::park();
    }
}

/// Waits until the next signal is a request of its own, and no copy of the one before.
fn apart() {
    thread::sleep(Duration::from_millis(110));
}

/// Fails if the listener has heard anything but this signal, which is raised now.
#[track_caller]
fn hears_nothing_until(listener: &Listener, number: i32, signal: Signal) {
    raise(number);
    assert_eq!(listener.blocking_next(), signal);
}

/// How often something is done, unless the environment says how many times as often.
fn times(usual: u64) -> u64 {
    let more = env::var("RUN_GROUP_SIGNALS").map_or(1, |text| text.parse().expect("a number"));
    usual * more
}
