//! Signals come first: before the actors, and before the exit of one that ended because of the same signal.

use crate::{
    driver::erased::{Driven, to_all},
    outcome::panic::catch,
    slot::op::SlotOp,
    sync::SIGNALS,
};

/// In a group that is running: has the actors that have heard a signal end before the others are polled. In its first poll, all that
/// listen are asked, so that they know of it.
#[cold]
#[inline(never)]
pub(super) fn hear(group: &mut dyn Driven) {
    if SIGNALS.any() || group.lifecycle().is_first_poll() {
        if let Err(caught) = catch(|| to_all(group, &mut SlotOp::Hear)) {
            group.group_panicked(caught);
        }
    }
}

/// If a signal came before the exit that is the cause, has the actor that has heard it end, which is the cause then.
#[cold]
#[inline(never)]
pub(super) fn settle_cause(group: &mut dyn Driven) {
    if group.lifecycle().is_cause_contested() {
        to_all(group, &mut SlotOp::Hear);
    }
}
