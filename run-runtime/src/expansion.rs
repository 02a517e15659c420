//! What the output of `run_group!` calls. Not for use by hand: it changes without notice.
//!
//! `EXPANSION.md` in `run-macros` shows the output, and why it is written as it is.

use core::{
    cell::RefCell,
    error, fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

#[cfg(feature = "tokio")]
use crate::tokio::timer::Timer;
use crate::{
    actor::{EndsDropped, IntoActor, Placed, Sealed},
    cause::Cause,
    fire::{Call, CallLater, Tell},
    gate::{IntoGate, When},
    interrupt::Interrupt,
    list::List,
    options::{WithAsRef, WithDisplay, WithError},
    outcome::{Exit, Never, Outcome},
    state::State,
    stays::Stays,
    trace::Show,
};
#[cfg(feature = "std")]
pub use crate::{
    any_error::AnyError,
    row::{fill_next, next},
    stop::Setter,
};
pub use crate::{
    clock::NoClock,
    fire::{Drop, Nothing},
    gate::Open,
    group::Group,
    list::{Branch, Vacant},
    slot::fill,
    table::Table,
};
#[cfg(feature = "tokio")]
use core::time::Duration;

/// The group's error type, passed to where it is to be inferred from.
#[derive(Debug)]
pub struct Of<E>(PhantomData<fn() -> E>, Show<E>);

impl<E> Of<E> {
    pub(crate) const NEW: Self = Of(PhantomData, Show::NONE);
}

impl<E> Clone for Of<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Of<E> {}

#[must_use]
pub fn of<E: fmt::Debug + fmt::Display + 'static>() -> Of<E> {
    Of(PhantomData, Show::by_display())
}

#[cfg(not(feature = "tracing"))]
pub fn vacant<L: List<E>, E, O>(_: Of<E>, options: O) -> Group<L, E, O> {
    Group::vacant(options)
}

// Touched on its way, it takes another copy.
#[cfg(feature = "tracing")]
pub fn vacant<L: List<E>, E, O>(error: Of<E>, options: O) -> Group<L, E, O> {
    let mut group = Group::vacant(options);
    group.parts().1.show = error.1;
    group
}

pub fn parts<L: List<E>, E, O>(group: &mut Group<L, E, O>) -> (&mut L, &mut State<E>) {
    group.parts()
}

/// The handle that `|stop|` names.
#[cfg(feature = "std")]
#[must_use]
pub fn handle(setter: &mut Setter) -> crate::Stop {
    setter.handle()
}

pub fn name<E>(state: &mut State<E>, table: &'static Table) {
    state.course.table = table;
}

/// Says that a slot stays vacant: it is configured out, or its actor was wrong and has been reported.
pub fn leave(_: &mut Vacant) {}

// What an actor's attributes ask for: its terms are its gate and its clock.

/// The terms of an actor whose clock is written before its gate.
pub fn swap<M, G>(clock: M, gate: G) -> (G, M) {
    (gate, clock)
}

/// `#[grace(duration)]`.
#[cfg(feature = "tokio")]
#[must_use]
pub fn grace(limit: Duration) -> Timer {
    Timer::new(limit)
}

/// `#[when(future)]`.
pub fn when<E, K, F: IntoGate<K>, C: Fn(F::Output, Of<E>) -> Exit<E>>(
    _: Of<E>,
    gate: F,
    exit: C,
) -> When<F::Future, C> {
    When { future: Some(gate.into_gate()), exit }
}

// What a gate gives is dropped: that it is done is all it says. Only an error counts. The method of the first that fits
// is called on `&&&Gave`, the one that takes the most references.

#[derive(Debug)]
pub struct Gave<T>(RefCell<Option<T>>);

pub fn gave<T>(output: T) -> Gave<T> {
    Gave(RefCell::new(Some(output)))
}

pub trait GaveNested {
    type Outcome;
    fn exit(&self) -> Self::Outcome;
}

impl<T, Y, X> GaveNested for &&Gave<Result<Result<T, Y>, X>> {
    type Outcome = Result<Result<(), Y>, X>;

    fn exit(&self) -> Self::Outcome {
        self.0.take().map_or(Ok(Ok(())), |result| result.map(|inner| inner.map(core::mem::drop)))
    }
}

pub trait GaveResult {
    type Outcome;
    fn exit(&self) -> Self::Outcome;
}

impl<T, X> GaveResult for &Gave<Result<T, X>> {
    type Outcome = Result<(), X>;

    fn exit(&self) -> Result<(), X> {
        self.0.take().map_or(Ok(()), |result| result.map(core::mem::drop))
    }
}

pub trait GaveAny {
    fn exit(&self) {}
}

impl<T> GaveAny for Gave<T> {}

// How an actor is checked.

/// An actor with `|stop|`, which stands in a block of its own.
pub fn actor<E, P, T: IntoActor<E, P>>(actor: T, _: Of<E>) -> Placed<T::Actor, T::Stays, P> {
    let mut stays = T::Stays::NOTHING;
    Placed { actor: actor.into_actor(&mut stays, Sealed(())), stays, place: PhantomData }
}

/// Where an actor runs that is interrupted by `drop`.
pub fn droppable<P: EndsDropped>(_: Of<P>) {}

pub fn outcome<E, T: Outcome<E>>(outcome: T, _: Of<E>) -> Exit<E> {
    outcome.exit(Sealed(()))
}

/// The outcome of an inline `async` block: the type is given, so that `?` and `Ok(())` work in it.
pub fn async_outcome<E>(outcome: Result<(), E>, _: Of<E>) -> Exit<E> {
    match outcome {
        Ok(()) => Exit::Ok,
        Err(error) => Exit::Failed(error),
    }
}

/// Stands in a `return` that is never reached, at the head of an inline `async` block. It tells the compiler what the
/// block returns before it reads the rest, also where the block never ends.
pub fn never<T, E>() -> Result<T, E> {
    unreachable!("it stands behind `if false`")
}

// The forms of an interrupt. Each takes the check of what it was given as a closure.

/// A closure of one parameter, inside one that is given the cause.
pub fn call_with<E>(_: Of<E>, f: impl FnOnce(&Cause<'_, E>)) -> Call<impl FnOnce(&Cause<'_, E>)> {
    Call(Some(f))
}

/// Calls it there, where its parameter is checked.
pub fn with<E, R>(cause: &Cause<'_, E>, f: impl FnOnce(&Cause<'_, E>) -> R, check: impl FnOnce(R)) {
    check(f(cause));
}

/// A closure without parameters, or a block.
pub fn call<E, R>(_: Of<E>, f: impl FnOnce() -> R, check: impl FnOnce(R)) -> Call<impl FnOnce(&Cause<'_, E>)> {
    Call(Some(move |_: &Cause<'_, E>| check(f())))
}

/// Any other expression. The method of the first trait that fits is called: the one that takes the value itself, if it is
/// an interrupt. If it is none, the check does not compile, and no more does the other method: nothing is left untold.
#[derive(Debug)]
pub struct Value<E, V>(V, PhantomData<fn() -> E>);

pub fn value<E, V>(_: Of<E>, value: V) -> Value<E, V> {
    Value(value, PhantomData)
}

impl<E, V> Value<E, V> {
    /// Of a value whose type is not known when the method is looked up, as of `todo!()`.
    pub fn checked<C: FnOnce(V, &Cause<'_, E>)>(self, check: C) -> Call<impl FnOnce(&Cause<'_, E>)> {
        Call(Some(move |cause: &Cause<'_, E>| check(self.0, cause)))
    }
}

pub trait Interrupts<E, V> {
    fn form<C: FnOnce(V, &Cause<'_, E>)>(self, check: C) -> Tell<V>;
}

impl<E, V: Interrupt<E>> Interrupts<E, V> for Value<E, V> {
    #[inline]
    fn form<C: FnOnce(V, &Cause<'_, E>)>(self, _: C) -> Tell<V> {
        Tell(Some(self.0))
    }
}

pub trait InterruptsNothing<E, V> {
    fn form<C: FnOnce(V, &Cause<'_, E>)>(&self, _: C) -> Nothing {
        const { panic!("a value that is no interrupt does not pass its check") }
    }
}

impl<E, V> InterruptsNothing<E, V> for Value<E, V> {}

/// A closure of one parameter that ends in an `async` block, inside one that is given the cause.
pub fn later_with<E, F: Future<Output = Result<(), E>>>(
    _: Of<E>,
    f: impl FnOnce(&Cause<'_, E>) -> F,
) -> CallLater<impl FnOnce(&Cause<'_, E>) -> F, F> {
    CallLater::new(f)
}

/// Calls it there, where its parameter is checked.
pub fn with_later<E, F: Future, C: FnOnce(F::Output, Of<E>) -> Result<(), E>>(
    cause: &Cause<'_, E>,
    f: impl FnOnce(&Cause<'_, E>) -> F,
    check: C,
) -> Checked<E, F, C> {
    Checked { future: f(cause), check: Some(check), error: Of::NEW }
}

/// A closure without parameters that ends in an `async` block.
#[allow(clippy::type_complexity, reason = "the future is named twice, so that there is room for it")]
pub fn later<E, F: Future, C: FnOnce(F::Output, Of<E>) -> Result<(), E>>(
    error: Of<E>,
    f: impl FnOnce() -> F,
    check: C,
) -> CallLater<impl FnOnce(&Cause<'_, E>) -> Checked<E, F, C>, Checked<E, F, C>> {
    CallLater::new(move |_: &Cause<'_, E>| Checked { future: f(), check: Some(check), error })
}

/// An `async` block.
#[allow(clippy::type_complexity, reason = "as above")]
pub fn future<E, F: Future, C: FnOnce(F::Output, Of<E>) -> Result<(), E>>(
    error: Of<E>,
    future: F,
    check: C,
) -> CallLater<impl FnOnce(&Cause<'_, E>) -> Checked<E, F, C>, Checked<E, F, C>> {
    CallLater::new(move |_: &Cause<'_, E>| Checked { future, check: Some(check), error })
}

/// The interrupt of an actor with `|stop|`.
#[cfg(feature = "std")]
pub fn then_stop<I>(interrupt: I, stop: Setter) -> crate::fire::ThenStop<I> {
    crate::fire::ThenStop::new(interrupt, stop)
}

pin_project! {
    /// A future whose output is checked.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Checked<E, F, C> {
        #[pin]
        future: F,
        check: Option<C>,
        error: Of<E>,
    }
}

impl<E, F: Future, C: FnOnce(F::Output, Of<E>) -> Result<(), E>> Future for Checked<E, F, C> {
    type Output = Result<(), E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let output = ready!(this.future.poll(cx));
        let check = this.check.take().expect("an interrupt is not polled after it has finished");
        Poll::Ready(check(output, *this.error))
    }
}

/// What a closure or a block may give when it interrupts: nothing.
#[diagnostic::on_unimplemented(
    message = "this interrupt does nothing with its value, a `{Self}`",
    label = "gives a `{Self}`, which would be dropped",
    note = "an interrupt tells the actor to stop and ends with `()`: add a `;` if that is what it has done, write \
            `=> token` without braces for a value that interrupts, and `=> async {{ .. }}` to await a future"
)]
pub trait Unit {}

impl Unit for () {}
#[diagnostic::do_not_recommend]
impl Unit for Never {}

pub fn unit<T: Unit>(_: T) {}

/// What an `async` interrupt may end with.
#[diagnostic::on_unimplemented(
    message = "an `async` interrupt ends with `()` or with a `Result<(), {E}>`, not with `{Self}`",
    label = "ends with `{Self}`",
    note = "to pass an error on, write `async {{ close().await?; Ok(()) }}`; to discard a value, `async {{ let _ = close().await; }}`"
)]
pub trait Settled<E> {
    fn settle(self) -> Result<(), E>;
}

impl<E> Settled<E> for () {
    fn settle(self) -> Result<(), E> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<E> Settled<E> for Never {
    fn settle(self) -> Result<(), E> {
        match self {}
    }
}

impl<E> Settled<E> for Result<(), E> {
    fn settle(self) -> Result<(), E> {
        self
    }
}

pub fn settle<E, T: Settled<E>>(output: T, _: Of<E>) -> Result<(), E> {
    output.settle()
}

pub fn interrupt<E, I: Interrupt<E>>(interrupt: I, cause: &Cause<'_, E>) {
    interrupt.interrupt(cause);
}

// How the group's error type is told: as an error, as something that holds one, or as something that can be displayed.
// The method of the first that fits is called on `&&&Explain`, the one that takes the most references.

#[derive(Debug)]
pub struct Explain<E>(PhantomData<fn() -> E>);

impl<E> Of<E> {
    #[must_use]
    pub fn how(self) -> Explain<E> {
        Explain(PhantomData)
    }
}

pub trait ExplainError {
    fn explain(&self) -> WithError {
        WithError
    }
}

impl<E: error::Error + 'static> ExplainError for &&Explain<E> {}

pub trait ExplainAsRef {
    fn explain(&self) -> WithAsRef {
        WithAsRef
    }
}

impl<E: AsRef<dyn error::Error + 'static>> ExplainAsRef for &Explain<E> {}

pub trait ExplainDisplay {
    fn explain(&self) -> WithDisplay {
        WithDisplay
    }
}

impl<E> ExplainDisplay for Explain<E> {}
