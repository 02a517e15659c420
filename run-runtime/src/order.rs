//! `#[outlives]`: whose turn it is.
//!
//! Who outlives whom is a graph, and nobody is put into a stage: at every moment, of those whose turn has come, the one
//! written first is next. It is the turn of an actor when all that it outlives are over, which is: they have ended,
//! and their interrupts have been called and have finished. One that was left out is over from the start.

use crate::{act::Seen, table::Table};

/// Whose turn it is, slot by slot, of those of which something remains.
pub(crate) struct Turns {
    table: &'static Table,
    /// Those before it have been asked, and it was not their turn.
    slot: u16,
}

impl Turns {
    pub(crate) fn new(table: &'static Table) -> Self {
        Turns { table, slot: 0 }
    }

    /// The slot whose turn it is next, where `any` says whether a slot has any actor of which there `is` what is asked for.
    /// Nothing has changed since it was asked before but what has been done to the slot that it gave.
    pub(crate) fn next(
        &mut self,
        remains: fn(Seen) -> bool,
        any: &mut dyn FnMut(u16, fn(Seen) -> bool) -> bool,
    ) -> Option<u16> {
        let mut is_next =
            |slot| any(slot, remains) && !self.table.awaited_by(slot).iter().any(|&awaited| any(awaited, Seen::any));
        // The last one may have been what one before it waited for.
        if let Some(last) = self.slot.checked_sub(1) {
            let freed = (0..last).find(|&before| self.table.awaited_by(before).contains(&last) && is_next(before));
            self.slot = freed.unwrap_or(self.slot);
        }
        let len = u16::try_from(self.table.names.len()).unwrap_or(u16::MAX);
        let next = (self.slot..len).find(|&slot| is_next(slot))?;
        self.slot = next + 1;
        Some(next)
    }
}
