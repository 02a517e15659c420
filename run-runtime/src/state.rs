//! What a group knows: who is live, the cause, the failures.

use core::{fmt, num::NonZeroU32};

#[cfg(feature = "std")]
use crate::{error::AsError, report::Report, wake::Wakers};

use crate::{
    cause::{Cause, Signal},
    end::End,
    error::Error,
    kept::Kept,
    outcome::Exit,
    panic::Caught,
    record::{Ending, Record},
    table::{Name, Place, Table},
    trace::{self, Show},
};

/// What a group knows.
///
/// Invariants:
///
/// 1. `live` is the number of actors and `async` interrupts that have not ended. The group ends when it is 0.
/// 2. `cause` is set once, by the first actor that ends, and never again.
/// 3. The failure that is kept is set once, by the first; every later one, and who was stuck, goes into it. Nothing fails
///    before the cause, so where the cause is a failure, it is this one.
/// 4. While the group is polled, `current` is the number of the actor that is being polled or told, with `TELLING` where it
///    is its interrupt: who has panicked, where somebody has. Between two polls of the group it is the index that the next
///    one begins with.
/// 5. `RECORDED` is set before the first poll, or never.
pub struct State<E> {
    table: &'static Table,
    kept: Kept<E>,
    pub(crate) live: u32,
    // Places are kept as the table's numbers, the cause's plus one: that keeps the state at four words.
    current: u32,
    cause: Option<NonZeroU32>,
    how: How,
    pub(crate) phase: Phase,
    /// How often the group has been polled without wakers of its own, up to `YOUNG`; and whether there is to be a report.
    polls: u8,
    pub(crate) show: Show<E>,
}

/// So many polls of a group are of all its actors, by the waker of its task: that is all that a short life needs, and it
/// allocates nothing.
#[cfg(feature = "std")]
const YOUNG: u8 = 8;

/// In `current`: it is the interrupt.
const TELLING: u32 = 1 << 31;

/// In `polls`: there is to be a report.
const RECORDED: u8 = 0x80;

/// So few actors are polled all, always: to find out who was woken would cost more.
#[cfg(feature = "std")]
const FEW: u32 = 3;

/// How the cause ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Ok,
    Signal(Signal),
    /// The error or the panic is kept.
    Failed,
}

impl How {
    /// The cause, of which the error or the panic is the first failure.
    #[inline]
    pub(crate) fn cause<E>(self, actor: Name, failure: Option<&Error<E>>) -> Cause<'_, E> {
        match (self, failure) {
            (How::Failed, Some(failure)) => Cause::failed(actor, failure),
            (How::Signal(signal), _) => Cause::ok(actor, Some(signal)),
            _ => Cause::ok(actor, None),
        }
    }
}

/// Where a group is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// No actor has ended, as far as the group has acted on it.
    Running,
    /// There is a cause, and the group serves on before it calls the interrupts.
    LameDuck,
    /// Somebody has ended who should have served on, too.
    CutShort,
    /// The interrupts are being called, and what is live is being joined.
    Draining,
    /// The same, but time is up: what has been interrupted is dropped.
    GivingUp,
    /// It has returned.
    Done,
}

impl<E> State<E> {
    pub(crate) const NEW: Self = State {
        table: Table::EMPTY,
        kept: Kept::NOTHING,
        live: 0,
        current: 0,
        cause: None,
        how: How::Ok,
        phase: Phase::Running,
        polls: 0,
        show: Show::NONE,
    };

    pub(crate) fn set_table(&mut self, table: &'static Table) {
        self.table = table;
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    /// The wakers of the actors, once the group has lived for long enough to have some; `room` is for how many. They are
    /// kept elsewhere while the group is polled.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn take_wakers(&mut self, room: impl FnOnce() -> u32) -> Option<Wakers> {
        if self.polls & !RECORDED < YOUNG {
            self.polls += 1;
            return None;
        }
        self.kept.take_wakers().or_else(|| (self.live > FEW).then(|| Wakers::new(room())))
    }

    /// The group has dropped the wakers of its actors, and polls all of them again, by the waker of its task.
    #[cfg(feature = "std")]
    pub(crate) fn be_young(&mut self) {
        self.polls &= RECORDED;
    }

    #[cfg(feature = "std")]
    pub(crate) fn keep_wakers(&mut self, wakers: Wakers) {
        self.kept.keep_wakers(wakers);
    }

    /// Who is being polled or told.
    #[inline]
    pub(crate) fn current(&self) -> u32 {
        self.current & !TELLING
    }

    /// Whether it is its interrupt.
    pub(crate) fn is_telling(&self) -> bool {
        self.current & TELLING != 0
    }

    /// Somebody is about to be polled, or dropped.
    #[inline]
    pub(crate) fn enter(&mut self, number: u32) {
        self.current = number;
    }

    /// Somebody's interrupt is about to be polled, or dropped.
    #[inline]
    pub(crate) fn enter_telling(&mut self, number: u32) {
        self.current = number | TELLING;
    }

    pub(crate) fn current_place(&self) -> Place {
        self.table.place(self.current())
    }

    /// The index that a poll of the group begins with.
    #[inline]
    pub(crate) fn start(&self) -> u32 {
        self.current
    }

    #[inline]
    pub(crate) fn begin_with(&mut self, index: u32) {
        self.current = index;
    }

    pub(crate) fn place(&self, number: u32) -> Place {
        self.table.place(number)
    }

    /// The number of an item of the row whose number is `row`.
    #[cfg(feature = "std")]
    pub(crate) fn number_of(&self, row: u32, item: u32) -> u32 {
        self.table.number_of(row, item)
    }

    /// Whether anybody outlives anybody.
    #[inline]
    pub(crate) fn is_in_order(&self) -> bool {
        !self.table.outlives.is_empty()
    }

    #[inline]
    pub(crate) fn name(&self, number: u32) -> Name {
        Name { table: self.table, number }
    }

    fn current_name(&self) -> Name {
        self.name(self.current())
    }

    /// Whether there is to be a report.
    #[inline]
    pub(crate) fn is_recorded(&self) -> bool {
        self.polls & RECORDED != 0
    }

    /// The current actor has returned. `told` is whether its interrupt has been called.
    #[inline]
    pub(crate) fn ended(&mut self, exit: Exit<E>, told: bool) {
        self.live -= 1;
        // Most end when they are told to, and well.
        if trace::ON || !told || !matches!(exit, Exit::Ok) || self.is_recorded() {
            self.ended_unasked(exit, told);
        }
    }

    #[inline(never)]
    fn ended_unasked(&mut self, exit: Exit<E>, told: bool) {
        let is_plain = self.table.must_run.is_empty() && self.table.may_finish.is_empty();
        // Where nothing is to be looked up or written down, it is quickly said.
        if !trace::ON && is_plain && matches!(exit, Exit::Ok) && !self.is_recorded() {
            self.set_cause(How::Ok);
        } else {
            self.ended_somehow(exit, told);
        }
    }

    #[inline(never)]
    fn ended_somehow(&mut self, exit: Exit<E>, told: bool) {
        let how = match exit {
            _ if !told && self.is_current_among(self.table.must_run) => How::Failed,
            Exit::Ok => How::Ok,
            Exit::Signal(signal) => How::Signal(signal),
            // As its interrupt asked.
            Exit::Dropped if told => How::Ok,
            // By somebody who was not asked to.
            Exit::Dropped | Exit::Failed(_) => How::Failed,
        };
        // Of those that may finish, the last one is the cause.
        let finished = how != How::Failed && self.live > 0 && self.is_current_among(self.table.may_finish);
        if !finished {
            self.set_cause(how);
        }
        if trace::ON || how == How::Failed || self.is_recorded() {
            self.note_exit(exit, how);
        }
    }

    #[cold]
    fn note_exit(&mut self, exit: Exit<E>, how: How) {
        match exit {
            Exit::Failed(error) => self.fail(|actor| Error::failed(actor, error)),
            Exit::Dropped if how == How::Failed => self.fail(Error::dropped),
            _ if how == How::Failed => self.fail(Error::early),
            Exit::Dropped => self.note(Ending::Dropped),
            _ => self.note(Ending::Ok),
        }
    }

    #[inline]
    fn is_current_among(&self, slots: &[u16]) -> bool {
        !slots.is_empty() && slots.contains(&self.current_place().slot)
    }

    /// The current actor has ended: it is the cause, or beside it there is nothing to serve on with.
    #[inline]
    fn set_cause(&mut self, how: How) {
        if self.cause.is_some() {
            self.cut_short();
        } else {
            self.cause = NonZeroU32::new(self.current() + 1);
            self.how = how;
        }
    }

    /// The `async` interrupt of the current actor has finished.
    pub(crate) fn told(&mut self, result: Result<(), E>) {
        self.live -= 1;
        match result {
            Ok(()) => {
                self.record_at(|record, place| record.ended(place, Ending::Ok));
            }
            Err(error) => self.fail(|actor| Error::failed(actor, error)),
        }
    }

    /// Somebody has ended beside the cause: there is nothing to serve on with.
    fn cut_short(&mut self) {
        if matches!(self.phase, Phase::Running | Phase::LameDuck) {
            self.phase = Phase::CutShort;
        }
    }

    /// The current actor has ended by being interrupted.
    #[inline]
    pub(crate) fn cancelled(&mut self, end: Ending) {
        self.live -= 1;
        if trace::ON || self.is_recorded() {
            self.note(end);
        }
    }

    /// The interrupt of an actor is about to be called.
    #[inline]
    pub(crate) fn interrupted(&mut self, number: u32) {
        self.enter_telling(number);
        trace::interrupted(self.name(number));
        self.record_at(Record::interrupted);
    }

    /// Something of the current actor has panicked. What is live in its slot is still to be cleared.
    #[cold]
    pub(crate) fn panicked(&mut self, caught: Caught) {
        self.set_cause(How::Failed);
        self.fail(|actor| Error::panicked(actor, caught));
    }

    /// The group itself has panicked, in what it was given to call on its cause.
    #[cold]
    pub(crate) fn group_panicked(&mut self, caught: Caught) {
        self.keep(Error::panicked("", caught));
    }

    /// What is live of the current actor has not finished in time.
    #[cold]
    pub(crate) fn stuck(&mut self) {
        let name = self.current_name().text();
        let place = self.current_place();
        self.kept.failure_mut().get_or_insert_with(|| Error::stuck_at(name)).push_stuck(name, place);
        self.note(Ending::Stuck);
    }

    #[cold]
    fn fail(&mut self, error: impl FnOnce(&'static str) -> Error<E>) {
        let number = self.keep(error(self.current_name().text()));
        self.note(Ending::Failed(number));
    }

    /// Keeps a failure. Which one it is, counted from 0.
    fn keep(&mut self, error: Error<E>) -> usize {
        match self.kept.failure_mut() {
            Some(first) => first.push(error),
            none => {
                *none = Some(error);
                0
            }
        }
    }

    #[cold]
    pub(crate) fn record(&mut self, note: impl FnOnce(&mut Record)) {
        if let Some(record) = self.kept.record() {
            note(record);
        }
    }

    /// Records that there is an actor, and whether it has been started.
    pub(crate) fn record_start(&mut self, number: u32, started: bool) {
        let place = self.place(number);
        self.record(|record| record.is_there(place, started));
    }

    /// Records something of the current actor.
    #[inline]
    fn record_at(&mut self, note: impl FnOnce(&mut Record, Place)) {
        if self.is_recorded() {
            self.record_place(note);
        }
    }

    #[cold]
    fn record_place(&mut self, note: impl FnOnce(&mut Record, Place)) {
        let place = self.current_place();
        self.record(|record| note(record, place));
    }

    #[inline]
    fn note(&mut self, end: Ending) {
        if trace::ON {
            self.trace(end);
        }
        self.record_at(|record, place| record.ended(place, end));
    }

    fn trace(&self, end: Ending) {
        let end = match end {
            Ending::Ok => End::Ok,
            Ending::Dropped => End::Dropped,
            Ending::Stuck => End::Stuck,
            Ending::Failed(number) => self.kept.failure().map_or(End::Ok, |error| error.nth(number).end()),
        };
        self.show.ended(self.current_name(), end);
    }

    #[cfg(feature = "std")]
    pub(crate) fn start_record(&mut self) {
        if !self.is_recorded() {
            self.polls |= RECORDED;
            self.kept.start_record();
        }
    }

    /// What the report is made of, once the group has ended.
    #[cfg(feature = "std")]
    pub(crate) fn report(&mut self, as_error: AsError<E>) -> Report<E> {
        let cause = self.cause.map(|number| (Name { table: self.table, number: number.get() - 1 }, self.how));
        let mut record = self.kept.take_record().unwrap_or_else(Record::new);
        record.finish();
        let error = self.take_failure().map(|error| error.explained_by(as_error));
        Report::new(error, cause, self.table, record)
    }

    pub(crate) fn has_cause(&self) -> bool {
        self.cause.is_some()
    }

    /// The cause, once there is one. Few ask for it, and where nobody does it is to cost nothing.
    #[allow(clippy::inline_always, reason = "a call of it is as long as it is, where little of it is asked for")]
    #[inline(always)]
    pub(crate) fn cause(&self) -> Cause<'_, E> {
        self.how.cause(cause_name(self.table, self.cause), self.kept.failure())
    }

    /// The first failure, if there was one.
    pub(crate) fn take_failure(&mut self) -> Option<Error<E>> {
        self.kept.take_failure()
    }
}

#[inline]
fn cause_name(table: &'static Table, cause: Option<NonZeroU32>) -> Name {
    cause.map_or(Name::NONE, |number| Name { table, number: number.get() - 1 })
}

impl<E> fmt::Debug for State<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("actors", &self.table.names)
            .field("phase", &self.phase)
            .field("live", &self.live)
            .finish_non_exhaustive()
    }
}
