//! The wakers of the tasks that wait for a stop signal.

use core::{num::NonZero, ptr::NonNull, task::Waker};
use std::{
    boxed::Box,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    thread::panicking,
    vec::Vec,
};

/// The wakers of the waiters, each in a place of its own. Most signals have one waiter, which needs no allocation.
#[derive(Debug, Default)]
pub(super) struct Waiters {
    first: Option<Waker>,
    more: Option<Box<More>>,
}

/// All waiters but the first.
#[derive(Debug, Default)]
struct More {
    wakers: Vec<Option<Waker>>,
    /// The places that are vacant.
    free: Vec<usize>,
}

impl Waiters {
    /// Puts a waker into a new place.
    #[inline]
    pub(super) fn add(&mut self, waker: Waker) -> usize {
        if self.first.is_some() {
            return self.more.get_or_insert_default().add(waker);
        }
        self.first = Some(waker);
        0
    }

    /// Puts another waker, or none, into a place.
    #[inline]
    pub(super) fn replace(&mut self, place: usize, waker: Option<Waker>) -> Option<Waker> {
        match place.checked_sub(1) {
            None => core::mem::replace(&mut self.first, waker),
            Some(place) => self.more.as_mut()?.replace(place, waker),
        }
    }

    /// Wakes all. A waker that panics keeps no other from being woken: the first panic is resumed when all have been.
    #[inline]
    pub(super) fn wake(self) {
        match self.more {
            None if !panicking() => self.first.into_iter().for_each(Waker::wake),
            more => wake_all(self.first.into_iter().chain(more.into_iter().flat_map(|more| more.wakers).flatten())),
        }
    }
}

// Out of line: most signals have one waiter.
impl More {
    #[cold]
    fn add(&mut self, waker: Waker) -> usize {
        let place = self.free.pop().unwrap_or_else(|| {
            self.wakers.push(None);
            self.wakers.len() - 1
        });
        self.wakers[place] = Some(waker);
        place + 1
    }

    #[cold]
    fn replace(&mut self, place: usize, waker: Option<Waker>) -> Option<Waker> {
        if waker.is_none() {
            self.free.push(place);
        }
        core::mem::replace(self.wakers.get_mut(place)?, waker)
    }
}

/// Wakes all. While a panic unwinds, a second one would abort the process, so none is resumed.
#[cold]
fn wake_all(wakers: impl Iterator<Item = Waker>) {
    let mut first = None;
    for waker in wakers {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| waker.wake())) {
            first.get_or_insert(payload);
        }
    }
    if let Some(payload) = first.filter(|_| !panicking()) {
        resume_unwind(payload);
    }
}

/// The address of a waker's data and functions. It is compared and never followed: as long as the waker stands in its
/// place, another waker that wakes something else has another address. So a re-poll with the same waker takes no lock and
/// touches no counter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Address {
    data: usize,
    vtable: NonZero<usize>,
}

impl Address {
    #[inline]
    pub(super) fn of(waker: &Waker) -> Self {
        Address { data: waker.data().addr(), vtable: NonNull::from(waker.vtable()).addr() }
    }
}
