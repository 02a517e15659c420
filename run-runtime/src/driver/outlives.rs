//! `#[outlives]`: which slot has its turn.
//!
//! The edges form a graph that is not cut into stages: at every moment, of the slots that have their turn, the one written first
//! is next. A slot has its turn when all slots that it outlives are done: their actors have ended, and their interrupts have
//! been called and have finished. A slot that was left out is done from the start; the table has edges that lead on through those
//! that may be.

use crate::{outcome::names::Table, slot::op::SlotStatus};

/// Finds, one after the other, the slots that have their turn, of those in which something remains.
pub(crate) struct Turns {
    table: &'static Table,
    /// The slots before this one have been asked. Unless the slot that was returned last frees one of them, none has its turn.
    slot: u16,
}

impl Turns {
    pub(crate) fn new(table: &'static Table) -> Self {
        Turns { table, slot: 0 }
    }

    /// The next slot that has its turn. `any` says whether a slot has an actor with such a status. Since the last call nothing
    /// may have changed but the slot that it returned.
    pub(crate) fn next(
        &mut self,
        is_due: fn(SlotStatus) -> bool,
        any: &mut dyn FnMut(u16, fn(SlotStatus) -> bool) -> bool,
    ) -> Option<u16> {
        let mut has_turn = |slot| {
            any(slot, is_due) && !self.table.outlived_by(slot).iter().any(|&other| any(other, SlotStatus::remains))
        };
        // The previous slot may have been what one before it waited for.
        if let Some(previous) = self.slot.checked_sub(1) {
            let freed = (0..previous).find(|&slot| self.table.outlived_by(slot).contains(&previous) && has_turn(slot));
            self.slot = freed.unwrap_or(self.slot);
        }
        let len = u16::try_from(self.table.names.len()).unwrap_or(u16::MAX);
        let next = (self.slot..len).find(|&slot| has_turn(slot))?;
        self.slot = next + 1;
        Some(next)
    }
}
