//! The first exit of a group, and whose it was.

use core::fmt;

use crate::{course, end::End, error::Error, table::Name};

/// The cause: the first exit of the group, and whose it was. Every interrupt is given it.
///
/// It displays as a log or a probe wants it:
///
/// | end | text |
/// |---|---|
/// | a signal | ``received SIGTERM`` |
/// | an error | `` `db` failed: connection refused `` |
/// | a panic | `` `x` panicked: index out of bounds `` |
/// | anything else | `` `job` ended `` |
/// | the group itself was dropped | ``the group was dropped`` |
pub struct Cause<'a, E> {
    // As it is made for every interrupt, the name is looked up only where it is asked for.
    actor: Name,
    how: How<'a, E>,
}

enum How<'a, E> {
    Ok,
    Signal(Signal),
    Failed(&'a Error<E>),
    Dropped,
}

impl<'a, E> Cause<'a, E> {
    /// Where the first to end has failed, it is the first failure.
    #[inline]
    pub(crate) fn of(cause: Option<(Name, course::How)>, failure: Option<&'a Error<E>>) -> Self {
        let (actor, how) = cause.unwrap_or((Name::NONE, course::How::Ok));
        let how = match (how, failure) {
            (course::How::Failed, Some(failure)) => How::Failed(failure),
            (course::How::Signal(signal), _) => How::Signal(signal),
            _ => How::Ok,
        };
        Cause { actor, how }
    }

    pub(crate) fn dropped() -> Self {
        Cause { actor: Name::NONE, how: How::Dropped }
    }

    /// The name of the actor that ended first; empty where the group itself was dropped.
    #[must_use]
    pub fn actor(&self) -> &'a str {
        self.actor.text()
    }

    /// How it ended.
    #[must_use]
    pub fn end(&self) -> End<&'a E> {
        match self.how {
            How::Ok | How::Signal(_) => End::Ok,
            How::Failed(failure) => failure.end(),
            How::Dropped => End::Dropped,
        }
    }

    /// The error that it ended with, if it did.
    #[must_use]
    pub fn error(&self) -> Option<&'a E> {
        match self.how {
            How::Failed(failure) => failure.get_ref(),
            _ => None,
        }
    }

    /// The signal that it ended with, if it did.
    #[must_use]
    pub fn signal(&self) -> Option<Signal> {
        match self.how {
            How::Signal(signal) => Some(signal),
            _ => None,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Cause<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.how {
            How::Signal(signal) => write!(f, "received {signal}"),
            How::Dropped => f.write_str("the group was dropped"),
            _ => write!(f, "`{}` {}", self.actor(), self.end()),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Cause<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cause")
            .field("actor", &self.actor())
            .field("end", &self.end())
            .field("signal", &self.signal())
            .finish()
    }
}

/// A signal that asks the process to stop. It displays by its name, `SIGTERM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Signal {
    /// `SIGINT`: Ctrl-C.
    Interrupt,
    /// `SIGTERM`: what a service manager sends.
    Terminate,
    /// `SIGHUP`: the terminal is gone; by custom, read the configuration again.
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
