//! What a group knows: who is live, the cause, the failures.

use core::{fmt, num::NonZeroU32};

#[cfg(feature = "std")]
use crate::{error::AsError, report::Report};

use crate::{
    cause::{Cause, Signal},
    end::End,
    error::Error,
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
/// 3. `failure` is set once, by the first failure; every later one, and who was stuck, goes into it. Nothing fails
///    before the cause, so where the cause is a failure, it is this one.
/// 4. While the list is visited, `current` is the place of what is being visited: whatever panics, panicked there.
///    `telling` is whether it is its interrupt that is being called or polled. Between two polls of the group, `current`
///    is where the next one begins.
pub struct State<E> {
    table: &'static Table,
    // The failures, and what is recorded: nothing has failed where that is all.
    failure: Option<Error<E>>,
    pub(crate) live: u32,
    // Places are kept as the table's numbers, the cause's plus one: that keeps the state at four words.
    current: u32,
    cause: Option<NonZeroU32>,
    how: How,
    pub(crate) phase: Phase,
    pub(crate) telling: bool,
    pub(crate) show: Show<E>,
}

/// How the cause ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Ok,
    Signal(Signal),
    /// The error or the panic is in `failure`.
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
        failure: None,
        live: 0,
        current: 0,
        cause: None,
        how: How::Ok,
        phase: Phase::Running,
        telling: false,
        show: Show::NONE,
    };

    pub(crate) fn set_table(&mut self, table: &'static Table) {
        self.table = table;
    }

    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    /// The place that is being visited.
    #[inline]
    pub(crate) fn current(&self) -> Place {
        if self.current == 0 { Place::FIRST } else { self.table.place(self.current) }
    }

    #[inline]
    pub(crate) fn enter(&mut self, place: Place) {
        self.current = self.table.number(place);
    }

    #[inline]
    pub(crate) fn current_name(&self) -> Name {
        Name { table: self.table, number: self.current }
    }

    /// The current actor has returned. `told` is whether its interrupt has been called.
    #[inline]
    pub(crate) fn ended(&mut self, exit: Exit<E>, told: bool) {
        self.live -= 1;
        // Most end when they are told to, and well.
        if trace::ON || self.cause.is_none() || self.failure.is_some() || !told || !matches!(exit, Exit::Ok) {
            self.ended_unasked(exit, told);
        }
    }

    #[inline(never)]
    fn ended_unasked(&mut self, exit: Exit<E>, told: bool) {
        let how = match exit {
            Exit::Failed(_) => How::Failed,
            // Not as its interrupt asked, but by somebody who was not asked to.
            Exit::Dropped if !told => How::Failed,
            Exit::Dropped => How::Ok,
            _ if !told && self.is_current_among(self.table.must_run) => How::Failed,
            Exit::Ok => How::Ok,
            Exit::Signal(signal) => How::Signal(signal),
        };
        // Of those that may finish, the last one is the cause.
        let finished = how != How::Failed && self.live > 0 && self.is_current_among(self.table.may_finish);
        if self.cause.is_none() && !finished {
            self.set_cause(how);
        } else if !finished {
            self.cut_short();
        }
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
        !slots.is_empty() && slots.contains(&self.current().slot)
    }

    fn set_cause(&mut self, how: How) {
        self.cause = NonZeroU32::new(self.current + 1);
        self.how = how;
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
    pub(crate) fn cancelled(&mut self, end: Ending) {
        self.live -= 1;
        self.note(end);
    }

    /// The interrupt of the current actor is called.
    #[inline]
    pub(crate) fn interrupted(&mut self) {
        trace::interrupted(self.current_name());
        self.record_at(Record::interrupted);
    }

    /// Something of the current actor has panicked. What is live in its slot is still to be cleared.
    #[cold]
    pub(crate) fn panicked(&mut self, caught: Caught) {
        if self.cause.is_none() {
            self.set_cause(How::Failed);
        } else {
            self.cut_short();
        }
        self.fail(|actor| Error::panicked(actor, caught));
    }

    /// The group itself has panicked, in what it was given to call on its cause.
    #[cold]
    pub(crate) fn group_panicked(&mut self, caught: Caught) {
        self.keep(Error::panicked("", caught));
    }

    /// What is live in the current slot has not finished in time.
    #[cold]
    pub(crate) fn stuck(&mut self) {
        let name = self.current_name().text();
        let place = self.current();
        self.failure.get_or_insert_with(|| Error::stuck_at(name)).push_stuck(name, place);
        self.note(Ending::Stuck);
    }

    #[cold]
    fn fail(&mut self, error: impl FnOnce(&'static str) -> Error<E>) {
        let number = self.keep(error(self.current_name().text()));
        self.note(Ending::Failed(number));
    }

    /// Keeps a failure. Which one it is, counted from 0.
    fn keep(&mut self, error: Error<E>) -> usize {
        match &mut self.failure {
            Some(first) => first.push(error),
            none => {
                *none = Some(error);
                0
            }
        }
    }

    /// Whether there is to be a report.
    #[inline]
    pub(crate) fn is_recorded(&mut self) -> bool {
        let mut is = false;
        if self.failure.is_some() {
            self.record(|_| is = true);
        }
        is
    }

    #[cold]
    pub(crate) fn record(&mut self, note: impl FnOnce(&mut Record)) {
        #[cfg(feature = "std")]
        if let Some(record) = self.failure.as_mut().and_then(Error::record) {
            note(record);
        }
        #[cfg(not(feature = "std"))]
        let _ = (&self.failure, note);
    }

    /// Records something of the current actor.
    #[inline]
    fn record_at(&mut self, note: impl FnOnce(&mut Record, Place)) {
        // Most groups have neither failed nor are to be reported: nobody's place is looked up there.
        if self.failure.is_some() {
            self.record_place(note);
        }
    }

    #[cold]
    fn record_place(&mut self, note: impl FnOnce(&mut Record, Place)) {
        let place = self.current();
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
            Ending::Failed(number) => self.failure.as_ref().map_or(End::Ok, |error| error.nth(number).end()),
        };
        self.show.ended(self.current_name(), end);
    }

    #[cfg(feature = "std")]
    pub(crate) fn start_record(&mut self) {
        self.failure.get_or_insert_with(Error::recording);
    }

    /// What the report is made of, once the group has ended.
    #[cfg(feature = "std")]
    pub(crate) fn report(&mut self, as_error: AsError<E>) -> Report<E> {
        let cause = self.cause.map(|number| (Name { table: self.table, number: number.get() - 1 }, self.how));
        let mut record = self.failure.as_mut().and_then(Error::take_record).unwrap_or_else(Record::new);
        record.finish();
        let error = self.take_failure().map(|error| error.explained_by(as_error));
        Report::new(error, cause, self.table, record)
    }

    pub(crate) fn has_cause(&self) -> bool {
        self.cause.is_some()
    }

    /// The cause, once there is one.
    #[inline]
    pub(crate) fn cause(&self) -> Cause<'_, E> {
        let actor = self.cause.map_or(Name::NONE, |number| Name { table: self.table, number: number.get() - 1 });
        self.how.cause(actor, self.failure.as_ref())
    }

    /// The first failure, if there was one.
    pub(crate) fn take_failure(&mut self) -> Option<Error<E>> {
        self.failure.take().filter(Error::is_failure)
    }
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
