//! What the `Ok` of an actor means that is in a nested group.
//!
//! It is an exit of that group, and then one of the group around it, up to the whole. But that of an actor that may finish is
//! none, unless all others in its group have ended; and neither is one of a nested group that may finish: that one then drains
//! alone. A failure is always an exit of the whole, at once.

use core::num::NonZeroU32;

use crate::{
    outcome::exit::ExitKind,
    state::lifecycle::{CONTESTED, Lifecycle, Phase},
};

/// Whose exit it is, and how that actor ended.
#[derive(Clone, Copy, Debug)]
pub struct Exited {
    /// As in `Lifecycle::cause`.
    pub(super) actor: NonZeroU32,
    pub(super) kind: ExitKind,
}

/// One byte, with a bit for each of these.
///
/// Invariants:
///
/// 1. All but [`RECORDED`](Self::RECORDED) and [`BEGUN`](Self::BEGUN) say in which nested groups the group is. When it leaves one,
///    also by a panic, they are what they were before. So none is set where it is in no nested group.
/// 2. Where [`UNDECIDED`](Self::UNDECIDED) is set and the group is running, `Lifecycle::cause` is what is undecided. Otherwise, in a
///    running group, it is `None`, or lent for the call of an interrupt.
#[derive(Clone, Copy)]
pub(super) struct Bits(u8);

impl Bits {
    pub(super) const NONE: Self = Bits(0);
    /// There is to be a report. Set before the first poll, or never.
    pub(super) const RECORDED: Self = Bits(1);
    /// The group is in a nested group.
    pub(super) const NESTED: Self = Bits(1 << 1);
    /// That one or one around it may finish.
    pub(super) const MAY_FINISH: Self = Bits(1 << 2);
    /// That one or one around it must run, and has not been interrupted.
    pub(super) const MUST_RUN: Self = Bits(1 << 3);
    /// That one or one around it drains alone.
    pub(super) const ALONE: Self = Bits(1 << 4);
    /// In that one an actor has ended with `Ok`. It is left to that one what this means.
    pub(super) const UNDECIDED: Self = Bits(1 << 5);
    /// It is one that may not finish.
    pub(super) const COUNTS: Self = Bits(1 << 6);
    /// A nested group has begun to drain alone, and nothing has been done for that yet.
    pub(super) const BEGUN: Self = Bits(1 << 7);

    #[inline]
    pub(super) fn has(self, bits: Self) -> bool {
        self.0 & bits.0 != 0
    }

    #[inline]
    pub(super) fn set(&mut self, bits: Self, on: bool) {
        self.0 = if on { self.0 | bits.0 } else { self.0 & !bits.0 };
    }
}

/// Where the group was before it went into a nested group, and what was undecided there.
#[derive(Clone, Copy)]
pub(crate) struct Outside {
    bits: Bits,
    undecided: Option<Exited>,
}

/// What a nested group is, as far as its actors' exits depend on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nesting {
    pub(crate) may_finish: bool,
    /// It must run, and has not been interrupted.
    pub(crate) must_run_on: bool,
    /// It drains alone.
    pub(crate) alone: bool,
}

impl Lifecycle {
    /// The group goes into a nested group.
    pub(crate) fn enter_nested(&mut self, nesting: Nesting) -> Outside {
        let undecided = if self.is_running() { self.lend_cause(None) } else { None };
        let outside = Outside { bits: self.bits, undecided };
        let Nesting { may_finish, must_run_on, alone } = nesting;
        let must_run = must_run_on || self.bits.has(Bits::MUST_RUN) && !may_finish;
        self.bits.set(Bits::NESTED, true);
        self.bits.set(Bits::UNDECIDED, false);
        self.bits.set(Bits::COUNTS, false);
        self.bits.set(Bits::MAY_FINISH, may_finish || self.bits.has(Bits::MAY_FINISH));
        self.bits.set(Bits::MUST_RUN, must_run);
        self.bits.set(Bits::ALONE, alone || self.bits.has(Bits::ALONE));
        outside
    }

    /// The group leaves a nested group, which has taken what it had to decide.
    pub(crate) fn leave_nested(&mut self, outside: Outside) {
        let begun = self.bits.has(Bits::BEGUN);
        self.bits = outside.bits;
        self.bits.set(Bits::BEGUN, begun);
        if self.is_running() {
            self.lend_cause(outside.undecided);
        }
    }

    /// What the nested group that the group is in has to decide, and whether that is an exit whatever else is live.
    pub(crate) fn take_undecided(&mut self) -> Option<(Exited, bool)> {
        // A failure that has come after it is the cause.
        if !self.bits.has(Bits::UNDECIDED) || !self.is_running() {
            return None;
        }
        self.bits.set(Bits::UNDECIDED, false);
        self.lend_cause(None).map(|exit| (exit, self.bits.has(Bits::COUNTS)))
    }

    /// Whether an `Ok` of the actor that the group is at is too early, as far as it depends on the nested groups that it is in.
    pub(super) fn is_early_in_nested(&self) -> bool {
        self.bits.has(Bits::MUST_RUN) && !self.is_current_among(self.table.may_finish)
    }

    /// Of a group that is running: an actor, or a nested group, has ended so, with no failure. It `counts` if it may not finish. If it
    /// may, that is an exit where it is the `last` in the whole group.
    pub(crate) fn finished(&mut self, exit: Exited, counts: bool, last: bool) {
        self.unsettle();
        let is_exit_of_all = counts && !self.bits.has(Bits::MAY_FINISH) && !self.bits.has(Bits::MUST_RUN);
        if self.bits.has(Bits::ALONE) {
            // The nested group sees when it has ended.
        } else if self.bits.has(Bits::NESTED) && !is_exit_of_all {
            // Of several, it is the first that counts, or else the last.
            if !(self.bits.has(Bits::UNDECIDED) && self.bits.has(Bits::COUNTS)) {
                self.set_exited(exit);
                self.bits.set(Bits::UNDECIDED, true);
                self.bits.set(Bits::COUNTS, counts);
            }
        } else if counts || last {
            self.set_exited(exit);
            self.phase = Phase::Exited;
        }
    }

    /// A nested group that may finish has: it drains alone.
    pub(crate) fn begin_to_drain_alone(&mut self) {
        self.bits.set(Bits::BEGUN, true);
        self.unsettle();
    }

    /// Whether one has begun since this was last asked.
    pub(crate) fn take_begun(&mut self) -> bool {
        let begun = self.bits.has(Bits::BEGUN);
        self.bits.set(Bits::BEGUN, false);
        begun
    }

    /// Of a group without a cause: lends it that of a nested group that drains alone, for a call of an interrupt. Returns what it had,
    /// to be set again. After a panic, that is the cause.
    pub(crate) fn lend_cause(&mut self, exit: Option<Exited>) -> Option<Exited> {
        let before = self.cause.map(|actor| Exited { actor, kind: self.cause_kind });
        match exit {
            Some(exit) => self.set_exited(exit),
            None => self.cause = None,
        }
        before
    }
}

impl Exited {
    /// The number of the actor.
    pub(crate) fn number(self) -> u32 {
        (self.actor.get() & !CONTESTED) - 1
    }
}
