//! The typed list of slots: a balanced tree of pairs, whose leaves stand in the order written.
//!
//! A tree, because the types of a chain of 200 exhaust the compiler's recursion limit, and a tree of 256 is eight deep.

use core::pin::Pin;

use pin_project_lite::pin_project;

use crate::{
    actor::Ends,
    clock::Clock,
    fire::Fire,
    slot::Slot,
    state::State,
    stays::Stays,
    table::{Place, Table},
};

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

    /// How many actors there is room for: one in each slot, and as many as a row has items.
    fn room(&self) -> u32;

    /// The number of an actor among all that there is room for.
    fn index(&self, place: Place) -> u32;

    /// Visits all, the first of which stands here.
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: Spot, state: &mut State<E>, visitor: &mut V);

    /// Visits the actor with this index, where the first stands here. There may be none.
    fn visit_at<V: Visitor<E>>(self: Pin<&mut Self>, index: u32, first: Spot, state: &mut State<E>, visitor: &mut V);
}

/// Where in the whole list a part of it begins.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// How many slots are before it.
    slot: u16,
    /// How many actors there is room for before it.
    pub(crate) index: u32,
}

impl Spot {
    pub(crate) const FIRST: Self = Spot { slot: 0, index: 0 };

    /// Who stands here.
    #[inline]
    fn actor(self) -> Who {
        Who { index: self.index, number: self.slot.into() }
    }

    /// Who stands here as an item of a row.
    pub(crate) fn item(self, item: u32, table: &Table) -> Who {
        Who { index: self.index + item, number: table.number(Place { slot: self.slot, item }) }
    }
}

/// An actor, as it is counted.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// With every member of a row.
    pub(crate) index: u32,
    /// The number that the table has for its place.
    pub(crate) number: u32,
}

/// What is done to an actor with its interrupt.
pub trait Visitor<E> {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        who: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    );

    /// The same, for who is visited on his own: apart, so that each is a short way from who asks for it.
    #[inline(never)]
    fn slot_apart<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        who: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        self.slot(who, slot, state);
    }
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

    /// Where the right side begins.
    #[inline]
    fn right<E>(&self, first: Spot) -> Spot
    where
        L: List<E>,
    {
        Spot { slot: first.slot + Self::middle::<E>(), index: first.index + self.left.room() }
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
    fn room(&self) -> u32 {
        self.left.room() + self.right.room()
    }

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: Spot, state: &mut State<E>, visitor: &mut V) {
        let right = self.right(first);
        let this = self.project();
        this.left.visit_all(first, state, visitor);
        this.right.visit_all(right, state, visitor);
    }

    #[inline]
    fn index(&self, place: Place) -> u32 {
        let middle = Self::middle::<E>();
        if place.slot < middle {
            self.left.index(place)
        } else {
            self.left.room() + self.right.index(Place { slot: place.slot - middle, ..place })
        }
    }

    #[inline]
    fn visit_at<V: Visitor<E>>(self: Pin<&mut Self>, index: u32, first: Spot, state: &mut State<E>, visitor: &mut V) {
        let right = self.right(first);
        let this = self.project();
        if index < right.index {
            this.left.visit_at(index, first, state, visitor);
        } else {
            this.right.visit_at(index, right, state, visitor);
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
    fn room(&self) -> u32 {
        1
    }

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: Spot, state: &mut State<E>, visitor: &mut V) {
        let who = first.actor();
        state.visit(who, |state| visitor.slot(who, self, state));
    }

    #[inline]
    fn index(&self, _: Place) -> u32 {
        0
    }

    #[inline]
    fn visit_at<V: Visitor<E>>(self: Pin<&mut Self>, _: u32, first: Spot, state: &mut State<E>, visitor: &mut V) {
        let who = first.actor();
        state.visit(who, |state| visitor.slot_apart(who, self, state));
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

    #[inline]
    fn room(&self) -> u32 {
        1
    }

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, _: Spot, _: &mut State<E>, _: &mut V) {}

    #[inline]
    fn index(&self, _: Place) -> u32 {
        0
    }

    fn visit_at<V: Visitor<E>>(self: Pin<&mut Self>, _: u32, _: Spot, _: &mut State<E>, _: &mut V) {}
}
