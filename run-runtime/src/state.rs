//! What a group knows: how far it has got, and what has failed.

use core::fmt;
#[cfg(feature = "std")]
use core::mem;

#[cfg(feature = "std")]
use crate::{course::Phase, error::AsError, record::Record, wake::Wakers};
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
    kept: Kept<E>,
    pub(crate) show: Show<E>,
}

/// So few actors are polled all, always: to find out who was woken would cost more.
#[cfg(feature = "std")]
const FEW: u32 = 3;

impl<E> State<E> {
    pub(crate) const NEW: Self = State { course: Course::NEW, kept: Kept::NOTHING, show: Show::NONE };

    /// The wakers of the actors, once the group has lived for long enough to have some; `room` is for how many. They are
    /// kept elsewhere while the group is polled.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn take_wakers(&mut self, room: impl FnOnce() -> u32) -> Option<Wakers> {
        if self.course.is_young() {
            return None;
        }
        self.kept.take_wakers().or_else(|| (self.course.live > FEW).then(|| Wakers::new(room())))
    }

    #[cfg(feature = "std")]
    pub(crate) fn keep_wakers(&mut self, wakers: Wakers) {
        self.kept.keep_wakers(wakers);
    }

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
        if !trace::ON && matches!(exit, Exit::Ok) && self.course.is_plain() {
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

    /// Something of the current actor has panicked. What is live in its slot is still to be cleared.
    #[cold]
    pub(crate) fn panicked(&mut self, caught: Caught) {
        self.course.set_cause(How::Failed);
        self.fail(Error::panicked(self.course.current_name().text(), caught));
    }

    /// The group itself has panicked, in what it was given to call on its cause.
    #[cold]
    pub(crate) fn group_panicked(&mut self, caught: Caught) {
        self.kept.fail(Error::panicked("", caught));
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

    /// Records that the interrupt of an actor is about to be called.
    pub(crate) fn record_interrupted(&mut self, number: u32) {
        if let Some(record) = self.kept.record() {
            record.interrupted(self.course.table.place(number));
        }
    }

    /// Records that there is an actor, and whether it has been started.
    pub(crate) fn record_start(&mut self, number: u32, started: bool) {
        if let Some(record) = self.kept.record() {
            record.is_there(self.course.table.place(number), started);
        }
    }

    pub(crate) fn record_cause(&mut self) {
        if let Some(record) = self.kept.record() {
            record.cause();
        }
    }

    #[cfg(feature = "std")]
    pub(crate) fn start_record(&mut self) {
        if !self.course.is_recorded() {
            self.course.start_record();
            self.kept.start_record();
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
        self.kept.take_record()
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
