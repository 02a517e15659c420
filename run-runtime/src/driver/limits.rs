//! Which limits a group may have as a whole.

/// What may end a group, or its drain, besides its actors: which of it there can be, as the group's types say. An actor's own
/// `#[grace]` is not among it.
#[derive(Clone, Copy)]
pub(crate) struct GroupLimits {
    /// Whether there is any of the following, or a limit in the group's options.
    pub(crate) any: bool,
    /// Whether the group retains anything of its actors.
    pub(crate) retains: bool,
    /// Whether a future may ask the group to stop.
    pub(crate) asks: bool,
}
