//! How something ended, as the group counts it.
//!
//! An actor returns an [`Outcome`](crate::Outcome). An [`Exit`] is that, as one type. An [`ExitKind`] is an exit without its error,
//! or what no actor returns: a panic, an end that was too early, an actor that is cut. [`End`](crate::End) is what users see.

use crate::outcome::signal::Signal;

/// An outcome as one type.
#[derive(Debug)]
pub enum Exit<E> {
    /// Successfully.
    Ok,
    /// With a signal, which is a success.
    Signal(Signal),
    /// With an error.
    Failed(E),
    /// A task that its group has cancelled.
    Dropped,
    /// A task that was cancelled from elsewhere, which is a failure.
    Cancelled,
}

/// How an actor, its interrupt or the group ended: what is recorded of it, where the error is kept elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitKind {
    /// Successfully.
    Ok,
    /// With a signal, which is a success.
    Signal(Signal),
    /// With an error.
    Failed,
    /// By a panic.
    Panicked,
    /// Successfully, but it is `#[must_run]` and had not been interrupted.
    Early,
    /// By being dropped by its group.
    Dropped,
    /// By being cancelled from elsewhere.
    Cancelled,
    /// Of no actor: not all were ready in time.
    #[cfg(feature = "tokio")]
    Unready,
    /// See [`Cut::Stuck`].
    Stuck,
    /// See [`Cut::Short`].
    CutShort,
    /// See [`Cut::AsAsked`].
    CutAsAsked,
}

/// How an actor counts that is dropped before it, or its interrupt, has finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It has had its time.
    Stuck,
    /// It was interrupted so late that it had no more than a last call.
    Short,
    /// `#[drain]` or `.drain` has asked for that: it is no failure.
    AsAsked,
}

impl<E> Exit<E> {
    pub(crate) fn kind(&self) -> ExitKind {
        match self {
            Exit::Ok => ExitKind::Ok,
            Exit::Signal(signal) => ExitKind::Signal(*signal),
            Exit::Failed(_) => ExitKind::Failed,
            Exit::Dropped => ExitKind::Dropped,
            Exit::Cancelled => ExitKind::Cancelled,
        }
    }
}

impl ExitKind {
    /// Whether it is a success.
    #[inline]
    pub(crate) fn is_ok(self) -> bool {
        matches!(self, ExitKind::Ok | ExitKind::Signal(_))
    }

    /// Whether it was dropped before it had finished.
    pub(crate) fn is_cut(self) -> bool {
        matches!(self, ExitKind::Stuck | ExitKind::CutShort | ExitKind::CutAsAsked)
    }
}

impl Cut {
    pub(crate) fn kind(self) -> ExitKind {
        match self {
            Cut::Stuck => ExitKind::Stuck,
            Cut::Short => ExitKind::CutShort,
            Cut::AsAsked => ExitKind::CutAsAsked,
        }
    }
}
