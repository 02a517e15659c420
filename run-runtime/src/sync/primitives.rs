//! The primitives of the concurrent modules. They are imported from here, so that `loom-tests` can put loom's types in
//! their place and run the same files in every interleaving.

pub use core::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
pub use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// How many words a [`Tree`](crate::sync::tree::Tree) of one level may have, and how many the uppermost of several. With loom both are 1,
/// so that few actors have more than one level.
pub const FLAT: u32 = 32;
pub const TOP: u32 = 8;

pub mod thread {
    pub use std::thread::{Thread, current, park, park_timeout};
}

/// A cell with the one accessor that loom's checked cell has too.
#[derive(Debug)]
pub struct UnsafeCell<T>(core::cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub const fn new(value: T) -> Self {
        UnsafeCell(core::cell::UnsafeCell::new(value))
    }

    #[inline]
    pub fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        f(self.0.get())
    }
}
