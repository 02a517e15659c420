//! The typed list of slots: a tree of branches, each with up to eight lists, whose leaves stand in the order written.
//!
//! It is a tree because the types of a long chain exhaust the compiler's recursion limit. With eight lists to a branch, the
//! tree is shallow, and there are few branches to compile.

use core::{pin::Pin, task::Context};

use pin_project_lite::pin_project;

use crate::{
    slot::{op::SlotOp, place::EndsWhenDropped},
    state::State,
};

/// A tree of slots, which are counted from 0, in the order written. A row is one slot in it, with any number of actors.
///
/// An index counts actors: one for each slot, and for a row one for each item, those that are left out included. `first` is
/// the number of the first slot of the list; for a slot in a row, the number of its actor, as of `Table::number_of`.
pub trait List<E>: Sized {
    /// How many slots there are.
    const LEN: u32;
    /// Whether there is a row among them. If not, an index is the number of a slot.
    const HAS_ROWS: bool;
    /// Whether the group retains anything of its actors: see [`Retained`](crate::slot::retained::Retained).
    const RETAINS: bool;
    /// Whether an actor may not be ready when it has been polled once: it waits for its start, or says itself when it is.
    const WAITS: bool;
    /// The list before anything is in it: a constant, so that no copy of it is made on the way to its place.
    const VACANT: Self;

    /// The index of the first actor in this slot. For the slot after the last, the number of all indices.
    fn index(&self, slot: u32) -> u32;

    /// Polls all, in the order written.
    fn poll_all(self: Pin<&mut Self>, first: u32, state: &mut State<E>, cx: &mut Context<'_>);

    /// Calls all interrupts that have not been called, in the order written.
    fn interrupt_all(self: Pin<&mut Self>, first: u32, state: &mut State<E>);

    /// Does something to the actor with this index, if there is one.
    fn apply(self: Pin<&mut Self>, index: u32, first: u32, state: &mut State<E>, op: &mut SlotOp<'_, '_>);
}

macro_rules! branch {
    ($($list:ident: $List:ident),*) => {
        pin_project! {
            /// Up to eight lists, one after the other.
            #[derive(Debug)]
            #[allow(missing_docs)]
            #[project(!Unpin)]
            pub struct Branch<$($List = ()),*> {
                $(
                    #[pin]
                    pub $list: $List,
                )*
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($List: EndsWhenDropped),*> EndsWhenDropped for Branch<$($List),*> {}

        impl<Err, $($List: List<Err>),*> List<Err> for Branch<$($List),*> {
            const LEN: u32 = 0 $(+ $List::LEN)*;
            const HAS_ROWS: bool = false $(|| $List::HAS_ROWS)*;
            const RETAINS: bool = false $(|| $List::RETAINS)*;
            const WAITS: bool = false $(|| $List::WAITS)*;
            const VACANT: Self = Branch { $($list: $List::VACANT),* };

            fn index(&self, slot: u32) -> u32 {
                let (slot, index) = (slot, 0);
                $(
                    if slot < $List::LEN {
                        return index + self.$list.index(slot);
                    }
                    let (slot, index) = (slot - $List::LEN, index + self.$list.index($List::LEN));
                )*
                slot + index
            }

            // Not inlined: one large function is slower from a cold instruction cache. See benches/DECISIONS.md.
            #[inline(never)]
            fn poll_all(self: Pin<&mut Self>, first: u32, state: &mut State<Err>, cx: &mut Context<'_>) {
                let this = self.project();
                $(
                    this.$list.poll_all(first, state, cx);
                    let first = first + $List::LEN;
                )*
                let _ = first;
            }

            #[inline(never)]
            fn interrupt_all(self: Pin<&mut Self>, first: u32, state: &mut State<Err>) {
                let this = self.project();
                $(
                    this.$list.interrupt_all(first, state);
                    let first = first + $List::LEN;
                )*
                let _ = first;
            }

            fn apply(self: Pin<&mut Self>, index: u32, first: u32, state: &mut State<Err>, op: &mut SlotOp<'_, '_>) {
                let this = self.project();
                $(
                    let indices = if $List::HAS_ROWS { this.$list.index($List::LEN) } else { $List::LEN };
                    if index < indices {
                        return this.$list.apply(index, first, state, op);
                    }
                    let (index, first) = (index - indices, first + $List::LEN);
                )*
                let _ = (index, first);
            }
        }
    };
}

branch!(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H);

macro_rules! empty {
    ($List:ty, $vacant:expr, $len:literal) => {
        #[diagnostic::do_not_recommend]
        impl EndsWhenDropped for $List {}

        impl<E> List<E> for $List {
            const LEN: u32 = $len;
            const HAS_ROWS: bool = false;
            const RETAINS: bool = false;
            const WAITS: bool = false;
            const VACANT: Self = $vacant;

            fn index(&self, slot: u32) -> u32 {
                slot
            }

            #[inline]
            fn poll_all(self: Pin<&mut Self>, _: u32, _: &mut State<E>, _: &mut Context<'_>) {}

            #[inline]
            fn interrupt_all(self: Pin<&mut Self>, _: u32, _: &mut State<E>) {}

            #[inline]
            fn apply(self: Pin<&mut Self>, _: u32, _: u32, _: &mut State<E>, _: &mut SlotOp<'_, '_>) {}
        }
    };
}

/// A slot without an actor: it is configured out, or its actor was wrong and has been reported.
#[derive(Debug)]
pub struct Vacant;

empty!(Vacant, Vacant, 1);

// No slot: what is left over in a branch.
empty!((), (), 0);
