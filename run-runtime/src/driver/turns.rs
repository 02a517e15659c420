//! `#[outlives]` and `#[after]`: which slot has its turn.
//!
//! The edges form a graph that is not cut into stages: at every moment, of the slots that have their turn, the one written first
//! is next. A slot has its turn to be interrupted when all slots that it outlives are done: their actors have ended, and their
//! interrupts have been called and have finished. It has its turn to be started when all that it is after are ready, or, where they may
//! finish and do not say when they are ready, have ended. A slot that was left out is done from the start; the table has edges that lead
//! on through those that may be.

use crate::{
    outcome::names::{Edges, Table},
    slot::op::SlotStatus,
};

/// An order in which slots have their turns.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    edges: Edges,
    /// Whether what an edge leads to is still to be waited for; and the same of one [until it has ended](crate::outcome::names::UNTIL_ENDED).
    waits_for: fn(SlotStatus) -> bool,
    waits_for_end: fn(SlotStatus) -> bool,
}

impl Order {
    pub(crate) fn of_stop(table: &'static Table) -> Self {
        Order { edges: table.stop_order(), waits_for: SlotStatus::remains, waits_for_end: SlotStatus::remains }
    }

    /// The slots that this one waits for, each with what is waited for in it.
    pub(crate) fn awaited(self, slot: u16) -> impl Iterator<Item = (u16, fn(SlotStatus) -> bool)> {
        let Order { edges, waits_for, waits_for_end } = self;
        edges.from(slot).map(move |edge| (edge.slot(), if edge.is_until_ended() { waits_for_end } else { waits_for }))
    }

    pub(crate) fn of_start(table: &'static Table) -> Self {
        Order { edges: table.start_order(), waits_for: SlotStatus::is_unready, waits_for_end: SlotStatus::is_polled }
    }
}

/// Finds, one after the other, the slots that have their turn, of those in which something remains.
pub(crate) struct Turns {
    order: Order,
    slots: u16,
    /// The slots before this one have been asked. Unless the slot that was returned last frees one of them, none has its turn.
    slot: u16,
}

impl Turns {
    pub(crate) fn new(order: Order, slots: u16) -> Self {
        Turns { order, slots, slot: 0 }
    }

    /// The next slot that has its turn. `any` says whether a slot has an actor with such a status. Since the last call nothing
    /// may have changed but the slot that it returned.
    pub(crate) fn next(
        &mut self,
        is_due: fn(SlotStatus) -> bool,
        any: &mut dyn FnMut(u16, fn(SlotStatus) -> bool) -> bool,
    ) -> Option<u16> {
        let order = self.order;
        let mut has_turn =
            |slot| any(slot, is_due) && !order.awaited(slot).any(|(other, waits_for)| any(other, waits_for));
        // The previous slot may have been what one before it waited for.
        if let Some(previous) = self.slot.checked_sub(1) {
            let leads = |slot| order.awaited(slot).any(|(other, _)| other == previous);
            let freed = (0..previous).find(|&slot| leads(slot) && has_turn(slot));
            self.slot = freed.unwrap_or(self.slot);
        }
        let next = (self.slot..self.slots).find(|&slot| has_turn(slot))?;
        self.slot = next + 1;
        Some(next)
    }
}
