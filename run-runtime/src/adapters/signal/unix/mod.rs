//! Signals on Unix.
//!
//! A signal takes this way: our `handler` marks it in `sync::marks`, writes a byte to a pipe, and calls what it has replaced. The
//! `helper`, a thread, reads the byte and looks at the marks; a group that is polled looks at them first. Whoever is first
//! delivers the signal to all that listen for it in this `process`. `layers` puts our handlers in their places, and takes them away
//! when the last listener has gone.
//!
//! Invariants:
//!
//! 1. While anything listens for a signal, one of our handlers is in force for it, unless somebody has put another one on top
//!    since, or the signal was ignored.
//! 2. When nothing listens for it any more, none of our handlers is in force for it, unless somebody has put one of them back, or
//!    this is the first process of a container. One that still runs does what the signal would have done without it.
//! 3. Whatever a handler reads lives as long as the process, and whatever it writes to is there.

mod handler;
mod helper;
mod layers;
mod process;
#[allow(clippy::module_inception, reason = "it is the system")]
mod system;

use std::{io, sync::Arc};

use libc::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, c_int};

use crate::{
    adapters::signal::{hub::Listen, system::process::Process},
    outcome::signal::Signal,
};

/// All signals that can be listened for, in the order of their declaration.
const ALL: [Signal; 6] =
    [Signal::Interrupt, Signal::Terminate, Signal::Hangup, Signal::Quit, Signal::User1, Signal::User2];

const NUMBERS: [c_int; ALL.len()] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2];

fn number(signal: Signal) -> c_int {
    NUMBERS[signal as usize]
}

fn signal_of(number: c_int) -> Option<Signal> {
    ALL.into_iter().find(|&signal| self::number(signal) == number)
}

/// Listens until it is dropped.
pub(super) struct Listening {
    process: &'static Process,
    listener: Arc<dyn Listen>,
}

impl Listening {
    pub(super) fn new(listener: Arc<dyn Listen>) -> io::Result<Self> {
        let listening = Listening { process: Process::current_or_new(), listener };
        listening.process.add(listening.listener.clone())?;
        Ok(listening)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.process.remove(&self.listener);
    }
}

/// Looks at the signals that have come, and delivers them.
pub(super) fn look() {
    if let Some(process) = Process::current() {
        process.look();
    }
}
