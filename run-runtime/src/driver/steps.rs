//! The steps of a round: what leads from one to the next. [`Step`] has the table.
//!
//! What is rare is in functions of its own, so that the path of every wake stays short.

use core::task::Context;

#[cfg(feature = "std")]
use crate::driver::signals;
use crate::{
    driver::{
        erased::Driven,
        last_call::{begin_anew, cut_if_due, gives_up, poll_due},
        round::{Round, Step},
    },
    observe::trace,
    slot::op::SlotStatus,
    state::lifecycle::{Lifecycle, Phase},
};

impl Round<'_> {
    /// Takes steps, beginning with `self.step`, until the poll of the group is over. After a panic, `self.step` is the one that
    /// has panicked.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is on the path of every wake")]
    pub(super) fn advance(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        // In the order in which one step most often leads to another.
        loop {
            if self.step == Step::Poll {
                let live = self.live;
                self.poll_actors(group, cx);
                let lifecycle = group.lifecycle();
                self.live = lifecycle.live();
                if lifecycle.phase() == Phase::Running {
                    return;
                }
                match self.after_poll(lifecycle, live) {
                    Some(step) => self.step = step,
                    None => return,
                }
                if self.step == Step::OnCause {
                    self.note_cause(group);
                }
            }
            if self.step == Step::OnCause {
                group.on_cause();
                self.polled = true;
                if self.limits.any {
                    begin_anew(group);
                    self.is_first_turn = true;
                    group.lifecycle().begin_lame_duck();
                    self.step = Step::Limits;
                } else {
                    group.lifecycle().begin_drain();
                    self.step = Step::Interrupt;
                }
            }
            if self.step == Step::Limits {
                match self.check_limits(group, cx) {
                    Some(step) => self.step = step,
                    None => return,
                }
            }
            if self.step == Step::Cut {
                self.each_remaining(group, 0, cx, |group, index, _| cut_if_due(group, SlotStatus::is_stopping, index));
                self.step = Step::Interrupt;
            }
            if self.step == Step::Interrupt {
                let had_turn = self.call_interrupts(group, cx);
                self.is_first_turn = false;
                let lifecycle = group.lifecycle();
                self.live = lifecycle.live();
                if self.live == 0 {
                    return;
                }
                if had_turn {
                    // All live actors are polled next, and most of them end: wakers of their own would be of no use.
                    #[cfg(feature = "std")]
                    if self.wakers.take().is_some() {
                        lifecycle.share_waker_again();
                    }
                    self.step = Step::Poll;
                } else if self.limits.any {
                    self.step = Step::Limits;
                } else {
                    return;
                }
            }
            if self.step == Step::Settle && !self.settle(group, cx) {
                return;
            }
        }
    }

    /// The step after `Poll` in a group that has a cause, if there is one. `live` is the number of live actors before it.
    #[inline(never)]
    fn after_poll(&mut self, lifecycle: &mut Lifecycle, live: u32) -> Option<Step> {
        match lifecycle.phase() {
            Phase::Exited | Phase::ExitedTogether => return Some(Step::OnCause),
            Phase::Unsettled => return Some(Step::Settle),
            Phase::LameDuckOver => {
                lifecycle.begin_drain();
                return Some(Step::Interrupt);
            }
            _ => {}
        }
        self.polled = true;
        if self.is_ordered && self.live < live && lifecycle.phase() != Phase::LameDuck {
            Some(Step::Interrupt)
        } else {
            self.limits.any.then_some(Step::Limits)
        }
    }

    /// Traces and records the cause. If that panics, it is not done again.
    #[inline]
    pub(super) fn note_cause(&mut self, group: &mut dyn Driven) {
        #[cfg(feature = "std")]
        if self.limits.retains {
            signals::settle_cause(group);
            self.live = group.lifecycle().live();
        }
        self.trace.cause();
        if self.is_recorded {
            record_cause(group);
        }
        if trace::ON {
            group.trace_cause();
        }
    }

    /// The step after `Limits`, if there is one.
    #[inline(never)]
    fn check_limits(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) -> Option<Step> {
        let poll = (!self.polled).then_some(Step::Poll);
        let phase = group.lifecycle().phase();
        if matches!(phase, Phase::LameDuck | Phase::LameDuckOver) {
            let is_over = self.live == 0 || phase == Phase::LameDuckOver;
            if !gives_up(group, self.limits, cx) {
                if !is_over && group.poll_lame_duck(cx).is_pending() {
                    if let Some(recorder) = group.recorder().filter(|_| self.is_recorded) {
                        recorder.lame_duck();
                    }
                    return poll;
                }
                group.lifecycle().begin_drain();
            }
            return Some(Step::Interrupt);
        }
        if self.live == 0 {
            return None;
        }
        let is_giving_up = phase == Phase::GivingUp || gives_up(group, self.limits, cx);
        if is_giving_up && poll_due(group, SlotStatus::is_stopping, self.limits, cx) { Some(Step::Cut) } else { poll }
    }
}

#[cold]
#[inline(never)]
fn record_cause(group: &mut dyn Driven) {
    if let Some(recorder) = group.recorder() {
        recorder.cause();
    }
}
