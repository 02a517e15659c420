//! How far a group has got, whatever its types: who is live, who was the first to end, who is being polled.

use core::num::NonZeroU32;

use crate::{
    cause::Signal,
    outcome::Exit,
    table::{Name, Place, Table},
};

/// How far a group has got.
///
/// Invariants:
///
/// 1. `live` is the number of actors and `async` interrupts that have not ended. The group ends when it is 0.
/// 2. `cause` is set once, by the first actor that ends, and never again.
/// 3. While the group is polled, `current` is the number of the actor that is being polled or told, with `TELLING` where it
///    is its interrupt: who has panicked, where somebody has. Between two polls of the group it is the index that the next
///    one begins with.
/// 4. `recorded` is set before the first poll, or never.
#[derive(Clone, Copy)]
pub struct Course {
    pub(crate) table: &'static Table,
    pub(crate) live: u32,
    // Places are kept as the table's numbers, the cause's plus one: that keeps all of it at three words.
    current: u32,
    cause: Option<NonZeroU32>,
    how: How,
    pub(crate) phase: Phase,
    /// How often the group has been polled, up to `YOUNG`, and more where its actors have wakers of their own.
    #[cfg(feature = "std")]
    polls: u8,
    /// Whether there is to be a report.
    recorded: bool,
}

/// So many polls of a group are of all its actors, by the waker of its task: that is all that a short life needs, and it
/// allocates nothing.
#[cfg(feature = "std")]
const YOUNG: u8 = 8;

/// So few actors are polled all, always: to find out who was woken would cost more.
#[cfg(feature = "std")]
const FEW: u32 = 3;

/// In `current`: it is the interrupt.
const TELLING: u32 = 1 << 31;

/// How the cause ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Ok,
    Signal(Signal),
    /// The error or the panic is kept.
    Failed,
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

impl Course {
    pub(crate) const NEW: Self = Course {
        table: Table::EMPTY,
        live: 0,
        current: 0,
        cause: None,
        how: How::Ok,
        phase: Phase::Running,
        #[cfg(feature = "std")]
        polls: 0,
        recorded: false,
    };

    /// There is an actor.
    pub(crate) fn add(&mut self) {
        self.live += 1;
    }

    /// Who is being polled or told.
    #[inline]
    fn current(&self) -> u32 {
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

    /// Somebody's interrupt is about to be called or polled, or dropped.
    #[inline]
    pub(crate) fn enter_telling(&mut self, number: u32) {
        self.current = number | TELLING;
    }

    pub(crate) fn current_place(&self) -> Place {
        self.table.place(self.current())
    }

    pub(crate) fn current_name(&self) -> Name {
        self.name(self.current())
    }

    #[inline]
    pub(crate) fn name(&self, number: u32) -> Name {
        Name { table: self.table, number }
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

    /// Whether anybody outlives anybody.
    #[inline]
    pub(crate) fn is_in_order(&self) -> bool {
        !self.table.outlives.is_empty()
    }

    /// Whether there is to be a report.
    #[inline]
    pub(crate) fn is_recorded(&self) -> bool {
        self.recorded
    }

    #[cfg(feature = "std")]
    pub(crate) fn start_record(&mut self) {
        self.recorded = true;
    }

    /// Whether it is too early for its actors to have wakers of their own, or they are too few. With each poll, of which
    /// this is asked once, it gets older.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn is_young(&mut self) -> bool {
        if self.polls < YOUNG {
            self.polls += 1;
            return true;
        }
        if self.live > FEW {
            self.polls = YOUNG + 1;
        }
        self.polls == YOUNG
    }

    /// Without wakers it stays so.
    #[cfg(not(feature = "std"))]
    #[inline]
    #[expect(clippy::unused_self, reason = "as where it gets older")]
    pub(crate) fn is_young(&mut self) -> bool {
        true
    }

    /// The group has dropped the wakers of its actors, and polls all of them again, by the waker of its task.
    #[cfg(feature = "std")]
    pub(crate) fn be_young(&mut self) {
        self.polls = 0;
    }

    /// Whether no one outlives anybody, nothing is written down, and the poll begins with the first.
    #[inline]
    pub(crate) fn is_plain(&self) -> bool {
        !self.is_in_order() && !self.is_recorded() && self.start() == 0
    }

    /// Whether an `Ok` of any actor is the cause, if there is none yet, and nothing is written down.
    #[inline]
    pub(crate) fn takes_any_ok(&self) -> bool {
        self.table.must_run.is_empty() && self.table.may_finish.is_empty() && !self.is_recorded()
    }

    /// The current actor has ended. `told` is whether its interrupt has been called. How that counts.
    pub(crate) fn ended(&mut self, exit: &Exit<()>, told: bool) -> How {
        let how = match exit {
            _ if !told && self.is_current_among(self.table.must_run) => How::Failed,
            Exit::Ok => How::Ok,
            Exit::Signal(signal) => How::Signal(*signal),
            // As its interrupt asked.
            Exit::Dropped if told => How::Ok,
            // By somebody who was not asked to.
            Exit::Dropped | Exit::Failed(()) => How::Failed,
        };
        // Of those that may finish, the last one is the cause.
        let finished = how != How::Failed && self.live > 0 && self.is_current_among(self.table.may_finish);
        if !finished {
            self.set_cause(how);
        }
        how
    }

    fn is_current_among(&self, slots: &[u16]) -> bool {
        !slots.is_empty() && slots.contains(&self.current_place().slot)
    }

    /// The current actor has ended: it is the cause, or beside it there is nothing to serve on with.
    #[inline]
    pub(crate) fn set_cause(&mut self, how: How) {
        if self.cause.is_none() {
            self.cause = NonZeroU32::new(self.current() + 1);
            self.how = how;
        } else if matches!(self.phase, Phase::Running | Phase::LameDuck) {
            self.phase = Phase::CutShort;
        }
    }

    #[inline]
    pub(crate) fn has_cause(&self) -> bool {
        self.cause.is_some()
    }

    /// Who was the first to end, and how.
    pub(crate) fn cause(&self) -> Option<(Name, How)> {
        self.cause.map(|number| (self.name(number.get() - 1), self.how))
    }
}
