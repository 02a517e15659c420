//! The head of a nested group: a slot before those of its actors, for what the group is as a whole.
//!
//! It has no actor. Its gate is that of the whole group: when it opens, it says so to all actors of the group, which wait for that.
//! Its limit shares its start with limits of theirs. Its interrupt is the one that was given to the group.

#[cfg(feature = "std")]
use core::task::ready;
use core::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use pin_project_lite::pin_project;

use crate::{
    outcome::{exit::Exit, infer::Infer, names::Name},
    slot::{
        actor::RunningActor,
        gate::{Both, Open},
        limit::{Drains, Earlier, Limit, NoLimit},
    },
};
#[cfg(feature = "std")]
use crate::{slot::gate::Gate, sync::stop::Stop};

/// Stands where another slot has its actor. It is live while the group is built and while the gate is closed.
#[derive(Debug)]
pub struct Head {
    /// How many actors were live before those of the group.
    pub(crate) live_before: u32,
}

impl RunningActor for Head {
    type Output = Infallible;

    const RUNS_ELSEWHERE: bool = false;
    const IS_ACTOR: bool = false;

    /// Called when the gate has opened.
    fn poll<E>(
        self: Pin<&mut Self>,
        _: Name<'_>,
        _: &mut Context<'_>,
        _: &impl Fn(Infallible, Infer<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        Poll::Ready(Exit::Ok)
    }
}

/// The gate of a head, from which those of the group's actors follow.
pub trait Leader {
    type Follower;
    fn follower(&self) -> Self::Follower;
}

impl Leader for Open {
    type Follower = Open;

    fn follower(&self) -> Open {
        Open
    }
}

/// Of a group in a nested group: the second gate is its own.
impl<A, B: Leader> Leader for Both<A, B> {
    type Follower = B::Follower;

    fn follower(&self) -> B::Follower {
        self.second.follower()
    }
}

#[cfg(feature = "std")]
pin_project! {
    /// A gate that says to its followers when it opens.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Leads<G> {
        #[pin]
        pub(crate) gate: G,
        pub(crate) opened: Stop,
    }
}

#[cfg(feature = "std")]
impl<E, G: Gate<E>> Gate<E> for Leads<G> {
    const WAITS: bool = G::WAITS;

    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        let this = self.project();
        let open = this.gate.poll_open(cx);
        if matches!(open, Poll::Ready(Ok(()))) {
            this.opened.stop();
        }
        open
    }

    fn is_open(&self) -> bool {
        self.gate.is_open()
    }

    fn clear(self: Pin<&mut Self>) {
        self.project().gate.clear();
    }

    fn is_held(&self) -> bool {
        self.gate.is_held()
    }

    fn release(self: Pin<&mut Self>) {
        self.project().gate.release();
    }
}

#[cfg(feature = "std")]
impl<G> Leader for Leads<G> {
    type Follower = Follows;

    fn follower(&self) -> Follows {
        Follows(Some(self.opened.clone()))
    }
}

/// The gate of an actor, which opens when the one that it follows does.
#[cfg(feature = "std")]
#[derive(Debug)]
pub struct Follows(Option<Stop>);

#[cfg(feature = "std")]
impl<E> Gate<E> for Follows {
    const WAITS: bool = true;

    fn poll_open(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        if let Some(opened) = &mut self.0 {
            ready!(Future::poll(Pin::new(opened), cx));
            self.0 = None;
        }
        Poll::Ready(Ok(()))
    }

    fn is_open(&self) -> bool {
        self.0.is_none()
    }

    fn clear(mut self: Pin<&mut Self>) {
        self.0 = None;
    }
}

/// The limit of a head. It gives others that start when the first of them does.
pub trait SharedLimit: Limit {
    type Share: Limit;
    fn share(&self) -> Self::Share;
}

impl<M: SharedLimit> SharedLimit for Drains<M> {
    type Share = Drains<M::Share>;

    fn share(&self) -> Self::Share {
        Drains { limit: self.limit.share() }
    }
}

/// A limit that can be shared.
#[cfg(feature = "tokio")]
pub trait IntoShared {
    type Shared: SharedLimit;
    fn into_shared(self) -> Self::Shared;
}

#[cfg(feature = "tokio")]
impl<M: IntoShared> IntoShared for Drains<M> {
    type Shared = Drains<M::Shared>;

    fn into_shared(self) -> Self::Shared {
        Drains { limit: self.limit.into_shared() }
    }
}

/// Of a group in a nested group: the second limit is its own.
impl<A: Limit, B: SharedLimit> SharedLimit for Earlier<A, B> {
    type Share = B::Share;

    fn share(&self) -> B::Share {
        self.second.share()
    }
}

impl SharedLimit for NoLimit {
    type Share = NoLimit;

    fn share(&self) -> NoLimit {
        NoLimit
    }
}
