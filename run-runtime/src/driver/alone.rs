//! Nested groups that may finish, and have: each drains alone, while the others go on.
//!
//! They are few and soon over. So each poll of the group looks for them among all of its actors, as long as there is one.

use core::task::Context;

use crate::{
    driver::{
        erased::{Driven, each_in_turn, status_at},
        last_call::{begin_anew, cut_if_due, gives_up_alone, poll_due},
        limits::GroupLimits,
        turns::Order,
        visits::{interrupt, interrupt_timed},
    },
    slot::op::SlotStatus,
};

/// Drops what is stuck in them, and calls the interrupts of the actors that have their turn, of which it sets `had_turn` before the
/// first. Limits of the group bound them, counted from when the last of them has begun. Returns whether any is left.
pub(super) fn drain(group: &mut dyn Driven, limits: GroupLimits, had_turn: &mut bool, cx: &mut Context<'_>) -> bool {
    if !any(group, |status| status.alone) {
        return false;
    }
    if limits.any {
        cut_stuck(group, limits, cx);
    }
    let interrupt = if limits.any { interrupt_timed } else { interrupt };
    each_in_turn(group, Order::of_stop, |status| status.alone, |status| status.uninterrupted, interrupt, had_turn);
    any(group, |status| status.alone && status.remains())
}

fn any(group: &mut dyn Driven, is: fn(SlotStatus) -> bool) -> bool {
    (0..group.indices()).any(|index| is(status_at(group, index)))
}

fn cut_stuck(group: &mut dyn Driven, limits: GroupLimits, cx: &mut Context<'_>) {
    if group.lifecycle().take_begun() {
        group.restart_limits();
        begin_anew(group);
    }
    if gives_up_alone(group, limits, cx) && poll_due(group, is_stopping, limits, cx) {
        (0..group.indices()).for_each(|index| cut_if_due(group, is_stopping, index));
    }
}

fn is_stopping(status: SlotStatus) -> bool {
    status.alone && status.is_stopping()
}
