//! What a group was built with.

use core::{error, fmt, pin::Pin};

use pin_project_lite::pin_project;

use crate::cause::Cause;

/// What a group was built with: a list of types, each of which adds to the one inside it.
pub trait Options<E> {
    /// The group's error type as an error, if it is one.
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)>;

    /// Called with the cause, before any interrupt.
    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>);
}

/// A group as `run_group!` gives it, whose error type is an [`Error`](error::Error).
#[derive(Debug, Clone, Copy)]
pub struct WithError;

impl<E: error::Error + 'static> Options<E> for WithError {
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        Some(error)
    }

    fn on_cause(self: Pin<&mut Self>, _: &Cause<'_, E>) {}
}

/// A group as `run_group!` gives it, whose error type holds an error, as `AnyError` and `anyhow::Error` do.
#[derive(Debug, Clone, Copy)]
pub struct WithAsRef;

impl<E: AsRef<dyn error::Error + 'static>> Options<E> for WithAsRef {
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        Some(error.as_ref())
    }

    fn on_cause(self: Pin<&mut Self>, _: &Cause<'_, E>) {}
}

/// A group as `run_group!` gives it, whose error type can only be displayed.
#[derive(Debug, Clone, Copy)]
pub struct WithDisplay;

impl<E> Options<E> for WithDisplay {
    fn as_error(_: &E) -> Option<&(dyn error::Error + 'static)> {
        None
    }

    fn on_cause(self: Pin<&mut Self>, _: &Cause<'_, E>) {}
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
    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        this.inner.on_cause(cause);
        if let Some(f) = this.f.take() {
            f(cause);
        }
    }
}

impl<O, F> fmt::Debug for OnCause<O, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnCause").finish_non_exhaustive()
    }
}
