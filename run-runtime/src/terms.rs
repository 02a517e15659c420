//! What an actor's attributes ask for: `#[when(..)]`.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::{expansion::Of, outcome::Exit};

/// What an actor's attributes ask for: a list of types, in the order written.
pub trait Terms<E> {
    /// Whether the actor may be polled yet. A gate that fails is the actor's failure.
    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>>;

    /// Whether it may be polled, as far as is known.
    fn is_open(&self) -> bool;
}

/// An actor without such attributes.
#[derive(Debug)]
pub struct NoTerms;

impl<E> Terms<E> for NoTerms {
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
    /// `#[when(future)]`: a gate, which is dropped when it opens.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct When<F, C, R> {
        #[pin]
        pub(crate) gate: Option<F>,
        pub(crate) open: C,
        #[pin]
        pub(crate) rest: R,
    }
}

impl<E, F: Future, C: Fn(F::Output, Of<E>) -> Exit<E>, R: Terms<E>> Terms<E> for When<F, C, R> {
    fn poll_open(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), E>> {
        let mut this = self.project();
        if let Some(gate) = this.gate.as_mut().as_pin_mut() {
            let output = ready!(gate.poll(cx));
            this.gate.set(None);
            if let Exit::Failed(error) = (this.open)(output, Of::NEW) {
                return Poll::Ready(Err(error));
            }
        }
        this.rest.poll_open(cx)
    }

    fn is_open(&self) -> bool {
        self.gate.is_none() && self.rest.is_open()
    }
}
