//! A box that is dropped by a call.
//!
//! What drops a value, with all that is in it, is compiled anew in every unit of code that may drop it. A group's failures
//! may be dropped wherever the group may be, and nearly never are. So what drops them is a function, which is compiled once.

use core::mem::{self, ManuallyDrop};
use std::boxed::Box;

/// A box, or nothing.
pub(crate) struct Boxed<T>(ManuallyDrop<Option<Box<T>>>);

impl<T> Boxed<T> {
    pub(crate) const EMPTY: Self = Boxed(ManuallyDrop::new(None));

    pub(crate) fn new(value: T) -> Self {
        Boxed(ManuallyDrop::new(Some(Box::new(value))))
    }

    #[inline]
    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_deref()
    }

    #[inline]
    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }

    pub(crate) fn get_or_insert_with(&mut self, value: impl FnOnce() -> T) -> &mut T {
        self.0.get_or_insert_with(|| Box::new(value()))
    }

    pub(crate) fn into_inner(mut self) -> Option<Box<T>> {
        self.0.take()
    }

    #[cold]
    #[inline(never)]
    fn clear(&mut self) {
        mem::drop(self.0.take());
    }
}

impl<T> Drop for Boxed<T> {
    #[inline]
    fn drop(&mut self) {
        if self.0.is_some() {
            self.clear();
        }
    }
}
