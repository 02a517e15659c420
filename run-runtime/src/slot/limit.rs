//! How long an actor or a group may take once it has been asked to stop.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::outcome::panic::drop_beside;

/// A time limit. It runs from when it is started; once it has passed, it stays so.
pub trait Limit {
    /// Whether it can ever pass.
    const CAN_PASS: bool;

    /// Stands in a slot that has not been filled yet.
    const UNSET: Self;

    /// Called at the first poll, and maybe again: a missing timer is reported then, and not in the middle of a shutdown.
    fn prepare(self: Pin<&mut Self>);

    /// Starts it. A second start does nothing. A limit whose start has panicked never passes.
    fn start(self: Pin<&mut Self>);

    /// Whether it has been started and has passed.
    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()>;
}

/// No limit.
#[derive(Debug)]
pub struct NoLimit;

impl Limit for NoLimit {
    const CAN_PASS: bool = false;
    const UNSET: Self = NoLimit;

    #[inline]
    fn prepare(self: Pin<&mut Self>) {}

    #[inline]
    fn start(self: Pin<&mut Self>) {}

    #[inline]
    fn poll_passed(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

pin_project! {
    /// A limit that passes when a future is done, which is made when the limit is started.
    #[derive(Debug)]
    #[project = UntilProjection]
    #[project(!Unpin)]
    pub enum Until<S, F> {
        Set { start: Option<S> },
        // `None` while it is being dropped.
        Running { #[pin] future: Option<F> },
        Passed,
    }

    impl<S, F> PinnedDrop for Until<S, F> {
        fn drop(this: Pin<&mut Self>) {
            drop_beside(|| match this.project() {
                UntilProjection::Set { start } => drop(start.take()),
                UntilProjection::Running { mut future } => future.set(None),
                UntilProjection::Passed => {}
            });
        }
    }
}

impl<S: FnOnce() -> F, F: Future> Limit for Until<S, F> {
    const CAN_PASS: bool = true;
    const UNSET: Self = Until::Set { start: None };

    fn prepare(self: Pin<&mut Self>) {}

    fn start(mut self: Pin<&mut Self>) {
        if let UntilProjection::Set { start } = self.as_mut().project() {
            if let Some(start) = start.take() {
                self.set(Until::Running { future: Some(start()) });
            }
        }
    }

    fn poll_passed(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let passed = match self.as_mut().project() {
            UntilProjection::Set { .. } => false,
            UntilProjection::Running { future } => future.as_pin_mut().is_some_and(|future| future.poll(cx).is_ready()),
            UntilProjection::Passed => return Poll::Ready(()),
        };
        if !passed {
            return Poll::Pending;
        }
        self.set(Until::Passed);
        Poll::Ready(())
    }
}

pin_project! {
    /// The earlier of two limits.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Earlier<A, B> {
        #[pin]
        pub(crate) first: A,
        #[pin]
        pub(crate) second: B,
    }
}

impl<A: Limit, B: Limit> Limit for Earlier<A, B> {
    const CAN_PASS: bool = A::CAN_PASS || B::CAN_PASS;
    const UNSET: Self = Earlier { first: A::UNSET, second: B::UNSET };

    fn prepare(self: Pin<&mut Self>) {
        let this = self.project();
        this.first.prepare();
        this.second.prepare();
    }

    fn start(self: Pin<&mut Self>) {
        let this = self.project();
        this.first.start();
        this.second.start();
    }

    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let first = this.first.poll_passed(cx);
        if this.second.poll_passed(cx).is_ready() { Poll::Ready(()) } else { first }
    }
}
