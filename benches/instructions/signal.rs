//! What an actor waits for: an atomic flag and the waker of its task, as one would write it by hand.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll},
};

use atomic_waker::AtomicWaker;

#[derive(Default)]
pub struct Signal {
    set: AtomicBool,
    waker: AtomicWaker,
}

impl Signal {
    pub fn set(&self) {
        self.set.store(true, Ordering::Release);
        self.waker.wake();
    }

    /// Wakes the actor, and leaves it nothing to do.
    pub fn wake(&self) {
        self.waker.wake();
    }

    pub fn poll(&self, cx: &Context<'_>) -> Poll<()> {
        if self.set.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        self.waker.register(cx.waker());
        // It may have been set before there was a waker.
        if self.set.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
    }
}
