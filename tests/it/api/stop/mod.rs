//! `Stop`: which waiters it wakes, and when.

mod clones;
mod future;
mod threads;
mod wait;
mod waiters;
mod wakers;

use std::{
    future::Future,
    mem,
    pin::Pin,
    sync::Arc,
    task::{Poll, Waker},
};

use crate::support::{Wakes, counting_waker, poll_once};

/// A waiter that has been polled, with a waker of its own.
struct Waiting<W> {
    waiter: W,
    woken: Arc<Wakes>,
    waker: Waker,
}

impl<W: Future + Unpin> Waiting<W> {
    #[track_caller]
    fn new(waiter: W) -> Self {
        let (waiting, first) = Waiting::begin(waiter);
        assert!(first.is_pending());
        waiting
    }

    /// Polls the waiter for the first time.
    fn begin(waiter: W) -> (Self, Poll<W::Output>) {
        let (woken, waker) = counting_waker();
        let mut waiting = Waiting { waiter, woken, waker };
        let first = waiting.poll();
        (waiting, first)
    }

    fn poll(&mut self) -> Poll<W::Output> {
        poll_once(Pin::new(&mut self.waiter), &self.waker)
    }

    /// Polls it with another waker. It still waits.
    #[track_caller]
    fn poll_with(&mut self, waker: &Waker) {
        assert!(poll_once(Pin::new(&mut self.waiter), waker).is_pending());
    }

    /// Drops the waiter, and keeps the count of its wakes.
    fn leave(self) -> Arc<Wakes> {
        self.woken
    }

    /// Leaks the waiter, and keeps the count of its wakes.
    fn leak(self) -> Arc<Wakes> {
        mem::forget(self.waiter);
        self.woken
    }
}
