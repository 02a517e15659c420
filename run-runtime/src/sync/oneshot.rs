//! One value on its way from a thread to a task.

use core::task::{Context, Poll, Waker};

use crate::sync::primitives::{Mutex, MutexGuard, PoisonError};

/// Keeps a value until it is received, and wakes the task that waits for it.
///
/// A waker's clone, drop and wake are foreign code, which may call back into this type: none is done under the lock.
#[derive(Debug)]
pub struct Oneshot<T>(Mutex<Contents<T>>);

#[derive(Debug)]
struct Contents<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Oneshot<T> {
    pub(crate) fn new() -> Self {
        Oneshot(Mutex::new(Contents { value: None, waker: None }))
    }

    /// Sends a value. While one is waiting to be received, another is dropped.
    pub(crate) fn send(&self, value: T) {
        self.put(value);
        self.wake();
    }

    /// Sends a value, but wakes nobody yet: that is for [`wake`](Self::wake).
    pub(crate) fn put(&self, value: T) {
        let mut contents = self.lock();
        // What is not kept is dropped at the end of this function, after the lock is released: its drop is foreign code, too.
        let _unsent = if contents.value.is_some() { Some(value) } else { contents.value.replace(value) };
        drop(contents);
    }

    /// Wakes the task that waits for the value.
    pub(crate) fn wake(&self) {
        let waker = self.lock().waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Whether a value waits to be received.
    pub(crate) fn is_sent(&self) -> bool {
        self.lock().value.is_some()
    }

    /// Waits for the value, and takes it.
    pub(crate) fn poll_recv(&self, cx: &Context<'_>) -> Poll<T> {
        let mut contents = self.lock();
        if let Some(value) = contents.value.take() {
            return Poll::Ready(value);
        }
        if contents.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
            return Poll::Pending;
        }
        drop(contents);
        let new = cx.waker().clone();
        let mut contents = self.lock();
        // The value may have been sent since the lock was released, and have found no waker.
        if let Some(value) = contents.value.take() {
            return Poll::Ready(value);
        }
        let old = contents.waker.replace(new);
        drop(contents);
        drop(old);
        Poll::Pending
    }

    fn lock(&self) -> MutexGuard<'_, Contents<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
