//! What drives a group: each of its polls, to the one that returns.
//!
//! Over its lifecycle, a group does this:
//!
//! 1. Every live actor is polled once, in the order written, also those after one that has just ended. Where the actors have
//!    wakers of their own, only those that have been woken are.
//! 2. Where one of them has started, become ready or finished, others may have their turn to be started; each of those is polled once.
//!    If no exit counts yet, the poll is over.
//! 3. The first exit that counts is the cause. So is being asked to stop, by a future of the group's, or not being ready in time, before
//!    the actors are polled. `on_cause` is called with it. After the lame duck, if there is one, every interrupt is called; those of
//!    actors that outlive others when they have their turn.
//! 4. What is live is polled once more, and then whenever the group is woken, until nothing is live. When an actor has ended,
//!    another may have its turn; then what is live is polled again.
//! 5. When the time is up, what has been interrupted is dropped, each actor when its last call is over; then another may have its turn.
//! 6. The group returns with its first failure, or with `Ok`.
//!
//! So one poll of the group polls each actor at most once before the interrupts, once after them, and once more after each
//! further turn. Where the actors have spent their task's budget, the next poll begins with another actor.

pub(crate) mod abandon;
mod alone;
mod coop;
pub(crate) mod erased;
mod fast_path;
mod last_call;
pub(crate) mod limits;
pub(crate) mod readiness;
mod recover;
mod round;
mod settle;
#[cfg(feature = "std")]
mod signals;
mod steps;
pub(crate) mod turns;
mod visits;

use core::task::Context;

use crate::{
    driver::{erased::Driven, limits::GroupLimits, round::Round},
    observe::trace::GroupTrace,
    state::lifecycle::Phase,
};

/// One poll of a group. Returns the index that the next one begins with, unless the group has ended.
pub(crate) fn poll(
    group: &mut dyn Driven,
    trace: &mut GroupTrace,
    limits: GroupLimits,
    cx: &mut Context<'_>,
) -> Option<u32> {
    let lifecycle = group.lifecycle();
    assert!(lifecycle.phase() != Phase::Ended, "`run_group!` polled after it had ended");
    let shares_waker = lifecycle.begin_poll();
    if fast_path::takes(lifecycle, limits, shares_waker) {
        return fast_path::poll(group, trace, cx);
    }
    let start = lifecycle.first_index();
    Round::new(lifecycle, trace, limits, start).run(group, cx, |round, group, cx| round.begin(group, cx, shares_waker))
}
