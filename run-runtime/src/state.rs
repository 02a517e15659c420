//! What a group knows: how far it has got, and what has failed.

use core::fmt;
#[cfg(feature = "std")]
use core::mem;

#[cfg(feature = "std")]
use crate::{course::Phase, error::AsError, record::Record};
use crate::{
    course::{Course, How},
    end::End,
    error::Error,
    kept::Kept,
    outcome::Exit,
    panic::Caught,
    record::Ending,
    trace::{self, Show},
};

/// What a group knows.
///
/// The failure that is kept is set once, by the first; every later one, and who was stuck, goes into it. Nothing fails
/// before the cause, so where the cause is a failure, it is this one.
pub struct State<E> {
    pub(crate) course: Course,
    pub(crate) kept: Kept<E>,
    pub(crate) show: Show<E>,
}

impl<E> State<E> {
    pub(crate) const NEW: Self = State { course: Course::NEW, kept: Kept::NOTHING, show: Show::NONE };

    /// The current actor has returned. `told` is whether its interrupt has been called.
    #[inline]
    pub(crate) fn ended(&mut self, exit: Exit<E>, told: bool) {
        self.course.live -= 1;
        // Most end when they are told to, and well.
        if trace::ON || !told || !matches!(exit, Exit::Ok) || self.course.is_recorded() {
            self.ended_unasked(exit, told);
        }
    }

    #[inline(never)]
    fn ended_unasked(&mut self, exit: Exit<E>, told: bool) {
        // Where nothing is to be looked up or written down, it is quickly said.
        if !trace::ON && matches!(exit, Exit::Ok) && self.course.takes_any_ok() {
            self.course.set_cause(How::Ok);
        } else {
            self.ended_somehow(exit, told);
        }
    }

    #[inline(never)]
    fn ended_somehow(&mut self, exit: Exit<E>, told: bool) {
        let how = self.course.ended(&exit.plain(), told);
        if trace::ON || how == How::Failed || self.course.is_recorded() {
            self.note_exit(exit, how);
        }
    }

    #[cold]
    fn note_exit(&mut self, exit: Exit<E>, how: How) {
        let actor = self.course.current_name().text();
        self.fail(match exit {
            Exit::Failed(error) => Error::failed(actor, error),
            Exit::Dropped if how == How::Failed => Error::dropped(actor),
            _ if how == How::Failed => Error::early(actor),
            Exit::Dropped => return self.note(Ending::Dropped),
            _ => return self.note(Ending::Ok),
        });
    }

    /// The `async` interrupt of the current actor has finished.
    pub(crate) fn told(&mut self, result: Result<(), E>) {
        self.course.live -= 1;
        match result {
            Ok(()) => self.record(Ending::Ok),
            Err(error) => self.fail(Error::failed(self.course.current_name().text(), error)),
        }
    }

    /// The current actor has ended by being interrupted.
    #[inline]
    pub(crate) fn cancelled(&mut self, end: Ending) {
        self.course.live -= 1;
        if trace::ON || self.course.is_recorded() {
            self.note(end);
        }
    }

    /// Something of the current actor has panicked, and what is live in its slot is still to be cleared; or the `group`
    /// itself has, in what it was given to call.
    #[cold]
    #[inline(never)]
    pub(crate) fn panicked(&mut self, caught: Caught, group: bool) {
        let actor = if group { "" } else { self.course.current_name().text() };
        let number = self.kept.fail(Error::panicked(actor, caught));
        if !group {
            self.course.set_cause(How::Failed);
            self.note(Ending::Failed(number));
        }
    }

    /// What is live of the current actor has not finished in time.
    #[cold]
    #[inline(never)]
    pub(crate) fn stuck(&mut self) {
        let (name, place) = (self.course.current_name().text(), self.course.current_place());
        self.kept.stuck(name, place);
        self.note(Ending::Stuck);
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self, error: Error<E>) {
        let number = self.kept.fail(error);
        self.note(Ending::Failed(number));
    }

    #[inline(never)]
    fn note(&mut self, end: Ending) {
        if trace::ON {
            let name = self.course.current_name();
            self.show.ended(
                name,
                match end {
                    Ending::Ok => End::Ok,
                    Ending::Dropped => End::Dropped,
                    Ending::Stuck => End::Stuck,
                    Ending::Failed(number) => self.kept.failure().map_or(End::Ok, |error| error.nth(number).end()),
                },
            );
        }
        self.record(end);
    }

    /// Records how the current actor has ended.
    fn record(&mut self, end: Ending) {
        if let Some(record) = self.kept.record() {
            record.ended(self.course.current_place(), end);
        }
    }

    #[cfg(feature = "std")]
    pub(crate) fn start_record(&mut self) {
        if !self.course.is_recorded() {
            self.course.start_record();
            self.kept.make_aside().record = Some(Record::new());
        }
    }

    /// All of it, for the report, once the group has ended.
    #[cfg(feature = "std")]
    pub(crate) fn take(&mut self) -> Self {
        let mut ended = State::NEW;
        ended.course.phase = Phase::Done;
        mem::replace(self, ended)
    }

    #[cfg(feature = "std")]
    pub(crate) fn take_record(&mut self) -> Option<Record> {
        self.kept.aside()?.record.take()
    }

    /// Says how its error type, which need not be an error, is one.
    #[cfg(feature = "std")]
    pub(crate) fn explain_by(&mut self, as_error: AsError<E>) {
        self.kept.explain_by(as_error);
    }

    /// The first failure, if there was one.
    pub(crate) fn failure(&self) -> Option<&Error<E>> {
        self.kept.failure()
    }

    pub(crate) fn take_failure(&mut self) -> Option<Error<E>> {
        self.kept.take_failure()
    }
}

impl<E> fmt::Debug for State<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("actors", &self.course.table.names)
            .field("phase", &self.course.phase)
            .field("live", &self.course.live)
            .finish_non_exhaustive()
    }
}
