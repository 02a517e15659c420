//! What most groups never need, or not for long: it takes a pointer, and a place elsewhere once there is something.

#[cfg(feature = "std")]
pub(crate) use boxed::Kept;

use crate::{error::Error, table::Place};

#[cfg(feature = "std")]
mod boxed {
    use std::boxed::Box;

    use super::{Error, Place};
    use crate::{error::AsError, record::Record, wake::Wakers};

    pub(crate) struct Kept<E>(Option<Box<Parts<E>>>);

    struct Parts<E> {
        failure: Option<Error<E>>,
        record: Option<Record>,
        wakers: Option<Wakers>,
    }

    /// So few actors are polled all, always: to find out who was woken would cost more.
    const FEW: u32 = 3;

    impl<E> Kept<E> {
        pub(crate) const NOTHING: Self = Kept(None);

        #[inline]
        pub(crate) fn failure(&self) -> Option<&Error<E>> {
            self.0.as_ref().and_then(|parts| parts.failure.as_ref())
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
            self.0.as_mut().and_then(|parts| parts.failure.take())
        }

        pub(crate) fn explain_by(&mut self, as_error: AsError<E>) {
            if let Some(failure) = self.0.as_mut().and_then(|parts| parts.failure.as_mut()) {
                failure.explain_by(as_error);
            }
        }

        pub(crate) fn record(&mut self) -> Option<&mut Record> {
            self.0.as_mut().and_then(|parts| parts.record.as_mut())
        }

        pub(crate) fn start_record(&mut self) {
            self.parts().record = Some(Record::new());
        }

        pub(crate) fn take_record(&mut self) -> Option<Record> {
            self.0.as_mut().and_then(|parts| parts.record.take())
        }

        /// The wakers of the actors, of whom so many are live and for whom there is so much room. They are kept here between
        /// two polls of the group.
        #[inline]
        pub(crate) fn take_wakers(&mut self, live: u32, room: impl FnOnce() -> u32) -> Option<Wakers> {
            if let Some(parts) = &mut self.0 {
                if parts.wakers.is_some() {
                    return parts.wakers.take();
                }
            }
            (live > FEW).then(|| Wakers::new(room()))
        }

        #[inline]
        pub(crate) fn keep_wakers(&mut self, wakers: Option<Wakers>) {
            if wakers.is_some() {
                self.parts().wakers = wakers;
            }
        }

        #[inline(never)]
        fn parts(&mut self) -> &mut Parts<E> {
            self.0.get_or_insert_with(|| Box::new(Parts { failure: None, record: None, wakers: None }))
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
