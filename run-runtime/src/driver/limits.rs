//! Which limits a group may have as a whole.

/// The limits that a group may have as a whole, which its types say. An actor's own `#[grace]` is not among them.
#[derive(Clone, Copy)]
pub(crate) struct GroupLimits {
    /// Whether there is any: in the group's options, or in what it retains of its actors.
    pub(crate) any: bool,
    /// Whether the group retains anything of its actors.
    pub(crate) retains: bool,
    /// Whether cutting an actor because of a signal is no failure.
    #[cfg_attr(not(feature = "std"), expect(dead_code, reason = "there are no signals"))]
    pub(crate) drains: bool,
}
