//! A time limit on tokio's clock.

use core::{
    panic::Location,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use std::sync::{Arc, OnceLock};

use pin_project_lite::pin_project;
use tokio::{
    runtime::Handle,
    task::coop::unconstrained,
    time::{Instant, Sleep, sleep},
};

use crate::{
    outcome::panic::catch,
    slot::{limit::Limit, nested::SharedLimit},
};

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

    fn start_at(self: Pin<&mut Self>, start: Instant) {
        let this = self.project();
        let (false, Some(sleep)) = (*this.started, this.sleep.as_pin_mut()) else { return };
        *this.started = true;
        // If the clock cannot represent the limit, `sleep` has chosen a time decades from now, and it stays.
        if let Some(deadline) = start.checked_add(*this.limit) {
            sleep.reset(deadline);
        }
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
        // Only a panic tells whether a runtime has a timer.
        let made = Handle::try_current().is_ok() && catch(|| this.sleep.set(Some(sleep(*this.limit)))).is_ok();
        if let (false, Some((asked, place))) = (made, this.asked) {
            panic!("`{asked}` at {place} needs a tokio runtime with a timer");
        }
    }

    fn start(self: Pin<&mut Self>) {
        self.start_at(Instant::now());
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

pin_project! {
    /// One of several limits that run from the same time: when the first of them is started.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct SharedTimer {
        #[pin]
        timer: Timer,
        // `None` where it stands in a slot that has not been filled.
        start: Option<Arc<OnceLock<Instant>>>,
    }
}

impl SharedTimer {
    pub(crate) fn new(timer: Timer) -> Self {
        SharedTimer { timer, start: Some(Arc::default()) }
    }
}

impl SharedLimit for SharedTimer {
    type Share = SharedTimer;

    fn share(&self) -> SharedTimer {
        let Timer { limit, asked, .. } = self.timer;
        SharedTimer { timer: Timer { limit, asked, ..Timer::UNSET }, start: self.start.clone() }
    }
}

impl Limit for SharedTimer {
    const CAN_PASS: bool = true;
    const UNSET: Self = SharedTimer { timer: Timer::UNSET, start: None };

    fn prepare(self: Pin<&mut Self>) {
        self.project().timer.prepare();
    }

    fn start(self: Pin<&mut Self>) {
        let this = self.project();
        if let Some(start) = this.start {
            this.timer.start_at(*start.get_or_init(Instant::now));
        }
    }

    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().timer.poll_passed(cx)
    }
}
