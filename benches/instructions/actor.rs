//! An actor that yields so many times, then waits for its signal. It is the same type in every alternative.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use run_group::AnyError;

use crate::signal::Signal;

pub type Outcome = Result<(), AnyError>;

pub struct Actor<'a> {
    signal: &'a Signal,
    yields: u32,
}

impl<'a> Actor<'a> {
    pub fn new(signal: &'a Signal) -> Self {
        Actor { signal, yields: 0 }
    }

    pub fn yielding(signal: &'a Signal, yields: u32) -> Self {
        Actor { signal, yields }
    }
}

impl Future for Actor<'_> {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcome> {
        if self.yields > 0 {
            self.yields -= 1;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.signal.poll(cx).map(Ok)
    }
}
