//! What a group has of an actor beside it: what it retains until it returns, also after the actor has ended, and what the actor says
//! of its readiness.

use core::task::{Context, Poll};

use crate::outcome::signal::Signal;
#[cfg(feature = "std")]
use crate::sync::ready::{Change, Readiness};

/// What a group retains of an actor until it returns, also after the actor has ended. A signal actor leaves its listener, so
/// that a second signal is heard.
pub trait Retained {
    /// Whether anything is retained.
    const ANYTHING: bool;

    /// What is retained where there is no actor yet, and after the group's return.
    const NOTHING: Self;

    /// Whether the actor says itself when it is ready.
    const SAYS_READY: bool = false;

    /// Whether it has never said so.
    fn is_unready(&self) -> bool {
        false
    }

    /// What the actor has said of its readiness since the last poll.
    #[cfg(feature = "std")]
    #[inline]
    fn poll_readiness(&mut self, _: &Context<'_>) -> Option<Change> {
        None
    }

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

/// With what the actor says of its readiness. `None` stands where there is no actor yet.
#[cfg(feature = "std")]
#[derive(Debug)]
pub struct WithReady<S> {
    pub(crate) retained: S,
    pub(crate) readiness: Option<Readiness>,
}

#[cfg(feature = "std")]
impl<S: Retained> Retained for WithReady<S> {
    const ANYTHING: bool = S::ANYTHING;
    const NOTHING: Self = WithReady { retained: S::NOTHING, readiness: None };
    const SAYS_READY: bool = true;

    fn is_unready(&self) -> bool {
        self.readiness.as_ref().is_some_and(Readiness::is_unready)
    }

    #[inline]
    fn poll_readiness(&mut self, cx: &Context<'_>) -> Option<Change> {
        self.readiness.as_mut()?.poll(cx.waker())
    }

    fn has_exit(&self) -> bool {
        self.retained.has_exit()
    }

    fn poll_give_up(&self, cx: &Context<'_>) -> Poll<Signal> {
        self.retained.poll_give_up(cx)
    }
}
