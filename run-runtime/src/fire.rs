//! The forms in which an interrupt is written, each a type.

use core::{
    convert::Infallible,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use crate::cause::Cause;
#[cfg(feature = "std")]
use crate::stop::Setter;

/// An interrupt that has not been called yet, in one of its written forms.
pub trait Fire<E> {
    /// What is still to be polled once it has been called.
    type Later: Future<Output = Result<(), E>>;

    /// Whether the actor is told even where the interrupt panics.
    const TELLS_ANYWAY: bool = false;

    fn fire(self, cause: &Cause<'_, E>) -> Fired<Self::Later>;
}

/// What an interrupt did when it was called.
#[derive(Debug)]
pub enum Fired<F> {
    /// The actor knows.
    Told,
    /// The actor is to be dropped where it stands.
    Drop,
    /// The actor will know when this future is done.
    Later(F),
}

/// What an interrupt that is over when it has been called leaves to be polled. There is none, so it takes no room.
#[derive(Debug)]
pub struct NoLater<E> {
    never: Infallible,
    output: PhantomData<fn() -> E>,
}

impl<E> Future for NoLater<E> {
    type Output = Result<(), E>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        match self.never {}
    }
}

/// `=> drop`.
#[derive(Debug)]
pub struct Drop;

impl<E> Fire<E> for Drop {
    type Later = NoLater<E>;

    fn fire(self, _: &Cause<'_, E>) -> Fired<Self::Later> {
        Fired::Drop
    }
}

/// No interrupt given: the actor's `|stop|` is all there is.
#[derive(Debug)]
pub struct Nothing;

impl<E> Fire<E> for Nothing {
    type Later = NoLater<E>;

    fn fire(self, _: &Cause<'_, E>) -> Fired<Self::Later> {
        Fired::Told
    }
}

/// A block, a closure or a value: called, and done.
#[derive(Debug)]
pub struct Call<C>(pub(crate) C);

impl<E, C: FnOnce(&Cause<'_, E>)> Fire<E> for Call<C> {
    type Later = NoLater<E>;

    fn fire(self, cause: &Cause<'_, E>) -> Fired<Self::Later> {
        (self.0)(cause);
        Fired::Told
    }
}

/// An `async` block, or a closure that ends in one: what it gives is polled beside the actors.
#[derive(Debug)]
pub struct CallLater<C>(pub(crate) C);

impl<E, C, F> Fire<E> for CallLater<C>
where
    C: FnOnce(&Cause<'_, E>) -> F,
    F: Future<Output = Result<(), E>>,
{
    type Later = F;

    fn fire(self, cause: &Cause<'_, E>) -> Fired<F> {
        Fired::Later((self.0)(cause))
    }
}

/// An interrupt of an actor with `|stop|`: the one that was given, to its end, then the signal.
#[cfg(feature = "std")]
#[derive(Debug)]
pub struct ThenStop<I> {
    pub(crate) interrupt: I,
    pub(crate) stop: Setter,
}

#[cfg(feature = "std")]
impl<E, I: Fire<E>> Fire<E> for ThenStop<I> {
    type Later = LaterStop<I::Later>;

    const TELLS_ANYWAY: bool = true;

    fn fire(self, cause: &Cause<'_, E>) -> Fired<Self::Later> {
        let stop = self.stop;
        match self.interrupt.fire(cause) {
            Fired::Told => Fired::Told,
            Fired::Drop => Fired::Drop,
            Fired::Later(later) => Fired::Later(LaterStop { later, stop }),
        }
    }
}

#[cfg(feature = "std")]
pin_project_lite::pin_project! {
    /// The rest of an `async` interrupt, and the signal that is set when it is done.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct LaterStop<F> {
        #[pin]
        later: F,
        stop: Setter,
    }
}

#[cfg(feature = "std")]
impl<F: Future> Future for LaterStop<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.project().later.poll(cx)
    }
}
