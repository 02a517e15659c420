//! What most groups never need: with `std`, one pointer in the group, and an allocation once there is something.

#[cfg(feature = "std")]
use core::mem;
#[cfg(feature = "std")]
use std::{boxed::Box, vec::Vec};

use crate::outcome::{
    error::{Error, Unfinished},
    names::GivenNames,
};
#[cfg(feature = "std")]
use crate::{
    observe::recorder::Recorder,
    outcome::{
        cold_box::ColdBox,
        error::{AsError, Unready},
        gave_up::GaveUp,
    },
    state::last_call::LastCall,
    sync::wakers::Wakers,
};

/// The failures of a group; its wakers, if it runs for long; its recorder, if it is reported.
#[cfg(feature = "std")]
pub(crate) struct Cold<E>(ColdBox<Parts<E>>);

#[cfg(feature = "std")]
struct Parts<E> {
    failure: Option<Error<E>>,
    untyped: Untyped,
}

#[cfg(feature = "std")]
impl<E> Parts<E> {
    /// The first failure, as the group returns it.
    fn failure_mut(&mut self) -> Option<&mut Error<E>> {
        let failure = self.failure.as_mut()?;
        failure.set_gave_up(self.untyped.gave_up());
        failure.set_unready(mem::take(&mut self.untyped.unready));
        Some(failure)
    }

    fn take_failure(&mut self) -> Option<Error<E>> {
        self.failure_mut()?;
        self.failure.take()
    }
}

/// The part that does not depend on the error type.
#[cfg(feature = "std")]
#[derive(Default)]
pub(crate) struct Untyped {
    pub(crate) recorder: Option<Recorder>,
    /// The wakers of the actors, between two polls of the group.
    pub(crate) wakers: Option<Wakers>,
    // Boxed, since few groups need them.
    last_call: Option<Box<LastCall>>,
    pub(crate) given_names: Option<Box<GivenNames>>,
    /// Those who were not ready when there was a cause, until a failure has them.
    unready: Vec<Unready>,
}

#[cfg(feature = "std")]
impl Untyped {
    fn gave_up(&self) -> Option<GaveUp> {
        self.last_call.as_ref()?.gave_up()
    }

    /// See [`LastCall::begin_anew`].
    pub(crate) fn begin_anew(&mut self) {
        if let Some(last_call) = &mut self.last_call {
            last_call.begin_anew();
        }
    }
}

#[cfg(feature = "std")]
impl<E> Cold<E> {
    pub(crate) const EMPTY: Self = Cold(ColdBox::EMPTY);

    #[inline]
    pub(crate) fn failure(&self) -> Option<&Error<E>> {
        self.0.get().and_then(|parts| parts.failure.as_ref())
    }

    /// Keeps a failure, and returns its number, counted from 0.
    pub(crate) fn push_failure(&mut self, error: Error<E>) -> usize {
        Error::push_to(&mut self.parts().failure, error)
    }

    /// Keeps an actor that was dropped before it had finished.
    pub(crate) fn push_cut(&mut self, unfinished: Unfinished) {
        Error::push_cut_to(&mut self.parts().failure, unfinished);
    }

    #[inline]
    pub(crate) fn take_failure(&mut self) -> Option<Error<E>> {
        self.0.get_mut().and_then(Parts::take_failure)
    }

    pub(crate) fn set_as_error(&mut self, as_error: AsError<E>) {
        if let Some(failure) = self.0.get_mut().and_then(Parts::failure_mut) {
            failure.set_as_error(as_error);
        }
    }

    pub(crate) fn gave_up(&self) -> Option<GaveUp> {
        self.0.get()?.untyped.gave_up()
    }

    #[inline]
    pub(crate) fn given_names(&self) -> Option<&GivenNames> {
        self.0.get().and_then(|parts| parts.untyped.given_names.as_deref())
    }

    pub(crate) fn untyped(&mut self) -> Option<&mut Untyped> {
        self.0.get_mut().map(|parts| &mut parts.untyped)
    }

    pub(crate) fn make_untyped(&mut self) -> &mut Untyped {
        &mut self.parts().untyped
    }

    /// Made when the first name is given.
    pub(crate) fn given_names_mut(&mut self) -> &mut GivenNames {
        self.make_untyped().given_names.get_or_insert_default()
    }

    /// See [`State::note_unready`](crate::state::State::note_unready).
    pub(crate) fn note_unready(&mut self, unready: Vec<Unready>) {
        let parts = self.parts();
        match &mut parts.failure {
            Some(failure) => failure.set_unready(unready),
            None => parts.untyped.unready = unready,
        }
    }

    /// Made when it is first asked for.
    pub(crate) fn last_call(&mut self) -> &mut LastCall {
        self.make_untyped().last_call.get_or_insert_default()
    }

    pub(crate) fn recorder(&mut self) -> Option<&mut Recorder> {
        self.untyped()?.recorder.as_mut()
    }

    #[inline(never)]
    fn parts(&mut self) -> &mut Parts<E> {
        self.0.get_or_insert_with(|| Parts { failure: None, untyped: Untyped::default() })
    }
}

/// Without an allocator, only the first failure is kept.
#[cfg(not(feature = "std"))]
pub(crate) struct Cold<E>(Option<Error<E>>);

#[cfg(not(feature = "std"))]
impl<E> Cold<E> {
    pub(crate) const EMPTY: Self = Cold(None);

    pub(crate) fn failure(&self) -> Option<&Error<E>> {
        self.0.as_ref()
    }

    pub(crate) fn push_failure(&mut self, error: Error<E>) -> usize {
        Error::push_to(&mut self.0, error)
    }

    pub(crate) fn push_cut(&mut self, unfinished: Unfinished) {
        Error::push_cut_to(&mut self.0, unfinished);
    }

    pub(crate) fn take_failure(&mut self) -> Option<Error<E>> {
        self.0.take()
    }

    #[expect(clippy::unused_self, reason = "the signature is that of the other one")]
    pub(crate) fn given_names(&self) -> Option<&GivenNames> {
        None
    }

    #[expect(clippy::unused_self, reason = "the signature is that of the other one")]
    pub(crate) fn recorder(&mut self) -> Option<&mut crate::observe::recorder::Recorder> {
        None
    }
}
