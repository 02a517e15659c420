//! `Refused`: why a member was not added to a set.

use core::{error, fmt};

use tokio::sync::TryAcquireError;

/// Why a member was not added to an [`ActorSet`](crate::ActorSet).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refused {
    /// There are as many members as the set's limit says.
    Full,
    /// The set has been interrupted: no member is added any more.
    Stopped,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::Full => "the set has no room for another member",
            Refused::Stopped => "the set has been interrupted, and takes no more members",
        })
    }
}

impl error::Error for Refused {}

impl From<TryAcquireError> for Refused {
    fn from(error: TryAcquireError) -> Self {
        match error {
            TryAcquireError::NoPermits => Refused::Full,
            TryAcquireError::Closed => Refused::Stopped,
        }
    }
}
