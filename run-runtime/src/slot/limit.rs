//! How long an actor or a group may take once it has been asked to stop.

use core::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use crate::outcome::{exit::Cut, panic::drop_beside};
#[cfg(feature = "std")]
use crate::state::last_call::Terms;

/// A time limit. It runs from when it is started; once it has passed, it stays so.
pub trait Limit {
    /// Whether it can ever pass.
    const CAN_PASS: bool;

    /// Whether cutting what it bounds is no failure.
    const DRAINS: bool = false;

    /// Stands in a slot that has not been filled yet.
    const UNSET: Self;

    /// Called at the first poll, and maybe again: a missing timer is reported then, and not in the middle of a shutdown.
    fn prepare(self: Pin<&mut Self>);

    /// Starts it. A second start does nothing. A limit whose start has panicked never passes.
    fn start(self: Pin<&mut Self>);

    /// Has it run from now on, until it is started, or this is called again; if it can be started anew after that.
    fn run_early(self: Pin<&mut Self>) {}

    /// How long it is, if that is known.
    fn length(&self) -> Option<Duration> {
        None
    }

    /// Whether it has been started and has passed, and as what that is cut which it bounds.
    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cut>;
}

/// A limit that has passed.
#[derive(Clone, Copy, Debug)]
pub struct Passed {
    /// `None` where it is not known.
    pub(crate) length: Option<Duration>,
    /// Whether cutting an actor is no failure.
    #[cfg_attr(not(feature = "std"), expect(dead_code, reason = "only with a timer there is such a limit"))]
    pub(crate) drains: bool,
}

impl Passed {
    /// Of two that have been found to have passed together, the one that is shorter, or whose length is not known.
    pub(crate) fn first(self, other: Passed) -> Passed {
        if self.length <= other.length { self } else { other }
    }

    /// On what terms its group gives up.
    #[cfg(feature = "std")]
    pub(crate) fn terms(self) -> Terms {
        let last_call = self.length.map_or(Duration::ZERO, Terms::last_call_of);
        Terms { last_call, drains: self.drains }
    }
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
    fn poll_passed(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Cut> {
        Poll::Pending
    }
}

pin_project! {
    /// A limit that passes when a future is done, which is made when the limit is started.
    #[derive(Debug)]
    #[project = ByFutureProjection]
    #[project(!Unpin)]
    pub enum ByFuture<S, F> {
        Set { start: Option<S> },
        // `None` while it is being dropped.
        Running { #[pin] future: Option<F> },
        Passed,
    }

    impl<S, F> PinnedDrop for ByFuture<S, F> {
        fn drop(this: Pin<&mut Self>) {
            drop_beside(|| match this.project() {
                ByFutureProjection::Set { start } => drop(start.take()),
                ByFutureProjection::Running { mut future } => future.set(None),
                ByFutureProjection::Passed => {}
            });
        }
    }
}

impl<S: FnOnce() -> F, F: Future> Limit for ByFuture<S, F> {
    const CAN_PASS: bool = true;
    const UNSET: Self = ByFuture::Set { start: None };

    fn prepare(self: Pin<&mut Self>) {}

    fn start(mut self: Pin<&mut Self>) {
        if let ByFutureProjection::Set { start } = self.as_mut().project() {
            if let Some(start) = start.take() {
                self.set(ByFuture::Running { future: Some(start()) });
            }
        }
    }

    fn poll_passed(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cut> {
        let passed = match self.as_mut().project() {
            ByFutureProjection::Set { .. } => false,
            ByFutureProjection::Running { future } => {
                future.as_pin_mut().is_some_and(|future| future.poll(cx).is_ready())
            }
            ByFutureProjection::Passed => return Poll::Ready(Cut::Stuck),
        };
        if !passed {
            return Poll::Pending;
        }
        self.set(ByFuture::Passed);
        Poll::Ready(Cut::Stuck)
    }
}

pin_project! {
    /// A limit that is there to be reached: cutting what it bounds is no failure.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Drains<M> {
        #[pin]
        pub(crate) limit: M,
    }
}

impl<M: Limit> Limit for Drains<M> {
    const CAN_PASS: bool = M::CAN_PASS;
    const DRAINS: bool = true;
    const UNSET: Self = Drains { limit: M::UNSET };

    fn prepare(self: Pin<&mut Self>) {
        self.project().limit.prepare();
    }

    fn start(self: Pin<&mut Self>) {
        self.project().limit.start();
    }

    fn run_early(self: Pin<&mut Self>) {
        self.project().limit.run_early();
    }

    fn length(&self) -> Option<Duration> {
        self.limit.length()
    }

    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cut> {
        self.project().limit.poll_passed(cx)
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
    const DRAINS: bool = A::DRAINS || B::DRAINS;
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

    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cut> {
        let this = self.project();
        let first = this.first.poll_passed(cx);
        if first.is_ready() { first } else { this.second.poll_passed(cx) }
    }
}
