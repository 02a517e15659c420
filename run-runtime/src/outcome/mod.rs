//! `Outcome`: how an actor may end. And what a group makes of it: exits, ends, errors, the names in them.

#[cfg(feature = "std")]
pub(crate) mod any_error;
#[cfg(feature = "std")]
pub(crate) mod cold_box;
pub(crate) mod end;
pub(crate) mod error;
mod error_fmt;
pub(crate) mod exit;
#[cfg(feature = "std")]
pub(crate) mod gave_up;
pub(crate) mod infer;
pub(crate) mod names;
pub(crate) mod panic;
pub(crate) mod sealed;
pub(crate) mod signal;

use core::convert::Infallible;

use crate::outcome::{exit::Exit, sealed::Sealed, signal::Signal};

/// How an actor may end: `()`, a [`Result`] of an outcome, an [`Option`] of one, [`Infallible`] (and `!`), or a [`Signal`].
///
/// A `Result` inside a `Result` counts: the error of a `Result<Result<(), E>, JoinError>` is never lost, whichever of
/// the two it is. `None` is a success, as of a `run_until_cancelled`. Each error is converted by [`From`] into the group's error type `E`.
///
/// Any other value would be lost, so it is not an outcome. To discard one on purpose:
///
/// ```
/// # use run_group::run_group;
/// async fn count() -> u64 { 3 }
///
/// # futures::executor::block_on(async {
/// run_group! {
///     count: async { let _lines = count().await; Ok(()) } => drop,
/// }
/// .await
/// # }).unwrap();
/// ```
///
/// The trait is sealed.
#[diagnostic::on_unimplemented(
    message = "the outcome `{Self}` of this actor would be lost",
    label = "ends with a `{Self}`",
    note = "an actor ends with `()` or a `Result<(), _>`; to discard a value on purpose, write `async {{ let _ = actor.await; Ok(()) }}`"
)]
pub trait Outcome<E> {
    #[doc(hidden)]
    fn exit(self, _: Sealed) -> Exit<E>;
}

impl<E> Outcome<E> for () {
    fn exit(self, _: Sealed) -> Exit<E> {
        Exit::Ok
    }
}

impl<E> Outcome<E> for Signal {
    fn exit(self, _: Sealed) -> Exit<E> {
        Exit::Signal(self)
    }
}

/// An actor's own error, on its way into the group's.
#[diagnostic::on_unimplemented(
    message = "the error `{Self}` of this actor does not convert into the group's error type `{E}`",
    label = "fails with a `{Self}`",
    note = "with an error type of your own, `type Error = MyError;`, write `impl From<{Self}> for MyError`; or convert it: \
            `async {{ actor.await.map_err(..)?; Ok(()) }}`",
    note = "a boxed error has to be a `Box<dyn Error + Send + Sync>`"
)]
pub trait Converts<E> {
    fn convert(self) -> E;
}

#[diagnostic::do_not_recommend]
impl<E: From<X>, X> Converts<E> for X {
    fn convert(self) -> E {
        self.into()
    }
}

impl<E, T: Outcome<E>, X: Converts<E>> Outcome<E> for Result<T, X> {
    fn exit(self, sealed: Sealed) -> Exit<E> {
        match self {
            Ok(outcome) => outcome.exit(sealed),
            Err(error) => Exit::Failed(error.convert()),
        }
    }
}

/// `None` is an `Ok`: what was cancelled has nothing to say.
impl<E, T: Outcome<E>> Outcome<E> for Option<T> {
    fn exit(self, sealed: Sealed) -> Exit<E> {
        self.map_or(Exit::Ok, |outcome| outcome.exit(sealed))
    }
}

impl<E> Outcome<E> for Infallible {
    fn exit(self, _: Sealed) -> Exit<E> {
        match self {}
    }
}

#[cfg(never_is_infallible)]
pub(crate) type Never = Infallible;

/// `!`, which cannot be written as a type argument yet, but can be computed.
#[cfg(not(never_is_infallible))]
pub(crate) type Never = <fn() -> ! as Returns>::Value;

#[cfg(not(never_is_infallible))]
pub trait Returns {
    type Value;
}

#[cfg(not(never_is_infallible))]
impl<T> Returns for fn() -> T {
    type Value = T;
}

#[cfg(not(never_is_infallible))]
#[diagnostic::do_not_recommend]
impl<E> Outcome<E> for Never {
    fn exit(self, _: Sealed) -> Exit<E> {
        self
    }
}
