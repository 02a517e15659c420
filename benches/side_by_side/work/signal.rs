//! What an actor waits for: an atomic flag and the waker of its task, as one would write it by hand.

use std::{
    sync::atomic::{AtomicU8, Ordering},
    task::{Context, Poll},
};

use atomic_waker::AtomicWaker;
use run_group::{Cause, Interrupt};

use super::Stop;

const IDLE: u8 = 0;
const RUNG: u8 = 1;
const STOPPED: u8 = 2;
const OVER: u8 = 3;

/// It is rung, which its actor serves before it waits on, or it is set for good.
#[derive(Debug, Default)]
pub struct Signal {
    state: AtomicU8,
    waker: AtomicWaker,
}

/// Why an actor ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It was to stop.
    Stopped,
    /// What it had to do is over.
    Over,
}

impl Signal {
    /// Signals for a group that is built again and again. They live as long as the process, so that tasks may borrow them
    /// too: no alternative pays for a shared one.
    pub fn leak(count: usize) -> &'static [Signal] {
        Box::leak((0..count).map(|_| Signal::default()).collect())
    }

    pub fn reset(&self) {
        self.state.store(IDLE, Ordering::Relaxed);
    }

    /// Wakes the actor.
    pub fn ring(&self) {
        self.state.store(RUNG, Ordering::Release);
        self.waker.wake();
    }

    /// Whether the actor has been polled since it was rung.
    pub fn is_served(&self) -> bool {
        self.state.load(Ordering::Acquire) != RUNG
    }

    /// Makes the actor end.
    pub fn stop(&self) {
        self.state.store(STOPPED, Ordering::Release);
        self.waker.wake();
    }

    /// The actor ends by itself.
    pub fn finish(&self) {
        self.state.store(OVER, Ordering::Release);
        self.waker.wake();
    }

    pub fn poll(&self, cx: &Context<'_>) -> Poll<End> {
        let now = self.check();
        if now.is_ready() {
            return now;
        }
        self.waker.register(cx.waker());
        // It may have been set in between.
        self.check()
    }

    fn check(&self) -> Poll<End> {
        match self.state.load(Ordering::Acquire) {
            IDLE => Poll::Pending,
            RUNG => {
                // Unless it has been set since.
                _ = self.state.compare_exchange(RUNG, IDLE, Ordering::AcqRel, Ordering::Relaxed);
                Poll::Pending
            }
            STOPPED => Poll::Ready(End::Stopped),
            _ => Poll::Ready(End::Over),
        }
    }
}

impl Stop for &Signal {
    fn stop(self) {
        Signal::stop(self);
    }
}

impl<E> Interrupt<E> for &Signal {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}
