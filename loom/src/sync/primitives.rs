//! The runtime's `sync::primitives`, made of loom's types.

use std::cell::Cell;

pub use loom::{
    cell::UnsafeCell,
    sync::{
        Arc, MutexGuard,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
};
pub use std::sync::{LockResult, PoisonError};

pub mod thread {
    use std::time::Duration;

    pub use loom::thread::{Thread, current, park};

    /// No model waits for a time.
    pub fn park_timeout(_: Duration) {
        unreachable!("loom has no clock");
    }
}

thread_local! {
    static LOCKS: Cell<usize> = const { Cell::new(0) };
}

/// How often something was locked in this model. All threads of a model run on one thread of the system.
pub fn locks() -> usize {
    LOCKS.get()
}

/// A lock that is counted.
#[derive(Debug, Default)]
pub struct Mutex<T>(loom::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub fn new(value: T) -> Self {
        Mutex(loom::sync::Mutex::new(value))
    }

    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        LOCKS.set(LOCKS.get() + 1);
        self.0.lock()
    }
}

/// A cell that is written once, as `std` documents it: a thread that sees it filled sees what was done before, and a
/// thread that would fill it waits for the one that does.
#[derive(Debug)]
pub struct OnceLock<T> {
    value: std::sync::OnceLock<T>,
    filled: AtomicBool,
    filling: Mutex<()>,
}

impl<T> OnceLock<T> {
    pub fn get(&self) -> Option<&T> {
        self.filled.load(Ordering::Acquire).then(|| self.value.get().expect("filled before it was said to be"))
    }

    pub fn get_or_init(&self, value: impl FnOnce() -> T) -> &T {
        if let Some(value) = self.get() {
            return value;
        }
        let filling = self.filling.lock();
        let value = self.value.get_or_init(value);
        self.filled.store(true, Ordering::Release);
        drop(filling);
        value
    }
}

impl<T> Default for OnceLock<T> {
    fn default() -> Self {
        OnceLock { value: std::sync::OnceLock::new(), filled: AtomicBool::new(false), filling: Mutex::new(()) }
    }
}

pub const FLAT: u32 = 1;
pub const TOP: u32 = 1;
