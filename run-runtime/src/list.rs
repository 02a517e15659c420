//! The typed list of slots: a balanced tree of pairs, whose leaves stand in the order written.
//!
//! A tree, because the types of a chain of 200 exhaust the compiler's recursion limit, and a tree of 256 is eight deep.

use core::pin::Pin;

use pin_project_lite::pin_project;

use crate::{actor::Ends, fire::Fire, slot::Slot};

/// A tree of slots. Slots are counted from 0, in the order written.
pub trait List<E>: Sized {
    /// How many slots there are.
    const LEN: usize;
    /// The list before anything is in it: a constant, so that no copy of it is made on the way to its place.
    const VACANT: Self;

    /// Visits every slot, the first of which is number `first`.
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: usize, visitor: &mut V);

    /// Visits the slot number `index`, counted from this list's own first.
    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, index: usize, visitor: &mut V);
}

/// What is done to a slot.
pub trait Visitor<E> {
    /// Called before the slot with that number is visited.
    fn enter(&mut self, index: usize);

    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>);
}

pin_project! {
    /// Two lists, one after the other.
    #[derive(Debug)]
    #[allow(missing_docs)]
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
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: usize, visitor: &mut V) {
        let this = self.project();
        this.left.visit_all(first, visitor);
        this.right.visit_all(first + L::LEN, visitor);
    }

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, index: usize, visitor: &mut V) {
        let this = self.project();
        if index < L::LEN {
            this.left.visit(index, visitor);
        } else {
            this.right.visit(index - L::LEN, visitor);
        }
    }
}

impl<E, A: Ends<E>, I: Fire<E, Later = F>, F> List<E> for Slot<A, I, F> {
    const LEN: usize = 1;
    const VACANT: Self = Slot::VACANT;

    #[inline]
    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, first: usize, visitor: &mut V) {
        visitor.enter(first);
        visitor.slot(self);
    }

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, _: usize, visitor: &mut V) {
        visitor.slot(self);
    }
}

/// A place that nothing was written for, because what stood there was wrong and has been reported.
#[derive(Debug)]
pub struct Vacant;

impl<E> List<E> for Vacant {
    const LEN: usize = 1;
    const VACANT: Self = Vacant;

    fn visit_all<V: Visitor<E>>(self: Pin<&mut Self>, _: usize, _: &mut V) {}

    fn visit<V: Visitor<E>>(self: Pin<&mut Self>, _: usize, _: &mut V) {}
}
