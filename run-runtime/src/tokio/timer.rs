//! A clock of tokio's.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;
use tokio::{
    task::coop::unconstrained,
    time::{Instant, Sleep, sleep},
};

use crate::clock::Clock;

pin_project! {
    /// A duration on tokio's clock.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Timer {
        limit: Duration,
        started: bool,
        #[pin]
        sleep: Option<Sleep>,
    }
}

impl Timer {
    pub(crate) fn new(limit: Duration) -> Self {
        Timer { limit, ..Timer::UNSET }
    }
}

impl Clock for Timer {
    const RUNS: bool = true;
    const UNSET: Self = Timer { limit: Duration::MAX, started: false, sleep: None };

    fn prepare(self: Pin<&mut Self>) {
        let mut this = self.project();
        if this.sleep.is_none() {
            // Panics where there is no timer.
            this.sleep.set(Some(sleep(*this.limit)));
        }
    }

    fn start(self: Pin<&mut Self>) {
        let this = self.project();
        let (false, Some(sleep)) = (*this.started, this.sleep.as_pin_mut()) else { return };
        *this.started = true;
        // A limit beyond the end of time is none: the deadline stays where `sleep` has put it, decades from now.
        if let Some(deadline) = Instant::now().checked_add(*this.limit) {
            sleep.reset(deadline);
        }
    }

    fn poll_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        match this.sleep.as_pin_mut() {
            // Whatever the actors have left of the task's budget, time goes by.
            Some(sleep) if *this.started => Pin::new(&mut unconstrained(sleep)).poll(cx),
            _ => Poll::Pending,
        }
    }
}
