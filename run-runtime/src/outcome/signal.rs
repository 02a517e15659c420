//! `Signal`: the signals that a group may listen for.

use core::fmt;

/// A signal that a group may listen for. It displays by its name, `SIGTERM`.
///
/// ```
/// use run_group::Signal;
///
/// assert_eq!(Signal::Terminate.to_string(), "SIGTERM");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Signal {
    /// `SIGINT`: Ctrl-C. On Windows also Ctrl-Break.
    Interrupt,
    /// `SIGTERM`: what a service manager sends. On Windows: the console is closed, or the system shuts down.
    Terminate,
    /// `SIGHUP`: the terminal is gone; by convention, read the configuration again.
    Hangup,
    /// `SIGQUIT`: Ctrl-\.
    Quit,
    /// `SIGUSR1`.
    User1,
    /// `SIGUSR2`.
    User2,
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Signal::Interrupt => "SIGINT",
            Signal::Terminate => "SIGTERM",
            Signal::Hangup => "SIGHUP",
            Signal::Quit => "SIGQUIT",
            Signal::User1 => "SIGUSR1",
            Signal::User2 => "SIGUSR2",
        })
    }
}
