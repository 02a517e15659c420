//! Signals to a process of its own, sent by itself.

mod default_action;
mod fork;
mod received;

use std::io::{Write, stdout};

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
