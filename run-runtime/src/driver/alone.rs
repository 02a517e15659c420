//! Nested groups that may finish, and have: each drains alone, while the others go on.
//!
//! They are few and soon over. So each poll of the group looks for them among all of its actors, as long as there is one.

use core::task::Context;

use crate::{
    driver::{
        erased::{Driven, each_in_turn, status_at},
        last_call::{begin_anew, cut_if_due, gives_up_alone, poll_due},
        limits::GroupLimits,
        visits::{interrupt, interrupt_timed},
    },
    slot::op::SlotStatus,
};

/// Drops what is stuck in them, and calls the interrupts of the actors that have their turn, of which it sets `had_turn` before the
/// first. Limits of the group bound them, counted from when the last of them has begun.
#[cold]
#[inline(never)]
pub(super) fn drain(group: &mut dyn Driven, limits: GroupLimits, had_turn: &mut bool, cx: &mut Context<'_>) {
    if limits.any {
        cut_stuck(group, limits, cx);
    }
    let interrupt = if limits.any { interrupt_timed } else { interrupt };
    each_in_turn(group, |status| status.alone, |status| status.uninterrupted, interrupt, had_turn);
    let mut statuses = (0..group.indices()).map(|index| status_at(group, index));
    let remains = statuses.any(|status| status.alone && status.remains());
    if !remains && group.lifecycle().is_running() {
        group.lifecycle().end_draining_alone();
    }
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
