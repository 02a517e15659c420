//! Probes: what the compiler finds out about a type by looking up a method.
//!
//! Method lookup tries the receiver as it is, then dereferenced, step by step, and each of these also by reference. So of three
//! traits with the same method, implemented for `&&T`, `&T` and `T`, a call on a `&&&T` takes the first, in that order, whose
//! bounds hold. The bounds that do not hold are no error. ([`Value`] needs only the step from by value to by reference.)

use core::{cell::RefCell, error, marker::PhantomData};
#[cfg(feature = "std")]
use std::boxed::Box;

#[cfg(feature = "std")]
use crate::group::options::WithBox;
use crate::{
    group::options::{WithAsRef, WithDisplay, WithError},
    outcome::infer::Infer,
    slot::{
        forms::{ByCall, ByNothing, ByValue},
        interrupt::Interrupt,
    },
    state::cause::Cause,
};

// The output of a gate is dropped, but an error in it counts. The macro calls the method on a `&&&GateOutput`.

#[derive(Debug)]
pub struct GateOutput<T>(RefCell<Option<T>>);

pub fn gate_output<T>(output: T) -> GateOutput<T> {
    GateOutput(RefCell::new(Some(output)))
}

pub trait NestedGateOutput {
    type Outcome;
    fn exit(&self) -> Self::Outcome;
}

impl<T, Y, X> NestedGateOutput for &&GateOutput<Result<Result<T, Y>, X>> {
    type Outcome = Result<Result<(), Y>, X>;

    fn exit(&self) -> Self::Outcome {
        self.0.take().map_or(Ok(Ok(())), |result| result.map(|inner| inner.map(core::mem::drop)))
    }
}

pub trait ResultGateOutput {
    type Outcome;
    fn exit(&self) -> Self::Outcome;
}

impl<T, X> ResultGateOutput for &GateOutput<Result<T, X>> {
    type Outcome = Result<(), X>;

    fn exit(&self) -> Result<(), X> {
        self.0.take().map_or(Ok(()), |result| result.map(core::mem::drop))
    }
}

pub trait AnyGateOutput {
    fn exit(&self) {}
}

impl<T> AnyGateOutput for GateOutput<T> {}

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
    pub fn checked<C: FnOnce(V, &Cause<'_, E>)>(self, check: C) -> ByCall<impl FnOnce(&Cause<'_, E>)> {
        ByCall(Some(move |cause: &Cause<'_, E>| check(self.0, cause)))
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
    fn form<C: FnOnce(V, &Cause<'_, E>)>(&self, _: C) -> ByNothing {
        const { panic!("a value that is no interrupt does not pass its check") }
    }
}

impl<E, V> InterruptsNothing<E, V> for Value<E, V> {}

// How an error of the group's type is given as a `dyn Error`: it is one, it holds one, or it only displays.
// The macro calls the method on a `&&&Explain`.

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

// A method of the type's own is found before those of traits that take the same receiver.

#[cfg(feature = "std")]
#[expect(clippy::unused_self, reason = "it is found by the receiver")]
impl Explain<Box<dyn error::Error + Send>> {
    #[must_use]
    pub fn explain(&self) -> WithBox {
        WithBox
    }
}

#[cfg(feature = "std")]
#[expect(clippy::unused_self, reason = "as above")]
impl Explain<Box<dyn error::Error + Send + Sync>> {
    #[must_use]
    pub fn explain(&self) -> WithBox {
        WithBox
    }
}
