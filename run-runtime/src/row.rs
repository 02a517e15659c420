//! The actors of a `for`.

use core::{future::Future, pin::Pin};
use std::{boxed::Box, vec::Vec};

use crate::{
    act::Act,
    actor::Ends,
    clock::Clock,
    fire::Fire,
    list::{List, Visitor},
    slot::Slot,
    state::State,
    stays::Stays,
    table::Place,
};

/// The actors of a `for`, all of one type: one for each item, or none where the item's condition is false.
#[derive(Debug)]
pub struct Row<A, M, S, I, F> {
    #[allow(clippy::type_complexity, reason = "spelled out here, once")]
    items: Vec<Option<Boxed<A, M, S, I, F>>>,
}

/// How many there will be is not known before, and a pinned one cannot move to where there is more room: each has a box
/// of its own.
type Boxed<A, M, S, I, F> = Pin<Box<Slot<A, M, S, I, F>>>;

impl<A, M, S, I, F> Row<A, M, S, I, F> {
    /// Makes room for the next item.
    pub(crate) fn next(&mut self) {
        self.items.push(None);
    }

    /// Fills the room of the last item.
    pub(crate) fn fill(&mut self, slot: Slot<A, M, S, I, F>) {
        if let Some(last) = self.items.last_mut() {
            *last = Some(Box::pin(slot));
        }
    }
}

impl<E, A: Ends<E>, M: Clock, S: Stays, I: Fire<E, Later = F>, F: Future<Output = Result<(), E>>> List<E>
    for Row<A, M, S, I, F>
{
    const LEN: usize = 1;
    const WATCHES: bool = S::ANYTHING;
    const VACANT: Self = Row { items: Vec::new() };

    fn items(&self, _: u16) -> u32 {
        u32::try_from(self.items.len()).unwrap_or(u32::MAX)
    }

    fn room(&self) -> u32 {
        List::<E>::items(self, 0)
    }

    fn index(&self, place: Place) -> u32 {
        place.item
    }

    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: u16, state: &mut State<E>, visitor: &mut V) {
        for (item, slot) in (0..).zip(&mut self.get_mut().items) {
            if let Some(slot) = slot {
                let number = state.number(Place { slot: first, item });
                let visit = state.visit(number);
                visitor.slot(number, slot.as_mut(), visit.state);
                visit.done();
            }
        }
    }

    fn act(self: Pin<&mut Self>, index: u32, first: u16, state: &mut State<E>, act: &mut Act<'_, '_>) {
        let slot = usize::try_from(index).ok().and_then(|index| self.get_mut().items.get_mut(index));
        if let Some(Some(slot)) = slot {
            slot.as_mut().act(state.number(Place { slot: first, item: index }), state, act);
        }
    }
}
