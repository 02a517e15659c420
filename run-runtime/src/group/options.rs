//! What a group was built with: `on_cause`, `until`, deadlines, how its error type is an error.

use core::{
    error, fmt,
    pin::Pin,
    task::{Context, Poll},
};
#[cfg(feature = "std")]
use std::boxed::Box;

use pin_project_lite::pin_project;

use crate::{
    driver::limits::Asked,
    outcome::panic::drop_beside,
    slot::limit::{Limit, Passed},
    state::cause::Cause,
};

/// What a group was built with: a list of types, each of which adds to the one inside it.
pub trait Options<E> {
    /// Whether there is a limit among them, so that `prepare`, `poll_lame_duck` and `poll_time_up` are to be called.
    const LIMITED: bool = false;

    /// Whether there is something among them that may ask the group to stop, so that `poll_asked` is to be called.
    const ASKS: bool = false;

    /// Whether there is something among them that waits until all are ready.
    const AWAITS_READY: bool = false;

    /// Whether there is a `Group::drain` among them, so that cutting an actor because of a signal is no failure.
    const DRAINS: bool = false;

    /// The group's error type as an error, if it is one.
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)>;

    /// Called at the first poll, before anything is started, and maybe again.
    fn prepare(self: Pin<&mut Self>) {}

    /// Called where something drains though there is no cause, and maybe again: limits that can be started anew bound that.
    fn restart_limits(self: Pin<&mut Self>) {}

    /// Whether the group is asked to stop, as long as there is no cause.
    fn poll_asked(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Asked> {
        Poll::Pending
    }

    /// Whether something still waits until all are ready.
    fn awaits_ready(&self) -> bool {
        false
    }

    /// Called when all are ready, unless there is a cause.
    fn on_ready(self: Pin<&mut Self>) {}

    /// Called with the cause, before any interrupt; and again after a panic in it, for the functions not yet called.
    fn on_cause(self: Pin<&mut Self>, _: &Cause<'_, E>) {}

    /// Ready when the interrupts may be called, once there is a cause: at once, unless there is a lame duck.
    fn poll_lame_duck(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }

    /// Whether the time is up, once there is a cause, and which limit has passed first. Once it is, it stays so.
    fn poll_time_up(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Passed> {
        Poll::Pending
    }
}

/// The innermost options, where the error type is an [`Error`](error::Error).
#[derive(Debug, Clone, Copy)]
pub struct WithError;

impl<E: error::Error + 'static> Options<E> for WithError {
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        Some(error)
    }
}

/// The innermost options, where the error type holds an error, as `AnyError` and `anyhow::Error` do.
#[derive(Debug, Clone, Copy)]
pub struct WithAsRef;

impl<E: AsRef<dyn error::Error + 'static>> Options<E> for WithAsRef {
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        Some(error.as_ref())
    }
}

/// The innermost options, where the error type is a boxed error that can be sent, which holds an error but gives it in no trait.
#[cfg(feature = "std")]
#[derive(Debug, Clone, Copy)]
pub struct WithBox;

#[cfg(feature = "std")]
impl Options<Box<dyn error::Error + Send>> for WithBox {
    fn as_error(error: &Box<dyn error::Error + Send>) -> Option<&(dyn error::Error + 'static)> {
        Some(&**error)
    }
}

#[cfg(feature = "std")]
impl Options<Box<dyn error::Error + Send + Sync>> for WithBox {
    fn as_error(error: &Box<dyn error::Error + Send + Sync>) -> Option<&(dyn error::Error + 'static)> {
        Some(&**error)
    }
}

/// The innermost options, where the error type only displays.
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

    impl<O, F> PinnedDrop for OnCause<O, F> {
        fn drop(this: Pin<&mut Self>) {
            drop_beside(|| drop(this.project().f.take()));
        }
    }
}

impl<E, O: Options<E>, F: FnOnce(&Cause<'_, E>)> Options<E> for OnCause<O, F> {
    const LIMITED: bool = O::LIMITED;
    const ASKS: bool = O::ASKS;
    const AWAITS_READY: bool = O::AWAITS_READY;
    const DRAINS: bool = O::DRAINS;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        self.project().inner.prepare();
    }

    fn restart_limits(self: Pin<&mut Self>) {
        self.project().inner.restart_limits();
    }

    fn poll_asked(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Asked> {
        self.project().inner.poll_asked(cx)
    }

    fn awaits_ready(&self) -> bool {
        self.inner.awaits_ready()
    }

    fn on_ready(self: Pin<&mut Self>) {
        self.project().inner.on_ready();
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        this.inner.on_cause(cause);
        if let Some(f) = this.f.take() {
            f(cause);
        }
    }

    fn poll_lame_duck(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll_lame_duck(cx)
    }

    fn poll_time_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Passed> {
        self.project().inner.poll_time_up(cx)
    }
}

impl<O, F> fmt::Debug for OnCause<O, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnCause").finish_non_exhaustive()
    }
}

pin_project! {
    /// `Group::grace`, `Group::drain` and `Group::deadline`: of several, the first that passes counts.
    #[project(!Unpin)]
    pub struct Deadline<O, M> {
        #[pin]
        pub(crate) inner: O,
        #[pin]
        pub(crate) limit: M,
    }
}

impl<E, O: Options<E>, M: Limit> Options<E> for Deadline<O, M> {
    const LIMITED: bool = true;
    const ASKS: bool = O::ASKS;
    const AWAITS_READY: bool = O::AWAITS_READY;
    const DRAINS: bool = O::DRAINS || M::DRAINS;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        let this = self.project();
        this.inner.prepare();
        this.limit.prepare();
    }

    fn restart_limits(self: Pin<&mut Self>) {
        let this = self.project();
        this.limit.run_early();
        this.inner.restart_limits();
    }

    fn poll_asked(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Asked> {
        self.project().inner.poll_asked(cx)
    }

    fn awaits_ready(&self) -> bool {
        self.inner.awaits_ready()
    }

    fn on_ready(self: Pin<&mut Self>) {
        self.project().inner.on_ready();
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        // The limit first: an `on_cause` function takes time.
        this.limit.start();
        this.inner.on_cause(cause);
    }

    fn poll_lame_duck(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll_lame_duck(cx)
    }

    fn poll_time_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Passed> {
        let mut this = self.project();
        let inner = this.inner.poll_time_up(cx);
        let own =
            this.limit.as_mut().poll_passed(cx).map(|_| Passed { length: this.limit.length(), drains: M::DRAINS });
        match (inner, own) {
            (Poll::Ready(inner), Poll::Ready(own)) => Poll::Ready(inner.first(own)),
            (inner, Poll::Pending) => inner,
            (Poll::Pending, own) => own,
        }
    }
}

impl<O, M> fmt::Debug for Deadline<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deadline").finish_non_exhaustive()
    }
}

pin_project! {
    /// `Group::until`: of several, the first that is done counts.
    #[project(!Unpin)]
    pub struct Until<O, F> {
        #[pin]
        pub(crate) inner: O,
        // `None` from when it is done.
        #[pin]
        pub(crate) future: Option<F>,
    }

    impl<O, F> PinnedDrop for Until<O, F> {
        fn drop(this: Pin<&mut Self>) {
            drop_beside(|| this.project().future.set(None));
        }
    }
}

impl<E, O: Options<E>, F: Future> Options<E> for Until<O, F> {
    const LIMITED: bool = O::LIMITED;
    const ASKS: bool = true;
    const AWAITS_READY: bool = O::AWAITS_READY;
    const DRAINS: bool = O::DRAINS;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        self.project().inner.prepare();
    }

    fn restart_limits(self: Pin<&mut Self>) {
        self.project().inner.restart_limits();
    }

    fn poll_asked(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Asked> {
        let mut this = self.project();
        let inner = this.inner.poll_asked(cx);
        if this.future.as_mut().as_pin_mut().is_none_or(|future| future.poll(cx).is_pending()) {
            return inner;
        }
        this.future.set(None);
        Poll::Ready(Asked::ToStop)
    }

    fn awaits_ready(&self) -> bool {
        self.inner.awaits_ready()
    }

    fn on_ready(self: Pin<&mut Self>) {
        self.project().inner.on_ready();
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        self.project().inner.on_cause(cause);
    }

    fn poll_lame_duck(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll_lame_duck(cx)
    }

    fn poll_time_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Passed> {
        self.project().inner.poll_time_up(cx)
    }
}

impl<O, F> fmt::Debug for Until<O, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Until").finish_non_exhaustive()
    }
}
