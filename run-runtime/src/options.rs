//! What a group was built with.

use core::{
    error, fmt,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{cause::Cause, clock::Clock};

/// What a group was built with: a list of types, each of which adds to the one inside it.
pub trait Options<E> {
    /// Whether there is a clock among it, so that there is anything to ask of it but the rest.
    const TIMED: bool = false;

    /// The group's error type as an error, if it is one.
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)>;

    /// Called at the first poll, before anything is started, and maybe again.
    fn prepare(self: Pin<&mut Self>) {}

    /// Called with the cause, before any interrupt.
    fn on_cause(self: Pin<&mut Self>, _: &Cause<'_, E>) {}

    /// Whether the group has served on for long enough, once there is a cause.
    fn poll_served(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    /// Whether time is up, once there is a cause. Asked again, it says the same.
    fn poll_up(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

/// A group as `run_group!` gives it, whose error type is an [`Error`](error::Error).
#[derive(Debug, Clone, Copy)]
pub struct WithError;

impl<E: error::Error + 'static> Options<E> for WithError {
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        Some(error)
    }
}

/// A group as `run_group!` gives it, whose error type holds an error, as `AnyError` and `anyhow::Error` do.
#[derive(Debug, Clone, Copy)]
pub struct WithAsRef;

impl<E: AsRef<dyn error::Error + 'static>> Options<E> for WithAsRef {
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        Some(error.as_ref())
    }
}

/// A group as `run_group!` gives it, whose error type can only be displayed.
#[derive(Debug, Clone, Copy)]
pub struct WithDisplay;

impl<E> Options<E> for WithDisplay {
    fn as_error(_: &E) -> Option<&(dyn error::Error + 'static)> {
        None
    }
}

pin_project! {
    /// `Group::on_cause`: the inner one's is called first.
    #[project(!Unpin)]
    pub struct OnCause<O, F> {
        #[pin]
        pub(crate) inner: O,
        pub(crate) f: Option<F>,
    }
}

impl<E, O: Options<E>, F: FnOnce(&Cause<'_, E>)> Options<E> for OnCause<O, F> {
    const TIMED: bool = O::TIMED;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        self.project().inner.prepare();
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        this.inner.on_cause(cause);
        if let Some(f) = this.f.take() {
            f(cause);
        }
    }

    fn poll_served(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll_served(cx)
    }

    fn poll_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll_up(cx)
    }
}

impl<O, F> fmt::Debug for OnCause<O, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnCause").finish_non_exhaustive()
    }
}

pin_project! {
    /// `Group::grace` and `Group::deadline`: of several, the one that is up first counts.
    #[project(!Unpin)]
    pub struct Deadline<O, M> {
        #[pin]
        pub(crate) inner: O,
        #[pin]
        pub(crate) clock: M,
    }
}

impl<E, O: Options<E>, M: Clock> Options<E> for Deadline<O, M> {
    const TIMED: bool = true;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        let this = self.project();
        this.inner.prepare();
        this.clock.prepare();
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        // The clock first: what is called with the cause takes time.
        this.clock.start();
        this.inner.on_cause(cause);
    }

    fn poll_served(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll_served(cx)
    }

    fn poll_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let inner = this.inner.poll_up(cx);
        if this.clock.poll_up(cx).is_ready() { Poll::Ready(()) } else { inner }
    }
}

impl<O, M> fmt::Debug for Deadline<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deadline").finish_non_exhaustive()
    }
}

#[cfg(feature = "tokio")]
pin_project! {
    /// `Group::lame_duck`: of several, the one that takes the longest counts.
    #[project(!Unpin)]
    pub struct LameDuck<O, M> {
        #[pin]
        pub(crate) inner: O,
        #[pin]
        pub(crate) clock: M,
        pub(crate) signalled: bool,
    }
}

#[cfg(feature = "tokio")]
impl<E, O: Options<E>, M: Clock> Options<E> for LameDuck<O, M> {
    const TIMED: bool = true;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        let this = self.project();
        this.inner.prepare();
        this.clock.prepare();
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        *this.signalled = cause.signal().is_some();
        this.clock.start();
        this.inner.on_cause(cause);
    }

    fn poll_served(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let inner = this.inner.poll_served(cx);
        if *this.signalled && this.clock.poll_up(cx).is_pending() { Poll::Pending } else { inner }
    }

    fn poll_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll_up(cx)
    }
}

#[cfg(feature = "tokio")]
impl<O, M> fmt::Debug for LameDuck<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LameDuck").finish_non_exhaustive()
    }
}
