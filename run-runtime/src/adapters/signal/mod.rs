//! Signals that ask the process to stop, as actors. They need no runtime.
//!
//! An actor from here listens from the moment that its expression is evaluated until the group returns, even
//! after it has ended and whatever the cause was. An actor that its `if` leaves out listens for nothing.
//!
//! 1. The first signal ends the actor with `Ok`, so it is the cause if there was none before.
//! 2. The second makes the group give up, as a passed [deadline](crate::Group::deadline) does: what is stuck is
//!    dropped, and the error names it. It also ends a [lame duck](crate::Group::lame_duck).
//! 3. The next one has its default action, and so has every signal after the group has returned.
//!
//! The same signal within 100 ms counts once: under `make`, a Ctrl-C reaches the program from the terminal, and a
//! second time from `make`. Two different signals are never one: if a manager sends SIGTERM and SIGHUP at once, and both are
//! listened for, they are the first and the second.
//!
//! Several groups may listen at a time; each hears every signal, and the default action is back when the last of them
//! has returned.
//!
//! On Unix the signals are SIGINT, SIGTERM and whatever else [`any`] is asked for. On Windows there is one,
//! [`Signal::Interrupt`](crate::Signal::Interrupt), which stands for Ctrl-C, Ctrl-Break and the end of the console,
//! the session or the system. That part is type-checked and has not been run.

mod actor;
mod heard;
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

use core::fmt;
use std::{sync::Arc, vec::Vec};

use crate::{adapters::signal::heard::Heard, outcome::signal::Signal};

/// An actor that ends with `Ok` when the process is asked to stop: by SIGINT (Ctrl-C) or SIGTERM.
///
/// [`Cause::signal`](crate::Cause::signal) says which. A thread of the actor's own waits for
/// the signal.
///
/// It listens as soon as this has returned. Start a child process, or anything else that has to be stopped with yours,
/// after `let signals = signal::shutdown();`: from then on the first signal does not end the process. See [the module](self) for
/// the second and later signals.
///
/// ```no_run
/// use run_group::{run_group, signal};
///
/// # async fn serve() {}
/// # async fn main_() -> Result<(), run_group::AnyError> {
/// run_group! {
///     server:  serve() => drop,
///     signals: signal::shutdown() => drop,
/// }
/// .on_cause(|cause| eprintln!("{cause}")) // "received SIGTERM"
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// If the system refuses to listen, because no file descriptor or no thread is left.
pub fn shutdown() -> Signals {
    any([Signal::Interrupt, Signal::Terminate])
}

/// Listens for these signals, as [`shutdown`] does for SIGINT and SIGTERM.
///
/// ```no_run
/// use run_group::{Signal, run_group, signal};
///
/// # async fn serve() {}
/// # async fn main_() -> Result<(), run_group::AnyError> {
/// run_group! {
///     server:  serve() => drop,
///     signals: signal::any([Signal::Interrupt, Signal::Terminate, Signal::Hangup]) => drop,
/// }
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// As [`shutdown`] does.
pub fn any(signals: impl IntoIterator<Item = Signal>) -> Signals {
    let heard = Arc::new(Heard::default());
    let signals: Vec<_> = signals.into_iter().collect();
    match system::Listening::new(&signals, &heard) {
        Ok(listening) => Signals { heard, listening },
        Err(error) => panic!("cannot listen for signals: {error}"),
    }
}

/// An actor that ends when the process receives a signal; from [`shutdown`] or [`any`].
#[must_use = "a signal ends the group that it stands in"]
pub struct Signals {
    heard: Arc<Heard>,
    listening: system::Listening,
}

impl fmt::Debug for Signals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signals").finish_non_exhaustive()
    }
}
