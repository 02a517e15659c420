//! What a group knows: who is live, the cause, the failures.

use core::{fmt, num::NonZeroU32};

use crate::{
    cause::{Cause, Signal},
    error::Error,
    outcome::Exit,
    panic::Caught,
};

/// What is known of a group's actors when it is compiled: one of these for each `run_group!`, in static memory.
#[derive(Debug)]
pub struct Table {
    /// What the actors are called, in the order written.
    pub names: &'static [&'static str],
}

/// What a group knows.
///
/// Invariants:
///
/// 1. `live` is the number of actors and `async` interrupts that have not ended. The group ends when it is 0.
/// 2. `cause` is set once, by the first actor that ends, and never again.
/// 3. `failure` is set once, by the first failure; every later one goes into its others. Nothing fails before the
///    cause, so where the cause is a failure, it is this one.
/// 4. `current` is the slot that is being visited: whatever panics, panicked there. `telling` is whether it is its
///    interrupt that is being called or polled.
pub struct State<E> {
    table: &'static Table,
    failure: Option<Error<E>>,
    pub(crate) live: u32,
    // The number of the slot, shifted left by one, and `telling`.
    current: u32,
    /// The slot that the next pass begins with. A list of more than `u16` counts is not written by hand.
    pub(crate) start: u16,
    // The number of the actor plus one: the niche keeps the state at four words.
    cause: Option<NonZeroU32>,
    how: How,
    pub(crate) phase: Phase,
}

/// How the cause ended.
#[derive(Clone, Copy)]
enum How {
    Ok,
    Signal(Signal),
    /// The error or the panic is in `failure`.
    Failed,
}

/// Where a group is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// No actor has ended, as far as the group has acted on it.
    Running,
    /// The interrupts have been called, and what is live is being joined.
    Draining,
    /// It has returned.
    Done,
}

impl<E> State<E> {
    pub(crate) const NEW: Self = State {
        table: &Table { names: &[] },
        failure: None,
        live: 0,
        current: 0,
        start: 0,
        cause: None,
        how: How::Ok,
        phase: Phase::Running,
    };

    pub(crate) fn set_table(&mut self, table: &'static Table) {
        self.table = table;
    }

    fn name(&self, index: u32) -> &'static str {
        self.table.names.get(index as usize).copied().unwrap_or_default()
    }

    pub(crate) fn current(&self) -> usize {
        self.number() as usize
    }

    fn number(&self) -> u32 {
        self.current >> 1
    }

    pub(crate) fn current_name(&self) -> &'static str {
        self.name(self.number())
    }

    /// Whether the interrupt of the current slot is being called or polled.
    pub(crate) fn telling(&self) -> bool {
        self.current & 1 == 1
    }

    pub(crate) fn set_telling(&mut self, telling: bool) {
        self.current = self.current & !1 | u32::from(telling);
    }

    #[inline]
    pub(crate) fn enter(&mut self, index: usize) {
        // A list of more actors than fit into a `u32` does not fit into memory.
        #[expect(clippy::cast_possible_truncation)]
        let index = index as u32;
        self.current = index << 1;
    }

    /// The current actor has returned.
    #[inline]
    pub(crate) fn ended(&mut self, exit: Exit<E>) {
        self.live -= 1;
        if self.cause.is_none() {
            self.cause = NonZeroU32::new(self.number() + 1);
            self.how = match exit {
                Exit::Ok => How::Ok,
                Exit::Signal(signal) => How::Signal(signal),
                Exit::Failed(_) => How::Failed,
            };
        }
        if let Exit::Failed(error) = exit {
            self.fail(|actor| Error::failed(actor, error));
        }
    }

    /// The `async` interrupt of the current actor has finished.
    pub(crate) fn told(&mut self, result: Result<(), E>) {
        self.live -= 1;
        if let Err(error) = result {
            self.fail(|actor| Error::failed(actor, error));
        }
    }

    /// Something of the current actor has panicked. What is live in its slot is still to be cleared.
    #[cold]
    pub(crate) fn panicked(&mut self, caught: Caught) {
        if self.cause.is_none() {
            self.cause = NonZeroU32::new(self.number() + 1);
            self.how = How::Failed;
        }
        self.fail(|actor| Error::panicked(actor, caught));
    }

    /// The group itself has panicked, in what it was given to call on its cause.
    #[cold]
    pub(crate) fn group_panicked(&mut self, caught: Caught) {
        self.keep(Error::panicked("", caught));
    }

    #[cold]
    fn fail(&mut self, error: impl FnOnce(&'static str) -> Error<E>) {
        self.keep(error(self.current_name()));
    }

    fn keep(&mut self, error: Error<E>) {
        match &mut self.failure {
            Some(first) => first.push(error),
            none => *none = Some(error),
        }
    }

    pub(crate) fn has_cause(&self) -> bool {
        self.cause.is_some()
    }

    /// The cause, once there is one.
    #[inline]
    pub(crate) fn cause(&self) -> Cause<'_, E> {
        let actor = self.cause.map_or("", |number| self.name(number.get() - 1));
        match (self.how, &self.failure) {
            (How::Failed, Some(failure)) => Cause::failed(actor, failure),
            (How::Signal(signal), _) => Cause::ok(actor, Some(signal)),
            _ => Cause::ok(actor, None),
        }
    }

    /// The end of the group: its first failure, if there was one.
    pub(crate) fn finish(&mut self) -> Option<Error<E>> {
        self.phase = Phase::Done;
        self.failure.take()
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
