//! What may stand in the list: [`IntoActor`], and what it becomes, [`Actor`].

use core::{
    convert::Infallible,
    future::{Future, IntoFuture, Ready},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::gate::Gate;
use crate::{
    expansion::Of,
    outcome::Exit,
    stays::{NothingStays, Stays},
    table::Name,
};

/// What may stand in `run_group!` as an actor.
///
/// Every [`IntoFuture`] whose output is an [`Outcome`](crate::Outcome) is one, and so are a `thread(closure)`, a
/// `task(future)` and a `signal::shutdown()`. A future is polled on the group's own task: it may borrow, it need not be
/// `Send`, and it must not block.
///
/// `Place` is where it runs; left out, as in `T: IntoActor<E>`, it is the group's own task. The trait is sealed: make
/// your own type an actor by making it a future.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an actor",
    label = "not a future, nor a `thread(..)`",
    note = "an actor is a future, such as a call of an `async fn`, `async {{ .. }}`, `thread(|| ..)` or `task(future)`"
)]
pub trait IntoActor<E, Place = Polled> {
    /// What the actor returns when it ends.
    type Output;
    #[doc(hidden)]
    type Actor: Actor<Output = Self::Output>;
    #[doc(hidden)]
    type Stays: Stays;
    #[doc(hidden)]
    fn into_actor(self, stays: &mut Self::Stays, _: Sealed) -> Self::Actor;
}

/// Stands in the signatures of sealed methods: nobody outside this crate can make one.
#[derive(Debug)]
pub struct Sealed(pub(crate) ());

#[diagnostic::do_not_recommend]
impl<E, T: IntoFuture> IntoActor<E, Polled> for T {
    type Output = T::Output;
    type Actor = T::IntoFuture;
    type Stays = NothingStays;

    #[inline]
    fn into_actor(self, _: &mut NothingStays, _: Sealed) -> T::IntoFuture {
        self.into_future()
    }
}

/// An actor that there is not. With a single implementation that could be meant, the compiler takes that one to be
/// meant, and reports at every later use what `u32` lacks to be a future. With two, it says once that there is none.
#[diagnostic::do_not_recommend]
impl<E, T: Nobody> IntoActor<E, Infallible> for T {
    type Output = Infallible;
    type Actor = Ready<Infallible>;
    type Stays = NothingStays;

    #[inline]
    fn into_actor(self, _: &mut NothingStays, _: Sealed) -> Self::Actor {
        unreachable!("nobody is `Nobody`")
    }
}

pub trait Nobody {}

/// An actor that has been turned into one already, at a place `P`.
#[derive(Debug)]
pub struct Placed<A, S, P> {
    pub(crate) actor: A,
    pub(crate) stays: S,
    pub(crate) place: PhantomData<fn() -> P>,
}

#[diagnostic::do_not_recommend]
impl<E, A: Actor, S: Stays, P> IntoActor<E, P> for Placed<A, S, P> {
    type Output = A::Output;
    type Actor = A;
    type Stays = S;

    #[inline]
    fn into_actor(self, stays: &mut S, _: Sealed) -> A {
        *stays = self.stays;
        self.actor
    }
}

/// A running actor. Its first poll starts it; it is dropped when it has ended, or to make it end.
pub trait Actor {
    type Output;

    /// Whether it runs elsewhere than in its poll, so that it may not have ended when it is dropped.
    const ELSEWHERE: bool;

    /// Polls the actor. `name` is what it is called, for what it starts elsewhere; `exit` is how its output is read.
    fn poll<E>(
        self: Pin<&mut Self>,
        name: Name,
        cx: &mut Context<'_>,
        exit: &impl Fn(Self::Output, Of<E>) -> Exit<E>,
    ) -> Poll<Exit<E>>;

    /// Makes an actor end that is interrupted by `drop`. Whether it has ended when it is dropped now; if not, it is still
    /// to be polled.
    #[inline]
    fn cancel(self: Pin<&mut Self>) -> bool {
        true
    }

    /// Whether something runs that a drop does not end, so that it must be told even when the group is dropped.
    #[inline]
    fn survives_drop(&self) -> bool {
        false
    }
}

/// Where an actor runs: on the group's own task. Dropped, it has ended.
#[derive(Debug)]
pub struct Polled;

impl<F: Future> Actor for F {
    type Output = F::Output;

    const ELSEWHERE: bool = false;

    #[inline]
    fn poll<E>(
        self: Pin<&mut Self>,
        _: Name,
        cx: &mut Context<'_>,
        exit: &impl Fn(F::Output, Of<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        Poll::Ready(exit(ready!(Future::poll(self, cx)), Of::NEW))
    }
}

/// The place of an actor that `=> drop` ends.
#[diagnostic::on_unimplemented(
    message = "a thread cannot be interrupted by `drop`",
    label = "a thread runs on when its handle is dropped",
    note = "write what makes the closure return: `|stop| thread(move || while !stop.is_stopped() {{ .. }})`, or \
            `=> {{ socket.shutdown(Shutdown::Both).ok(); }}`"
)]
pub trait EndsDropped {}

impl EndsDropped for Polled {}

pin_project! {
    /// An actor until it has ended: when it may be polled, and how its output is read.
    #[derive(Debug)]
    #[project = LivingProjection]
    #[project(!Unpin)]
    pub enum Living<G, A, C> {
        Live {
            #[pin]
            gate: G,
            #[pin]
            actor: A,
            exit: C,
        },
        Over,
    }
}

impl<G, A, C> Living<G, A, C> {
    /// It has ended: it is dropped where it stands.
    pub(crate) fn end(mut self: Pin<&mut Self>) {
        self.set(Living::Over);
    }
}

impl<G, A: Actor, C> Living<G, A, C> {
    #[inline]
    pub(crate) fn is_live(&self) -> bool {
        matches!(self, Living::Live { .. })
    }

    /// Whether its gate has not opened, so that it has never been polled.
    #[inline]
    pub(crate) fn is_waiting<E>(&self) -> bool
    where
        G: Gate<E>,
    {
        matches!(self, Living::Live { gate, .. } if !gate.is_open())
    }

    /// See [`Actor::cancel`]. One that has not been started has ended when it is dropped. Not one that is not there.
    #[inline]
    pub(crate) fn cancel<E>(self: Pin<&mut Self>) -> bool
    where
        G: Gate<E>,
    {
        match self.project() {
            LivingProjection::Live { gate, actor, .. } => {
                !A::ELSEWHERE || (G::WAITS && !gate.is_open()) || actor.cancel()
            }
            LivingProjection::Over => false,
        }
    }

    /// See [`Actor::survives_drop`].
    pub(crate) fn survives_drop(&self) -> bool {
        matches!(self, Living::Live { actor, .. } if actor.survives_drop())
    }
}
