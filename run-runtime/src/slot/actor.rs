//! What may stand in the list: [`IntoActor`], and what it becomes, [`RunningActor`].

use core::{
    convert::Infallible,
    future::{IntoFuture, Ready},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};
#[cfg(feature = "std")]
use std::{sync::Arc, vec::Vec};

use pin_project_lite::pin_project;

#[cfg(feature = "std")]
use crate::{
    observe::status::Members,
    outcome::{names::Text, panic::Caught},
};
use crate::{
    outcome::{
        exit::Exit,
        infer::Infer,
        names::Name,
        sealed::{Sealed, Unimplemented},
    },
    slot::{
        gate::Gate,
        place::{Place, Polled},
        retained::{NothingRetained, Retained},
    },
};

/// What may stand in `run_group!` as an actor.
///
/// Every [`IntoFuture`] whose output is an [`Outcome`](crate::Outcome) is one, and so are a `thread(closure)`, a
/// `task(future)` and a `signal::shutdown()`. A future is polled on the group's own task: it may borrow, it need not be
/// `Send`, and it must not block.
///
/// `At` says where it runs, and keeps the implementations apart. The trait is sealed: to make a type of your own an actor, implement
/// [`Future`] or [`IntoFuture`].
///
/// ```
/// use run_group::run_group;
///
/// struct Server;
///
/// impl IntoFuture for Server {
///     type Output = Result<(), &'static str>;
///     type IntoFuture = std::future::Ready<Self::Output>;
///
///     fn into_future(self) -> Self::IntoFuture {
///         std::future::ready(Err("no port"))
///     }
/// }
///
/// let error = run_group! { server: Server => drop }.run().unwrap_err();
/// assert_eq!(error.to_string(), "actor `server` failed");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an actor",
    label = "not a future, nor a `thread(..)`",
    note = "an actor is a future, such as a call of an `async fn`, `async {{ .. }}`, `thread(|| ..)` or `task(future)`; it is not \
            awaited, the group does that",
    note = "of several, write one actor for each, `serve(item) for item in items`; of one that may be missing, \
            `serve(port) if let Some(port) = port`",
    note = "what blocks runs in `thread(move || ..)`, not in a thread of `std`"
)]
pub trait IntoActor<E, At = Polled> {
    /// What the actor returns when it ends.
    type Output;
    #[doc(hidden)]
    type Actor: RunningActor<Output = Self::Output>;
    #[doc(hidden)]
    type Retained: Retained;
    #[doc(hidden)]
    fn into_actor(self, retained: &mut Self::Retained, _: Sealed) -> Self::Actor;
}

#[diagnostic::do_not_recommend]
impl<E, T: IntoFuture> IntoActor<E, Polled> for T {
    type Output = T::Output;
    type Actor = T::IntoFuture;
    type Retained = NothingRetained;

    #[inline]
    fn into_actor(self, _: &mut NothingRetained, _: Sealed) -> T::IntoFuture {
        self.into_future()
    }
}

/// A second implementation, for a type that does not exist: see `Unimplemented`.
#[diagnostic::do_not_recommend]
impl<E, T: Unimplemented> IntoActor<E, Infallible> for T {
    type Output = Infallible;
    type Actor = Ready<Infallible>;
    type Retained = NothingRetained;

    #[inline]
    fn into_actor(self, _: &mut NothingRetained, _: Sealed) -> Self::Actor {
        unreachable!("no type is `Unimplemented`")
    }
}

/// An actor that has been converted already, from a `T` that runs at the place `P`.
#[derive(Debug)]
pub struct Converted<T, P, A, S> {
    pub(crate) actor: A,
    pub(crate) retained: S,
    pub(crate) from: PhantomData<fn() -> (T, P)>,
}

#[diagnostic::do_not_recommend]
impl<E, T, P, A: RunningActor, S: Retained> IntoActor<E, P> for Converted<T, P, A, S> {
    type Output = A::Output;
    type Actor = A;
    type Retained = S;

    #[inline]
    fn into_actor(self, retained: &mut S, _: Sealed) -> A {
        *retained = self.retained;
        self.actor
    }
}

/// A running actor. Its first poll starts it; it is dropped when it has ended, or to make it end. One that [`IS_JOINED`](Self::IS_JOINED) has
/// ended when it has returned and has been joined.
pub trait RunningActor {
    type Output;

    /// Whether it runs elsewhere than in its poll, so that dropping it may not end it.
    const RUNS_ELSEWHERE: bool;

    /// Whether it is still to be joined when it has returned.
    const IS_JOINED: bool = false;

    /// Whether it knows how to stop, and is asked to once its interrupt has finished, if one was given.
    const STOPS_ITSELF: bool = false;

    /// Whether it is an actor, whose end counts as one. If not, the slot is the head of a nested group.
    const IS_ACTOR: bool = true;

    /// Whether it has members, which may fail while it runs.
    const HAS_MEMBERS: bool = false;

    /// Polls the actor. `name` is what it is called, for what it starts elsewhere; `read` is how its output is read.
    fn poll<E>(
        self: Pin<&mut Self>,
        name: Name<'_>,
        cx: &mut Context<'_>,
        read: &impl Fn(Self::Output, Infer<E>) -> Exit<E>,
    ) -> Poll<Exit<E>>;

    /// Takes the failure of a member. Asked after each poll, until there is none.
    #[cfg(feature = "std")]
    fn take_failure<E>(
        self: Pin<&mut Self>,
        _: &impl Fn(Self::Output, Infer<E>) -> Exit<E>,
    ) -> Option<MemberFailure<E>> {
        None
    }

    /// The names of the members that have not ended.
    #[cfg(feature = "std")]
    fn members(&self) -> Vec<Text> {
        Vec::new()
    }

    /// Where these are asked for while the actor runs.
    #[cfg(feature = "std")]
    fn live_members(&self) -> Option<Arc<dyn Members>> {
        None
    }

    /// Whether it has returned: then it is not polled any more, but joined.
    #[inline]
    fn is_joining(&self) -> bool {
        false
    }

    /// Waits until it has been joined.
    #[inline]
    fn poll_joined(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    /// Cancels the actor. Returns whether it ends by being dropped; if not, it is to be polled until it has ended.
    #[inline]
    fn cancel(self: Pin<&mut Self>) -> bool {
        true
    }

    /// Asks one that [`STOPS_ITSELF`](Self::STOPS_ITSELF) to stop. Returns whether it ends by being dropped; if not, it is to be polled
    /// until it has ended. Called once, unless it has been cancelled or has ended.
    #[inline]
    fn stop_itself(self: Pin<&mut Self>) -> bool {
        true
    }

    /// Whether it runs on when it is dropped, so that it must be interrupted even if the group is dropped.
    #[inline]
    fn survives_drop(&self) -> bool {
        false
    }
}

/// The failure of a member of an actor.
#[cfg(feature = "std")]
#[allow(missing_debug_implementations, reason = "it is passed on")]
pub struct MemberFailure<E> {
    pub(crate) member: Text,
    /// Its exit, or its panic.
    pub(crate) exit: Result<Exit<E>, Caught>,
}

impl<F: Future> RunningActor for F {
    type Output = F::Output;

    const RUNS_ELSEWHERE: bool = false;

    #[inline]
    fn poll<E>(
        self: Pin<&mut Self>,
        _: Name<'_>,
        cx: &mut Context<'_>,
        read: &impl Fn(F::Output, Infer<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        Poll::Ready(read(ready!(Future::poll(self, cx)), Infer::NEW))
    }
}

pin_project! {
    /// An actor until it has ended: with the gate that it waits for, and the function that reads its output.
    #[derive(Debug)]
    #[project = ActorCellProjection]
    #[project(!Unpin)]
    pub enum ActorCell<G, A, C> {
        Live {
            #[pin]
            gate: G,
            #[pin]
            actor: A,
            read: C,
        },
        Ended,
    }
}

impl<G, A, C> ActorCell<G, A, C> {
    /// It has ended: it is dropped in place.
    pub(crate) fn end(mut self: Pin<&mut Self>) {
        self.set(ActorCell::Ended);
    }
}

impl<G, A: RunningActor, C> ActorCell<G, A, C> {
    #[inline]
    pub(crate) fn is_live(&self) -> bool {
        matches!(self, ActorCell::Live { .. })
    }

    /// See [`RunningActor::is_joining`].
    #[inline]
    pub(crate) fn is_joining(&self) -> bool {
        matches!(self, ActorCell::Live { actor, .. } if A::IS_JOINED && actor.is_joining())
    }

    /// See [`RunningActor::poll_joined`].
    #[inline]
    pub(crate) fn poll_joined(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.project() {
            ActorCellProjection::Live { actor, .. } if A::IS_JOINED => actor.poll_joined(cx),
            _ => Poll::Ready(()),
        }
    }

    /// Whether its gate has not opened, so that it has never been polled.
    #[inline]
    pub(crate) fn is_waiting<E>(&self) -> bool
    where
        G: Gate<E>,
    {
        matches!(self, ActorCell::Live { gate, .. } if !gate.is_open())
    }

    /// Drops the gate of an actor that is to be dropped. By itself, since the drops of both may panic.
    #[inline]
    pub(crate) fn drop_gate<E>(self: Pin<&mut Self>)
    where
        G: Gate<E>,
    {
        if let ActorCellProjection::Live { gate, .. } = self.project() {
            gate.clear();
        }
    }

    /// See [`Gate::is_held`].
    pub(crate) fn is_held<E>(&self) -> bool
    where
        G: Gate<E>,
    {
        matches!(self, ActorCell::Live { gate, .. } if gate.is_held())
    }

    /// See [`Gate::release`].
    pub(crate) fn release<E>(self: Pin<&mut Self>)
    where
        G: Gate<E>,
    {
        if let ActorCellProjection::Live { gate, .. } = self.project() {
            gate.release();
        }
    }

    /// See [`RunningActor::cancel`]. An actor that has not been started ends by being dropped. False for one that has ended.
    #[inline]
    pub(crate) fn cancel<E, W: Place<A>>(self: Pin<&mut Self>) -> bool
    where
        G: Gate<E>,
    {
        match self.project() {
            ActorCellProjection::Live { gate, actor, .. } => {
                !W::RUNS_ELSEWHERE || (G::WAITS && !gate.is_open()) || W::cancel(actor)
            }
            ActorCellProjection::Ended => false,
        }
    }

    /// See [`RunningActor::stop_itself`]. True for one that has not been started, false for one that has ended.
    pub(crate) fn stop_itself<E, W: Place<A>>(self: Pin<&mut Self>) -> bool
    where
        G: Gate<E>,
    {
        match self.project() {
            ActorCellProjection::Live { gate, actor, .. } => (G::WAITS && !gate.is_open()) || W::stop_itself(actor),
            ActorCellProjection::Ended => false,
        }
    }

    /// See [`RunningActor::members`].
    #[cfg(feature = "std")]
    pub(crate) fn members(&self) -> Vec<Text> {
        match self {
            ActorCell::Live { actor, .. } => actor.members(),
            ActorCell::Ended => Vec::new(),
        }
    }

    /// See [`RunningActor::live_members`].
    #[cfg(feature = "std")]
    pub(crate) fn live_members(&self) -> Option<Arc<dyn Members>> {
        match self {
            ActorCell::Live { actor, .. } => actor.live_members(),
            ActorCell::Ended => None,
        }
    }

    /// See [`RunningActor::survives_drop`].
    pub(crate) fn survives_drop(&self) -> bool {
        matches!(self, ActorCell::Live { actor, .. } if actor.survives_drop())
    }
}
