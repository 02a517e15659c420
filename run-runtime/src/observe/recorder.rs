//! What happened to each actor, and when: recorded only where a report is asked for.

use core::time::Duration;
use std::{string::String, vec::Vec};

use crate::{
    outcome::{exit::ExitKind, names::Position},
    sync::clock::Instant,
};

/// What happened to each actor, and when. All times count from the first poll of the group.
#[derive(Debug)]
pub(crate) struct Recorder {
    first_poll: Instant,
    pub(crate) cause: Option<Duration>,
    pub(crate) end: Duration,
    /// In the order written.
    pub(crate) actors: Vec<Entry>,
    /// The members of sets that have failed or were cut, with their names, in that order.
    pub(crate) members: Vec<(String, Entry)>,
}

/// What happened to one actor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) position: Position,
    pub(crate) started: Option<Duration>,
    /// When it ended, if that was before it was interrupted.
    pub(crate) ended_by_itself: Option<Duration>,
    pub(crate) interrupted: Option<Duration>,
    /// When both it and its interrupt had ended.
    pub(crate) ended: Option<Duration>,
    pub(crate) end: Option<Recorded>,
    pub(crate) stuck_in_interrupt: bool,
}

/// How an actor ended, as it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) kind: ExitKind,
    /// The number of its failure, or of its interrupt's, where it has one: see `Error::nth`.
    pub(crate) failure: Option<usize>,
    /// False if its gate has failed, so that it was never started. Of no matter where it has been interrupted before.
    pub(crate) started: bool,
    /// It was cut, and its interrupt had not finished.
    pub(crate) in_interrupt: bool,
}

impl Recorded {
    pub(crate) fn new(kind: ExitKind, failure: Option<usize>, started: bool) -> Self {
        Recorded { kind, failure, started, in_interrupt: false }
    }
}

impl Entry {
    /// From its interrupt to its end. None if it had ended before, and its interrupt left nothing to wait for.
    pub(crate) fn stopping(&self) -> Option<[Duration; 2]> {
        let (from, to) = (self.interrupted?, self.ended?);
        (self.ended_by_itself.is_none() || from < to).then_some([from, to])
    }
}

impl Recorder {
    pub(crate) fn new() -> Self {
        Recorder {
            first_poll: Instant::now(),
            cause: None,
            end: Duration::ZERO,
            actors: Vec::new(),
            members: Vec::new(),
        }
    }

    fn now(&self) -> Duration {
        self.first_poll.elapsed()
    }

    /// The entry of an actor, made when the actor is first mentioned. That is in the first poll of the group, so an actor that
    /// has been started by then was started at 0.
    fn entry(&mut self, position: Position, started: bool) -> &mut Entry {
        let index = self.actors.binary_search_by_key(&position, |entry| entry.position).unwrap_or_else(|index| {
            let started = started.then_some(Duration::ZERO);
            let (ended_by_itself, interrupted, ended, end) = (None, None, None, None);
            let stuck_in_interrupt = false;
            self.actors.insert(
                index,
                Entry { position, started, ended_by_itself, interrupted, ended, end, stuck_in_interrupt },
            );
            index
        });
        &mut self.actors[index]
    }

    /// An actor has been seen to be live: started, or waiting for its gate.
    pub(crate) fn seen(&mut self, position: Position, started: bool) {
        // Called after every poll: the clock is read only where the actor has just been started.
        if started && self.entry(position, started).started.is_none() {
            let now = self.now();
            self.entry(position, started).started = Some(now);
        } else {
            self.entry(position, started);
        }
    }

    pub(crate) fn cause(&mut self) {
        self.cause = Some(self.now());
    }

    pub(crate) fn interrupted(&mut self, position: Position) {
        let now = self.now();
        self.entry(position, false).interrupted.get_or_insert(now);
    }

    /// The actor, or its interrupt, has ended. The first failure counts, or else the first end.
    pub(crate) fn ended(&mut self, position: Position, end: Recorded) {
        let now = self.now();
        let entry = self.entry(position, end.started);
        if entry.interrupted.is_none() {
            if end.started {
                // Maybe in this very poll.
                entry.started.get_or_insert(now);
            }
            entry.ended_by_itself.get_or_insert(now);
        }
        entry.stuck_in_interrupt |= end.in_interrupt;
        let is_final = entry.end.is_some_and(|end| end.failure.is_some() || end.kind.is_cut());
        if !is_final && (entry.end.is_none() || end.failure.is_some() || !end.kind.is_ok()) {
            entry.end = Some(end);
        }
        entry.ended = Some(now);
    }

    /// A member of the set that stands there has ended. Of its other times, those of its set are kept.
    pub(crate) fn member_ended(&mut self, position: Position, name: String, end: Recorded) {
        let now = self.now();
        let mut entry = *self.entry(position, true);
        entry.ended_by_itself = entry.interrupted.is_none().then_some(now);
        (entry.ended, entry.end, entry.stuck_in_interrupt) = (Some(now), Some(end), false);
        self.members.push((name, entry));
    }

    pub(crate) fn finish(&mut self) {
        self.end = self.now();
    }
}
