//! What of an actor stays with its group until it returns, whatever becomes of the actor.

use core::task::{Context, Poll};

/// What of an actor stays with its group until it returns, whatever becomes of the actor.
pub trait Stays {
    /// Whether there is anything, which could make the group give up.
    const ANYTHING: bool;

    /// What stays where there is no actor yet, and behind the group's return.
    const NOTHING: Self;

    /// Whether the group is to give up, as if its time were up.
    fn poll_give_up(&self, cx: &Context<'_>) -> Poll<()>;
}

/// Nothing does.
#[derive(Debug)]
pub struct NothingStays;

impl Stays for NothingStays {
    const ANYTHING: bool = false;
    const NOTHING: Self = NothingStays;

    fn poll_give_up(&self, _: &Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}
