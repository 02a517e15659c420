//! `Cursor`: which actor a group is at.

/// The actor that is being polled, interrupted or dropped, while the group is polled. Between two polls of the group, the index
/// that the next one begins with. Both are below 2^30.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor(u32);

impl Cursor {
    /// The upper two bits say which it is: the actor's interrupt, or no actor, between two polls. Neither is set for the actor
    /// itself.
    const INTERRUPT: u32 = 1 << 31;
    const RESTING: u32 = 1 << 30;

    pub(super) const START: Self = Cursor::resting(0);

    /// No actor has this number.
    pub(super) const NO_ACTOR: Self = Cursor::actor(Self::RESTING - 1);

    #[inline]
    pub(super) const fn actor(number: u32) -> Self {
        Cursor(number)
    }

    #[inline]
    pub(super) const fn interrupt(number: u32) -> Self {
        Cursor(number | Self::INTERRUPT)
    }

    #[inline]
    pub(super) const fn resting(start: u32) -> Self {
        Cursor(start | Self::RESTING)
    }

    pub(super) fn is_interrupt(self) -> bool {
        self.0 & Self::INTERRUPT != 0
    }

    /// The number of the actor, or the index that the next poll begins with.
    #[inline]
    pub(super) fn value(self) -> u32 {
        self.0 & !(Self::INTERRUPT | Self::RESTING)
    }
}
