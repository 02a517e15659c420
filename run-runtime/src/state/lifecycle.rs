//! Where a group is in its lifecycle: its phase, its cause, and which actor it is at.

mod cursor;
pub(crate) mod nested;
mod phase;

use core::num::NonZeroU32;

pub(crate) use crate::state::lifecycle::phase::Phase;

use crate::outcome::{
    exit::ExitKind,
    names::{Position, Table},
};
use crate::state::lifecycle::{
    cursor::Cursor,
    nested::{Bits, Exited},
};
#[cfg(feature = "std")]
use crate::sync::SIGNALS;

/// Where a group is in its lifecycle.
///
/// Invariants:
///
/// 1. `live` is the number of actors and `async` interrupts that are in their slots. It changes where the slot does, and
///    nothing that may panic runs in between. The group ends when it is 0.
/// 2. `cause` is set once, by the first exit that counts, and never changes. It is set exactly where the group is not
///    [running](Self::is_running), unless the group ended without an exit that counts, or its state has been taken for a report. In
///    nested groups it is borrowed while there is no cause: see [`nested`].
/// 3. While the group is polled, whatever of an actor or its interrupt is called or polled runs after [`enter`](Self::enter) or
///    [`enter_interrupt`](Self::enter_interrupt). So it is known which actor has panicked.
#[derive(Clone, Copy)]
pub struct Lifecycle {
    table: &'static Table,
    live: u32,
    cursor: Cursor,
    // The number of the actor, plus one: so `None` takes no space, and all of this fits into three words. And `CONTESTED`.
    cause: Option<NonZeroU32>,
    cause_kind: ExitKind,
    phase: Phase,
    /// The number of polls with the shared waker, up to `SHARED_POLLS`; one more while the actors have wakers of their own. Set to 0
    /// when these are dropped. Few live actors do not lower it.
    #[cfg(feature = "std")]
    polls: u8,
    bits: Bits,
}

/// For so many polls a group polls all of its actors, each with the waker of the group's task. A short run needs no more,
/// and allocates nothing.
#[cfg(feature = "std")]
const SHARED_POLLS: u8 = 8;

/// A group that has no more live actors than this after these polls goes on to poll all: finding out which were woken would
/// cost more.
#[cfg(feature = "std")]
const FEW: u32 = 3;

/// Set in `Lifecycle::cause` if a signal may have come before that exit.
const CONTESTED: u32 = 1 << 31;

/// Whether a signal may have come that no group has heard.
fn has_signals() -> bool {
    #[cfg(feature = "std")]
    return SIGNALS.any();
    #[cfg(not(feature = "std"))]
    false
}

impl Lifecycle {
    pub(crate) const NEW: Self = Lifecycle {
        table: Table::EMPTY,
        live: 0,
        cursor: Cursor::START,
        cause: None,
        cause_kind: ExitKind::Ok,
        phase: Phase::Running,
        #[cfg(feature = "std")]
        polls: 0,
        bits: Bits::NONE,
    };

    /// Of a group whose state has been taken for its report.
    #[cfg(feature = "std")]
    pub(crate) const TAKEN: Self = Lifecycle { phase: Phase::Ended, ..Self::NEW };

    // The table.

    pub(crate) fn set_table(&mut self, table: &'static Table) {
        self.table = table;
        if !table.start_order().is_empty() {
            self.unsettle();
        }
    }

    #[inline]
    pub(crate) fn table(&self) -> &'static Table {
        self.table
    }

    /// Whether any actor outlives another.
    #[inline]
    pub(crate) fn is_ordered(&self) -> bool {
        !self.table.stop_order().is_empty()
    }

    // What is live.

    #[inline]
    pub(crate) fn live(&self) -> u32 {
        self.live
    }

    /// There is one more live actor, or one more `async` interrupt to be polled.
    #[inline]
    pub(crate) fn add_live(&mut self) {
        self.live += 1;
    }

    /// An actor, or an `async` interrupt, is about to leave its slot.
    #[inline]
    pub(crate) fn remove_live(&mut self) {
        self.live -= 1;
    }

    // Where the group is.

    /// An actor is about to be polled or dropped.
    #[inline]
    pub(crate) fn enter(&mut self, number: u32) {
        self.cursor = Cursor::actor(number);
    }

    /// An actor's interrupt is about to be called or polled. It is dropped wherever the group is at.
    #[inline]
    pub(crate) fn enter_interrupt(&mut self, number: u32) {
        self.cursor = Cursor::interrupt(number);
    }

    /// Whether the group is at an interrupt.
    pub(crate) fn is_at_interrupt(&self) -> bool {
        self.cursor.is_interrupt()
    }

    /// The position of the actor that the group is at.
    pub(crate) fn current_position(&self) -> Position {
        self.table.position(self.cursor.value())
    }

    /// The number of the actor that the group is at.
    pub(crate) fn current(&self) -> u32 {
        self.cursor.value()
    }

    /// A poll of the group has ended. The next one begins with this index.
    #[inline]
    pub(crate) fn suspend(&mut self, start: u32) {
        self.cursor = Cursor::resting(start);
    }

    /// The index that this poll of the group begins with. Asked before any actor is polled.
    #[inline]
    pub(crate) fn first_index(&self) -> u32 {
        self.cursor.value()
    }

    /// Whether this poll of the group begins with the first actor. Asked before any actor is polled.
    #[inline]
    pub(crate) fn begins_with_first(&self) -> bool {
        self.cursor == Cursor::START
    }

    // The phase, and what moves it on.

    #[inline]
    pub(crate) fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether there is no cause.
    #[inline]
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.phase, Phase::Running | Phase::Unsettled)
    }

    /// Whether there is no cause, or it has not been acted on.
    #[inline]
    pub(crate) fn goes_on(&self) -> bool {
        matches!(self.phase, Phase::Running | Phase::Unsettled | Phase::Exited | Phase::ExitedTogether)
    }

    /// Of a group that is running: something has changed that may matter to other actors, or to the group as a whole.
    #[inline]
    pub(crate) fn unsettle(&mut self) {
        if self.phase == Phase::Running {
            self.phase = Phase::Unsettled;
        }
    }

    /// What has changed until now is dealt with.
    pub(crate) fn settle(&mut self) {
        if self.phase == Phase::Unsettled {
            self.phase = Phase::Running;
        }
    }

    /// The actor that the group is at has been joined, whose exit came before. It may be the last to finish of a group in which all may.
    pub(crate) fn joined(&mut self) {
        if self.is_running() && self.live == 1 && !self.bits.has(Bits::NESTED) {
            self.count_exit(ExitKind::Ok);
        }
        self.unsettle();
    }

    /// The actor that the group is at is about to end so. `interrupted` is whether its interrupt has been called. Returns how the
    /// end counts, and whether it is a failure.
    pub(crate) fn classify(&mut self, exit: ExitKind, interrupted: bool) -> (ExitKind, bool) {
        let must_run = self.is_current_among(self.table.must_run) || self.is_early_in_nested();
        let kind = if exit.is_ok() && !interrupted && must_run { ExitKind::Early } else { exit };
        let failed = !kind.is_ok() && kind != ExitKind::Dropped;
        // The success of an actor that may finish counts only where nothing else is live.
        let counts = !self.is_current_among(self.table.may_finish);
        if failed || !self.is_running() {
            let is_exit_of_all = (counts || self.live == 1) && !self.bits.has(Bits::MAY_FINISH);
            if failed || is_exit_of_all {
                self.count_exit(kind);
            }
        } else {
            self.finished(self.exited(kind), counts, self.live == 1);
        }
        (kind, failed)
    }

    fn is_current_among(&self, slots: &[u16]) -> bool {
        !slots.is_empty() && slots.contains(&self.current_position().slot)
    }

    /// The exit of the actor that the group is at counts: it is the cause, or a failure that ends the lame duck.
    #[inline]
    pub(crate) fn count_exit(&mut self, kind: ExitKind) {
        match self.phase {
            Phase::Running | Phase::Unsettled => {
                self.set_exited(self.exited(kind));
                self.phase = Phase::Exited;
            }
            Phase::Exited | Phase::ExitedTogether => self.count_together(kind),
            Phase::LameDuck if !kind.is_ok() => self.phase = Phase::LameDuckOver,
            _ => {}
        }
    }

    /// The group is asked to stop. That is the cause, an `Ok` of no actor, unless there is one.
    #[cold]
    pub(crate) fn ask_to_stop(&mut self) {
        self.count_exit_of_no_actor(ExitKind::Ok);
    }

    /// What is no actor's ends the group, unless there is a cause. Not while an actor is polled or interrupted.
    #[cold]
    pub(crate) fn count_exit_of_no_actor(&mut self, kind: ExitKind) {
        if self.is_running() {
            self.cursor = Cursor::NO_ACTOR;
            self.count_exit(kind);
        }
    }

    /// All actors have been dropped, and what is live is only waited for. Where there is no cause, that is it, an end of no actor.
    pub(crate) fn set_dropped(&mut self) {
        self.count_exit_of_no_actor(ExitKind::Dropped);
        self.phase = Phase::Draining;
    }

    /// That the actor that the group is at has ended so.
    #[inline]
    fn exited(&self, kind: ExitKind) -> Exited {
        let contested = if has_signals() { CONTESTED } else { 0 };
        Exited { actor: NonZeroU32::MIN.saturating_add(self.cursor.value()) | contested, kind }
    }

    #[inline]
    fn set_exited(&mut self, Exited { actor, kind }: Exited) {
        self.cause = Some(actor);
        self.cause_kind = kind;
    }

    /// Another exit counts before the group has acted on the first. A signal that came before the first is the cause in its place.
    #[cold]
    fn count_together(&mut self, kind: ExitKind) {
        let is_first = matches!(kind, ExitKind::Signal(_)) && self.is_cause_contested();
        let other = if is_first { self.cause_kind } else { kind };
        if !other.is_ok() {
            self.phase = Phase::ExitedTogether;
        }
        if is_first {
            self.set_exited(self.exited(kind));
        }
    }

    /// Whether a signal may have come before the exit that is the cause.
    pub(crate) fn is_cause_contested(&self) -> bool {
        !matches!(self.cause_kind, ExitKind::Signal(_)) && self.cause.is_some_and(|cause| cause.get() & CONTESTED != 0)
    }

    /// `on_cause` has been called, of a group with limits.
    pub(crate) fn begin_lame_duck(&mut self) {
        self.phase = match self.phase {
            Phase::Exited => Phase::LameDuck,
            _ => Phase::LameDuckOver,
        };
    }

    /// The interrupts are about to be called.
    #[inline]
    pub(crate) fn begin_drain(&mut self) {
        self.phase = Phase::Draining;
    }

    /// The time is up.
    pub(crate) fn give_up(&mut self) {
        self.phase = Phase::GivingUp;
    }

    /// The group returns.
    #[inline]
    pub(crate) fn set_ended(&mut self) {
        self.phase = Phase::Ended;
    }

    /// The number of the actor whose exit is the cause, if it is an actor's, and how it ended.
    pub(crate) fn cause(&self) -> Option<(Option<u32>, ExitKind)> {
        let number = (self.cause?.get() & !CONTESTED) - 1;
        Some((Some(number).filter(|&number| Cursor::actor(number) != Cursor::NO_ACTOR), self.cause_kind))
    }

    // What is asked of the group.

    /// Whether there is to be a report.
    #[inline]
    pub(crate) fn is_recorded(&self) -> bool {
        self.bits.has(Bits::RECORDED)
    }

    /// There is, in which is also when all were ready.
    #[cfg(feature = "std")]
    pub(crate) fn start_recording(&mut self) {
        self.bits.set(Bits::RECORDED, true);
        self.unsettle();
    }

    /// Whether the `Ok` of any actor counts as an exit.
    #[inline]
    pub(crate) fn counts_any_ok(&self) -> bool {
        self.table.must_run.is_empty() && self.table.may_finish.is_empty() && !self.bits.has(Bits::NESTED)
    }

    // Which waker the actors are polled with.

    /// Whether this is the first poll of the group. Asked while it is running, after `begin_poll`.
    #[cfg(feature = "std")]
    pub(crate) fn is_first_poll(&self) -> bool {
        self.polls == 1
    }

    /// Whether this poll of the group polls all actors with the waker of its task: it is one of the first, or too few actors were
    /// live when these were over. Called once in each poll, which it counts.
    #[cfg(feature = "std")]
    #[inline]
    pub(crate) fn begin_poll(&mut self) -> bool {
        if self.polls < SHARED_POLLS {
            self.polls += 1;
            return true;
        }
        if self.live > FEW {
            self.polls = SHARED_POLLS + 1;
        }
        self.polls == SHARED_POLLS
    }

    /// Without an allocator the actors have no wakers of their own.
    #[cfg(not(feature = "std"))]
    #[inline]
    #[expect(clippy::unused_self, reason = "the signature is that of the other one")]
    pub(crate) fn begin_poll(&mut self) -> bool {
        true
    }

    /// The group has dropped its actors' own wakers: the next polls are of all actors again.
    #[cfg(feature = "std")]
    pub(crate) fn share_waker_again(&mut self) {
        self.polls = 0;
    }
}
