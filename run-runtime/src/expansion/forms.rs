//! The forms of an interrupt as the macro builds them. Each takes the check of what it was given as a closure.

use core::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

#[cfg(feature = "std")]
use crate::slot::forms::ThenStop;
use crate::{
    outcome::infer::Infer,
    slot::forms::{ByAsync, ByCall},
    state::cause::Cause,
};

/// `|cause| ..`. The closure is the macro's, around the user's; it calls the next function.
pub fn closure_with_cause<E>(_: Infer<E>, f: impl FnOnce(&Cause<'_, E>)) -> ByCall<impl FnOnce(&Cause<'_, E>)> {
    ByCall(Some(f))
}

/// Calls the user's closure inside the macro's, so that a wrong parameter is reported once.
pub fn call_with_cause<E, R>(cause: &Cause<'_, E>, f: impl FnOnce(&Cause<'_, E>) -> R, check: impl FnOnce(R)) {
    check(f(cause));
}

/// `|| ..`, or a block.
pub fn closure<E, R>(_: Infer<E>, f: impl FnOnce() -> R, check: impl FnOnce(R)) -> ByCall<impl FnOnce(&Cause<'_, E>)> {
    ByCall(Some(move |_: &Cause<'_, E>| check(f())))
}

/// `|cause| async { .. }`. The closure is the macro's, around the user's; it calls the next function.
pub fn async_closure_with_cause<E, F: Future<Output = Result<(), E>>>(
    _: Infer<E>,
    f: impl FnOnce(&Cause<'_, E>) -> F,
) -> ByAsync<impl FnOnce(&Cause<'_, E>) -> F, F> {
    ByAsync::new(f)
}

/// Calls the user's closure inside the macro's, so that a wrong parameter is reported once.
pub fn call_async_with_cause<E, F: Future, C: FnOnce(F::Output, Infer<E>) -> Result<(), E>>(
    cause: &Cause<'_, E>,
    f: impl FnOnce(&Cause<'_, E>) -> F,
    check: C,
) -> Checked<E, F, C> {
    Checked { future: f(cause), check: Some(check), error: Infer::NEW }
}

/// `|| async { .. }`.
#[allow(
    clippy::type_complexity,
    reason = "the future's type is named twice: the closure returns it, and `ByAsync` holds it"
)]
pub fn async_closure<E, F: Future, C: FnOnce(F::Output, Infer<E>) -> Result<(), E>>(
    error: Infer<E>,
    f: impl FnOnce() -> F,
    check: C,
) -> ByAsync<impl FnOnce(&Cause<'_, E>) -> Checked<E, F, C>, Checked<E, F, C>> {
    ByAsync::new(move |_: &Cause<'_, E>| Checked { future: f(), check: Some(check), error })
}

/// `async { .. }`.
#[allow(clippy::type_complexity, reason = "as above")]
pub fn async_block<E, F: Future, C: FnOnce(F::Output, Infer<E>) -> Result<(), E>>(
    error: Infer<E>,
    future: F,
    check: C,
) -> ByAsync<impl FnOnce(&Cause<'_, E>) -> Checked<E, F, C>, Checked<E, F, C>> {
    ByAsync::new(move |_: &Cause<'_, E>| Checked { future, check: Some(check), error })
}

/// The interrupt of an actor with `|stop|`.
#[cfg(feature = "std")]
pub fn then_stop<I, S>(interrupt: I, stop: S) -> ThenStop<I, S> {
    ThenStop::new(interrupt, stop)
}

pin_project! {
    /// A future whose output is checked.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Checked<E, F, C> {
        #[pin]
        future: F,
        check: Option<C>,
        error: Infer<E>,
    }
}

impl<E, F: Future, C: FnOnce(F::Output, Infer<E>) -> Result<(), E>> Future for Checked<E, F, C> {
    type Output = Result<(), E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let output = ready!(this.future.poll(cx));
        let check = this.check.take().expect("an interrupt is not polled after it has finished");
        Poll::Ready(check(output, *this.error))
    }
}
