//! A group that gives up: each actor that has been interrupted is dropped when its last call is over.

use core::task::Context;
#[cfg(feature = "std")]
use core::task::Poll;

#[cfg(not(feature = "std"))]
use crate::outcome::exit::Cut;
#[cfg(feature = "std")]
use crate::{
    driver::erased::to_all,
    outcome::{gave_up::GaveUp, signal::Signal},
    slot::op::SlotOp,
    state::last_call::Terms,
};
use crate::{
    driver::{
        erased::{Driven, status_at},
        limits::GroupLimits,
    },
    slot::op::cut,
};

/// Gives up, if a limit has passed or a second signal has come. All are polled, so that each wakes the task.
#[cfg(feature = "std")]
pub(super) fn gives_up(group: &mut dyn Driven, limits: GroupLimits, cx: &mut Context<'_>) -> bool {
    let passed = group.poll_time_up(cx);
    match (poll_signal(group, limits, cx), passed) {
        (Some(signal), _) => give_up(group, GaveUp::Signal(signal), Terms::of_signal(limits.drains)),
        (None, Poll::Ready(passed)) => give_up(group, GaveUp::TimeUp, passed.terms()),
        (None, Poll::Pending) => return false,
    }
    true
}

/// Without `std` there are no signals, and no error says why the group gave up.
#[cfg(not(feature = "std"))]
pub(super) fn gives_up(group: &mut dyn Driven, _: GroupLimits, cx: &mut Context<'_>) -> bool {
    let gives_up = group.poll_time_up(cx).is_ready();
    if gives_up {
        group.lifecycle().give_up();
    }
    gives_up
}

#[cfg(feature = "std")]
fn poll_signal(group: &mut dyn Driven, limits: GroupLimits, cx: &mut Context<'_>) -> Option<Signal> {
    let mut signal = None;
    if limits.retains {
        to_all(group, &mut SlotOp::PollGiveUp(cx, &mut signal));
    }
    signal
}

/// Gives up, for this reason.
#[cfg(feature = "std")]
pub(super) fn give_up(group: &mut dyn Driven, why: GaveUp, terms: Terms) {
    group.lifecycle().give_up();
    group.last_call().give_up(why, terms);
}

/// In a group that gives up: whether any actor is to be dropped now. If not, the task is woken when one is. After another
/// signal, nothing is waited for.
#[cfg(feature = "std")]
pub(super) fn poll_due(group: &mut dyn Driven, limits: GroupLimits, cx: &mut Context<'_>) -> bool {
    if poll_signal(group, limits, cx).is_some() {
        group.last_call().end();
    }
    let mut next = None;
    for index in 0..group.indices() {
        let status = status_at(group, index);
        if status.is_stopping() {
            match group.last_call().cut(status.number) {
                Ok(_) => return true,
                Err(due) => next = Some(next.map_or(due, |next| due.min(next))),
            }
        }
    }
    next.is_some_and(|due| group.last_call().poll_due(due, cx).is_ready())
}

/// Without `std` there is no clock: an actor that has been polled since its interrupt is to be dropped.
#[cfg(not(feature = "std"))]
pub(super) fn poll_due(group: &mut dyn Driven, _: GroupLimits, _: &mut Context<'_>) -> bool {
    (0..group.indices()).any(|index| status_at(group, index).is_stopping())
}

/// Drops an actor, if it is to be dropped now.
pub(super) fn cut_if_due(group: &mut dyn Driven, index: u32) {
    let status = status_at(group, index);
    if !status.is_stopping() {
        return;
    }
    #[cfg(feature = "std")]
    let Ok(how) = group.last_call().cut(status.number) else { return };
    #[cfg(not(feature = "std"))]
    let how = Cut::Stuck;
    cut(&mut |op| group.apply(index, op), how);
}
