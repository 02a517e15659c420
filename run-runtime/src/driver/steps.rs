//! What each step of a round does. What is rare has a function of its own: what it asks of the group is then not looked up on
//! the way of every wake.

use core::{mem, task::Context};

use crate::{
    driver::{
        erased::{Driven, each_in_turn, status_at, to_all},
        round::{Round, Step},
    },
    observe::trace,
    slot::op::SlotOp,
    state::lifecycle::Phase,
};

impl Round<'_> {
    /// Traces and records the cause.
    #[inline]
    pub(super) fn note_cause(&mut self, group: &mut dyn Driven) {
        self.trace.cause();
        if self.is_recorded {
            record_cause(group);
        }
        if trace::ON {
            group.trace_cause();
        }
    }

    /// The next step, if there is one, now that there is a cause: the time is up, or the actors are still to be polled.
    #[inline(never)]
    pub(super) fn check_limits(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) -> Option<Step> {
        let poll = (!self.polled).then_some(Step::Poll);
        let phase = group.lifecycle().phase();
        if matches!(phase, Phase::LameDuck | Phase::LameDuckOver) {
            let is_over = self.live == 0 || phase == Phase::LameDuckOver;
            if self.is_time_up(group, cx) {
                group.lifecycle().give_up();
            } else if is_over || group.poll_served(cx).is_ready() {
                group.lifecycle().begin_drain();
            } else {
                return poll;
            }
            return Some(Step::Interrupt);
        }
        if self.live == 0 {
            return None;
        }
        if phase == Phase::Draining && self.is_time_up(group, cx) {
            group.lifecycle().give_up();
        }
        if group.lifecycle().phase() == Phase::GivingUp { Some(Step::GiveUp) } else { poll }
    }

    /// Whether a limit has passed, or what the group retains of an actor makes it give up.
    fn is_time_up(&self, group: &mut dyn Driven, cx: &mut Context<'_>) -> bool {
        let mut is_up = group.poll_time_up(cx).is_ready();
        if self.bounds.retains {
            to_all(group, &mut SlotOp::PollGiveUp(cx, &mut is_up));
        }
        is_up
    }

    /// Names the actors that are waited for, when it is time.
    #[cfg(feature = "tracing")]
    pub(super) fn remind(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        if self.trace.poll_remind(cx).is_ready() {
            let all = (0..group.indices()).map(|index| status_at(group, index));
            let stopping: std::vec::Vec<_> = all.filter(|status| status.is_stopping()).collect();
            let names: std::vec::Vec<_> = stopping.iter().map(|status| group.lifecycle().name(status.number)).collect();
            self.trace.remind(&names);
        }
    }

    /// Polls all live actors, or where they have wakers of their own, those that have been woken.
    #[inline]
    pub(super) fn poll_actors(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        #[cfg(feature = "std")]
        if self.wakers.is_some() {
            return self.poll_woken(group);
        }
        if self.done | self.start == 0 && !self.is_recorded {
            return group.poll_each(cx);
        }
        self.each_left(group, self.start, cx, |group, index, cx| {
            group.apply(index, &mut SlotOp::Poll(cx));
            record_live(group, index);
        });
    }

    /// Polls the actors that have been woken, each with its own waker.
    #[cfg(feature = "std")]
    #[inline(never)]
    fn poll_woken(&mut self, group: &mut dyn Driven) {
        let Some(wakers) = &mut self.wakers else { return };
        let mut is_first = !mem::take(&mut self.resumed);
        if is_first {
            wakers.take();
        }
        self.done = 0;
        // After the last index come those before the start.
        let mut from = self.start;
        loop {
            match wakers.next(from) {
                Some(index) => {
                    if mem::take(&mut is_first) {
                        self.first_polled = index;
                    }
                    let waker = wakers.of(index);
                    group.apply(index, &mut SlotOp::Poll(&mut Context::from_waker(&waker)));
                    if self.is_recorded {
                        record_live(group, index);
                    }
                }
                None if from > 0 => from = 0,
                None => return,
            }
        }
    }

    /// Calls the interrupts that have not been called, of the actors that have their turn. Returns whether any had.
    #[inline]
    pub(super) fn call_interrupts(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) -> bool {
        if self.is_ordered {
            // Also after a panic, the turns are found anew.
            self.done = 0;
            each_in_turn(group, |status| status.uninterrupted, interrupt, &mut self.had_turn);
            return mem::take(&mut self.had_turn);
        }
        if self.done == 0 && !self.is_recorded {
            group.interrupt_each();
        } else {
            self.each_left(group, 0, cx, |group, index, _| interrupt(group, index));
        }
        true
    }

    /// Does `what` to each actor that the step is not done with, from `start` around.
    #[cold]
    #[inline(never)]
    pub(super) fn each_left(
        &mut self,
        group: &mut dyn Driven,
        start: u32,
        cx: &mut Context<'_>,
        what: fn(&mut dyn Driven, u32, &mut Context<'_>),
    ) {
        let indices = group.indices();
        for number in mem::take(&mut self.done)..indices {
            what(group, (start + number) % indices, cx);
        }
    }
}

#[cold]
#[inline(never)]
fn record_cause(group: &mut dyn Driven) {
    if let Some(recorder) = group.recorder() {
        recorder.cause();
    }
}

/// Records that an actor is live, and whether it has been started.
#[cold]
fn record_live(group: &mut dyn Driven, index: u32) {
    let status = status_at(group, index);
    let place = group.lifecycle().table().place(status.number);
    if let Some(recorder) = group.recorder().filter(|_| status.live) {
        recorder.live(place, !status.waiting);
    }
}

/// Calls an interrupt that has not been called, and records it.
fn interrupt(group: &mut (dyn Driven + '_), index: u32) {
    if group.lifecycle().is_recorded() {
        let status = status_at(group, index);
        let place = group.lifecycle().table().place(status.number);
        if let Some(recorder) = group.recorder().filter(|_| status.uninterrupted) {
            recorder.interrupted(place);
        }
    }
    group.apply(index, &mut SlotOp::Interrupt);
}
