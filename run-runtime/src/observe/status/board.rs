//! What a group writes of itself, and every [`Status`](crate::Status) of it reads.

use core::{fmt, mem};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    vec::Vec,
};

use crate::{
    observe::status::actor::{Actor, Phase, State},
    outcome::names::{Position, Table, Text},
    sync::{clock::Instant, stop::Stop},
};

#[derive(Debug)]
pub(super) struct Shared(Mutex<Board>);

/// What is known of a group.
#[derive(Debug)]
pub(super) struct Board {
    /// Goes up with each change.
    pub(super) version: u32,
    /// Set by the next change, which puts another in its place.
    pub(super) change: Stop,
    pub(super) phase: Phase,
    pub(super) since: Instant,
    /// Set when the group has ended.
    pub(super) ended: Stop,
    /// Which of the groups that the status was given to it is of, counted: the last.
    group: u32,
    table: &'static Table,
    /// In the order written.
    pub(super) actors: Vec<Known>,
}

/// The members of an actor, which come and go.
pub trait Members: Send + Sync {
    /// What those are called that have not ended.
    fn names(&self) -> Vec<Text>;
}

/// What is known of an actor.
pub(super) struct Known {
    position: Position,
    name: Text,
    members: Option<Arc<dyn Members>>,
    pub(super) state: State,
    since: Instant,
}

impl Shared {
    pub(super) fn new() -> Self {
        Shared(Mutex::new(Board::new(Instant::now())))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Board> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the board, or returns that nothing has changed. Those who wait for a change are woken after the lock is released.
    fn update(&self, change: impl FnOnce(&mut Board, Instant) -> bool) {
        let mut board = self.lock();
        if !change(&mut board, Instant::now()) {
            return;
        }
        board.version = board.version.wrapping_add(1);
        let changed = mem::take(&mut board.change);
        drop(board);
        changed.stop();
    }
}

impl Board {
    fn new(now: Instant) -> Self {
        Board {
            version: 0,
            change: Stop::new(),
            phase: Phase::NotStarted,
            since: now,
            ended: Stop::new(),
            group: 0,
            table: Table::EMPTY,
            actors: Vec::new(),
        }
    }

    fn set_phase(&mut self, phase: Phase, now: Instant) -> bool {
        let changes = self.phase != phase;
        if changes {
            (self.phase, self.since) = (phase, now);
        }
        changes
    }

    /// Each actor, and where its members are asked for.
    pub(super) fn snapshot(&self) -> Vec<(Actor, Option<Arc<dyn Members>>)> {
        let actor = |known: &Known| Actor {
            name: known.name.clone(),
            state: known.state,
            elapsed: known.since.elapsed(),
            waits_for: self.waits_for(known),
        };
        self.actors.iter().map(|known| (actor(known), known.members.clone())).collect()
    }

    /// Those that it is after, and that it still waits for.
    fn waits_for(&self, known: &Known) -> Vec<Text> {
        if known.state != State::Waiting || !matches!(self.phase, Phase::Starting | Phase::Running) {
            return Vec::new();
        }
        let mut names = Vec::new();
        for edge in self.table.start_order().from(known.position.slot) {
            let awaited = self.actors.iter().filter(|other| other.position.slot == edge.slot());
            let awaited = awaited.filter(|other| match other.state {
                State::Waiting | State::Starting => true,
                State::Ended => false,
                _ => edge.is_until_ended(),
            });
            names.extend(awaited.map(|other| other.name.clone()));
        }
        names
    }
}

/// A group's end of a status. Dropped with its group, which has ended then.
#[derive(Debug)]
pub(in crate::observe) struct Keeper {
    shared: Arc<Shared>,
    /// As in `Board`. What a group does that no longer is the last is not shown.
    group: u32,
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").field("name", &self.name).field("state", &self.state).finish_non_exhaustive()
    }
}

impl Keeper {
    /// From now on, the status is of this group.
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let mut group = 0;
        shared.update(|board, now| {
            // Who waits for the end waits for that of this group.
            let ended = if board.ended.is_stopped() { Stop::new() } else { mem::take(&mut board.ended) };
            group = board.group.wrapping_add(1);
            *board =
                Board { version: board.version, change: mem::take(&mut board.change), ended, group, ..Board::new(now) };
            true
        });
        Keeper { shared, group }
    }

    fn update(&self, change: impl FnOnce(&mut Board, Instant) -> bool) {
        self.shared.update(|board, now| board.group == self.group && change(board, now));
    }

    /// The first poll of the group begins.
    pub(in crate::observe) fn begin(&self, table: &'static Table) {
        self.update(|board, now| {
            board.table = table;
            board.set_phase(Phase::Starting, now)
        });
    }

    /// An actor is there. Called in the order written.
    pub(in crate::observe) fn enter(&self, position: Position, name: Text, state: State) {
        self.update(|board, since| {
            board.actors.push(Known { position, name, members: None, state, since });
            true
        });
    }

    /// The actor that was said to be there last has members.
    pub(in crate::observe) fn have_members(&self, members: Arc<dyn Members>) {
        self.update(|board, _| board.actors.iter_mut().last().map(|known| known.members = Some(members)).is_some());
    }

    /// What an actor does has changed. One that never was said to be there is left out.
    pub(in crate::observe) fn set(&self, position: Position, state: State) {
        self.update(|board, now| {
            let Ok(index) = board.actors.binary_search_by_key(&position, |known| known.position) else { return false };
            let known = &mut board.actors[index];
            let changes = known.state != state;
            if changes {
                (known.state, known.since) = (state, now);
            }
            changes
        });
    }

    pub(in crate::observe) fn set_phase(&self, phase: Phase) {
        self.update(|board, now| board.set_phase(phase, now));
    }

    /// The group has ended. Said again, nothing changes.
    pub(in crate::observe) fn end(&self) {
        let mut ended = None;
        self.update(|board, now| {
            ended = Some(board.ended.clone());
            board.set_phase(Phase::Ended, now)
        });
        if let Some(ended) = ended {
            ended.stop();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.end();
    }
}
