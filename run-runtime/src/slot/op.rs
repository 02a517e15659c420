//! What is done to one slot apart from the others, and what is asked of it.

use core::task::Context;

#[cfg(feature = "std")]
use std::sync::Arc;

#[cfg(feature = "std")]
use crate::observe::status::Members;
use crate::outcome::{exit::Cut, signal::Signal};

/// What is done to one actor with its interrupt, whatever their types. One function of a slot does all that is rare.
#[allow(missing_debug_implementations, reason = "it is passed down and done")]
pub enum SlotOp<'a, 'cx> {
    Poll(&'a mut Context<'cx>),
    Interrupt,
    /// Those are ready that the actor is after: its gate no longer waits for them.
    Start,
    Status(&'a mut SlotStatus),
    /// Calls the interrupt because the group is dropped: there is no cause.
    InterruptForDrop,
    /// Records that the actor is dropped before it has finished.
    MarkCut(Cut),
    /// Drops the actor, if it is live. With `cancel`, one that ends only some time after it is cancelled, a task, is
    /// cancelled, and stays until it has ended.
    DropActor {
        cancel: bool,
    },
    /// Drops what is left of the interrupt.
    DropInterrupt,
    /// Drops what the group has retained of the actor. The group is about to return.
    Release,
    /// Polls an actor that is to end before all others: one that has heard a signal.
    Hear,
    /// Asks for the members of the actor, if it has some.
    #[cfg(feature = "std")]
    Members(&'a mut Option<Arc<dyn Members>>),
    /// Polls what the group has retained of the actor, and says why the group is to give up, if it is.
    PollGiveUp(&'a mut Context<'cx>, &'a mut Option<Signal>),
}

/// What there is of an actor with its interrupt. All is false or 0 where there is no actor.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a question that is asked of a slot")]
pub struct SlotStatus {
    /// The actor's number, as in its [`Name`](crate::outcome::names::Name).
    pub(crate) number: u32,
    /// The actor has not ended.
    pub(crate) live: bool,
    /// Its gate has not opened.
    pub(crate) waiting: bool,
    /// Its gate waits for other actors to be ready.
    pub(crate) held: bool,
    /// It has not yet said that it is ready, as it will.
    pub(crate) unready: bool,
    /// It has ended without having said that it is ready.
    pub(crate) never_ready: bool,
    /// It has returned, and has not been joined.
    pub(crate) joining: bool,
    /// It runs on when it is dropped.
    pub(crate) survives_drop: bool,
    /// Its interrupt has not been called.
    pub(crate) uninterrupted: bool,
    /// Its interrupt has been called, and has not finished.
    pub(crate) interrupting: bool,
    /// It is not in the report, unless it fails: the head of a nested group, whose interrupt needs no time.
    pub(crate) unlisted: bool,
    /// It is in a nested group that drains alone.
    pub(crate) alone: bool,
    /// The actor's `|stop|` is set even if the interrupt panics, so it is joined and not dropped.
    pub(crate) stops_on_panic: bool,
}

impl SlotStatus {
    /// Whether anything is left in the slot.
    pub(crate) fn remains(self) -> bool {
        self.uninterrupted || self.is_polled()
    }

    /// Whether there is anything to be polled in the slot.
    pub(crate) fn is_polled(self) -> bool {
        self.live || self.interrupting
    }

    /// Whether it is not ready yet.
    pub(crate) fn is_unready(self) -> bool {
        self.waiting || self.unready
    }

    /// Whether the actor has been interrupted, and it or its interrupt has not finished.
    pub(crate) fn is_stopping(self) -> bool {
        !self.uninterrupted && self.is_polled()
    }
}

/// Applies an operation to one slot.
pub(crate) type ApplyOp<'a> = &'a mut dyn FnMut(&mut SlotOp<'_, '_>);

pub(crate) fn status(slot: ApplyOp<'_>) -> SlotStatus {
    let mut status = SlotStatus::default();
    slot(&mut SlotOp::Status(&mut status));
    status
}

/// Drops an actor that has been interrupted, and its interrupt, before they have finished. If a drop panics, the next call drops
/// the rest.
pub(crate) fn cut(slot: ApplyOp<'_>, how: Cut) {
    if status(slot).is_stopping() {
        slot(&mut SlotOp::MarkCut(how));
        slot(&mut SlotOp::DropActor { cancel: false });
        slot(&mut SlotOp::DropInterrupt);
    }
}

/// Drops what has panicked: the actor, or where `at_interrupt`, its interrupt. A thread that has returned is joined all the same.
pub(crate) fn clear_after_panic(slot: ApplyOp<'_>, at_interrupt: bool) {
    let status = status(slot);
    if !at_interrupt {
        if !status.joining {
            slot(&mut SlotOp::DropActor { cancel: false });
        }
        return;
    }
    // An actor that has not been asked to stop is not waited for.
    if !status.joining && (!status.stops_on_panic || status.waiting) {
        slot(&mut SlotOp::DropActor { cancel: true });
    }
    slot(&mut SlotOp::DropInterrupt);
}

/// Drops a slot with its group. An actor that a drop does not end is interrupted before, and not waited for.
/// With `cancel`, as in [`SlotOp::DropActor`]. If a drop panics, the next call drops the rest.
pub(crate) fn abandon(slot: ApplyOp<'_>, cancel: bool) {
    let status = status(slot);
    if status.survives_drop && status.uninterrupted {
        slot(&mut SlotOp::InterruptForDrop);
    }
    slot(&mut SlotOp::DropActor { cancel });
    slot(&mut SlotOp::DropInterrupt);
}
