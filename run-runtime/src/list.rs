//! The typed list of slots: a tree of branches, each with up to eight lists, whose leaves stand in the order written.
//!
//! A tree, because the types of a chain of 200 exhaust the compiler's recursion limit. With eight to a branch, 256 actors
//! are three deep, and there is one branch to compile for every seven of them.

use core::{pin::Pin, task::Context};

use pin_project_lite::pin_project;

use crate::{act::Act, state::State};

/// A tree of slots, which are counted from 0, in the order written. A row is one slot in it, with any number of actors.
///
/// An index counts all that there is room for: one in each slot, and as many as a row has items. `first` is always the
/// number of the list's first slot.
pub trait List<E>: Sized {
    /// How many slots there are.
    const LEN: u32;
    /// Whether there is a row among them. If not, an index is the number of a slot.
    const HAS_ROWS: bool;
    /// Whether there may be anything that could make the group give up.
    const WATCHES: bool;
    /// The list before anything is in it: a constant, so that no copy of it is made on the way to its place.
    const VACANT: Self;

    /// The index of the first actor in this slot. That of the slot behind the last is how many actors there is room for.
    fn index(&self, slot: u32) -> u32;

    /// Polls all, in the order written.
    fn poll_each(self: Pin<&mut Self>, first: u32, state: &mut State<E>, cx: &mut Context<'_>);

    /// Calls all interrupts that have not been called, in the order written.
    fn interrupt_each(self: Pin<&mut Self>, first: u32, state: &mut State<E>);

    /// Does something to the actor with this index, if there is one there.
    fn act(self: Pin<&mut Self>, index: u32, first: u32, state: &mut State<E>, act: &mut Act<'_, '_>);
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

        impl<Err, $($List: List<Err>),*> List<Err> for Branch<$($List),*> {
            const LEN: u32 = 0 $(+ $List::LEN)*;
            const HAS_ROWS: bool = false $(|| $List::HAS_ROWS)*;
            const WATCHES: bool = false $(|| $List::WATCHES)*;
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

            // A function of its own: merged into one, the branches of a long list take half as long again where their code has
            // to be fetched, as in the exit of a group that has lived long.
            #[inline(never)]
            fn poll_each(self: Pin<&mut Self>, first: u32, state: &mut State<Err>, cx: &mut Context<'_>) {
                let this = self.project();
                $(
                    this.$list.poll_each(first, state, cx);
                    let first = first + $List::LEN;
                )*
                let _ = first;
            }

            #[inline(never)]
            fn interrupt_each(self: Pin<&mut Self>, first: u32, state: &mut State<Err>) {
                let this = self.project();
                $(
                    this.$list.interrupt_each(first, state);
                    let first = first + $List::LEN;
                )*
                let _ = first;
            }

            fn act(self: Pin<&mut Self>, index: u32, first: u32, state: &mut State<Err>, act: &mut Act<'_, '_>) {
                let this = self.project();
                $(
                    let room = if $List::HAS_ROWS { this.$list.index($List::LEN) } else { $List::LEN };
                    if index < room {
                        return this.$list.act(index, first, state, act);
                    }
                    let (index, first) = (index - room, first + $List::LEN);
                )*
                let _ = (index, first);
            }
        }
    };
}

branch!(a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: H);

macro_rules! nobody {
    ($(#[$attribute:meta])* $List:ty, $vacant:expr, $len:literal) => {
        impl<E> List<E> for $List {
            const LEN: u32 = $len;
            const HAS_ROWS: bool = false;
            const WATCHES: bool = false;
            const VACANT: Self = $vacant;

            fn index(&self, slot: u32) -> u32 {
                slot
            }

            #[inline]
            fn poll_each(self: Pin<&mut Self>, _: u32, _: &mut State<E>, _: &mut Context<'_>) {}

            #[inline]
            fn interrupt_each(self: Pin<&mut Self>, _: u32, _: &mut State<E>) {}

            #[inline]
            fn act(self: Pin<&mut Self>, _: u32, _: u32, _: &mut State<E>, _: &mut Act<'_, '_>) {}
        }
    };
}

/// A slot that nothing stands in: it is configured out, or what was written there was wrong and has been reported.
#[derive(Debug)]
pub struct Vacant;

nobody!(Vacant, Vacant, 1);

// No slot: what is left of a branch.
nobody!((), (), 0);
