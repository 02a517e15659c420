//! The first exit of a group, and whose it was.

use core::fmt;

use crate::{
    outcome::{end::End, error::Error, exit::ExitKind, names::Name, signal::Signal},
    state::State,
};

/// The cause: the first exit that counts, and whose it was. Every interrupt is given it.
///
/// It displays as:
///
/// | end | text |
/// |---|---|
/// | a signal | ``received SIGTERM`` |
/// | an error | `` `db` failed: connection refused `` |
/// | a panic | `` `x` panicked: index out of bounds `` |
/// | an `Ok` | `` `job` ended `` |
/// | an `Ok` that came too early (`#[must_run]`) | `` `job` ended before it was asked to `` |
/// | a task that was cancelled, but not by its group | `` `job` was dropped `` |
/// | the end of a future given to [`Group::until`](crate::Group::until) | ``asked to stop`` |
/// | a [startup limit](crate::Group::startup) | ``not ready within 5s: `cache` `` |
/// | the group itself was dropped | ``the group was dropped`` |
///
/// ```
/// use run_group::{End, run_group};
///
/// run_group! {
///     db: async { Err("disk full".into()) } => |cause| {
///         assert_eq!(cause.actor(), "db");
///         assert!(matches!(cause.end(), End::Failed(_)) && cause.signal().is_none());
///         assert_eq!(cause.error().unwrap().to_string(), "disk full");
///         assert_eq!(cause.to_string(), "`db` failed: disk full");
///     },
/// }
/// .run()
/// .unwrap_err();
/// ```
pub struct Cause<'a, E> {
    // One pointer, since it is made for every interrupt: what it says is looked up when it is asked for. `None` where the group
    // is dropped.
    state: Option<&'a State<E>>,
}

impl<'a, E> Cause<'a, E> {
    pub(crate) const DROPPED: Self = Cause { state: None };

    /// The cause of a group that has one.
    #[inline]
    pub(crate) fn of(state: &'a State<E>) -> Self {
        Cause { state: Some(state) }
    }

    /// Whose exit it is, if it is an actor's, and how it ended.
    fn first(&self) -> Option<(Option<Name<'a>>, ExitKind)> {
        let state = self.state?;
        state.lifecycle.cause().map(|(number, kind)| (number.map(|number| state.name(number)), kind))
    }

    fn failure(&self) -> Option<&'a Error<E>> {
        self.state.and_then(State::failure)
    }

    /// The name of the actor whose exit it is. Empty where it is no actor's: the group was asked to stop, not ready in time, or
    /// dropped; or a future of [`Group::until`](crate::Group::until) panicked.
    #[must_use]
    pub fn actor(&self) -> &'a str {
        match self.first() {
            None | Some((None, _)) => "",
            Some((Some(actor), kind)) if kind.is_ok() => actor.text(),
            // Nothing fails before the cause, so the first failure is the cause's.
            Some((Some(actor), _)) => self.failure().and_then(Error::actor).unwrap_or_else(|| actor.text()),
        }
    }

    /// How it ended. [`End::Ok`] where the group was asked to stop.
    #[must_use]
    pub fn end(&self) -> End<&'a E> {
        match self.first() {
            None => End::Dropped,
            Some((_, kind)) if kind.is_ok() => End::Ok,
            Some(_) => self.failure().map_or(End::Ok, Error::end),
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
        match self.first() {
            Some((_, ExitKind::Signal(signal))) => Some(signal),
            _ => None,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Cause<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.end().map(|error| error as &dyn fmt::Display);
        fmt::Display::fmt(&self.words(end), f)
    }
}

impl<'a, E> Cause<'a, E> {
    /// The cause in words, where `end` is how it displays its end.
    pub(crate) fn words(&self, end: End<&'a dyn fmt::Display>) -> Words<'a> {
        let headline = self.failure().filter(|_| matches!(end, End::Unready)).map(Error::headline);
        Words { actor: self.actor(), signal: self.signal(), end, headline }
    }
}

/// A cause in words.
pub(crate) struct Words<'a> {
    actor: &'a str,
    signal: Option<Signal>,
    end: End<&'a dyn fmt::Display>,
    /// The failure in words, where that is the cause.
    headline: Option<&'a dyn fmt::Display>,
}

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(headline) = self.headline {
            return headline.fmt(f);
        }
        match (self.signal, self.actor, &self.end) {
            (Some(signal), ..) => write!(f, "received {signal}"),
            (None, "", End::Ok) => f.write_str("asked to stop"),
            (None, "", end) => write!(f, "the group {end}"),
            (None, actor, end) => write!(f, "`{actor}` {end}"),
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
