//! One poll of a group of which nothing special is asked, as of short runs and small groups.
//!
//! It does what a [`Round`](crate::driver::round) does, without its branches. After a panic, a round goes on with the poll. A
//! test compares the two on random histories.

use core::task::Context;

use crate::{
    driver::{
        erased::Driven,
        limits::GroupLimits,
        recover::go_on_in_round,
        round::{Step, next_start},
    },
    observe::trace::{self, GroupTrace},
    outcome::panic::catch,
    state::lifecycle::{Lifecycle, Phase},
};

/// Whether such a poll of the group takes the fast path: its actors share the task's waker and are polled from the first; there is
/// neither a limit as a whole nor an order nor a report; and no feature `tracing`.
#[inline]
pub(super) fn takes(lifecycle: &Lifecycle, limits: GroupLimits, shares_waker: bool) -> bool {
    shares_waker
        && !trace::ON
        && !limits.any
        && !lifecycle.is_ordered()
        && !lifecycle.is_recorded()
        && lifecycle.begins_with_first()
}

/// One poll of the group. Returns the index that the next one begins with, unless the group has ended.
#[inline(never)]
pub(super) fn poll(group: &mut dyn Driven, trace: &mut GroupTrace, cx: &mut Context<'_>) -> Option<u32> {
    let mut step = Step::Poll;
    match catch(|| straight(group, &mut step, cx)) {
        Err(caught) => go_on_in_round(step, caught, group, trace, cx),
        Ok(()) if group.lifecycle().live() == 0 => None,
        Ok(()) => Some(next_start(0)),
    }
}

#[inline]
fn straight(group: &mut dyn Driven, step: &mut Step, cx: &mut Context<'_>) {
    group.poll_all(cx);
    if !matches!(group.lifecycle().phase(), Phase::Exited | Phase::ExitedTogether) {
        return;
    }
    *step = Step::OnCause;
    group.on_cause();
    *step = Step::Interrupt;
    group.lifecycle().begin_drain();
    group.interrupt_all();
    if group.lifecycle().live() > 0 {
        *step = Step::Poll;
        group.poll_all(cx);
    }
}
