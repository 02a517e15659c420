//! Probes: what the compiler finds out about a type by looking up a method.
//!
//! A method call tries receivers with more and more references. So of several traits that have the same method, each
//! implemented for a receiver with one reference less, the call takes the first whose bounds hold, and the bounds that do not
//! hold are no error. This is known as autoref specialization.

use core::{cell::RefCell, error, marker::PhantomData};

use crate::{
    group::options::{WithAsRef, WithDisplay, WithError},
    outcome::infer::Infer,
    slot::{
        forms::{ByValue, Call, Nothing},
        interrupt::Interrupt,
    },
    state::cause::Cause,
};

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

/// An interrupt that is any other expression. The method of the first trait that fits is called: the one that takes the value
/// itself, if it is an [`Interrupt`]. If it is not, neither the check nor the other method compiles, so the mistake is always
/// reported.
#[derive(Debug)]
pub struct Value<E, V>(V, PhantomData<fn() -> E>);

pub fn value<E, V>(_: Infer<E>, value: V) -> Value<E, V> {
    Value(value, PhantomData)
}

impl<E, V> Value<E, V> {
    /// Of a value whose type is not known when the method is looked up, as of `todo!()`.
    pub fn checked<C: FnOnce(V, &Cause<'_, E>)>(self, check: C) -> Call<impl FnOnce(&Cause<'_, E>)> {
        Call(Some(move |cause: &Cause<'_, E>| check(self.0, cause)))
    }
}

pub trait Interrupts<E, V> {
    fn form<C: FnOnce(V, &Cause<'_, E>)>(self, check: C) -> ByValue<V>;
}

impl<E, V: Interrupt<E>> Interrupts<E, V> for Value<E, V> {
    #[inline]
    fn form<C: FnOnce(V, &Cause<'_, E>)>(self, _: C) -> ByValue<V> {
        ByValue(Some(self.0))
    }
}

pub trait InterruptsNothing<E, V> {
    fn form<C: FnOnce(V, &Cause<'_, E>)>(&self, _: C) -> Nothing {
        const { panic!("a value that is no interrupt does not pass its check") }
    }
}

impl<E, V> InterruptsNothing<E, V> for Value<E, V> {}

// How the group's error type is reported: as an error, as something that holds one, or as something that can be displayed.
// The method of the first that fits is called on `&&&Explain`, the one that takes the most references.

#[derive(Debug)]
pub struct Explain<E>(PhantomData<fn() -> E>);

impl<E> Infer<E> {
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
