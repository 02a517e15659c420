//! The typed list of slots: a balanced tree of pairs, whose leaves stand in the order written.
//!
//! A tree, because the types of a chain of 200 exhaust the compiler's recursion limit, and a tree of 256 is eight deep.

use core::{future::Future, pin::Pin};

use pin_project_lite::pin_project;

use crate::{act::Act, actor::Ends, clock::Clock, fire::Fire, slot::Slot, state::State, stays::Stays, table::Place};

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

    /// The index of a place: its number among all that there is room for.
    fn index(&self, place: Place) -> u32;

    /// Visits all, in the order written. The first is in slot number `first`.
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: u16, state: &mut State<E>, visitor: &mut V);

    /// Does something to the actor with this index, if there is one there.
    fn act(self: Pin<&mut Self>, index: u32, first: u16, state: &mut State<E>, act: &mut Act<'_, '_>);
}

/// What is done to all actors, so often that each type has a way of its own to it.
pub trait Visitor<E> {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        number: u32,
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
    fn room(&self) -> u32 {
        self.left.room() + self.right.room()
    }

    fn index(&self, place: Place) -> u32 {
        match place.slot.checked_sub(Self::middle::<E>()) {
            None => self.left.index(place),
            Some(slot) => self.left.room() + self.right.index(Place { slot, ..place }),
        }
    }

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: u16, state: &mut State<E>, visitor: &mut V) {
        let this = self.project();
        this.left.visit_all(first, state, visitor);
        this.right.visit_all(first + Self::middle::<E>(), state, visitor);
    }

    #[inline]
    fn act(self: Pin<&mut Self>, index: u32, first: u16, state: &mut State<E>, act: &mut Act<'_, '_>) {
        let this = self.project();
        match index.checked_sub(this.left.room()) {
            None => this.left.act(index, first, state, act),
            Some(index) => this.right.act(index, first + Self::middle::<E>(), state, act),
        }
    }
}

impl<E, A: Ends<E>, M: Clock, S: Stays, I: Fire<E, Later = F>, F: Future<Output = Result<(), E>>> List<E>
    for Slot<A, M, S, I, F>
{
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

    fn index(&self, _: Place) -> u32 {
        0
    }

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: u16, state: &mut State<E>, visitor: &mut V) {
        let visit = state.visit(first.into());
        visitor.slot(first.into(), self, visit.state);
        visit.done();
    }

    #[inline]
    fn act(self: Pin<&mut Self>, _: u32, first: u16, state: &mut State<E>, act: &mut Act<'_, '_>) {
        self.act(first.into(), state, act);
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

    fn index(&self, _: Place) -> u32 {
        0
    }

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, _: u16, _: &mut State<E>, _: &mut V) {}

    #[inline]
    fn act(self: Pin<&mut Self>, _: u32, _: u16, _: &mut State<E>, _: &mut Act<'_, '_>) {}
}
