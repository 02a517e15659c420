//! How an actor ended.

use core::fmt;

#[cfg(feature = "std")]
use crate::outcome::panic::Panic;

/// How an actor ended.
///
/// ```
/// use run_group::{End, run_group};
///
/// let report = run_group! {
///     job:   async { Err("disk full".into()) } => drop,
///     timer: std::future::pending::<()>() => drop,
/// }
/// .report()
/// .run();
/// let ends: Vec<_> = report.actors().map(|actor| actor.end()).collect();
/// assert!(matches!(ends[..], [End::Failed(_), End::Dropped]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End<E> {
    /// It returned `Ok`.
    Ok,
    /// It returned an error.
    Failed(E),
    /// It panicked.
    #[cfg(feature = "std")]
    Panicked(Panic),
    /// It returned `Ok`, but it is `#[must_run]` and had not been interrupted.
    Early,
    /// It was dropped: by `=> drop`, by `#[drain]` or `.drain`, together with the group; or, which is a failure, because its task
    /// was cancelled, but not by the group.
    Dropped,
    /// It, or its interrupt, had not finished when the time was up.
    Stuck,
    /// It, or its interrupt, had not finished when the time was up, but it had been interrupted only shortly before that, or later.
    CutShort,
    /// Not all were ready within the [startup limit](crate::Group::startup). It is the end of no actor, and stands in a cause and an error.
    Unready,
}

impl<E: fmt::Display> fmt::Display for End<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Ok => f.write_str("ended"),
            End::Failed(error) => write!(f, "failed: {error}"),
            #[cfg(feature = "std")]
            End::Panicked(panic) => write!(f, "panicked: {panic}"),
            End::Early => f.write_str("ended before it was asked to"),
            End::Dropped => f.write_str("was dropped"),
            End::Stuck => f.write_str("was stuck"),
            End::CutShort => f.write_str("was cut short"),
            End::Unready => f.write_str("was not ready in time"),
        }
    }
}

impl<E> End<E> {
    pub(crate) fn map<F>(self, f: impl FnOnce(E) -> F) -> End<F> {
        match self {
            End::Ok => End::Ok,
            End::Failed(error) => End::Failed(f(error)),
            #[cfg(feature = "std")]
            End::Panicked(panic) => End::Panicked(panic),
            End::Early => End::Early,
            End::Dropped => End::Dropped,
            End::Stuck => End::Stuck,
            End::CutShort => End::CutShort,
            End::Unready => End::Unready,
        }
    }
}
