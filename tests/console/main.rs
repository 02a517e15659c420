//! Console events, in processes with a console of their own.
#![cfg(windows)]

mod default_action;
mod event;
mod hosts;
#[path = "../support/process.rs"]
mod process;
mod requests;

use std::{io::Write, thread, time::Duration};

use run_group::{AnyError, Cause};

use self::process::{End, expect_code};

fn say(cause: &Cause<'_, AnyError>) {
    println!("{cause}");
    std::io::stdout().flush().unwrap();
}

/// Waits until an event ends the process.
fn wait_for_the_end() -> ! {
    loop {
        thread::park();
    }
}

/// Waits until an event is no copy of the last one.
fn wait_for_the_next_request() {
    thread::sleep(Duration::from_millis(110));
}

#[track_caller]
fn expect_said(end: &End, lines: &[&str]) {
    expect_code(end, 0);
    assert_eq!(end.lines, lines);
}

/// Fails unless the process has said this, and then an event has had its default action.
#[track_caller]
fn expect_ended_by_default(end: &End, lines: &[&str]) {
    const CONTROL_C_EXIT: u32 = 0xC000_013A;
    // Wine's default action exits with 0.
    let is_default = [0, CONTROL_C_EXIT.cast_signed()].map(Some).contains(&end.status.code());
    assert!(is_default, "{}\n{:#?}\n{}", end.status, end.lines, end.errors);
    assert_eq!(end.lines, lines);
}
