//! What happened to each actor, and when: recorded only where a report is asked for.

use core::time::Duration;
use std::vec::Vec;

use crate::outcome::{exit::ExitKind, names::Place};

#[cfg(not(feature = "tokio"))]
use std::time::Instant;

/// Tokio's clock, since it can be paused: all times in a report are of one clock.
#[cfg(feature = "tokio")]
use tokio::time::Instant;

/// What happened to each actor, and when. All times count from the first poll of the group.
#[derive(Debug)]
pub(crate) struct Recorder {
    since: Instant,
    pub(crate) cause: Option<Duration>,
    pub(crate) end: Duration,
    /// In the order written.
    pub(crate) actors: Vec<Entry>,
}

/// What happened to one actor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) place: Place,
    pub(crate) started: Option<Duration>,
    /// When it ended, where that was before it was interrupted.
    pub(crate) left: Option<Duration>,
    pub(crate) interrupted: Option<Duration>,
    /// When both it and its interrupt had ended.
    pub(crate) ended: Option<Duration>,
    pub(crate) end: Option<Recorded>,
}

/// How an actor ended, as it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) kind: ExitKind,
    /// The number of its failure, or of its interrupt's, where it has one: see `Error::nth`.
    pub(crate) failure: Option<usize>,
}

impl Recorder {
    pub(crate) fn new() -> Self {
        Recorder { since: Instant::now(), cause: None, end: Duration::ZERO, actors: Vec::new() }
    }

    fn now(&self) -> Duration {
        self.since.elapsed()
    }

    /// The entry of an actor, made when the actor is first mentioned. Its times count from the first poll all the same.
    fn entry(&mut self, place: Place, started: bool) -> &mut Entry {
        let index = self.actors.binary_search_by_key(&place, |entry| entry.place).unwrap_or_else(|index| {
            let started = started.then_some(Duration::ZERO);
            let (left, interrupted, ended, end) = (None, None, None, None);
            self.actors.insert(index, Entry { place, started, left, interrupted, ended, end });
            index
        });
        &mut self.actors[index]
    }

    /// There is a live actor, which has been started or waits for its gate.
    pub(crate) fn live(&mut self, place: Place, started: bool) {
        // Called after every poll: the clock is read only where the actor has just been started.
        if started && self.entry(place, started).started.is_none() {
            let now = self.now();
            self.entry(place, started).started = Some(now);
        } else {
            self.entry(place, started);
        }
    }

    pub(crate) fn cause(&mut self) {
        self.cause = Some(self.now());
    }

    pub(crate) fn interrupted(&mut self, place: Place) {
        let now = self.now();
        self.entry(place, false).interrupted.get_or_insert(now);
    }

    /// The actor, or its interrupt, has ended. The first end counts, but any failure comes before a success.
    pub(crate) fn ended(&mut self, place: Place, end: Recorded) {
        let now = self.now();
        let entry = self.entry(place, true);
        if entry.interrupted.is_none() {
            // It ended by itself, so it has been started, maybe in this very poll.
            entry.started.get_or_insert(now);
            entry.left.get_or_insert(now);
        }
        let is_final = entry.end.is_some_and(|end| end.failure.is_some() || end.kind == ExitKind::Stuck);
        if !is_final && (entry.end.is_none() || end.failure.is_some() || !end.kind.is_ok()) {
            entry.end = Some(end);
        }
        entry.ended = Some(now);
    }

    pub(crate) fn finish(&mut self) {
        self.end = self.now();
    }
}
