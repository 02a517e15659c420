//! The methods of a group that a feature adds, where it is off: each says which. What is required is of a type `T` that nothing says,
//! so that the compiler shows the method's name, and not the whole group.

#[cfg(not(feature = "std"))]
use crate::outcome::error::Error;
use crate::{group::Group, slot::list::List};

/// What the feature `std` adds. No type has it.
#[cfg(not(feature = "std"))]
#[diagnostic::on_unimplemented(
    message = "this method of a group needs the feature `std` of `run-group`",
    label = "the feature `std` is off"
)]
pub trait NeedsStd<T> {}

/// What the feature `tokio` adds. No type has it.
#[diagnostic::on_unimplemented(
    message = "this method of a group needs the feature `tokio` of `run-group`",
    label = "the feature `tokio` is off"
)]
pub trait NeedsTokio<T> {}

#[cfg(not(feature = "std"))]
#[allow(missing_docs, reason = "they are there to say that they are not")]
impl<L: List<E>, E, O> Group<L, E, O> {
    #[doc(hidden)]
    pub fn report<T>(self) -> Self
    where
        (): NeedsStd<T>,
    {
        self
    }

    #[doc(hidden)]
    pub fn run<T>(self) -> Result<(), Error<E>>
    where
        (): NeedsStd<T>,
    {
        Ok(())
    }

    #[doc(hidden)]
    pub fn run_and_exit<T>(self) -> !
    where
        (): NeedsStd<T>,
    {
        unreachable!("no type has the feature")
    }

    #[doc(hidden)]
    pub fn exit<T>(self) -> core::future::Pending<()>
    where
        (): NeedsStd<T>,
    {
        core::future::pending()
    }
}

#[allow(missing_docs, reason = "they are there to say that they are not")]
impl<L: List<E>, E, O> Group<L, E, O> {
    #[doc(hidden)]
    pub fn grace<D, T>(self, _: D) -> Self
    where
        (): NeedsTokio<T>,
    {
        self
    }

    #[doc(hidden)]
    pub fn drain<D, T>(self, _: D) -> Self
    where
        (): NeedsTokio<T>,
    {
        self
    }

    #[doc(hidden)]
    pub fn lame_duck<D, T>(self, _: D) -> Self
    where
        (): NeedsTokio<T>,
    {
        self
    }
}
