//! Which limits a group may have as a whole.

#[cfg(feature = "tokio")]
use core::time::Duration;

/// What may end a group, or its drain, besides its actors: which of it there can be, as the group's types say. An actor's own
/// `#[grace]` is not among it.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a question that a step asks")]
pub(crate) struct GroupLimits {
    /// Whether there is any of the following, or a limit in the group's options.
    pub(crate) any: bool,
    /// Whether the group retains anything of its actors.
    pub(crate) retains: bool,
    /// Whether something may ask the group to stop.
    pub(crate) asks: bool,
    /// Whether cutting an actor because of a signal is no failure.
    #[cfg_attr(not(feature = "std"), expect(dead_code, reason = "there are no signals"))]
    pub(crate) drains: bool,
}

impl GroupLimits {
    /// Of a group that has none.
    pub(crate) const NONE: Self = GroupLimits { any: false, retains: false, asks: false, drains: false };
}

/// Why a group is asked to stop.
#[derive(Clone, Copy, Debug)]
pub enum Asked {
    /// A future is done that it was given.
    ToStop,
    /// Not all were ready within this time.
    #[cfg(feature = "tokio")]
    NotReady(Duration),
}
