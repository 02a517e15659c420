//! The last call: for how long a group that gives up still waits for what it has interrupted.

use core::{
    task::{Context, Poll},
    time::Duration,
};
use std::collections::BTreeMap;

use crate::{
    outcome::{exit::Cut, gave_up::GaveUp},
    sync::clock::{Alarm, Instant},
};

/// When actors have been interrupted, as far as that matters, and when the group has given up.
///
/// Invariants:
///
/// 1. `first` counts only where a signal makes the group give up, and only groups that hear signals keep it. A limit that passes
///    counts from the cause: an actor that was interrupted in the first turn, in the poll that has seen the cause, has had all of it.
/// 2. `given_up` is set where the phase is `GivingUp`. In a group without a cause it is about the nested groups that drain alone.
#[derive(Default)]
pub(crate) struct LastCall {
    /// When the interrupts of the first turn were called.
    first: Option<Instant>,
    /// The actors that were interrupted later, by number.
    later: BTreeMap<u32, Later>,
    given_up: Option<GivenUp>,
    /// When it goes off, and the alarm.
    alarm: Option<(Instant, Alarm)>,
}

struct Later {
    at: Instant,
    /// The group had given up before.
    too_late: bool,
}

struct GivenUp {
    at: Instant,
    why: GaveUp,
    terms: Terms,
}

/// On what terms a group gives up.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// How long an actor is waited for, from its interrupt on. Where it is zero, the actor is polled once.
    pub(crate) last_call: Duration,
    /// Whether cutting an actor is no failure.
    pub(crate) drains: bool,
}

impl Terms {
    /// The longest last call, which is also that of a group in which no limit has passed.
    pub(crate) const LONGEST: Duration = Duration::from_secs(1);

    /// Of a group whose limits have panicked, so that it is not known how long they are.
    pub(crate) const AT_ONCE: Self = Terms { last_call: Duration::ZERO, drains: false };

    /// Of a group that gives up because of a signal.
    pub(crate) fn of_signal(drains: bool) -> Self {
        Terms { last_call: Self::LONGEST, drains }
    }

    /// The last call where this limit has passed.
    pub(crate) fn last_call_of(limit: Duration) -> Duration {
        (limit / 10).min(Self::LONGEST)
    }
}

impl LastCall {
    /// The interrupts of the first turn are called.
    pub(crate) fn note_first(&mut self) {
        self.first.get_or_insert_with(Instant::now);
    }

    /// The interrupt of an actor is called in a later turn.
    pub(crate) fn note_later(&mut self, number: u32) {
        self.later.insert(number, Later { at: Instant::now(), too_late: self.given_up.is_some() });
    }

    /// The group gives up.
    pub(crate) fn give_up(&mut self, why: GaveUp, terms: Terms) {
        self.given_up = Some(GivenUp { at: Instant::now(), why, terms });
    }

    /// Why it has, if it has.
    pub(crate) fn gave_up(&self) -> Option<GaveUp> {
        self.given_up.as_ref().map(|given_up| given_up.why)
    }

    /// The limits run anew: what was given up drained alone, in a nested group.
    pub(crate) fn begin_anew(&mut self) {
        self.given_up = None;
        self.later.values_mut().for_each(|later| later.too_late = false);
    }

    /// Nothing is waited for any more.
    pub(crate) fn end(&mut self) {
        if let Some(given_up) = &mut self.given_up {
            given_up.terms.last_call = Duration::ZERO;
        }
    }

    /// As what an actor is to be dropped now that was interrupted and has not finished.
    ///
    /// # Errors
    ///
    /// When it is to be dropped, if that is later.
    pub(crate) fn cut(&self, number: u32) -> Result<Cut, Instant> {
        let Some(GivenUp { at, why, terms }) = &self.given_up else { return Ok(Cut::Stuck) };
        let later = self.later.get(&number);
        let first = self.first.filter(|_| matches!(why, GaveUp::Signal(_)));
        let due = later.map(|later| later.at).or(first).map(|interrupted| interrupted + terms.last_call);
        if let Some(due) = due.filter(|&due| Instant::now() < due) {
            return Err(due);
        }
        let is_short = later.is_some_and(|later| later.too_late) || due.is_some_and(|due| due > *at);
        Ok(match terms {
            Terms { drains: true, .. } => Cut::AsAsked,
            _ if is_short => Cut::Short,
            _ => Cut::Stuck,
        })
    }

    /// Waits until an actor is to be dropped.
    pub(crate) fn poll_due(&mut self, due: Instant, cx: &mut Context<'_>) -> Poll<()> {
        let alarm = match self.alarm.take() {
            Some(alarm) if alarm.0 == due => alarm,
            _ => (due, Alarm::new(due.saturating_duration_since(Instant::now()))),
        };
        let alarm = self.alarm.insert(alarm);
        let poll = alarm.1.poll(cx);
        if poll.is_ready() {
            self.alarm = None;
        }
        poll
    }
}
