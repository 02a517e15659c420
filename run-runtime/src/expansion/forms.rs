//! The forms of an interrupt as the macro builds them. Each takes the check of what it was given as a closure.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::{
    outcome::infer::Infer,
    slot::forms::{Call, CallAsync},
    state::cause::Cause,
};
#[cfg(feature = "std")]
use crate::{slot::forms::ThenStop, sync::stop::Setter};

/// A closure of one parameter, inside one that is given the cause.
pub fn call_with<E>(_: Infer<E>, f: impl FnOnce(&Cause<'_, E>)) -> Call<impl FnOnce(&Cause<'_, E>)> {
    Call(Some(f))
}

/// Calls it there, where its parameter is checked.
pub fn with<E, R>(cause: &Cause<'_, E>, f: impl FnOnce(&Cause<'_, E>) -> R, check: impl FnOnce(R)) {
    check(f(cause));
}

/// A closure without parameters, or a block.
pub fn call<E, R>(_: Infer<E>, f: impl FnOnce() -> R, check: impl FnOnce(R)) -> Call<impl FnOnce(&Cause<'_, E>)> {
    Call(Some(move |_: &Cause<'_, E>| check(f())))
}

/// A closure of one parameter that ends in an `async` block, inside one that is given the cause.
pub fn later_with<E, F: Future<Output = Result<(), E>>>(
    _: Infer<E>,
    f: impl FnOnce(&Cause<'_, E>) -> F,
) -> CallAsync<impl FnOnce(&Cause<'_, E>) -> F, F> {
    CallAsync::new(f)
}

/// Calls it there, where its parameter is checked.
pub fn with_later<E, F: Future, C: FnOnce(F::Output, Infer<E>) -> Result<(), E>>(
    cause: &Cause<'_, E>,
    f: impl FnOnce(&Cause<'_, E>) -> F,
    check: C,
) -> Checked<E, F, C> {
    Checked { future: f(cause), check: Some(check), error: Infer::NEW }
}

/// A closure without parameters that ends in an `async` block.
#[allow(clippy::type_complexity, reason = "the future is named twice, so that there is room for it")]
pub fn later<E, F: Future, C: FnOnce(F::Output, Infer<E>) -> Result<(), E>>(
    error: Infer<E>,
    f: impl FnOnce() -> F,
    check: C,
) -> CallAsync<impl FnOnce(&Cause<'_, E>) -> Checked<E, F, C>, Checked<E, F, C>> {
    CallAsync::new(move |_: &Cause<'_, E>| Checked { future: f(), check: Some(check), error })
}

/// An `async` block.
#[allow(clippy::type_complexity, reason = "as above")]
pub fn future<E, F: Future, C: FnOnce(F::Output, Infer<E>) -> Result<(), E>>(
    error: Infer<E>,
    future: F,
    check: C,
) -> CallAsync<impl FnOnce(&Cause<'_, E>) -> Checked<E, F, C>, Checked<E, F, C>> {
    CallAsync::new(move |_: &Cause<'_, E>| Checked { future, check: Some(check), error })
}

/// The interrupt of an actor with `|stop|`.
#[cfg(feature = "std")]
pub fn then_stop<I>(interrupt: I, stop: Setter) -> ThenStop<I> {
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
