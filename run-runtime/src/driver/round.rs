//! `Round`: one poll of a group, from its beginning to the return to the task.

use core::task::{Context, Poll};

#[cfg(feature = "tokio")]
use crate::driver::readiness::is_ready;
#[cfg(feature = "std")]
use crate::{driver::signals, sync::wakers::Wakers};
use crate::{
    driver::{
        coop,
        erased::{Driven, to_all},
        limits::{Asked, GroupLimits},
        recover,
    },
    observe::trace::{self, GroupTrace},
    outcome::panic::catch,
    slot::op::SlotOp,
    state::lifecycle::Lifecycle,
};

/// One poll of a group, and how far it has got.
#[allow(clippy::struct_excessive_bools, reason = "each is a question that a step asks")]
pub(super) struct Round<'a> {
    /// The actors' own wakers, where they have some.
    #[cfg(feature = "std")]
    pub(super) wakers: Option<Wakers>,
    /// Set by `recover` in step `Poll`, where the actors have wakers of their own: the bits of those that were woken have been
    /// taken, and are not to be taken again. Cleared when the step goes on. Never set between two steps.
    #[cfg(feature = "std")]
    pub(super) bits_taken: bool,
    pub(super) trace: &'a mut GroupTrace,
    pub(super) limits: GroupLimits,
    // As in the lifecycle. Neither changes in a round.
    pub(super) is_ordered: bool,
    pub(super) is_recorded: bool,
    pub(super) step: Step,
    /// Set by `OnCause`, and by each `Poll` of a group with a cause; but not by one that has ended the lame duck, since the actors
    /// are polled again after their interrupts. Never cleared. Where it is set, `Limits` leads to no other `Poll`.
    pub(super) polled: bool,
    /// The index from which on polling begins. It goes on to the last index, and then from 0.
    pub(super) start: u32,
    /// If the budget is spent, the next poll begins after this index. Where the actors have wakers of their own, it is that of the last
    /// actor that had any budget; where all are polled, that of the first.
    pub(super) passed: u32,
    /// The number of actors that the step is done with: 0, unless a panic has interrupted it.
    pub(super) done: u32,
    /// The index of the actor that panicked last, where it was not its interrupt that did. Set by `recover`, never cleared.
    pub(super) panicked: Option<u32>,
    /// `Lifecycle::live`, as of the last step `Poll` or `Interrupt`.
    pub(super) live: u32,
    /// Set by `OnCause`. Cleared when a step `Interrupt` ends: the interrupts of the next one are later than the cause.
    pub(super) is_first_turn: bool,
    /// Set in step `Interrupt`, where there is an order, before the first interrupt is called. Kept over a panic, and cleared
    /// when the step ends.
    pub(super) had_turn: bool,
}

/// What a poll of the group does next. A step leads to the first of these that applies:
///
/// | step | leads to |
/// |---|---|
/// | `Poll` | the end, if there is no cause; `Settle`, if there is none, but something has changed; `OnCause`, if the cause is new; `Interrupt`, if the lame duck has just ended, or an actor may have its turn; `Limits`, if there are limits; the end |
/// | `Settle` | `OnCause`, if there is a cause; `Poll`, if an actor had its turn; the end |
/// | `OnCause` | `Limits`, if there are limits; `Interrupt` |
/// | `Limits` | `Interrupt`, if the lame duck is over, or the time is up in it; the end, if nothing is live; `Cut`, if the group gives up and a last call is over; `Poll`, if the actors have not been polled; the end |
/// | `Cut` | `Interrupt` |
/// | `Interrupt` | the end, if nothing is live; `Poll`, if an actor had its turn; `Limits`, if there are limits; the end |
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Polls the actors. In any phase.
    Poll,
    /// Starts the actors that have their turn, sees whether all are ready, and lets the nested groups that drain alone go on with that.
    /// In `Unsettled`.
    Settle,
    /// Calls the `on_cause` functions that have not been called. In `Exited` and `ExitedTogether`.
    OnCause,
    /// Asks whether the lame duck is over and whether the time is up. From `LameDuck` on.
    Limits,
    /// Drops the actors that have been interrupted and whose last call is over. In `GivingUp`.
    Cut,
    /// Calls the interrupts of the actors that have their turn. In `Draining` and `GivingUp`.
    Interrupt,
}

#[expect(clippy::inline_always, reason = "in two places, one of which is on the path of every wake")]
impl<'a> Round<'a> {
    #[inline]
    pub(super) fn new(lifecycle: &Lifecycle, trace: &'a mut GroupTrace, limits: GroupLimits, start: u32) -> Self {
        Round {
            #[cfg(feature = "std")]
            wakers: None,
            #[cfg(feature = "std")]
            bits_taken: false,
            trace,
            limits,
            is_ordered: lifecycle.is_ordered(),
            is_recorded: lifecycle.is_recorded(),
            step: Step::Poll,
            polled: false,
            start,
            passed: start,
            done: 0,
            panicked: None,
            live: lifecycle.live(),
            is_first_turn: false,
            had_turn: false,
        }
    }

    /// Takes the actors' own wakers, unless they share the task's. In a group with limits, does what comes before the actors.
    #[inline(always)]
    pub(super) fn begin(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>, shares_waker: bool) {
        #[cfg(feature = "std")]
        if !shares_waker {
            self.take_wakers(group);
        }
        if trace::ON && group.lifecycle().goes_on() {
            self.trace.start(self.live);
        }
        // The first poll shares the waker.
        if shares_waker && self.is_recorded {
            begin_record(group);
        }
        if self.limits.any {
            self.step = first_step(group, self.limits, cx);
        }
    }

    /// Takes the actors' own wakers, or makes them. Between two polls they are in the cold state.
    #[cfg(feature = "std")]
    #[inline]
    fn take_wakers(&mut self, group: &mut dyn Driven) {
        self.wakers = group.untyped().and_then(|untyped| untyped.wakers.take());
        if self.wakers.is_none() {
            group.make_untyped();
            self.wakers = Some(Wakers::new(group.indices()));
        }
    }

    /// Takes one step after the other, to the end of the poll. Returns the index that the next poll begins with, unless the
    /// group has ended.
    ///
    /// `begin` is called first. It is a parameter, because a round that is changed between two calls is kept in memory and not in
    /// registers, which costs every wake.
    #[inline(always)]
    pub(super) fn run(
        mut self,
        group: &mut dyn Driven,
        cx: &mut Context<'_>,
        begin: impl FnOnce(&mut Self, &mut dyn Driven, &mut Context<'_>),
    ) -> Option<u32> {
        begin(&mut self, group, cx);
        // One `catch` for all: one for each actor would cost more than its poll does. After every panic the steps go on, so no
        // panic of one actor keeps another from being polled or interrupted.
        while let Err(caught) = catch(|| self.advance(group, cx)) {
            recover::recover(&mut self, group, caught);
        }
        if self.live == 0 {
            if let Err(caught) = catch(|| self.finish(group)) {
                group.group_panicked(caught);
            }
            return None;
        }
        self.suspend(group, cx);
        Some(next_start(self.passed))
    }

    /// The group has ended: records that, and releases what it has retained.
    #[inline(always)]
    fn finish(&mut self, group: &mut dyn Driven) {
        if self.is_recorded {
            finish_record(group);
        }
        if self.limits.retains {
            to_all(group, &mut SlotOp::Release);
        }
        self.trace.end();
    }

    /// Names the actors that are waited for, when it is time. Puts the actors' own wakers back, and wakes the task if one of them
    /// was called in this poll.
    #[inline(always)]
    #[cfg_attr(not(feature = "std"), expect(clippy::unused_self, reason = "the actors have no wakers of their own"))]
    fn suspend(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        #[cfg(feature = "tracing")]
        if let Err(caught) = catch(|| self.remind(group, cx)) {
            group.group_panicked(caught);
        }
        #[cfg(feature = "std")]
        if let Some(mut wakers) = self.wakers.take() {
            if wakers.end_poll(cx.waker()) {
                cx.waker().wake_by_ref();
            }
            if let Some(untyped) = group.untyped() {
                untyped.wakers = Some(wakers);
            }
        }
        #[cfg(not(feature = "std"))]
        let _ = (group, cx);
    }
}

/// The first step in a group with limits. As long as nothing has been done about a cause, prepares the limits; if the group retains
/// anything, looks at the signals that have come; then, unless one of them has ended it, asks whether it is to stop. All of that comes
/// before the actors, whatever budget these spend.
#[inline(never)]
fn first_step(group: &mut dyn Driven, limits: GroupLimits, cx: &mut Context<'_>) -> Step {
    if !group.lifecycle().goes_on() {
        return Step::Limits;
    }
    group.prepare();
    #[cfg(feature = "std")]
    if limits.retains {
        signals::hear(group);
    }
    let lifecycle = group.lifecycle();
    if limits.asks && lifecycle.is_running() && lifecycle.live() > 0 {
        let mut asked = Poll::Pending;
        match catch(|| asked = group.poll_asked(cx)) {
            Err(caught) => group.group_panicked(caught),
            Ok(()) => match asked {
                Poll::Ready(Asked::ToStop) => group.lifecycle().ask_to_stop(),
                // They may have become ready since they were polled.
                #[cfg(feature = "tokio")]
                Poll::Ready(Asked::NotReady(_)) if is_ready(group) => group.lifecycle().unsettle(),
                #[cfg(feature = "tokio")]
                Poll::Ready(Asked::NotReady(limit)) => group.not_ready_in_time(limit),
                Poll::Pending => {}
            },
        }
    }
    Step::Poll
}

/// In the first poll of a group that is recorded: records who is there.
#[cold]
#[inline(never)]
fn begin_record(group: &mut dyn Driven) {
    let table = group.lifecycle().table();
    if !group.recorder().is_some_and(|recorder| recorder.begin(table)) {
        return;
    }
    for index in 0..group.indices() {
        group.record_actor(index);
    }
}

#[cold]
#[inline(never)]
fn finish_record(group: &mut dyn Driven) {
    if let Some(recorder) = group.recorder() {
        recorder.finish();
    }
}

/// From which index on the next poll begins. See [`Round::passed`].
#[inline]
pub(super) fn next_start(passed: u32) -> u32 {
    if coop::is_spent() { passed + 1 } else { 0 }
}
