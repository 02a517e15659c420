//! Values that carry a type to where it is to be inferred.

use core::{fmt, marker::PhantomData};

use crate::outcome::end::End;

/// Carries a type to where it is to be inferred: the group's error type, or the place where an actor runs.
#[derive(Debug)]
pub struct Infer<T> {
    marker: PhantomData<fn() -> T>,
    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "only `tracing` displays errors"))]
    pub(crate) show: Show<T>,
}

impl<T> Infer<T> {
    pub(crate) const NEW: Self = Infer { marker: PhantomData, show: Show::NONE };

    /// Of an error type that can be displayed.
    pub(crate) fn displayed() -> Self
    where
        T: fmt::Display,
    {
        Infer { marker: PhantomData, show: Show::by_display() }
    }
}

impl<T> Clone for Infer<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Infer<T> {}

/// How an error of the group's type is displayed to `tracing`. Made where the type has the bound `Display`, for code where it has
/// not.
#[cfg(feature = "tracing")]
pub(crate) struct Show<E>(Option<fn(&E) -> &dyn fmt::Display>);

#[cfg(feature = "tracing")]
impl<E> Show<E> {
    pub(crate) const NONE: Self = Show(None);

    fn by_display() -> Self
    where
        E: fmt::Display,
    {
        Show(Some(|error| error))
    }

    pub(crate) fn end(self, end: End<&E>) -> End<&dyn fmt::Display> {
        end.map(|error| self.0.map_or(&"an error" as &dyn fmt::Display, |show| show(error)))
    }
}

/// Without `tracing`, nothing is displayed.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Show<E>(PhantomData<fn(&E)>);

#[cfg(not(feature = "tracing"))]
impl<E> Show<E> {
    pub(crate) const NONE: Self = Show(PhantomData);

    fn by_display() -> Self {
        Self::NONE
    }

    #[expect(clippy::unused_self, reason = "the signature is that of the other one")]
    pub(crate) fn end(self, end: End<&E>) -> End<&dyn fmt::Display> {
        end.map(|_| &"an error" as &dyn fmt::Display)
    }
}

impl<E> Clone for Show<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Show<E> {}

impl<E> fmt::Debug for Show<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Show")
    }
}
