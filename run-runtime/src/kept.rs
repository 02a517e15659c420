//! What most groups never need, or not for long: it takes a pointer, and a place elsewhere once there is something.

#[cfg(feature = "std")]
pub(crate) use full::{Aside, Kept};

use crate::{error::Error, table::Place};

#[cfg(feature = "std")]
mod full {
    use super::{Error, Place};
    use crate::{boxed::Boxed, error::AsError, record::Record, wake::Wakers};

    pub(crate) struct Kept<E>(Boxed<Parts<E>>);

    struct Parts<E> {
        failure: Option<Error<E>>,
        aside: Aside,
    }

    /// What of it does not depend on the error type.
    #[derive(Default)]
    pub(crate) struct Aside {
        pub(crate) record: Option<Record>,
        /// The wakers of the actors, between two polls of the group.
        pub(crate) wakers: Option<Wakers>,
    }

    impl<E> Kept<E> {
        pub(crate) const NOTHING: Self = Kept(Boxed::EMPTY);

        #[inline]
        pub(crate) fn failure(&self) -> Option<&Error<E>> {
            self.0.get().and_then(|parts| parts.failure.as_ref())
        }

        /// Keeps a failure. Which one it is, counted from 0.
        pub(crate) fn fail(&mut self, error: Error<E>) -> usize {
            Error::push_to(&mut self.parts().failure, error)
        }

        /// Keeps who was stuck.
        pub(crate) fn stuck(&mut self, name: &'static str, place: Place) {
            Error::push_stuck_to(&mut self.parts().failure, name, place);
        }

        #[inline]
        pub(crate) fn take_failure(&mut self) -> Option<Error<E>> {
            self.0.get_mut().and_then(|parts| parts.failure.take())
        }

        pub(crate) fn explain_by(&mut self, as_error: AsError<E>) {
            if let Some(failure) = self.0.get_mut().and_then(|parts| parts.failure.as_mut()) {
                failure.explain_by(as_error);
            }
        }

        pub(crate) fn aside(&mut self) -> Option<&mut Aside> {
            self.0.get_mut().map(|parts| &mut parts.aside)
        }

        pub(crate) fn make_aside(&mut self) -> &mut Aside {
            &mut self.parts().aside
        }

        pub(crate) fn record(&mut self) -> Option<&mut Record> {
            self.aside()?.record.as_mut()
        }

        #[inline(never)]
        fn parts(&mut self) -> &mut Parts<E> {
            self.0.get_or_insert_with(|| Parts { failure: None, aside: Aside::default() })
        }
    }
}

/// Without an allocator there is room for a failure alone.
#[cfg(not(feature = "std"))]
pub(crate) struct Kept<E>(Option<Error<E>>);

#[cfg(not(feature = "std"))]
impl<E> Kept<E> {
    pub(crate) const NOTHING: Self = Kept(None);

    pub(crate) fn failure(&self) -> Option<&Error<E>> {
        self.0.as_ref()
    }

    pub(crate) fn fail(&mut self, error: Error<E>) -> usize {
        Error::push_to(&mut self.0, error)
    }

    pub(crate) fn stuck(&mut self, name: &'static str, place: Place) {
        Error::push_stuck_to(&mut self.0, name, place);
    }

    pub(crate) fn take_failure(&mut self) -> Option<Error<E>> {
        self.0.take()
    }

    #[allow(clippy::unused_self)]
    pub(crate) fn record(&mut self) -> Option<&mut crate::record::Record> {
        None
    }
}
