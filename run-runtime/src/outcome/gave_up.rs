//! `GaveUp`: why a group no longer waited for its actors.

use core::fmt;

use crate::outcome::signal::Signal;

/// Why a group gave up: it no longer waited for what had been interrupted, and dropped it.
///
/// ```
/// use run_group::{GaveUp, run_group};
/// use std::future::{pending, ready};
///
/// let error = run_group! { hangs: pending::<()>() => {} }.until(ready(())).deadline(|| ready(())).run().unwrap_err();
/// assert_eq!(error.gave_up(), Some(GaveUp::TimeUp));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GaveUp {
    /// The time of the group was up.
    TimeUp,
    /// A second request to stop came, by this signal.
    Signal(Signal),
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GaveUp::TimeUp => f.write_str("the time was up"),
            GaveUp::Signal(signal) => write!(f, "received {signal}"),
        }
    }
}
