//! Signals to a process of its own, sent by itself.

mod default_action;
mod fork;
mod received;
mod unseen;

use std::{
    io::{Write, stdout},
    os::unix::process::ExitStatusExt,
    thread,
    time::Duration,
};

use run_group::{AnyError, Cause};

use crate::support::{End, expect_code, kill};

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
