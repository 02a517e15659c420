//! What a group retains of an actor until it returns, also after the actor has ended.

use core::task::{Context, Poll};

use crate::outcome::signal::Signal;

/// What a group retains of an actor until it returns, also after the actor has ended. A signal actor leaves its listener, so
/// that a second signal is heard.
pub trait Retained {
    /// Whether anything is retained.
    const ANYTHING: bool;

    /// What is retained where there is no actor yet, and after the group's return.
    const NOTHING: Self;

    /// Whether its actor is to end now, before the other actors are polled.
    fn has_exit(&self) -> bool;

    /// Whether the group is to give up, as if its time were up, and because of which signal.
    fn poll_give_up(&self, cx: &Context<'_>) -> Poll<Signal>;
}

/// Nothing is retained.
#[derive(Debug)]
pub struct NothingRetained;

impl Retained for NothingRetained {
    const ANYTHING: bool = false;
    const NOTHING: Self = NothingRetained;

    fn has_exit(&self) -> bool {
        false
    }

    fn poll_give_up(&self, _: &Context<'_>) -> Poll<Signal> {
        Poll::Pending
    }
}
