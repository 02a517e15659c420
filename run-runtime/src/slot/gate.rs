//! `#[when(future)]` and `#[after(..)]`: when an actor is started.

use core::{
    convert::Infallible,
    future::{IntoFuture, Ready},
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::outcome::{exit::Exit, infer::Infer, sealed::Unimplemented};

/// When an actor is started.
pub trait Gate<E> {
    /// Whether it may be closed at first.
    const WAITS: bool;

    /// Waits until it is open. A gate that fails is the actor's failure.
    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>>;

    /// Whether it is open, as of the last poll.
    fn is_open(&self) -> bool;

    /// Drops what it waits for: it counts as open.
    fn clear(self: Pin<&mut Self>);

    /// Whether it waits for other actors to be ready.
    fn is_held(&self) -> bool {
        false
    }

    /// They are ready.
    fn release(self: Pin<&mut Self>) {}
}

/// What may stand in `#[when(..)]`. `Kind` is there for a second implementation: see `Unimplemented`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a future",
    label = "the actor waits for a future, which this is not",
    note = "`#[when(future)]` starts the actor when the future is done: `#[when(ready.notified())]`, `#[when(async {{ .. }})]`"
)]
pub trait IntoGate<Kind> {
    type Output;
    type Future: Future<Output = Self::Output>;
    fn into_gate(self) -> Self::Future;
}

#[diagnostic::do_not_recommend]
impl<T: IntoFuture> IntoGate<Open> for T {
    type Output = T::Output;
    type Future = T::IntoFuture;

    fn into_gate(self) -> T::IntoFuture {
        self.into_future()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Unimplemented> IntoGate<Infallible> for T {
    type Output = Infallible;
    type Future = Ready<Infallible>;

    fn into_gate(self) -> Self::Future {
        unreachable!("no type is `Unimplemented`")
    }
}

/// Open from the start.
#[derive(Debug)]
pub struct Open;

impl<E> Gate<E> for Open {
    const WAITS: bool = false;

    #[inline]
    fn poll_open(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), E>> {
        Poll::Ready(Ok(()))
    }

    #[inline]
    fn is_open(&self) -> bool {
        true
    }

    #[inline]
    fn clear(self: Pin<&mut Self>) {}
}

pin_project! {
    /// Open when a future is done, which is then dropped.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct When<F, C> {
        #[pin]
        pub(crate) future: Option<F>,
        pub(crate) read: C,
    }
}

impl<E, F: Future, C: Fn(F::Output, Infer<E>) -> Exit<E>> Gate<E> for When<F, C> {
    const WAITS: bool = true;

    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        let mut this = self.project();
        let Some(future) = this.future.as_mut().as_pin_mut() else { return Poll::Ready(Ok(())) };
        let output = ready!(future.poll(cx));
        this.future.set(None);
        Poll::Ready(match (this.read)(output, Infer::NEW) {
            Exit::Failed(error) => Err(error),
            _ => Ok(()),
        })
    }

    fn is_open(&self) -> bool {
        self.future.is_none()
    }

    fn clear(self: Pin<&mut Self>) {
        self.project().future.set(None);
    }
}

/// `#[after(..)]`. Open when the actors that it waits for are ready, which the driver finds out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// They are not ready.
    Held,
    /// They are: the driver has said so, and is about to poll.
    Released,
    Open,
}

impl<E> Gate<E> for After {
    const WAITS: bool = true;

    fn poll_open(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), E>> {
        if *self == After::Held {
            return Poll::Pending;
        }
        *self = After::Open;
        Poll::Ready(Ok(()))
    }

    fn is_open(&self) -> bool {
        *self == After::Open
    }

    fn clear(mut self: Pin<&mut Self>) {
        *self = After::Open;
    }

    fn is_held(&self) -> bool {
        *self == After::Held
    }

    fn release(mut self: Pin<&mut Self>) {
        if *self == After::Held {
            *self = After::Released;
        }
    }
}

pin_project! {
    /// Open when both are, of which the second is asked only when the first is open.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Both<A, B> {
        #[pin]
        pub(crate) first: A,
        #[pin]
        pub(crate) second: B,
    }
}

impl<E, A: Gate<E>, B: Gate<E>> Gate<E> for Both<A, B> {
    const WAITS: bool = A::WAITS || B::WAITS;

    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        let this = self.project();
        match ready!(this.first.poll_open(cx)) {
            Ok(()) => this.second.poll_open(cx),
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    fn is_open(&self) -> bool {
        self.first.is_open() && self.second.is_open()
    }

    fn clear(self: Pin<&mut Self>) {
        let this = self.project();
        this.first.clear();
        this.second.clear();
    }

    fn is_held(&self) -> bool {
        self.first.is_held() || self.second.is_held()
    }

    fn release(self: Pin<&mut Self>) {
        let this = self.project();
        this.first.release();
        this.second.release();
    }
}
