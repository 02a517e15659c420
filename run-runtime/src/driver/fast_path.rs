//! One poll of a plain group: most groups are, in their first polls. [`poll`](super::poll) says what plain is.
//!
//! It does what a [`Round`](crate::driver::round) does, without its branches. After a panic, a round goes on with the poll. A
//! test compares the two on random histories.

use core::task::Context;

use crate::{
    driver::{
        erased::Driven,
        recover::go_on_in_round,
        round::{Step, next_start},
    },
    observe::trace::GroupTrace,
    outcome::panic::catch,
    state::lifecycle::Phase,
};

/// One poll of the group. Returns the index that the next one begins with, unless the group has ended.
#[inline(never)]
pub(super) fn poll(group: &mut dyn Driven, trace: &mut GroupTrace, cx: &mut Context<'_>) -> Option<u32> {
    let mut step = Step::Poll;
    match catch(|| straight(group, &mut step, cx)) {
        Err(caught) => go_on_in_round(step, caught, group, trace, cx),
        Ok(()) if group.lifecycle().live() == 0 => None,
        Ok(()) => Some(next_start(0, group)),
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
