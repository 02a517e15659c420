//! What happened to each actor, and when: recorded only where a report is asked for.

use core::time::Duration;
use std::{string::String, sync::Arc, vec::Vec};

use crate::{
    observe::status::{Keeper, Members, Phase, State, Status},
    outcome::{
        exit::ExitKind,
        names::{Name, Position, Table},
    },
    sync::{clock::Instant, ready::Change},
};

/// What happened to each actor, and when. All times count from the first poll of the group.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// `None` before it.
    first_poll: Option<Instant>,
    /// When all were ready.
    pub(crate) ready: Option<Duration>,
    pub(crate) cause: Option<Duration>,
    pub(crate) end: Duration,
    /// In the order written.
    pub(crate) actors: Vec<Entry>,
    /// The members of sets that have failed or were cut, with their names, in that order.
    pub(crate) members: Vec<(String, Entry)>,
    /// Whom all of this is shown to while it happens.
    status: Option<Keeper>,
}

/// What happened to one actor.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a question that is asked of an actor")]
pub(crate) struct Entry {
    pub(crate) position: Position,
    pub(crate) started: Option<Duration>,
    /// When it was ready for the first time.
    pub(crate) ready: Option<Duration>,
    /// It says itself when it is ready.
    says_ready: bool,
    /// It was ready, and is no more.
    withdrawn: bool,
    /// When it ended, if that was before it was interrupted.
    pub(crate) ended_by_itself: Option<Duration>,
    pub(crate) interrupted: Option<Duration>,
    /// It has ended, and its interrupt has been called and has not finished.
    interrupting: bool,
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
    fn at(position: Position) -> Self {
        Entry {
            position,
            started: None,
            ready: None,
            says_ready: false,
            withdrawn: false,
            ended_by_itself: None,
            interrupted: None,
            interrupting: false,
            ended: None,
            end: None,
            stuck_in_interrupt: false,
        }
    }

    fn ended(&mut self, end: Recorded, now: Duration) {
        if self.interrupted.is_none() {
            if end.started {
                // Maybe in this very poll.
                self.started.get_or_insert(now);
            }
            self.ended_by_itself.get_or_insert(now);
        }
        self.stuck_in_interrupt |= end.in_interrupt;
        let is_final = self.end.is_some_and(|end| end.failure.is_some() || end.kind.is_cut());
        if !is_final && (self.end.is_none() || end.failure.is_some() || !end.kind.is_ok()) {
            self.end = Some(end);
        }
        self.ended = Some(now);
        self.interrupting = false;
    }

    /// What the actor does.
    fn state(&self) -> State {
        match self {
            Entry { interrupting: true, .. } => State::Interrupted,
            Entry { ended: Some(_), .. } => State::Ended,
            Entry { interrupted: Some(_), .. } => State::Interrupted,
            Entry { started: None, .. } => State::Waiting,
            Entry { ready: None, .. } => State::Starting,
            Entry { withdrawn: true, .. } => State::NotReady,
            Entry { .. } => State::Ready,
        }
    }

    /// From its interrupt to its end. None if it had ended before, and its interrupt left nothing to wait for.
    pub(crate) fn stopping(&self) -> Option<[Duration; 2]> {
        let (from, to) = (self.interrupted?, self.ended?);
        (self.ended_by_itself.is_none() || from < to).then_some([from, to])
    }
}

impl Recorder {
    pub(crate) fn new() -> Self {
        Recorder {
            first_poll: None,
            ready: None,
            cause: None,
            end: Duration::ZERO,
            actors: Vec::new(),
            members: Vec::new(),
            status: None,
        }
    }

    /// Shows all of this to a status while it happens.
    pub(crate) fn keep(&mut self, status: &Status) {
        self.status = Some(status.keeper());
    }

    /// A poll of the group begins. Returns whether it is the first.
    pub(crate) fn begin(&mut self, table: &'static Table) -> bool {
        if self.first_poll.is_some() {
            return false;
        }
        self.now();
        if let Some(status) = &self.status {
            status.begin(table);
        }
        true
    }

    fn now(&mut self) -> Duration {
        self.first_poll.get_or_insert_with(Instant::now).elapsed()
    }

    /// In the first poll: an actor is there, and will be polled at once unless it is `waiting`. `says_ready` is whether it says itself
    /// when it is ready. Called in the order written, before anything else is recorded.
    pub(crate) fn enter(&mut self, position: Position, name: Name<'_>, waiting: bool, says_ready: bool) {
        let started = (!waiting).then_some(Duration::ZERO);
        let ready = started.filter(|_| !says_ready);
        let entry = Entry { started, ready, says_ready, ..Entry::at(position) };
        if let Some(status) = &self.status {
            status.enter(position, name.to_text(), entry.state());
        }
        self.actors.push(entry);
    }

    /// The actor that has been entered last has members.
    pub(crate) fn have_members(&self, members: Arc<dyn Members>) {
        if let Some(status) = &self.status {
            status.have_members(members);
        }
    }

    /// The entry of an actor; made here if it is none, but the head of a nested group, which has failed.
    fn entry(&mut self, position: Position) -> &mut Entry {
        let index = self.actors.binary_search_by_key(&position, |entry| entry.position).unwrap_or_else(|index| {
            self.actors.insert(index, Entry::at(position));
            index
        });
        &mut self.actors[index]
    }

    /// Changes the entry of an actor.
    fn change(&mut self, position: Position, change: impl FnOnce(&mut Entry)) {
        let entry = self.entry(position);
        change(entry);
        let state = entry.state();
        if let Some(status) = &self.status {
            status.set(position, state);
        }
    }

    fn show_phase(&self, phase: Phase) {
        if let Some(status) = &self.status {
            status.set_phase(phase);
        }
    }

    /// An actor that has waited is started.
    pub(crate) fn started(&mut self, position: Position) {
        let now = self.now();
        self.change(position, |entry| {
            entry.started = Some(now);
            entry.ready = entry.ready.or(Some(now).filter(|_| !entry.says_ready));
        });
    }

    /// An actor has said whether it is ready.
    pub(crate) fn readiness_changed(&mut self, position: Position, change: Change) {
        let now = self.now();
        self.change(position, |entry| {
            entry.ready.get_or_insert(now);
            entry.withdrawn = !change.is_ready;
        });
    }

    /// Whether it is not known yet that all are ready.
    pub(crate) fn awaits_ready(&self) -> bool {
        self.ready.is_none()
    }

    /// All are ready.
    pub(crate) fn all_ready(&mut self) {
        self.ready = Some(self.now());
        self.show_phase(Phase::Running);
    }

    /// The group is in its lame duck. It is over when the first interrupt is called.
    pub(crate) fn lame_duck(&mut self) {
        self.show_phase(Phase::LameDuck);
    }

    pub(crate) fn cause(&mut self) {
        self.cause = Some(self.now());
        self.show_phase(Phase::Draining);
    }

    /// The interrupt of an actor is about to be called.
    pub(crate) fn interrupted(&mut self, position: Position) {
        let now = self.now();
        if self.cause.is_some() {
            // A lame duck is over.
            self.show_phase(Phase::Draining);
        }
        self.change(position, |entry| _ = entry.interrupted.get_or_insert(now));
    }

    /// The interrupt of an actor that had ended has been called, and has not finished.
    pub(crate) fn interrupting(&mut self, position: Position) {
        self.change(position, |entry| entry.interrupting = true);
    }

    /// The actor, or its interrupt, has ended. The first failure counts, or else the first end.
    pub(crate) fn ended(&mut self, position: Position, end: Recorded) {
        let now = self.now();
        self.change(position, |entry| entry.ended(end, now));
    }

    /// A member of the set that stands there has ended. Of its other times, those of its set are kept.
    pub(crate) fn member_ended(&mut self, position: Position, name: String, end: Recorded) {
        let now = self.now();
        let mut entry = *self.entry(position);
        entry.ended_by_itself = entry.interrupted.is_none().then_some(now);
        (entry.ended, entry.end, entry.stuck_in_interrupt) = (Some(now), Some(end), false);
        self.members.push((name, entry));
    }

    pub(crate) fn finish(&mut self) {
        self.end = self.now();
        if let Some(status) = &self.status {
            status.end();
        }
    }
}
