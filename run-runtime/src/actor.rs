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
    fn into_actor(self, _: Sealed) -> (Self::Actor, Self::Stays);
}

/// Stands in the signatures of sealed methods: nobody outside this crate can make one.
#[derive(Debug)]
pub struct Sealed(pub(crate) ());

#[diagnostic::do_not_recommend]
impl<E, T: IntoFuture> IntoActor<E, Polled> for T {
    type Output = T::Output;
    type Actor = T::IntoFuture;
    type Stays = NothingStays;

    fn into_actor(self, _: Sealed) -> (T::IntoFuture, NothingStays) {
        (self.into_future(), NothingStays)
    }
}

/// An actor that there is not. With a single implementation that could be meant, the compiler takes that one to be
/// meant, and reports at every later use what `u32` lacks to be a future. With two, it says once that there is none.
#[diagnostic::do_not_recommend]
impl<E, T: Nobody> IntoActor<E, Infallible> for T {
    type Output = Infallible;
    type Actor = Ready<Infallible>;
    type Stays = NothingStays;

    fn into_actor(self, _: Sealed) -> (Self::Actor, NothingStays) {
        unreachable!("nobody is `Nobody`")
    }
}

pub trait Nobody {}

/// An actor that has been turned into one already, at a place `P`.
#[derive(Debug)]
pub struct Placed<A, S, P> {
    pub(crate) actor: (A, S),
    pub(crate) place: PhantomData<fn() -> P>,
}

#[diagnostic::do_not_recommend]
impl<E, A: Actor, S: Stays, P> IntoActor<E, P> for Placed<A, S, P> {
    type Output = A::Output;
    type Actor = A;
    type Stays = S;

    fn into_actor(self, _: Sealed) -> (A, S) {
        self.actor
    }
}

/// A running actor. Its first poll starts it; it is dropped when it has ended, or to make it end.
pub trait Actor {
    type Output;

    /// Polls the actor. `name` is what it is called, for what it starts elsewhere. `None` is an actor that has ended
    /// because it was cancelled.
    fn poll(self: Pin<&mut Self>, name: Name, cx: &mut Context<'_>) -> Poll<Option<Self::Output>>;

    /// Makes an actor end that is interrupted by `drop`. Whether it has ended when it is dropped now; if not, it is still
    /// to be polled.
    fn cancel(self: Pin<&mut Self>) -> bool {
        true
    }

    /// Whether something runs that a drop does not end, so that it must be told even when the group is dropped.
    fn survives_drop(&self) -> bool {
        false
    }
}

/// Where an actor runs: on the group's own task. Dropped, it has ended.
#[derive(Debug)]
pub struct Polled;

impl<F: Future> Actor for F {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, _: Name, cx: &mut Context<'_>) -> Poll<Option<F::Output>> {
        Future::poll(self, cx).map(Some)
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
    /// An actor, when it may be polled, and how its output is read as an outcome.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Ending<G, A, C> {
        #[pin]
        pub(crate) gate: G,
        #[pin]
        pub(crate) actor: A,
        pub(crate) exit: C,
    }
}

/// An actor that ends with an [`Exit`].
pub trait Ends<E> {
    fn poll(self: Pin<&mut Self>, name: Name, cx: &mut Context<'_>) -> Poll<Exit<E>>;

    /// See [`Actor::cancel`].
    fn cancel(self: Pin<&mut Self>) -> bool;

    /// Whether its gate has not opened, so that it has never been polled.
    fn is_waiting(&self) -> bool;

    /// See [`Actor::survives_drop`].
    fn survives_drop(&self) -> bool;
}

impl<E, G: Gate<E>, A: Actor, C: Fn(A::Output, Of<E>) -> Exit<E>> Ends<E> for Ending<G, A, C> {
    fn poll(self: Pin<&mut Self>, name: Name, cx: &mut Context<'_>) -> Poll<Exit<E>> {
        let this = self.project();
        if let Err(error) = ready!(this.gate.poll_open(cx)) {
            return Poll::Ready(Exit::Failed(error));
        }
        Poll::Ready(match ready!(this.actor.poll(name, cx)) {
            Some(output) => (this.exit)(output, Of::NEW),
            None => Exit::Dropped,
        })
    }

    fn cancel(self: Pin<&mut Self>) -> bool {
        // One that has not been started is dropped.
        let this = self.project();
        !this.gate.is_open() || this.actor.cancel()
    }

    fn is_waiting(&self) -> bool {
        !self.gate.is_open()
    }

    fn survives_drop(&self) -> bool {
        self.actor.survives_drop()
    }
}
