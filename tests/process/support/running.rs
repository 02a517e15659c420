//! Processes that run: what they say, and signals that are sent to them.

use std::{io::Write, process::Command};

use super::{GUARD, Process};

impl Process {
    /// The next line that it prints.
    #[track_caller]
    pub fn line(&self) -> String {
        self.lines.recv_timeout(GUARD).expect("it prints another line")
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        kill(name, self.id());
    }

    /// Writes a line to its standard input.
    pub fn say(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }
}

/// Sends a signal to a process, and returns when that is done.
#[track_caller]
pub fn kill(name: &str, id: u32) {
    shell(&format!("kill -{name} {id}"));
}

/// Runs a line in a shell, which can send many signals in less time than a process takes to start.
#[track_caller]
pub fn shell(line: &str) {
    let status = Command::new("sh").args(["-c", line]).status().unwrap();
    assert!(status.success(), "{line}: {status}");
}
