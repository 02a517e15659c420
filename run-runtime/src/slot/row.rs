//! A row: the actors of a `for`, each in a box of its own.

use core::{pin::Pin, task::Context};
use std::{boxed::Box, vec::Vec};

use crate::{
    slot::{Slot, list::List, op::SlotOp, place::EndsWhenDropped},
    state::State,
};

/// The actors of a `for`, all of one type: one for each item, or none where the item's condition is false.
#[derive(Debug)]
pub struct Row<G, A, C, M, S, I, W> {
    #[allow(clippy::type_complexity, reason = "spelled out here, once")]
    items: Vec<Option<BoxedSlot<G, A, C, M, S, I, W>>>,
}

/// How many items there will be is not known before, and a pinned slot cannot move: so each has a box of its own.
type BoxedSlot<G, A, C, M, S, I, W> = Pin<Box<Slot<G, A, C, M, S, I, W>>>;

impl<G, A, C, M, S, I, W> Row<G, A, C, M, S, I, W> {
    /// Goes on to the next item, which is left out until it is filled.
    pub(crate) fn next(&mut self) {
        self.items.push(None);
    }

    /// The number of the last item.
    pub(crate) fn last_item(&self) -> u32 {
        u32::try_from(self.items.len()).unwrap_or(u32::MAX).saturating_sub(1)
    }

    /// Fills the last item.
    pub(crate) fn fill_last(&mut self, slot: Slot<G, A, C, M, S, I, W>) {
        if let Some(last) = self.items.last_mut() {
            *last = Some(Box::pin(slot));
        }
    }
}

impl<E, G, A, C, M, S, I, W> List<E> for Row<G, A, C, M, S, I, W>
where
    Slot<G, A, C, M, S, I, W>: List<E>,
{
    const LEN: u32 = 1;
    const HAS_ROWS: bool = true;
    const RETAINS: bool = Slot::<G, A, C, M, S, I, W>::RETAINS;
    const WAITS: bool = Slot::<G, A, C, M, S, I, W>::WAITS;
    const VACANT: Self = Row { items: Vec::new() };

    fn index(&self, slot: u32) -> u32 {
        if slot == 0 { 0 } else { u32::try_from(self.items.len()).unwrap_or(u32::MAX) }
    }

    fn poll_all(self: Pin<&mut Self>, first: u32, state: &mut State<E>, cx: &mut Context<'_>) {
        for (item, slot) in (0..).zip(&mut self.get_mut().items) {
            if let Some(slot) = slot {
                slot.as_mut().poll_all(state.lifecycle.table().number_of(first, item), state, cx);
            }
        }
    }

    fn interrupt_all(self: Pin<&mut Self>, first: u32, state: &mut State<E>) {
        for (item, slot) in (0..).zip(&mut self.get_mut().items) {
            if let Some(slot) = slot {
                slot.as_mut().interrupt_all(state.lifecycle.table().number_of(first, item), state);
            }
        }
    }

    fn apply(self: Pin<&mut Self>, index: u32, first: u32, state: &mut State<E>, op: &mut SlotOp<'_, '_>) {
        let slot = usize::try_from(index).ok().and_then(|index| self.get_mut().items.get_mut(index));
        if let Some(Some(slot)) = slot {
            slot.as_mut().apply(0, state.lifecycle.table().number_of(first, index), state, op);
        }
    }
}

#[diagnostic::do_not_recommend]
impl<G, A, C, M, S, I, W: EndsWhenDropped> EndsWhenDropped for Row<G, A, C, M, S, I, W> {}
