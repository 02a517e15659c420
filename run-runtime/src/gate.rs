//! `#[when(future)]`: when an actor may be polled.

use core::{
    convert::Infallible,
    future::{Future, IntoFuture, Ready},
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::{actor::Nobody, expansion::Of, outcome::Exit};

/// When an actor may be polled.
pub trait Gate<E> {
    /// Whether it may not be open from the start.
    const WAITS: bool;

    /// Waits until it may be. A gate that fails is the actor's failure.
    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>>;

    /// Whether it may be, as far as is known.
    fn is_open(&self) -> bool;
}

/// What may stand in `#[when(..)]`. `Kind` tells a future from nothing, for the reason that `IntoActor`'s `Place` does.
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
impl<T: Nobody> IntoGate<Infallible> for T {
    type Output = Infallible;
    type Future = Ready<Infallible>;

    fn into_gate(self) -> Self::Future {
        unreachable!("nobody is `Nobody`")
    }
}

/// At once.
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
}

pin_project! {
    /// When a future is done, which is dropped then.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct When<F, C> {
        #[pin]
        pub(crate) future: Option<F>,
        pub(crate) exit: C,
    }
}

impl<E, F: Future, C: Fn(F::Output, Of<E>) -> Exit<E>> Gate<E> for When<F, C> {
    const WAITS: bool = true;

    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        let mut this = self.project();
        let Some(future) = this.future.as_mut().as_pin_mut() else { return Poll::Ready(Ok(())) };
        let output = ready!(future.poll(cx));
        this.future.set(None);
        Poll::Ready(match (this.exit)(output, Of::NEW) {
            Exit::Failed(error) => Err(error),
            _ => Ok(()),
        })
    }

    fn is_open(&self) -> bool {
        self.future.is_none()
    }
}
