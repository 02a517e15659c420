//! Nested groups that may finish, and have: each drains alone, while the others go on.
//!
//! They are few and soon over. So each poll of the group looks for them among all of its actors, as long as there is one.

use core::task::Context;

#[cfg(feature = "std")]
use crate::driver::last_call;
use crate::{
    driver::{
        erased::{Driven, each_in_turn, status_at},
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
    let is_due = |status: SlotStatus| status.alone && status.uninterrupted;
    each_in_turn(group, is_due, |status| status.alone && status.remains(), interrupt, had_turn);
    let remains = (0..group.indices()).any(|index| status_at(group, index).alone);
    if !remains && group.lifecycle().is_running() {
        group.lifecycle().end_draining_alone();
    }
}

#[cfg(feature = "std")]
fn cut_stuck(group: &mut dyn Driven, limits: GroupLimits, cx: &mut Context<'_>) {
    if group.lifecycle().take_begun() {
        group.restart_limits();
        last_call::begin_anew(group);
    }
    if last_call::has_passed(group, limits, cx) && last_call::poll_due(group, is_stopping, limits, cx) {
        (0..group.indices()).for_each(|index| last_call::cut_if_due(group, is_stopping, index));
    }
}

/// Without `std` there is no clock: an actor is waited for as long as the limit has not passed.
#[cfg(not(feature = "std"))]
fn cut_stuck(group: &mut dyn Driven, limits: GroupLimits, cx: &mut Context<'_>) {}

fn is_stopping(status: SlotStatus) -> bool {
    status.alone && status.is_stopping()
}
