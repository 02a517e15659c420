//! How long something may take once it has been asked to stop.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

/// A time that runs from when it is started, and is then up for good.
pub trait Clock {
    /// Whether it may ever be up.
    const RUNS: bool;

    /// A clock that has not been set, where there will be one.
    const UNSET: Self;

    /// Called at the first poll, and maybe again: what a clock needs and has not got is reported then, and not in the
    /// middle of a shutdown.
    fn prepare(self: Pin<&mut Self>);

    /// Starts it. A clock that has been started is not started again; one that could not be prepared never runs.
    fn start(self: Pin<&mut Self>);

    /// Whether it has been started and time is up.
    fn poll_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()>;
}

/// As long as it takes.
#[derive(Debug)]
pub struct NoClock;

impl Clock for NoClock {
    const RUNS: bool = false;
    const UNSET: Self = NoClock;

    #[inline]
    fn prepare(self: Pin<&mut Self>) {}

    #[inline]
    fn start(self: Pin<&mut Self>) {}

    #[inline]
    fn poll_up(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

pin_project! {
    /// Until a future is done, which is made when the clock is started.
    #[derive(Debug)]
    #[project = UntilProjection]
    #[project(!Unpin)]
    pub enum Until<S, F> {
        Set { start: Option<S> },
        Running { #[pin] future: F },
        Up,
    }
}

impl<S: FnOnce() -> F, F: Future> Clock for Until<S, F> {
    const RUNS: bool = true;
    const UNSET: Self = Until::Set { start: None };

    fn prepare(self: Pin<&mut Self>) {}

    fn start(mut self: Pin<&mut Self>) {
        if let UntilProjection::Set { start } = self.as_mut().project() {
            if let Some(start) = start.take() {
                self.set(Until::Running { future: start() });
            }
        }
    }

    fn poll_up(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let up = match self.as_mut().project() {
            UntilProjection::Set { .. } => false,
            UntilProjection::Running { future } => future.poll(cx).is_ready(),
            UntilProjection::Up => return Poll::Ready(()),
        };
        if !up {
            return Poll::Pending;
        }
        self.set(Until::Up);
        Poll::Ready(())
    }
}
