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
    task::coop::unconstrained,
    time::{Instant, Sleep},
};

use crate::{
    outcome::exit::Cut,
    slot::{
        head::{IntoShared, SharedLimit},
        limit::Limit,
    },
    state::last_call::Terms,
    sync::clock::tokio_timer,
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
        // Set by `run_early`, likewise.
        early: bool,
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

    /// Starts it, to pass at this time. If the clock cannot represent that, `sleep` has chosen a time decades from now, and it stays.
    fn start_until(self: Pin<&mut Self>, deadline: Option<Instant>) {
        let this = self.project();
        let (false, Some(sleep)) = (*this.started, this.sleep.as_pin_mut()) else { return };
        *this.started = true;
        if let Some(deadline) = deadline {
            sleep.reset(deadline);
        }
    }

    fn deadline(&self) -> Option<Instant> {
        Instant::now().checked_add(self.limit)
    }
}

impl Limit for Timer {
    const CAN_PASS: bool = true;
    const UNSET: Self = Timer { limit: Duration::MAX, asked: None, started: false, early: false, sleep: None };

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
        if !self.started {
            let deadline = self.deadline();
            self.start_until(deadline);
        }
    }

    fn run_early(self: Pin<&mut Self>) {
        let deadline = self.deadline();
        let this = self.project();
        if let (Some(sleep), Some(deadline)) = (this.sleep.as_pin_mut(), deadline) {
            *this.early = true;
            sleep.reset(deadline);
        }
    }

    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cut> {
        let this = self.project();
        match this.sleep.as_pin_mut() {
            // The time passes even if the actors have spent the task's budget.
            Some(sleep) if *this.started || *this.early => {
                Pin::new(&mut unconstrained(sleep)).poll(cx).map(|()| Cut::Stuck)
            }
            _ => Poll::Pending,
        }
    }
}

pin_project! {
    /// One of several limits that run from the same time: when the first of them is started. One that is started late leaves a last
    /// call.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct SharedTimer {
        #[pin]
        timer: Timer,
        // `None` where it stands in a slot that has not been filled.
        start: Option<Arc<OnceLock<Instant>>>,
        is_late: bool,
    }
}

impl IntoShared for Timer {
    type Shared = SharedTimer;

    fn into_shared(self) -> SharedTimer {
        SharedTimer { timer: self, start: Some(Arc::default()), is_late: false }
    }
}

impl SharedLimit for SharedTimer {
    type Share = SharedTimer;

    fn share(&self) -> SharedTimer {
        let Timer { limit, asked, .. } = self.timer;
        SharedTimer { timer: Timer { limit, asked, ..Timer::UNSET }, start: self.start.clone(), is_late: false }
    }
}

impl Limit for SharedTimer {
    const CAN_PASS: bool = true;
    const UNSET: Self = SharedTimer { timer: Timer::UNSET, start: None, is_late: false };

    fn prepare(self: Pin<&mut Self>) {
        self.project().timer.prepare();
    }

    fn start(self: Pin<&mut Self>) {
        let this = self.project();
        let Some(start) = this.start else { return };
        let (now, limit) = (Instant::now(), this.timer.limit);
        let deadline = start.get_or_init(|| now).checked_add(limit);
        let last_call = now.checked_add(Terms::last_call_of(limit));
        *this.is_late = last_call > deadline && deadline.is_some();
        this.timer.start_until(if *this.is_late { last_call } else { deadline });
    }

    fn length(&self) -> Option<Duration> {
        self.timer.length()
    }

    fn poll_passed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cut> {
        let this = self.project();
        this.timer.poll_passed(cx).map(|how| if *this.is_late { Cut::Short } else { how })
    }
}
