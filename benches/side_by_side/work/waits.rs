//! Each actor waits on its own signal; the last one wakes itself so many times before that.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use super::{
    Broken, Work,
    signal::{End, Signal},
    stopwatch,
};

/// Whether the actors use the stopwatch: it runs while an actor wakes itself, after it has done so for a while, and it is
/// started when an actor ends by itself.
pub const TIMED: bool = true;
pub const UNTIMED: bool = false;

/// How often an actor wakes itself while the stopwatch runs.
pub const WAKES: u32 = 1_000;

#[derive(Clone, Copy, Debug)]
pub struct Waits<const TIME: bool> {
    pub signals: &'static [Signal],
    pub wakes: u32,
}

impl<const TIME: bool> Work for Waits<TIME> {
    type Stop = &'static Signal;

    #[expect(refining_impl_trait, reason = "its size is asked for")]
    fn actor(&self, index: usize) -> Waiter<TIME> {
        Waiter { signal: &self.signals[index], wakes: if self.is_last(index) { self.wakes } else { 0 } }
    }

    fn stop(&self, index: usize) -> &'static Signal {
        &self.signals[index]
    }

    fn is_last(&self, index: usize) -> bool {
        index + 1 == self.signals.len()
    }
}

#[derive(Debug)]
pub struct Waiter<const TIME: bool> {
    signal: &'static Signal,
    wakes: u32,
}

impl<const TIME: bool> Future for Waiter<TIME> {
    type Output = Result<(), Broken>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.wakes > 0 {
            if TIME && self.wakes == WAKES {
                stopwatch::start();
            }
            self.wakes -= 1;
            if TIME && self.wakes == 0 {
                stopwatch::stop();
            }
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let end = ready!(self.signal.poll(cx));
        if TIME && end == End::Over {
            stopwatch::start();
        }
        Poll::Ready(Ok(()))
    }
}
