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
    slot::op::{SlotStatus, cut},
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

/// Whether what drains alone in a running group is to be given up, as a whole group would be.
#[cfg(feature = "std")]
pub(super) fn gives_up_alone(group: &mut dyn Driven, limits: GroupLimits, cx: &mut Context<'_>) -> bool {
    if group.last_call().gave_up().is_none() {
        let (signal, passed) = (poll_signal(group, limits, cx), group.poll_time_up(cx));
        match (signal, passed) {
            (Some(signal), _) => group.last_call().give_up(GaveUp::Signal(signal), Terms::of_signal(limits.drains)),
            (None, Poll::Ready(passed)) => group.last_call().give_up(GaveUp::TimeUp, passed.terms()),
            (None, Poll::Pending) => return false,
        }
    }
    true
}

/// The same. Without `std` there is no last call either.
#[cfg(not(feature = "std"))]
pub(super) fn gives_up_alone(group: &mut dyn Driven, _: GroupLimits, cx: &mut Context<'_>) -> bool {
    group.poll_time_up(cx).is_ready()
}

/// The limits of the group run anew.
#[cfg(feature = "std")]
pub(super) fn begin_anew(group: &mut dyn Driven) {
    if let Some(untyped) = group.untyped() {
        untyped.begin_anew();
    }
}

/// Nothing is kept of them.
#[cfg(not(feature = "std"))]
pub(super) fn begin_anew(_: &mut dyn Driven) {}

/// In a group that gives up: whether any actor `is_waited_for` that is to be dropped now. If not, the task is woken when one is. After
/// another signal, nothing is waited for.
#[cfg(feature = "std")]
pub(super) fn poll_due(
    group: &mut dyn Driven,
    is_waited_for: fn(SlotStatus) -> bool,
    limits: GroupLimits,
    cx: &mut Context<'_>,
) -> bool {
    if poll_signal(group, limits, cx).is_some() {
        group.last_call().end();
    }
    let mut next = None;
    for index in 0..group.indices() {
        let status = status_at(group, index);
        if is_waited_for(status) {
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
pub(super) fn poll_due(
    group: &mut dyn Driven,
    is_waited_for: fn(SlotStatus) -> bool,
    _: GroupLimits,
    _: &mut Context<'_>,
) -> bool {
    (0..group.indices()).any(|index| is_waited_for(status_at(group, index)))
}

/// Drops an actor that `is_waited_for`, if it is to be dropped now.
pub(super) fn cut_if_due(group: &mut dyn Driven, is_waited_for: fn(SlotStatus) -> bool, index: u32) {
    let status = status_at(group, index);
    if !is_waited_for(status) {
        return;
    }
    #[cfg(feature = "std")]
    let Ok(how) = group.last_call().cut(status.number) else { return };
    #[cfg(not(feature = "std"))]
    let how = Cut::Stuck;
    cut(&mut |op| group.apply(index, op), how);
}
