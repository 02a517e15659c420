//! A future that finds out whether it is moved.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    marker::PhantomPinned,
    pin::Pin,
    task::{Context, Poll},
};

/// A `!Unpin` future that panics if it is moved after its first poll, also when it is dropped elsewhere.
pub struct PinCheck<F> {
    inner: RefCell<F>,
    address: Cell<Option<usize>>,
    _pinned: PhantomPinned,
}

impl<F: Future + Unpin> PinCheck<F> {
    pub fn new(inner: F) -> Self {
        PinCheck { inner: RefCell::new(inner), address: Cell::new(None), _pinned: PhantomPinned }
    }
}

impl<F> PinCheck<F> {
    fn here(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

impl<F: Future + Unpin> Future for PinCheck<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let here = self.here();
        let first = self.address.get().unwrap_or(here);
        assert_eq!(first, here, "polled elsewhere than at its first poll");
        self.address.set(Some(here));
        Pin::new(&mut *self.inner.borrow_mut()).poll(cx)
    }
}

impl<F> Drop for PinCheck<F> {
    fn drop(&mut self) {
        if let Some(first) = self.address.get() {
            // A second panic while one is under way would abort, and say less.
            assert!(std::thread::panicking() || first == self.here(), "dropped elsewhere than at its first poll");
        }
    }
}
