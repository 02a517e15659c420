//! `#[when(future)]`: when an actor may be polled.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::{expansion::Of, outcome::Exit};

/// When an actor may be polled.
pub trait Gate<E> {
    /// Waits until it may be. A gate that fails is the actor's failure.
    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>>;

    /// Whether it may be, as far as is known.
    fn is_open(&self) -> bool;
}

/// At once.
#[derive(Debug)]
pub struct Open;

impl<E> Gate<E> for Open {
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
