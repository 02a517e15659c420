//! A time limit on tokio's clock.

use core::{
    panic::Location,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;
use tokio::{
    task::coop::unconstrained,
    time::{Instant, Sleep},
};

use crate::{slot::limit::Limit, sync::clock::tokio_timer};

pin_project! {
    /// A limit on tokio's clock.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Timer {
        limit: Duration,
        // What asked for it, as it is written, and where.
        asked: Option<(&'static str, &'static Location<'static>)>,
        // Set by `start`, if `prepare` has made the timer. Never cleared.
        started: bool,
        #[pin]
        sleep: Option<Sleep>,
    }
}

impl Timer {
    /// `asked` is what asks for it, as it is written.
    #[track_caller]
    pub(crate) fn new(limit: Duration, asked: &'static str) -> Self {
        Timer { limit, asked: Some((asked, Location::caller())), ..Timer::UNSET }
    }
}

impl Limit for Timer {
    const CAN_PASS: bool = true;
    const UNSET: Self = Timer { limit: Duration::MAX, asked: None, started: false, sleep: None };

    fn prepare(self: Pin<&mut Self>) {
        let mut this = self.project();
        if this.sleep.is_some() {
            return;
        }
        this.sleep.set(tokio_timer(*this.limit));
        if let (None, Some((asked, place))) = (&*this.sleep, this.asked) {
            panic!("`{asked}` at {place} needs a tokio runtime with a timer");
        }
    }

    fn length(&self) -> Option<Duration> {
        Some(self.limit)
    }

    fn start(self: Pin<&mut Self>) {
        let this = self.project();
        let (false, Some(sleep)) = (*this.started, this.sleep.as_pin_mut()) else { return };
        *this.started = true;
        // If the clock cannot represent the limit, `sleep` has chosen a time decades from now, and it stays.
        if let Some(deadline) = Instant::now().checked_add(*this.limit) {
            sleep.reset(deadline);
        }
    }

    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        match this.sleep.as_pin_mut() {
            // The time passes even if the actors have spent the task's budget.
            Some(sleep) if *this.started => Pin::new(&mut unconstrained(sleep)).poll(cx),
            _ => Poll::Pending,
        }
    }
}
