//! What has been heard: which signals count, and what each of them does.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
    vec::Vec,
};

use crate::{outcome::signal::Signal, sync::oneshot::Oneshot};

/// The signals that have been counted, and where they are sent.
#[derive(Debug)]
pub struct Heard {
    count: Mutex<Count>,
    pub(super) first: Oneshot<Signal>,
    pub(super) second: Oneshot<()>,
}

impl Default for Heard {
    fn default() -> Self {
        Heard { count: Mutex::default(), first: Oneshot::new(), second: Oneshot::new() }
    }
}

impl Heard {
    /// A signal has come. Returns whether it is to have its default action.
    pub(super) fn hear(&self, signal: Signal) -> bool {
        let nth = self.count.lock().unwrap_or_else(PoisonError::into_inner).nth(signal, Instant::now());
        match nth {
            Nth::Copy => {}
            Nth::First => self.first.send(signal),
            Nth::Second => self.second.send(()),
            Nth::Later => return true,
        }
        false
    }
}

/// How many signals have come, and when each came last.
#[derive(Debug, Default)]
struct Count {
    counted: u32,
    last: Vec<(Signal, Instant)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nth {
    Copy,
    First,
    Second,
    Later,
}

impl Count {
    const COPIES: Duration = Duration::from_millis(100);

    /// Counts a signal that comes now. A copy is not counted, and does not make the next one a copy.
    fn nth(&mut self, signal: Signal, now: Instant) -> Nth {
        match self.last.iter_mut().find(|(known, _)| *known == signal) {
            Some((_, last)) if now.saturating_duration_since(*last) < Self::COPIES => return Nth::Copy,
            Some((_, last)) => *last = now,
            None => self.last.push((signal, now)),
        }
        self.counted = self.counted.saturating_add(1);
        match self.counted {
            1 => Nth::First,
            2 => Nth::Second,
            _ => Nth::Later,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Duration, Instant, Nth, Signal};

    /// What becomes of signals, each with the milliseconds at which it comes.
    fn heard<const N: usize>(signals: [(Signal, u64); N]) -> [Nth; N] {
        let (start, mut count) = (Instant::now(), Count::default());
        signals.map(|(signal, at)| count.nth(signal, start + Duration::from_millis(at)))
    }

    #[test]
    fn the_first_the_second_and_all_others_are_told_apart() {
        let int = Signal::Interrupt;
        assert_eq!(
            heard([(int, 0), (int, 1000), (int, 2000), (int, 3000)]),
            [Nth::First, Nth::Second, Nth::Later, Nth::Later]
        );
    }

    #[test]
    fn copies_within_a_tenth_of_a_second_count_once() {
        let int = Signal::Interrupt;
        assert_eq!(
            heard([(int, 0), (int, 1), (int, 99), (int, 100), (int, 199), (int, 200)]),
            [Nth::First, Nth::Copy, Nth::Copy, Nth::Second, Nth::Copy, Nth::Later]
        );
    }

    #[test]
    fn another_signal_is_no_copy() {
        let (int, term) = (Signal::Interrupt, Signal::Terminate);
        assert_eq!(
            heard([(int, 0), (term, 1), (int, 2), (term, 3), (int, 150)]),
            [Nth::First, Nth::Second, Nth::Copy, Nth::Copy, Nth::Later]
        );
    }
}
