//! What a group knows: where it is in its lifecycle, and what has failed. The exits of the actors come in here.

pub(crate) mod cause;
pub(crate) mod cold;
#[cfg(feature = "std")]
pub(crate) mod last_call;
pub(crate) mod lifecycle;
mod readiness;

use core::fmt;
#[cfg(feature = "std")]
use core::mem;
#[cfg(feature = "std")]
use std::string::String;

#[cfg(feature = "tracing")]
use crate::outcome::infer::Infer;
#[cfg(feature = "std")]
use crate::outcome::{
    error::AsError,
    gave_up::GaveUp,
    names::{Position, part_name},
};
use crate::{
    observe::{
        recorder::{Recorded, Recorder},
        trace,
    },
    outcome::{
        end::End,
        error::{Error, Unfinished},
        exit::{Cut, Exit, ExitKind},
        infer::Show,
        names::{Name, Text},
        panic::Caught,
    },
    state::{
        cold::Cold,
        lifecycle::{Lifecycle, nested::Exited},
    },
};

/// What a group knows.
///
/// Nothing fails before the cause, so where the cause is a failure, it is the first one that is kept. Every later failure, and
/// the names of the stuck, go into that one.
pub struct State<E> {
    pub(crate) lifecycle: Lifecycle,
    cold: Cold<E>,
    show: Show<E>,
}

impl<E> State<E> {
    pub(crate) const NEW: Self = State { lifecycle: Lifecycle::NEW, cold: Cold::EMPTY, show: Show::NONE };

    /// Sets how `tracing` displays an error.
    #[cfg(feature = "tracing")]
    pub(crate) fn set_show(&mut self, error: Infer<E>) {
        self.show = error.show;
    }

    /// The name of an actor, by its number.
    #[inline]
    pub(crate) fn name(&self, number: u32) -> Name<'_> {
        Name { table: self.lifecycle.table(), given: self.cold.given_names(), number }
    }

    /// The name of the actor that the group is at.
    fn current_name(&self) -> Name<'_> {
        self.name(self.lifecycle.current())
    }

    // How actors and interrupts end.

    // Each of these is called just before what has ended is dropped: a panic of what is called here, such as a `tracing`
    // subscriber, finds it in its slot.

    /// The actor that the group is at has returned. `interrupted` is whether its interrupt has been called, and `started` is
    /// false where it was its gate that failed.
    #[inline]
    pub(crate) fn ended(&mut self, exit: Exit<E>, interrupted: bool, started: bool) {
        // Most actors end with `Ok` after their interrupt, and nothing is to be done.
        if trace::ON || !interrupted || !matches!(exit, Exit::Ok) || self.lifecycle.is_recorded() {
            self.ended_slow(exit, interrupted, started);
        }
    }

    #[inline(never)]
    fn ended_slow(&mut self, exit: Exit<E>, interrupted: bool, started: bool) {
        // As in most groups, nothing is to be looked up in the table, and nothing to be recorded.
        if !trace::ON && !self.lifecycle.is_recorded() && matches!(exit, Exit::Ok) && self.lifecycle.counts_any_ok() {
            self.lifecycle.count_exit(ExitKind::Ok);
        } else {
            self.classify_exit(exit, interrupted, started);
        }
    }

    #[inline(never)]
    fn classify_exit(&mut self, exit: Exit<E>, interrupted: bool, started: bool) {
        let (kind, failed) = self.lifecycle.classify(exit.kind(), interrupted);
        if trace::ON || failed || self.lifecycle.is_recorded() {
            self.note_exit(exit, kind, failed, started);
        }
    }

    #[cold]
    fn note_exit(&mut self, exit: Exit<E>, kind: ExitKind, failed: bool, started: bool) {
        if !failed {
            return self.note(Recorded::new(kind, None, started));
        }
        let actor = self.current_name().to_text();
        let error = match exit {
            Exit::Failed(error) => Error::failed(actor, error),
            _ => Error::without_error(actor, kind),
        };
        self.fail(kind, error, started);
    }

    /// The actor that the group is at, whose exit came before, has been joined.
    pub(crate) fn joined(&mut self) {
        self.lifecycle.joined();
        self.record(Recorded::new(ExitKind::Ok, None, true));
    }

    /// An actor has ended with `Ok`, which has turned out to be an exit of a nested group that must run.
    #[cold]
    pub(crate) fn ended_early(&mut self, exit: Exited) {
        self.lifecycle.enter(exit.number());
        self.lifecycle.count_exit(ExitKind::Early);
        let actor = self.current_name().to_text();
        self.fail(ExitKind::Early, Error::without_error(actor, ExitKind::Early), true);
    }

    /// The `async` interrupt of the actor that the group is at has finished.
    pub(crate) fn interrupt_finished(&mut self, result: Result<(), E>) {
        match result {
            Ok(()) => self.record(Recorded::new(ExitKind::Ok, None, true)),
            Err(error) => {
                let actor = self.current_name().to_text();
                self.fail(ExitKind::Failed, Error::failed(actor, error), true);
            }
        }
    }

    /// The interrupt has ended the actor that the group is at: it was dropped, or never started.
    #[inline]
    pub(crate) fn ended_by_interrupt(&mut self, kind: ExitKind) {
        if trace::ON || self.lifecycle.is_recorded() {
            self.note(Recorded::new(kind, None, true));
        }
    }

    /// The actor that the group is at, or its interrupt, has panicked; or its gate, if it has not been `started`. What is live in
    /// its slot is still to be dropped.
    #[cold]
    #[inline(never)]
    pub(crate) fn panicked(&mut self, caught: Caught, started: bool) {
        let actor = self.current_name().to_text();
        self.lifecycle.count_exit(ExitKind::Panicked);
        self.fail(ExitKind::Panicked, Error::panicked(actor, caught), started);
    }

    /// A function or a future that the group was given has panicked. Where there is no cause yet, that is it.
    #[cold]
    #[inline(never)]
    pub(crate) fn group_panicked(&mut self, caught: Caught) {
        self.lifecycle.count_exit_of_no_actor(ExitKind::Panicked);
        self.cold.push_failure(Error::panicked(Text::default(), caught));
    }

    /// The actor that the group is at is dropped before it has ended; or, where `in_interrupt`, before its interrupt has finished.
    #[cold]
    #[inline(never)]
    pub(crate) fn cut(&mut self, how: Cut, in_interrupt: bool) {
        self.count_cut(how);
        if how != Cut::AsAsked {
            let (name, position) = (self.current_name().to_text(), self.lifecycle.current_position());
            self.cold.push_cut(Unfinished { position, member: 0, name, how, in_interrupt });
        }
        self.note(Recorded { in_interrupt, ..Recorded::new(how.kind(), None, true) });
    }

    /// In a group without a cause, an actor is cut in a nested group that drains alone.
    fn count_cut(&mut self, how: Cut) {
        if how != Cut::AsAsked && self.lifecycle.is_running() {
            self.lifecycle.count_exit(how.kind());
        }
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self, kind: ExitKind, error: Error<E>, started: bool) {
        let failure = self.cold.push_failure(error);
        self.note(Recorded::new(kind, Some(failure), started));
    }

    /// Traces and records how the actor that the group is at has ended.
    #[inline(never)]
    fn note(&mut self, end: Recorded) {
        if trace::ON {
            trace::ended(self.current_name().text(), self.show.end(self.end_of(end)));
        }
        self.record(end);
    }

    fn record(&mut self, end: Recorded) {
        if let Some(recorder) = self.cold.recorder() {
            recorder.ended(self.lifecycle.current_position(), end);
        }
    }

    /// The end that was recorded.
    pub(crate) fn end_of(&self, end: Recorded) -> End<&E> {
        match (end.failure, end.kind) {
            (Some(number), _) => self.cold.failure().map_or(End::Dropped, |first| first.nth(number).end()),
            (None, ExitKind::Stuck) => End::Stuck,
            (None, ExitKind::CutShort) => End::CutShort,
            (None, ExitKind::CutAsAsked | ExitKind::Dropped) => End::Dropped,
            (None, _) => End::Ok,
        }
    }

    /// An end as `tracing` displays it.
    pub(crate) fn show<'a>(&self, end: End<&'a E>) -> End<&'a dyn fmt::Display> {
        self.show.end(end)
    }

    // What is kept elsewhere.

    /// The first failure, if there was one.
    pub(crate) fn failure(&self) -> Option<&Error<E>> {
        self.cold.failure()
    }

    pub(crate) fn take_failure(&mut self) -> Option<Error<E>> {
        self.cold.take_failure()
    }

    pub(crate) fn recorder(&mut self) -> Option<&mut Recorder> {
        self.cold.recorder()
    }
}

#[cfg(feature = "std")]
impl<E> State<E> {
    pub(crate) fn cold(&mut self) -> &mut Cold<E> {
        &mut self.cold
    }

    pub(crate) fn start_recording(&mut self) {
        if !self.lifecycle.is_recorded() {
            self.lifecycle.start_recording();
            self.cold.make_untyped().recorder = Some(Recorder::new());
        }
    }

    /// Takes all of it, for the report, once the group has ended.
    pub(crate) fn take(&mut self) -> Self {
        mem::replace(self, State { lifecycle: Lifecycle::TAKEN, ..State::NEW })
    }

    /// The name of the actor that stands there.
    pub(crate) fn name_at(&self, position: Position) -> Name<'_> {
        self.name(self.lifecycle.table().number(position))
    }

    /// Whether the exit of the actor that stands there is the cause.
    pub(crate) fn is_cause(&self, position: Position) -> bool {
        self.lifecycle.cause().is_some_and(|(number, _)| number == Some(self.lifecycle.table().number(position)))
    }

    /// A member of the actor that the group is at has failed.
    #[cold]
    #[inline(never)]
    pub(crate) fn member_failed(&mut self, member: &str, exit: Result<Exit<E>, Caught>) {
        let name = self.member_name(member);
        let actor = name.clone().into();
        let (kind, error) = match exit {
            Ok(Exit::Failed(error)) => (ExitKind::Failed, Error::failed(actor, error)),
            Ok(_) => (ExitKind::Cancelled, Error::without_error(actor, ExitKind::Cancelled)),
            Err(caught) => (ExitKind::Panicked, Error::panicked(actor, caught)),
        };
        self.lifecycle.count_exit(kind);
        let failure = self.cold.push_failure(error);
        self.note_member(name, Recorded::new(kind, Some(failure), true));
    }

    /// The actor that the group is at is dropped before these of its members have ended: they are named, and it is not.
    #[cold]
    pub(crate) fn cut_members(&mut self, members: &[Text], how: Cut) {
        let position = self.lifecycle.current_position();
        self.count_cut(how);
        self.note(Recorded::new(how.kind(), None, true));
        for (member, number) in members.iter().zip(1..) {
            let name = self.member_name(member);
            if how != Cut::AsAsked {
                self.cold.push_cut(Unfinished {
                    position,
                    member: number,
                    name: name.clone().into(),
                    how,
                    in_interrupt: false,
                });
            }
            self.note_member(name, Recorded::new(how.kind(), None, true));
        }
    }

    /// The name of a member of the actor that the group is at.
    fn member_name(&self, member: &str) -> String {
        part_name(self.current_name().text(), &member)
    }

    /// Traces and records how a member of the actor that the group is at has ended.
    fn note_member(&mut self, name: String, end: Recorded) {
        if trace::ON {
            trace::ended(&name, self.show.end(self.end_of(end)));
        }
        let position = self.lifecycle.current_position();
        if let Some(recorder) = self.cold.recorder() {
            recorder.member_ended(position, name, end);
        }
    }

    /// Gives an item of a row its name.
    pub(crate) fn give_name(&mut self, position: Position, item: &dyn fmt::Display) {
        self.cold.given_names_mut().give(self.lifecycle.table(), position, item);
    }

    pub(crate) fn gave_up(&self) -> Option<GaveUp> {
        self.cold.gave_up()
    }

    pub(crate) fn take_recorder(&mut self) -> Option<Recorder> {
        self.cold.untyped()?.recorder.take()
    }

    /// Sets the function that gives an `E` as a `dyn Error`, if it is one.
    pub(crate) fn set_as_error(&mut self, as_error: AsError<E>) {
        self.cold.set_as_error(as_error);
    }
}

impl<E> fmt::Debug for State<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("actors", &self.lifecycle.table().names)
            .field("phase", &self.lifecycle.phase())
            .field("live", &self.lifecycle.live())
            .finish_non_exhaustive()
    }
}
