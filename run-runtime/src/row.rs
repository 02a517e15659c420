//! The actors of a `for`.

use core::{pin::Pin, task::Context};
use std::{boxed::Box, vec::Vec};

use crate::{
    act::Act,
    actor::IntoActor,
    clock::Clock,
    expansion::Of,
    fire::Fire,
    gate::Gate,
    list::List,
    outcome::Exit,
    slot::{Slot, fill},
    state::State,
};

/// The actors of a `for`, all of one type: one for each item, or none where the item's condition is false.
#[derive(Debug)]
pub struct Row<G, A, C, M, S, I> {
    #[allow(clippy::type_complexity, reason = "spelled out here, once")]
    items: Vec<Option<Boxed<G, A, C, M, S, I>>>,
}

/// How many there will be is not known before, and a pinned one cannot move to where there is more room: each has a box
/// of its own.
type Boxed<G, A, C, M, S, I> = Pin<Box<Slot<G, A, C, M, S, I>>>;

/// Goes on to the next item of a row.
pub fn next<G, A, C, M, S, I>(row: &mut Row<G, A, C, M, S, I>) {
    row.items.push(None);
}

/// Fills a row's room for its last item.
pub fn fill_next<E, G, M, T, P, C, I>(
    row: &mut Row<G, T::Actor, C, M, T::Stays, I>,
    state: &mut State<E>,
    terms: (G, M),
    actor: T,
    place: impl FnOnce(Of<P>),
    exit: C,
    interrupt: I,
) where
    G: Gate<E>,
    M: Clock,
    T: IntoActor<E, P>,
    C: Fn(T::Output, Of<E>) -> Exit<E>,
    I: Fire<E>,
{
    let mut slot = List::<E>::VACANT;
    fill(&mut slot, state, terms, actor, place, exit, interrupt);
    if let Some(last) = row.items.last_mut() {
        *last = Some(Box::pin(slot));
    }
}

impl<E, G, A, C, M, S, I> List<E> for Row<G, A, C, M, S, I>
where
    Slot<G, A, C, M, S, I>: List<E>,
{
    const LEN: u32 = 1;
    const HAS_ROWS: bool = true;
    const WATCHES: bool = Slot::<G, A, C, M, S, I>::WATCHES;
    const VACANT: Self = Row { items: Vec::new() };

    fn index(&self, slot: u32) -> u32 {
        if slot == 0 { 0 } else { u32::try_from(self.items.len()).unwrap_or(u32::MAX) }
    }

    fn poll_each(self: Pin<&mut Self>, first: u32, state: &mut State<E>, cx: &mut Context<'_>) {
        for (item, slot) in (0..).zip(&mut self.get_mut().items) {
            if let Some(slot) = slot {
                slot.as_mut().poll_each(state.course.table.number_of(first, item), state, cx);
            }
        }
    }

    fn interrupt_each(self: Pin<&mut Self>, first: u32, state: &mut State<E>) {
        for (item, slot) in (0..).zip(&mut self.get_mut().items) {
            if let Some(slot) = slot {
                slot.as_mut().interrupt_each(state.course.table.number_of(first, item), state);
            }
        }
    }

    fn act(self: Pin<&mut Self>, index: u32, first: u32, state: &mut State<E>, act: &mut Act<'_, '_>) {
        let slot = usize::try_from(index).ok().and_then(|index| self.get_mut().items.get_mut(index));
        if let Some(Some(slot)) = slot {
            slot.as_mut().act(0, state.course.table.number_of(first, index), state, act);
        }
    }
}
