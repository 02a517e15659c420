//! A nested group of which not every `Ok` is an exit of the whole: a node in the tree of slots.
//!
//! Most nested groups are none: their slots stand among the others.

use core::{fmt, marker::PhantomData, pin::Pin, task::Context};

use pin_project_lite::pin_project;

use crate::{
    slot::{
        list::List,
        op::{SlotOp, SlotStatus, status},
        place::EndsWhenDropped,
    },
    state::{
        State,
        lifecycle::nested::{Exited, Nesting, Outside},
    },
};

pin_project! {
    /// The slots of a nested group.
    #[allow(missing_docs)]
    #[project(!Unpin)]
    pub struct Nested<L, K> {
        #[pin]
        pub list: L,
        // Set when the first of its interrupts is called, and never cleared.
        interrupted: bool,
        finish: Finish,
        kind: PhantomData<fn() -> K>,
    }
}

/// Whether a nested group that may finish has.
#[derive(Clone, Copy, Debug)]
enum Finish {
    /// Set from the start.
    Not,
    /// Set by its first exit, with which it drains alone.
    Draining(Exited),
    /// Set when all of its actors have ended. Not all of its interrupts need have been called. Never left.
    Ended(Exited),
}

impl Finish {
    /// The cause of what it still interrupts.
    fn cause(self) -> Option<Exited> {
        match self {
            Finish::Not => None,
            Finish::Draining(exit) | Finish::Ended(exit) => Some(exit),
        }
    }
}

/// What is asked of a nested group.
pub trait Kind {
    /// `#[may_finish]`
    const MAY_FINISH: bool = false;
    /// `#[must_run]`
    const MUST_RUN: bool = false;
}

/// Nothing, but some of its actors may finish.
#[derive(Debug)]
pub enum Plain {}

impl Kind for Plain {}

/// `#[may_finish]`
#[derive(Debug)]
pub enum MayFinish {}

impl Kind for MayFinish {
    const MAY_FINISH: bool = true;
}

/// `#[must_run]`
#[derive(Debug)]
pub enum MustRun {}

impl Kind for MustRun {
    const MUST_RUN: bool = true;
}

impl<E, L: List<E>, K: Kind> List<E> for Nested<L, K> {
    const LEN: u32 = L::LEN;
    const HAS_ROWS: bool = L::HAS_ROWS;
    const RETAINS: bool = L::RETAINS;
    const WAITS: bool = L::WAITS;
    const VACANT: Self = Nested { list: L::VACANT, interrupted: false, finish: Finish::Not, kind: PhantomData };

    fn index(&self, slot: u32) -> u32 {
        self.list.index(slot)
    }

    fn poll_all(self: Pin<&mut Self>, first: u32, state: &mut State<E>, cx: &mut Context<'_>) {
        self.poll(first, state, |list, state| list.poll_all(first, state, cx));
    }

    fn interrupt_all(self: Pin<&mut Self>, first: u32, state: &mut State<E>) {
        let this = self.project();
        *this.interrupted = true;
        this.list.interrupt_all(first, state);
    }

    fn apply(mut self: Pin<&mut Self>, index: u32, first: u32, state: &mut State<E>, op: &mut SlotOp<'_, '_>) {
        match op {
            SlotOp::Poll(_) | SlotOp::Hear => {
                self.poll(first, state, |list, state| list.apply(index, first, state, op));
            }
            SlotOp::Interrupt => self.interrupt(index, first, state, op),
            SlotOp::Status(_) => {
                let alone = self.finish.cause().is_some();
                self.project().list.apply(index, first, state, op);
                if let SlotOp::Status(status) = op {
                    status.alone |= alone;
                }
            }
            _ => {
                self.as_mut().project().list.apply(index, first, state, op);
                self.end_alone(first, state);
            }
        }
    }
}

/// The group is in a nested group, which it leaves when this is dropped: also by a panic.
struct Inside<'a, E> {
    state: &'a mut State<E>,
    outside: Outside,
}

impl<E> Drop for Inside<'_, E> {
    fn drop(&mut self) {
        self.state.lifecycle.leave_nested(self.outside);
    }
}

impl<L, K: Kind> Nested<L, K> {
    /// Polls some of its actors, and decides what their exits mean.
    fn poll<E>(
        mut self: Pin<&mut Self>,
        first: u32,
        state: &mut State<E>,
        poll: impl FnOnce(Pin<&mut L>, &mut State<E>),
    ) where
        L: List<E>,
    {
        let nesting = Nesting {
            may_finish: K::MAY_FINISH,
            must_run_on: K::MUST_RUN && !self.interrupted,
            alone: self.finish.cause().is_some(),
        };
        let outside = state.lifecycle.enter_nested(nesting);
        let inside = Inside { state, outside };
        poll(self.as_mut().project().list, inside.state);
        let undecided = inside.state.lifecycle.take_undecided();
        drop(inside);
        if let Some((exit, counts)) = undecided {
            // One that has returned has ended, as far as exits go, though it is still to be joined.
            if counts || !self.as_mut().any(first, state, |status| status.live && !status.joining) {
                self.as_mut().exited(exit, state);
            }
        }
        self.end_alone(first, state);
    }

    /// It has ended, as an actor has.
    fn exited<E>(self: Pin<&mut Self>, exit: Exited, state: &mut State<E>) {
        let this = self.project();
        if K::MUST_RUN && !*this.interrupted {
            state.ended_early(exit);
        } else if K::MAY_FINISH {
            *this.finish = Finish::Draining(exit);
            state.lifecycle.begin_to_drain_alone();
        } else {
            let last = state.lifecycle.live() == 0;
            state.lifecycle.finished(exit, true, last);
        }
    }

    /// Calls the interrupt of one of its actors, with the cause of this group where the whole has none.
    fn interrupt<E>(mut self: Pin<&mut Self>, index: u32, first: u32, state: &mut State<E>, op: &mut SlotOp<'_, '_>)
    where
        L: List<E>,
    {
        let this = self.as_mut().project();
        *this.interrupted = true;
        match this.finish.cause() {
            Some(exit) if state.lifecycle.is_running() => {
                let before = state.lifecycle.lend_cause(Some(exit));
                this.list.apply(index, first, state, op);
                state.lifecycle.lend_cause(before);
                self.end_alone(first, state);
            }
            _ => this.list.apply(index, first, state, op),
        }
    }

    /// If it drains alone and all of it has ended, it has finished, as an actor that may.
    fn end_alone<E>(mut self: Pin<&mut Self>, first: u32, state: &mut State<E>)
    where
        L: List<E>,
    {
        let Finish::Draining(exit) = self.finish else { return };
        if state.lifecycle.is_running() && !self.as_mut().any(first, state, SlotStatus::is_polled) {
            *self.project().finish = Finish::Ended(exit);
            let last = state.lifecycle.live() == 0;
            state.lifecycle.finished(exit, false, last);
        }
    }

    /// Whether any of its actors is in such a state.
    fn any<E>(mut self: Pin<&mut Self>, first: u32, state: &mut State<E>, is: fn(SlotStatus) -> bool) -> bool
    where
        L: List<E>,
    {
        let mut list = self.as_mut().project().list;
        let indices = list.index(L::LEN);
        (0..indices).any(|index| is(status(&mut |op| list.as_mut().apply(index, first, state, op))))
    }
}

#[diagnostic::do_not_recommend]
impl<L: EndsWhenDropped, K> EndsWhenDropped for Nested<L, K> {}

impl<L: fmt::Debug, K> fmt::Debug for Nested<L, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nested").field("list", &self.list).finish_non_exhaustive()
    }
}
