//! What is done to one slot apart from the others, and what is asked of it.

use core::task::Context;

/// What is done to one actor with its interrupt, whatever their types. One function of a slot does them all, so that what is
/// rare is compiled once for each slot.
#[allow(missing_debug_implementations, reason = "it is passed down and done")]
pub enum SlotOp<'a, 'cx> {
    Poll(&'a mut Context<'cx>),
    Interrupt,
    Status(&'a mut SlotStatus),
    /// Calls the interrupt because the group is dropped: there is no cause.
    InterruptDropped,
    /// Records that the actor is stuck.
    MarkStuck,
    /// Drops the actor, if it is live; to `cancel` it, unless that does not end it.
    DropActor {
        cancel: bool,
    },
    /// Drops what is left of the interrupt.
    DropInterrupt,
    /// Drops what the group has retained: the group returns.
    Release,
    /// Asks what the group has retained whether the group is to give up.
    PollGiveUp(&'a mut Context<'cx>, &'a mut bool),
}

/// What there is of an actor with its interrupt. All is false where there is no actor.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a question that is asked of a slot")]
pub struct SlotStatus {
    pub(crate) number: u32,
    /// The actor has not ended.
    pub(crate) live: bool,
    /// Its gate has not opened.
    pub(crate) waiting: bool,
    /// It runs on when it is dropped.
    pub(crate) survives_drop: bool,
    /// Its interrupt has not been called.
    pub(crate) uninterrupted: bool,
    /// Its interrupt has been called, and has not finished.
    pub(crate) interrupting: bool,
    /// The actor learns of its interrupt even if that panics.
    pub(crate) stops_on_panic: bool,
}

impl SlotStatus {
    /// Whether anything is left in the slot.
    pub(crate) fn remains(self) -> bool {
        self.live || self.uninterrupted || self.interrupting
    }

    /// Whether the actor has been interrupted, and it or its interrupt has not finished.
    pub(crate) fn is_stopping(self) -> bool {
        !self.uninterrupted && (self.live || self.interrupting)
    }
}

/// Does something to the one slot that it is about.
pub(crate) type Do<'a> = &'a mut dyn FnMut(&mut SlotOp<'_, '_>);

pub(crate) fn status(slot: Do<'_>) -> SlotStatus {
    let mut status = SlotStatus::default();
    slot(&mut SlotOp::Status(&mut status));
    status
}

// The actor is dropped before its interrupt. If a drop panics, the next call goes on with what is left.

/// Its time is up: if the actor has been interrupted, it is stuck.
pub(crate) fn give_up(slot: Do<'_>) {
    if status(slot).is_stopping() {
        slot(&mut SlotOp::MarkStuck);
        slot(&mut SlotOp::DropActor { cancel: false });
        slot(&mut SlotOp::DropInterrupt);
    }
}

/// The actor has panicked, or `at_interrupt` says that its interrupt has.
pub(crate) fn clear_after_panic(slot: Do<'_>, at_interrupt: bool) {
    if !at_interrupt {
        return slot(&mut SlotOp::DropActor { cancel: false });
    }
    let status = status(slot);
    // An actor that has not been asked to stop is not waited for.
    if !status.stops_on_panic || status.waiting {
        slot(&mut SlotOp::DropActor { cancel: true });
    }
    slot(&mut SlotOp::DropInterrupt);
}

/// The group is dropped: an actor that a drop does not end is interrupted before, and not waited for.
pub(crate) fn abandon(slot: Do<'_>) {
    let status = status(slot);
    if status.survives_drop && status.uninterrupted {
        slot(&mut SlotOp::InterruptDropped);
    }
    slot(&mut SlotOp::DropActor { cancel: false });
    slot(&mut SlotOp::DropInterrupt);
}
