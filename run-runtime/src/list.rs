//! The typed list of slots: a balanced tree of pairs, whose leaves stand in the order written.
//!
//! A tree, because the types of a chain of 200 exhaust the compiler's recursion limit, and a tree of 256 is eight deep.

use core::pin::Pin;

use pin_project_lite::pin_project;

use crate::{actor::Ends, clock::Clock, fire::Fire, slot::Slot, state::State, stays::Stays, table::Place};

/// A tree of slots, which are counted from 0, in the order written. A row is one slot in it, with any number of actors.
pub trait List<E>: Sized {
    /// How many slots there are.
    const LEN: usize;
    /// Whether there may be anything that could make the group give up.
    const WATCHES: bool;
    /// The list before anything is in it: a constant, so that no copy of it is made on the way to its place.
    const VACANT: Self;

    /// How many items there are in the slot number `slot`.
    fn items(&self, slot: u16) -> u32;

    /// Visits all, the first of which is in slot number `first`.
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: u16, state: &mut State<E>, visitor: &mut V);

    /// Visits what stands at a place, counted from this list's own first. There may be nothing.
    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, place: Place, state: &mut State<E>, visitor: &mut V);
}

/// What is done to an actor with its interrupt.
pub trait Visitor<E> {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    );
}

pin_project! {
    /// Two lists, one after the other.
    #[derive(Debug)]
    #[allow(missing_docs)]
    #[project(!Unpin)]
    pub struct Pair<L, R> {
        #[pin]
        pub left: L,
        #[pin]
        pub right: R,
    }
}

impl<L, R> Pair<L, R> {
    /// The number of the first slot of the right side.
    const fn middle<E>() -> u16
    where
        L: List<E>,
    {
        #[expect(clippy::cast_possible_truncation, reason = "a list of so many actors is not written")]
        let middle = L::LEN as u16;
        middle
    }
}

impl<E, L: List<E>, R: List<E>> List<E> for Pair<L, R> {
    const LEN: usize = L::LEN + R::LEN;
    const WATCHES: bool = L::WATCHES || R::WATCHES;
    const VACANT: Self = Pair { left: L::VACANT, right: R::VACANT };

    fn items(&self, slot: u16) -> u32 {
        if slot < Self::middle::<E>() { self.left.items(slot) } else { self.right.items(slot - Self::middle::<E>()) }
    }

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: u16, state: &mut State<E>, visitor: &mut V) {
        let this = self.project();
        this.left.visit_all(first, state, visitor);
        this.right.visit_all(first + Self::middle::<E>(), state, visitor);
    }

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, place: Place, state: &mut State<E>, visitor: &mut V) {
        let (this, middle) = (self.project(), Self::middle::<E>());
        if place.slot < middle {
            this.left.visit(place, state, visitor);
        } else {
            this.right.visit(Place { slot: place.slot - middle, ..place }, state, visitor);
        }
    }
}

impl<E, A: Ends<E>, M: Clock, S: Stays, I: Fire<E, Later = F>, F> List<E> for Slot<A, M, S, I, F> {
    const LEN: usize = 1;
    const WATCHES: bool = S::ANYTHING;
    const VACANT: Self = Slot::VACANT;

    fn items(&self, _: u16) -> u32 {
        1
    }

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: u16, state: &mut State<E>, visitor: &mut V) {
        state.enter(Place { slot: first, item: 0 });
        visitor.slot(self, state);
    }

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, _: Place, state: &mut State<E>, visitor: &mut V) {
        visitor.slot(self, state);
    }
}

/// A place that nothing stands in: it is configured out, or what was written there was wrong and has been reported.
#[derive(Debug)]
pub struct Vacant;

impl<E> List<E> for Vacant {
    const LEN: usize = 1;
    const WATCHES: bool = false;
    const VACANT: Self = Vacant;

    fn items(&self, _: u16) -> u32 {
        0
    }

    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, _: u16, _: &mut State<E>, _: &mut V) {}

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, _: Place, _: &mut State<E>, _: &mut V) {}
}
