//! Checks of an actor and its interrupt. The macro calls each in a closure with a fixed signature, at the user's tokens. So a
//! wrong type is reported once, there.

use core::marker::PhantomData;

use crate::{
    expansion::default_error::{DefaultError, InnerDefaultError},
    outcome::{Never, Outcome, exit::Exit, infer::Infer, sealed::Sealed},
    slot::{
        actor::{Converted, IntoActor},
        interrupt::Interrupt,
        retained::Retained,
    },
    state::cause::Cause,
};

/// Checks and converts an actor with `|stop|`, in the block that has its handle.
#[track_caller]
pub fn actor<E, P, T: IntoActor<E, P>>(actor: T, _: Infer<E>) -> Converted<T, P, T::Actor, T::Retained> {
    let mut retained = T::Retained::NOTHING;
    Converted { actor: actor.into_actor(&mut retained, Sealed(())), retained, from: PhantomData }
}

pub fn outcome<E, T: Outcome<E>>(outcome: T, _: Infer<E>) -> Exit<E> {
    outcome.exit(Sealed(()))
}

/// The outcome of an expression with a block or a closure in it. If that leaves its error type open, it is the group's.
pub fn open_outcome<E, T, D, I>(outcome: T, _: Infer<E>, _: (D, I)) -> Exit<E>
where
    T: Outcome<E>,
    D: DefaultError<E, T>,
    I: InnerDefaultError<E, T>,
{
    outcome.exit(Sealed(()))
}

/// The outcome of an inline `async` block: the type is given, so that `?` and `Ok(())` work in it.
pub fn async_outcome<E>(outcome: Result<(), E>, _: Infer<E>) -> Exit<E> {
    match outcome {
        Ok(()) => Exit::Ok,
        Err(error) => Exit::Failed(error),
    }
}

/// Stands in a `return` that is never reached, at the head of an inline `async` block. From it the
/// compiler knows what the block returns before it reads the rest, even if the block never ends.
pub fn never<E>() -> Result<(), E> {
    unreachable!("it stands after `if false`")
}

/// What a closure or a block may give when it interrupts: nothing.
#[diagnostic::on_unimplemented(
    message = "this interrupt does nothing with its value, a `{Self}`",
    label = "gives a `{Self}`, which would be dropped",
    note = "an interrupt tells the actor to stop and ends with `()`: add a `;` if that is what it has done, write \
            `=> token` without braces for a value that interrupts, and `=> async {{ .. }}` to await a future"
)]
pub trait Unit {}

#[diagnostic::do_not_recommend]
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

#[diagnostic::do_not_recommend]
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

#[diagnostic::do_not_recommend]
impl<E> Settled<E> for Result<(), E> {
    fn settle(self) -> Result<(), E> {
        self
    }
}

pub fn settle<E, T: Settled<E>>(output: T, _: Infer<E>) -> Result<(), E> {
    output.settle()
}

pub fn interrupt<E, I: Interrupt<E>>(interrupt: I, cause: &Cause<'_, E>) {
    interrupt.interrupt(cause);
}

/// Stands after a dot where a name is still to be typed: every type has its method. The mistake, its argument, is of a type that the
/// compiler does not know, and so is what the method gives: nothing else is reported of it.
pub trait HalfTyped {
    #[doc(hidden)]
    fn __half_typed<T>(&self, mistake: T) -> T {
        mistake
    }
}

impl<T: ?Sized> HalfTyped for T {}
