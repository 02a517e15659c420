//! `Refused`: why a member was not added to a set.

use core::{error, fmt};
use std::{borrow::Cow, sync::Arc};

use tokio::sync::Semaphore;

/// Why a member was not added to an [`ActorSet`](crate::ActorSet).
///
/// ```
/// use run_group::{ActorSet, Refused};
///
/// let answer = match ActorSet::new().limit(0).try_add("alice", async |_| Ok(())) {
///     Ok(()) => "welcome",
///     Err(Refused::Full) => "come again later",
///     Err(_) => "go elsewhere", // the server stops
/// };
/// assert_eq!(answer, "come again later");
/// ```
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

/// Why a member has no place.
pub(super) enum NoPlace {
    /// There is none in this room. The name is given back.
    Full {
        room: Arc<Semaphore>,
        name: Cow<'static, str>,
    },
    Stopped,
}

impl From<NoPlace> for Refused {
    fn from(why: NoPlace) -> Self {
        match why {
            NoPlace::Full { .. } => Refused::Full,
            NoPlace::Stopped => Refused::Stopped,
        }
    }
}
