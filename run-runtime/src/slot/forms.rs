//! The forms in which an interrupt is written, each a type: `drop`, a call, a value, an `async` block.

use core::{
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{slot::interrupt::Interrupt, state::cause::Cause};

/// An interrupt in one of its written forms. It is called once, and then polled until it has finished if it is `async`.
pub trait Form<E> {
    /// Whether there is a future to be polled after the call.
    const ASYNC: bool = false;

    /// Whether the actor is to be dropped in place.
    const DROPS: bool = false;

    /// Whether the actor's `|stop|` is set even if the interrupt panics.
    const STOPS_ON_PANIC: bool = false;

    /// One that has finished.
    const FINISHED: Self;

    /// Whether it has not been called.
    fn is_uncalled(&self) -> bool;

    /// Calls it, if it has not been called.
    fn call(self: Pin<&mut Self>, cause: &Cause<'_, E>);

    /// Whether it has been called and has not finished.
    #[inline]
    fn is_running(&self) -> bool {
        false
    }

    /// Polls its future.
    #[inline]
    fn poll_running(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), E>> {
        Poll::Pending
    }

    /// Drops what is left of it, called or not: it has finished.
    fn clear(self: Pin<&mut Self>);
}

/// `=> drop`. True until it is called.
#[derive(Debug)]
pub struct ByDrop(pub bool);

impl<E> Form<E> for ByDrop {
    const DROPS: bool = true;
    const FINISHED: Self = ByDrop(false);

    #[inline]
    fn is_uncalled(&self) -> bool {
        self.0
    }

    #[inline]
    fn call(self: Pin<&mut Self>, _: &Cause<'_, E>) {
        self.get_mut().0 = false;
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        self.get_mut().0 = false;
    }
}

/// No interrupt was given, since the actor knows how to stop. True until it is called.
#[derive(Debug)]
pub struct ByItself(pub bool);

impl<E> Form<E> for ByItself {
    const FINISHED: Self = ByItself(false);

    #[inline]
    fn is_uncalled(&self) -> bool {
        self.0
    }

    #[inline]
    fn call(self: Pin<&mut Self>, _: &Cause<'_, E>) {
        self.get_mut().0 = false;
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        self.get_mut().0 = false;
    }
}

/// No interrupt was given. It stands inside a `ThenStop`, which knows whether the actor's `|stop|` has been set.
#[derive(Debug)]
pub struct ByNothing;

impl<E> Form<E> for ByNothing {
    const FINISHED: Self = ByNothing;

    #[inline]
    fn is_uncalled(&self) -> bool {
        true
    }

    #[inline]
    fn call(self: Pin<&mut Self>, _: &Cause<'_, E>) {}

    #[inline]
    fn clear(self: Pin<&mut Self>) {}
}

/// A block or a closure: called, and finished.
#[derive(Debug)]
pub struct ByCall<C>(pub(crate) Option<C>);

/// Nothing in it is pinned.
impl<C> Unpin for ByCall<C> {}

impl<E, C: FnOnce(&Cause<'_, E>)> Form<E> for ByCall<C> {
    const FINISHED: Self = ByCall(None);

    #[inline]
    fn is_uncalled(&self) -> bool {
        self.0.is_some()
    }

    #[inline]
    fn call(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        if let Some(call) = self.get_mut().0.take() {
            call(cause);
        }
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        mem::drop(self.get_mut().0.take());
    }
}

/// A value with [`Interrupt`]. One type for all values of a type, so that its call is compiled once for all of them.
#[derive(Debug)]
pub struct ByValue<V>(pub(crate) Option<V>);

/// Nothing in it is pinned.
impl<V> Unpin for ByValue<V> {}

impl<E, V: Interrupt<E>> Form<E> for ByValue<V> {
    const FINISHED: Self = ByValue(None);

    #[inline]
    fn is_uncalled(&self) -> bool {
        self.0.is_some()
    }

    #[inline]
    fn call(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
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
    /// An `async` block, or a closure that ends in one: its future is polled beside the actors.
    #[derive(Debug)]
    #[project = ByAsyncProjection]
    #[project(!Unpin)]
    pub enum ByAsync<C, F> {
        Idle { call: Option<C> },
        Running { #[pin] future: F },
    }
}

impl<C, F> ByAsync<C, F> {
    pub(crate) fn new(call: C) -> Self {
        ByAsync::Idle { call: Some(call) }
    }
}

impl<E, C, F> Form<E> for ByAsync<C, F>
where
    C: FnOnce(&Cause<'_, E>) -> F,
    F: Future<Output = Result<(), E>>,
{
    const ASYNC: bool = true;
    const FINISHED: Self = ByAsync::Idle { call: None };

    #[inline]
    fn is_uncalled(&self) -> bool {
        matches!(self, ByAsync::Idle { call: Some(_) })
    }

    #[inline]
    fn call(mut self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        if let ByAsyncProjection::Idle { call } = self.as_mut().project() {
            if let Some(call) = call.take() {
                let future = call(cause);
                self.set(ByAsync::Running { future });
            }
        }
    }

    #[inline]
    fn is_running(&self) -> bool {
        matches!(self, ByAsync::Running { .. })
    }

    #[inline]
    fn poll_running(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        match self.project() {
            ByAsyncProjection::Running { future } => future.poll(cx),
            ByAsyncProjection::Idle { .. } => Poll::Pending,
        }
    }

    #[inline]
    fn clear(mut self: Pin<&mut Self>) {
        self.set(Self::FINISHED);
    }
}

pin_project! {
    /// The interrupt of an actor that is dropped with the nested group that it is in: it is never called.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct DropInstead<I> {
        #[pin]
        pub(crate) interrupt: I,
    }
}

impl<E, I: Form<E>> Form<E> for DropInstead<I> {
    const DROPS: bool = true;
    const STOPS_ON_PANIC: bool = I::STOPS_ON_PANIC;
    const FINISHED: Self = DropInstead { interrupt: I::FINISHED };

    #[inline]
    fn is_uncalled(&self) -> bool {
        self.interrupt.is_uncalled()
    }

    #[inline]
    fn call(self: Pin<&mut Self>, _: &Cause<'_, E>) {
        self.project().interrupt.clear();
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        self.project().interrupt.clear();
    }
}

#[cfg(feature = "std")]
pin_project! {
    /// The interrupt of an actor with `|stop|`: runs the one that was given to its end, then sets the signal.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct ThenStop<I, S> {
        #[pin]
        interrupt: I,
        // Dropping it sets the signal. `None` where the interrupt has finished.
        stop: Option<S>,
    }
}

#[cfg(feature = "std")]
impl<I, S> ThenStop<I, S> {
    pub(crate) fn new(interrupt: I, stop: S) -> Self {
        ThenStop { interrupt, stop: Some(stop) }
    }
}

#[cfg(feature = "std")]
impl<E, I: Form<E>, S> Form<E> for ThenStop<I, S> {
    const ASYNC: bool = I::ASYNC;
    const DROPS: bool = I::DROPS;
    const STOPS_ON_PANIC: bool = true;
    const FINISHED: Self = ThenStop { interrupt: I::FINISHED, stop: None };

    #[inline]
    fn is_uncalled(&self) -> bool {
        self.stop.is_some() && self.interrupt.is_uncalled()
    }

    #[inline]
    fn call(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        // The signal is set at the end of this function, also by a panic, unless there is a future to be polled first.
        let stop = this.stop.take();
        this.interrupt.call(cause);
        if I::ASYNC {
            *this.stop = stop;
        }
    }

    #[inline]
    fn is_running(&self) -> bool {
        self.interrupt.is_running()
    }

    #[inline]
    fn poll_running(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        self.project().interrupt.poll_running(cx)
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {
        let this = self.project();
        let stop = this.stop.take();
        this.interrupt.clear();
        mem::drop(stop);
    }
}
