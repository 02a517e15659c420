//! The signals that ask a group to stop: which of them count, and for what.

use core::{
    mem,
    task::{Context, Poll},
};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
    vec::Vec,
};

use crate::{
    adapters::signal::hub::{Arrival, Heard, Listen},
    outcome::signal::Signal,
    sync::{SIGNALS, oneshot::Oneshot},
};

/// The requests to stop that a group has got.
#[derive(Debug)]
pub struct Requests {
    signals: Vec<Signal>,
    count: Mutex<Count>,
    first: Oneshot<Signal>,
    second: Oneshot<Signal>,
}

impl Requests {
    pub(super) fn new(signals: Vec<Signal>) -> Self {
        Requests { signals, count: Mutex::default(), first: Oneshot::new(), second: Oneshot::new() }
    }

    /// Sets which signals are a second request.
    pub(super) fn give_up_on(&self, signals: Vec<Signal>) {
        self.count().give_up_on = Some(signals);
    }

    /// The group is being polled, and has looked. Returns whether the first request is there, and has not been taken.
    pub(super) fn begin(&self) -> bool {
        let mut count = self.count();
        count.has_begun = true;
        count.see();
        drop(count);
        self.first.is_sent()
    }

    /// Waits for the first request.
    pub(super) fn poll_first(&self, cx: &Context<'_>) -> Poll<Signal> {
        let first = self.first.poll_recv(cx);
        if first.is_ready() {
            SIGNALS.taken_up();
            self.count().see();
        }
        first
    }

    /// Waits for the second request, and then for the third.
    pub(super) fn poll_second(&self, cx: &Context<'_>) -> Poll<Signal> {
        self.second.poll_recv(cx)
    }

    fn count(&self) -> MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        if self.first.is_sent() {
            SIGNALS.taken_up();
        }
    }
}

impl Listen for Requests {
    fn signals(&self) -> &[Signal] {
        &self.signals
    }

    fn put(&self, arrival: &Arc<Arrival>) -> Heard {
        let (mut count, signal) = (self.count(), arrival.signal);
        match count.nth(signal, arrival.at) {
            Nth::First => {
                SIGNALS.heard();
                self.first.put(signal);
            }
            Nth::Second => self.second.put(signal),
            Nth::Third => {
                self.second.put(signal);
                return Heard::Beside;
            }
            Nth::Copy => return Heard::Taken,
            Nth::Later => return Heard::Not,
        }
        count.unseen.push(arrival.clone());
        Heard::Taken
    }

    fn wake(&self) {
        self.first.wake();
        self.second.wake();
    }

    fn take_unseen(&self) -> Vec<Arc<Arrival>> {
        mem::take(&mut self.count().unseen)
    }
}

/// How many requests have come.
#[derive(Debug, Default)]
struct Count {
    counted: u32,
    /// When the last one was counted.
    last: Option<Instant>,
    /// Set when the group's first poll begins. Never cleared.
    has_begun: bool,
    /// The signals that are a second request. `None` stands for all.
    give_up_on: Option<Vec<Signal>>,
    /// The signals that have been counted since the group looked.
    unseen: Vec<Arc<Arrival>>,
}

/// Which request a signal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nth {
    First,
    Second,
    /// It also does what it does where nobody listens.
    Third,
    /// None: it came together with one that was counted, or it is none of those that make the group give up.
    Copy,
    /// One that is not the group's.
    Later,
}

impl Count {
    const COPIES: Duration = Duration::from_millis(100);

    /// The group looks.
    fn see(&mut self) {
        self.unseen.drain(..).for_each(|arrival| arrival.see());
    }

    /// Counts a signal that comes now. One that is not counted does not make the next one a copy.
    fn nth(&mut self, signal: Signal, now: Instant) -> Nth {
        if self.last.is_some_and(|last| now.saturating_duration_since(last) < Self::COPIES) {
            return Nth::Copy;
        }
        let nth = match self.counted {
            0 => Nth::First,
            1 if !self.has_begun => Nth::Later,
            1 if self.give_up_on.as_ref().is_some_and(|signals| !signals.contains(&signal)) => Nth::Copy,
            1 => Nth::Second,
            2 => Nth::Third,
            _ => Nth::Later,
        };
        if matches!(nth, Nth::First | Nth::Second | Nth::Third) {
            self.counted += 1;
            self.last = Some(now);
        }
        nth
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Duration, Instant, Nth, Signal};

    const INT: Signal = Signal::Interrupt;
    const TERM: Signal = Signal::Terminate;
    const HUP: Signal = Signal::Hangup;

    /// What becomes of signals, each with the milliseconds at which it comes.
    fn counted<const N: usize>(mut count: Count, signals: [(Signal, u64); N]) -> [Nth; N] {
        let start = Instant::now();
        signals.map(|(signal, at)| count.nth(signal, start + Duration::from_millis(at)))
    }

    fn begun() -> Count {
        Count { has_begun: true, ..Count::default() }
    }

    #[test]
    fn the_first_the_second_and_all_others_are_told_apart() {
        assert_eq!(
            counted(begun(), [(INT, 0), (INT, 1000), (INT, 2000), (INT, 3000)]),
            [Nth::First, Nth::Second, Nth::Third, Nth::Later]
        );
    }

    #[test]
    fn signals_of_any_kind_within_a_tenth_of_a_second_are_one() {
        assert_eq!(
            counted(begun(), [(INT, 0), (INT, 1), (TERM, 2), (HUP, 99), (INT, 100), (TERM, 199), (INT, 200)]),
            [Nth::First, Nth::Copy, Nth::Copy, Nth::Copy, Nth::Second, Nth::Copy, Nth::Third]
        );
    }

    #[test]
    fn a_copy_does_not_make_the_next_one_a_copy() {
        assert_eq!(counted(begun(), [(INT, 0), (INT, 60), (INT, 120)]), [Nth::First, Nth::Copy, Nth::Second]);
    }

    #[test]
    fn before_the_first_poll_only_one_request_is_the_groups() {
        assert_eq!(
            counted(Count::default(), [(INT, 0), (TERM, 50), (INT, 150), (INT, 300)]),
            [Nth::First, Nth::Copy, Nth::Later, Nth::Later]
        );
    }

    #[test]
    fn only_the_signals_asked_for_are_a_second_request() {
        let only_int = Count { give_up_on: Some([INT].into()), ..begun() };
        assert_eq!(
            counted(only_int, [(TERM, 0), (TERM, 1000), (HUP, 1050), (INT, 1100), (TERM, 2000)]),
            [Nth::First, Nth::Copy, Nth::Copy, Nth::Second, Nth::Third]
        );
        let none = Count { give_up_on: Some([].into()), ..begun() };
        assert_eq!(counted(none, [(INT, 0), (INT, 1000), (INT, 2000)]), [Nth::First, Nth::Copy, Nth::Copy]);
    }
}
