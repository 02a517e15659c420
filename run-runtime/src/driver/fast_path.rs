//! One poll of a group of which nothing is asked but to run, as of most.
//!
//! It does what a [`Round`](crate::driver::round) does, without its branches, where there is no limit, no order, no report and
//! no waker of an actor's own. After a panic a round goes on. A test compares the two on random histories.

use core::task::Context;

use crate::{
    driver::{
        erased::Driven,
        recover::resume,
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
        Err(caught) => resume(step, caught, group, trace, cx),
        Ok(()) if group.lifecycle().live() == 0 => None,
        Ok(()) => Some(next_start(0, group)),
    }
}

#[inline]
fn straight(group: &mut dyn Driven, step: &mut Step, cx: &mut Context<'_>) {
    group.poll_each(cx);
    if !matches!(group.lifecycle().phase(), Phase::Exited | Phase::ExitedTogether) {
        return;
    }
    *step = Step::OnCause;
    group.on_cause();
    *step = Step::Interrupt;
    group.lifecycle().begin_drain();
    group.interrupt_each();
    if group.lifecycle().live() > 0 {
        *step = Step::Poll;
        group.poll_each(cx);
    }
}
