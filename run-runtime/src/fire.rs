//! The forms in which an interrupt is written, each a type.

use core::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

#[cfg(feature = "std")]
use crate::stop::Setter;
use crate::{cause::Cause, interrupt::Interrupt};

/// An interrupt in one of its written forms: untold, then called, once, and then maybe polled until it is over.
pub trait Fire<E> {
    /// Whether there is something to be polled once it has been called.
    const LATER: bool = false;

    /// Whether the actor is to be dropped where it stands.
    const DROPS: bool = false;

    /// Whether the actor is told even where the interrupt panics.
    const TELLS_ANYWAY: bool = false;

    /// One that is over.
    const TOLD: Self;

    /// Whether it has not been called.
    fn is_untold(&self) -> bool;

    /// Calls it, if it has not been called.
    fn fire(self: Pin<&mut Self>, cause: &Cause<'_, E>);

    /// Whether it has been called and has not finished.
    #[inline]
    fn is_telling(&self) -> bool {
        false
    }

    /// Polls what is to be polled.
    #[inline]
    fn poll_later(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), E>> {
        Poll::Pending
    }

    /// Drops what is left of it, called or not: it is over.
    fn clear(self: Pin<&mut Self>);
}

/// `=> drop`: whether that is to be done still.
#[derive(Debug)]
pub struct Drop(pub bool);

impl<E> Fire<E> for Drop {
    const DROPS: bool = true;
    const TOLD: Self = Drop(false);

    #[inline]
    fn is_untold(&self) -> bool {
        self.0
    }

    #[inline]
    fn fire(self: Pin<&mut Self>, _: &Cause<'_, E>) {
        self.get_mut().0 = false;
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        self.get_mut().0 = false;
    }
}

/// No interrupt given: the actor's `|stop|` is all there is, and knows whether it has been set.
#[derive(Debug)]
pub struct Nothing;

impl<E> Fire<E> for Nothing {
    const TOLD: Self = Nothing;

    #[inline]
    fn is_untold(&self) -> bool {
        true
    }

    #[inline]
    fn fire(self: Pin<&mut Self>, _: &Cause<'_, E>) {}

    #[inline]
    fn clear(self: Pin<&mut Self>) {}
}

/// A block or a closure: called, and done.
#[derive(Debug)]
pub struct Call<C>(pub(crate) Option<C>);

/// Nothing in it is pinned.
impl<C> Unpin for Call<C> {}

impl<E, C: FnOnce(&Cause<'_, E>)> Fire<E> for Call<C> {
    const TOLD: Self = Call(None);

    #[inline]
    fn is_untold(&self) -> bool {
        self.0.is_some()
    }

    #[inline]
    fn fire(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        if let Some(call) = self.get_mut().0.take() {
            call(cause);
        }
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        mem::drop(self.get_mut().0.take());
    }
}

/// A value: told, and done. One type for all values of a type, so what tells them is compiled once.
#[derive(Debug)]
pub struct Tell<V>(pub(crate) Option<V>);

/// Nothing in it is pinned.
impl<V> Unpin for Tell<V> {}

impl<E, V: Interrupt<E>> Fire<E> for Tell<V> {
    const TOLD: Self = Tell(None);

    #[inline]
    fn is_untold(&self) -> bool {
        self.0.is_some()
    }

    #[inline]
    fn fire(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        if let Some(value) = self.get_mut().0.take() {
            value.interrupt(cause);
        }
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        mem::drop(self.get_mut().0.take());
    }
}

pin_project! {
    /// An `async` block, or a closure that ends in one: what it gives is polled beside the actors.
    #[derive(Debug)]
    #[project = CallLaterProjection]
    #[project(!Unpin)]
    pub enum CallLater<C, F> {
        Idle { call: Option<C> },
        Later { #[pin] later: F },
    }
}

impl<C, F> CallLater<C, F> {
    pub(crate) fn new(call: C) -> Self {
        CallLater::Idle { call: Some(call) }
    }
}

impl<E, C, F> Fire<E> for CallLater<C, F>
where
    C: FnOnce(&Cause<'_, E>) -> F,
    F: Future<Output = Result<(), E>>,
{
    const LATER: bool = true;
    const TOLD: Self = CallLater::Idle { call: None };

    #[inline]
    fn is_untold(&self) -> bool {
        matches!(self, CallLater::Idle { call: Some(_) })
    }

    #[inline]
    fn fire(mut self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        if let CallLaterProjection::Idle { call } = self.as_mut().project() {
            if let Some(call) = call.take() {
                let later = call(cause);
                self.set(CallLater::Later { later });
            }
        }
    }

    #[inline]
    fn is_telling(&self) -> bool {
        matches!(self, CallLater::Later { .. })
    }

    #[inline]
    fn poll_later(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        match self.project() {
            CallLaterProjection::Later { later } => later.poll(cx),
            CallLaterProjection::Idle { .. } => Poll::Pending,
        }
    }

    #[inline]
    fn clear(mut self: Pin<&mut Self>) {
        self.set(Self::TOLD);
    }
}

#[cfg(feature = "std")]
pin_project! {
    /// An interrupt of an actor with `|stop|`: the one that was given, to its end, then the signal.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct ThenStop<I> {
        #[pin]
        interrupt: I,
        // Gone, and so set, when the interrupt is over.
        stop: Option<Setter>,
    }
}

#[cfg(feature = "std")]
impl<I> ThenStop<I> {
    pub(crate) fn new(interrupt: I, stop: Setter) -> Self {
        ThenStop { interrupt, stop: Some(stop) }
    }
}

#[cfg(feature = "std")]
impl<E, I: Fire<E>> Fire<E> for ThenStop<I> {
    const LATER: bool = I::LATER;
    const DROPS: bool = I::DROPS;
    const TELLS_ANYWAY: bool = true;
    const TOLD: Self = ThenStop { interrupt: I::TOLD, stop: None };

    #[inline]
    fn is_untold(&self) -> bool {
        self.stop.is_some() && self.interrupt.is_untold()
    }

    #[inline]
    fn fire(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        // Set here, unless there is something to be polled before; by a panic, too.
        let stop = this.stop.take();
        this.interrupt.fire(cause);
        if I::LATER {
            *this.stop = stop;
        }
    }

    #[inline]
    fn is_telling(&self) -> bool {
        self.interrupt.is_telling()
    }

    #[inline]
    fn poll_later(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        self.project().interrupt.poll_later(cx)
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        let this = self.project();
        let stop = this.stop.take();
        this.interrupt.clear();
        mem::drop(stop);
    }
}
