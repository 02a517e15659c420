//! The typed list of slots: a balanced tree of pairs, whose leaves stand in the order written.
//!
//! A tree, because the types of a chain of 200 exhaust the compiler's recursion limit, and a tree of 256 is eight deep.

use core::pin::Pin;

use pin_project_lite::pin_project;

use crate::{actor::Ends, fire::Fire, slot::Slot, state::State};

/// A tree of slots. Slots are counted from 0, in the order written.
pub trait List<E>: Sized {
    /// How many slots there are.
    const LEN: usize;
    /// The list before anything is in it: a constant, so that no copy of it is made on the way to its place.
    const VACANT: Self;

    /// Visits every slot, the first of which is number `first`.
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: usize, state: &mut State<E>, visitor: &mut V);

    /// Visits the slot number `index`, counted from this list's own first.
    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, index: usize, state: &mut State<E>, visitor: &mut V);
}

/// What is done to a slot, which is the state's current one.
pub trait Visitor<E> {
    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>, state: &mut State<E>);
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

impl<E, L: List<E>, R: List<E>> List<E> for Pair<L, R> {
    const LEN: usize = L::LEN + R::LEN;
    const VACANT: Self = Pair { left: L::VACANT, right: R::VACANT };

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: usize, state: &mut State<E>, visitor: &mut V) {
        let this = self.project();
        this.left.visit_all(first, state, visitor);
        this.right.visit_all(first + L::LEN, state, visitor);
    }

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, index: usize, state: &mut State<E>, visitor: &mut V) {
        let this = self.project();
        if index < L::LEN {
            this.left.visit(index, state, visitor);
        } else {
            this.right.visit(index - L::LEN, state, visitor);
        }
    }
}

impl<E, A: Ends<E>, I: Fire<E, Later = F>, F> List<E> for Slot<A, I, F> {
    const LEN: usize = 1;
    const VACANT: Self = Slot::VACANT;

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: usize, state: &mut State<E>, visitor: &mut V) {
        state.enter(first);
        visitor.slot(self, state);
    }

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, _: usize, state: &mut State<E>, visitor: &mut V) {
        visitor.slot(self, state);
    }
}

/// A place that nothing was written for, because what stood there was wrong and has been reported.
#[derive(Debug)]
pub struct Vacant;

impl<E> List<E> for Vacant {
    const LEN: usize = 1;
    const VACANT: Self = Vacant;

    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, _: usize, _: &mut State<E>, _: &mut V) {}

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, _: usize, _: &mut State<E>, _: &mut V) {}
}
