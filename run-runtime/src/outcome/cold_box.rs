//! A box for what is rarely there, which is dropped by a call.
//!
//! The drop glue of a value, with all that is in it, is compiled anew in every codegen unit that may drop it. A group's
//! failures may be dropped wherever the group may be, and nearly never are. So one function drops them, compiled once.

use core::mem::{self, ManuallyDrop};
use std::boxed::Box;

use crate::outcome::panic::drop_beside;

/// A box, or nothing.
pub(crate) struct ColdBox<T>(ManuallyDrop<Option<Box<T>>>);

impl<T> ColdBox<T> {
    pub(crate) const EMPTY: Self = ColdBox(ManuallyDrop::new(None));

    pub(crate) fn new(value: T) -> Self {
        ColdBox(ManuallyDrop::new(Some(Box::new(value))))
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
        drop_beside(|| mem::drop(self.0.take()));
    }
}

impl<T> Drop for ColdBox<T> {
    #[inline]
    fn drop(&mut self) {
        if self.0.is_some() {
            self.clear();
        }
    }
}
