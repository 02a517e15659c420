//! One value on its way from a thread to a task.

use core::task::{Context, Poll, Waker};

use crate::sync::{Mutex, MutexGuard, PoisonError};

/// Takes the first value that is put into it, and wakes who waits for it.
///
/// A waker's clone, its drop and its call are somebody else's code, which may come back here: none is under the lock.
#[derive(Debug)]
pub struct Mailbox<T>(Mutex<Letter<T>>);

#[derive(Debug)]
struct Letter<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Mailbox<T> {
    pub(crate) fn new() -> Self {
        Mailbox(Mutex::new(Letter { value: None, waker: None }))
    }

    /// Puts a value in, if there is none yet.
    pub(crate) fn put(&self, value: T) {
        let mut letter = self.lock();
        letter.value.get_or_insert(value);
        let waker = letter.waker.take();
        drop(letter);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Waits for the value, and takes it.
    pub(crate) fn poll_take(&self, cx: &Context<'_>) -> Poll<T> {
        let mut letter = self.lock();
        if let Some(value) = letter.value.take() {
            return Poll::Ready(value);
        }
        if letter.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
            return Poll::Pending;
        }
        drop(letter);
        let new = cx.waker().clone();
        let mut letter = self.lock();
        // It may have been put in meanwhile, and have found nobody to wake.
        if let Some(value) = letter.value.take() {
            return Poll::Ready(value);
        }
        let old = letter.waker.replace(new);
        drop(letter);
        drop(old);
        Poll::Pending
    }

    fn lock(&self) -> MutexGuard<'_, Letter<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
