//! Methods of what a group gives, called on the group or on its report before they are awaited: each says so. What is required is of a
//! type `T` that nothing says, so that the compiler shows the method's name, and not the whole group.

use crate::{
    group::{Group, report::Reporting},
    outcome::error::Error,
    slot::list::List,
};

/// What is there when a group has ended. No type is it before.
#[diagnostic::on_unimplemented(
    message = "this is there when the group has ended: await it first",
    label = "called on what has not been awaited",
    note = "write `run_group! {{ .. }}.await`, `run_group! {{ .. }}.report().await`"
)]
pub trait Awaited<T> {}

#[allow(missing_docs, clippy::missing_errors_doc, reason = "they are there to say that they are not")]
impl<L: List<E>, E, O> Group<L, E, O> {
    #[doc(hidden)]
    pub fn unwrap<T>(self)
    where
        (): Awaited<T>,
    {
    }

    #[doc(hidden)]
    pub fn expect<T>(self, _: &str)
    where
        (): Awaited<T>,
    {
    }
}

#[allow(missing_docs, clippy::missing_errors_doc, reason = "as above")]
impl<L: List<E>, E, O> Reporting<L, E, O> {
    #[doc(hidden)]
    pub fn result<T>(&self) -> Result<(), &Error<E>>
    where
        (): Awaited<T>,
    {
        Ok(())
    }

    #[doc(hidden)]
    pub fn into_result<T>(self) -> Result<(), Error<E>>
    where
        (): Awaited<T>,
    {
        Ok(())
    }

    #[doc(hidden)]
    pub fn exit_code<T>(&self) -> u8
    where
        (): Awaited<T>,
    {
        0
    }
}
