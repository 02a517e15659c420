//! The first exit of a group, and whose it was.

use core::fmt;

use crate::{
    course::{Course, How},
    end::End,
    error::Error,
};

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
    // It is made for every interrupt: whatever it says is looked up only where it is asked for.
    course: Option<&'a Course>,
    failure: Option<&'a Error<E>>,
}

impl<'a, E> Cause<'a, E> {
    /// What there is of a group that has a cause: where that has failed, its is the first failure.
    #[inline]
    pub(crate) fn of(course: &'a Course, failure: Option<&'a Error<E>>) -> Self {
        Cause { course: Some(course), failure }
    }

    pub(crate) fn dropped() -> Self {
        Cause { course: None, failure: None }
    }

    fn how(&self) -> Option<How> {
        self.course.and_then(Course::cause).map(|(_, how)| how)
    }

    /// The name of the actor that ended first; empty where the group itself was dropped.
    #[must_use]
    pub fn actor(&self) -> &'a str {
        self.course.and_then(Course::cause).map_or("", |(actor, _)| actor.text())
    }

    /// How it ended.
    #[must_use]
    pub fn end(&self) -> End<&'a E> {
        match (self.how(), self.failure) {
            (None, _) => End::Dropped,
            (Some(How::Failed), Some(failure)) => failure.end(),
            (Some(_), _) => End::Ok,
        }
    }

    /// The error that it ended with, if it did.
    #[must_use]
    pub fn error(&self) -> Option<&'a E> {
        match self.end() {
            End::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// The signal that it ended with, if it did.
    #[must_use]
    pub fn signal(&self) -> Option<Signal> {
        match self.how() {
            Some(How::Signal(signal)) => Some(signal),
            _ => None,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Cause<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.how() {
            Some(How::Signal(signal)) => write!(f, "received {signal}"),
            None => f.write_str("the group was dropped"),
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
