//! Signals: those that ask the process to stop, as actors, and those that do not end it. They need no runtime.
//!
//! # What a group does with signals
//!
//! A signal actor listens from the moment that its expression is evaluated until the group returns, even after it has ended
//! and whatever the cause was. An actor that its `if` leaves out listens for nothing.
//!
//! 1. The first request ends the actor with `Ok`, so it is the cause if there was none before. A signal that has come
//!    before an actor ends is the cause also where the actor ended because of it.
//! 2. The second makes the group give up, as a passed [`grace`](crate::Group::grace) does, with a last call of a second: what is stuck is
//!    dropped, and the error names it. It also ends a [lame duck](crate::Group::lame_duck).
//!    [`give_up_on`](Signals::give_up_on) says which signals do that.
//! 3. The next one does what it did before the group, and so does every signal after the group has returned. Most often that ends the
//!    process. If it does not, since somebody else hears it, the group waits for nothing any more.
//!
//! Signals of any kind within 100 ms of the one that was counted last are one request: a Ctrl-C under `make` comes from the
//! terminal and from `make`, and a service manager may send SIGTERM and SIGHUP at once. A further request before the group's first
//! poll does what it did before the group, so that a long start that is written into the list can be broken off.
//!
//! Several groups may listen at a time. Each hears every signal and counts on its own; a signal does what it did before where none of
//! them counts it as its first or second.
//!
//! # What happens to other listeners
//!
//! On Unix, when the last listener has gone, every signal has the disposition again that it had when the first began to listen: its
//! handler, flags and mask.
//!
//! - Handlers that were there before are called for every signal, during the group and after it.
//! - Listeners that call what they replace, as those of tokio and `signal_hook` do, hear the signal together with the group, also if
//!   they are made during it. They stay when the group returns.
//! - A handler that does not, as that of `ctrlc` or one set by `sigaction` alone, may be set before the group or after it. One that
//!   is set during the group has the signal alone.
//! - A handler that is set or taken away in the very moment in which a group begins or returns stays so, but it, or one below it,
//!   may miss a signal in that moment.
//! - SIGINT, SIGHUP and SIGQUIT stay ignored where they are ignored when the first listener begins: under `nohup`, and in a
//!   background job of a shell. The group does not hear them. SIGTERM is heard, and ignored again after the group.
//! - In the first process of a container, for which the system has no default action, our handler stays, and ends the process
//!   with 128 + the signal's number.
//! - A forked child is not the group: there a signal does what it did before. A daemon makes its signals after it has forked.
//! - A signal that has come and that no group has seen when the last listener goes is raised again.
//!
//! # Systems
//!
//! On Unix the signals are those of [`Signal`](crate::Signal). While something listens there is a thread, `signals`, and a pair of file
//! descriptors.
//!
//! On Windows they are console events. Ctrl-C and Ctrl-Break are [`Signal::Interrupt`](crate::Signal::Interrupt); a console that is
//! closed and a system that shuts down are [`Signal::Terminate`](crate::Signal::Terminate), after which the system leaves the
//! process a few seconds. It calls the handlers in a process from the one added last to the first, until one has
//! handled the event, and says nothing of the others. Hence:
//!
//! - A handler that was added before the first group began to listen hears what no group wants, and everything once they have returned.
//! - A handler that is added later, and handles the event, has it alone.
//! - An event that has come and that no group has seen when the last listener goes is lost.
//! - A DLL in which groups have listened must not be unloaded: the handler stays, and passes everything on.

mod actor;
#[cfg_attr(windows, allow(dead_code, reason = "an event cannot be kept, nor sent to this process again"))]
mod hub;
mod listener;
mod requests;
#[cfg_attr(unix, path = "unix/mod.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

use core::fmt;
use std::{sync::Arc, vec::Vec};

pub use self::listener::Listener;
use crate::{adapters::signal::requests::Requests, outcome::signal::Signal};

/// An actor that ends with `Ok` when the process is asked to stop: by SIGINT (Ctrl-C) or SIGTERM.
///
/// [`Cause::signal`](crate::Cause::signal) says which.
///
/// It listens as soon as this has returned. Start a child process, or anything else that has to be stopped with yours,
/// after `let signals = signal::shutdown();`: from then on the first signal does not end the process. See [the module](self) for
/// the second and later signals, and for what becomes of other listeners in the process.
///
/// ```no_run
/// use run_group::{run_group, signal};
///
/// # async fn serve() {}
/// # async fn main_() -> Result<(), run_group::AnyError> {
/// run_group! {
///     server:  serve() => drop,
///     signals: signal::shutdown(),
/// }
/// .on_cause(|cause| eprintln!("{cause}")) // "received SIGTERM"
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// If the system refuses to listen, because no file descriptor or no thread is left; on Unix also if other code has put handlers
/// on top of this crate's again and again while groups listened, and eight are on top of each other.
#[doc(alias = "ctrl_c")]
#[doc(alias = "sigterm")]
#[doc(alias = "SIGINT")]
#[track_caller]
pub fn shutdown() -> Signals {
    any([])
}

/// Listens for these signals, as [`shutdown`] does for SIGINT and SIGTERM. With none, it is [`shutdown`].
///
/// ```no_run
/// use run_group::{Signal, run_group, signal};
///
/// # async fn serve() {}
/// # async fn main_() -> Result<(), run_group::AnyError> {
/// run_group! {
///     server:  serve() => drop,
///     signals: signal::any([Signal::Interrupt, Signal::Terminate, Signal::Hangup]),
/// }
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// As [`shutdown`] does.
#[track_caller]
pub fn any(signals: impl IntoIterator<Item = Signal>) -> Signals {
    let mut signals: Vec<_> = signals.into_iter().collect();
    if signals.is_empty() {
        signals.extend([Signal::Interrupt, Signal::Terminate]);
    }
    let requests = Arc::new(Requests::new(signals));
    match system::Listening::new(requests.clone()) {
        Ok(listening) => Signals { requests, listening },
        Err(error) => panic!("cannot listen for signals: {error}"),
    }
}

/// Listens for signals that do not end the group, such as a SIGHUP that asks for the configuration to be read again.
///
/// It listens as soon as this has returned, until the [`Listener`] is dropped. As long as it does, none of these signals has its
/// default action.
///
/// ```no_run
/// use run_group::{Signal, run_group, signal};
///
/// # async fn serve() {}
/// # fn reload() {}
/// # async fn main_() -> Result<(), run_group::AnyError> {
/// let hangups = signal::listen([Signal::Hangup]);
/// run_group! {
///     server:  serve() => drop,
///     reload:  async { loop { hangups.next().await; reload() } } => drop,
///     signals: signal::shutdown(),
/// }
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// As [`shutdown`] does.
#[doc(alias = "SIGHUP")]
#[doc(alias = "reload")]
#[track_caller]
pub fn listen(signals: impl IntoIterator<Item = Signal>) -> Listener {
    match Listener::new(signals.into_iter().collect()) {
        Ok(listener) => listener,
        Err(error) => panic!("cannot listen for signals: {error}"),
    }
}

/// An actor that ends when the process receives a signal; from [`shutdown`] or [`any`].
#[must_use = "a signal ends the group that it stands in"]
pub struct Signals {
    requests: Arc<Requests>,
    listening: system::Listening,
}

impl Signals {
    /// Sets which signals make the group give up, when they are not the first: a second Ctrl-C may, and a second SIGTERM, of a
    /// service manager that has a limit of its own, may not. Without this, all that it listens for do; with `[]`, none
    /// does.
    ///
    /// Such a signal that does not is no request once the group has been asked to stop: it does nothing.
    ///
    /// ```no_run
    /// use run_group::{Signal, run_group, signal};
    ///
    /// # async fn serve() {}
    /// # async fn main_() -> Result<(), run_group::AnyError> {
    /// run_group! {
    ///     server:  serve() => drop,
    ///     signals: signal::shutdown().give_up_on([Signal::Interrupt]),
    /// }
    /// .await?;
    /// # Ok(()) }
    /// ```
    pub fn give_up_on(self, signals: impl IntoIterator<Item = Signal>) -> Self {
        self.requests.give_up_on(signals.into_iter().collect());
        self
    }
}

impl fmt::Debug for Signals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signals").finish_non_exhaustive()
    }
}
