//! How a step of a round goes through the actors: polls them, calls their interrupts, names those that it waits for.

use core::{mem, task::Context};

#[cfg(feature = "std")]
use crate::driver::coop;
use crate::{
    driver::{
        erased::{Driven, each_in_turn, status_at},
        round::Round,
        turns::Order,
    },
    slot::op::SlotOp,
};

/// How many actors a poll goes on to poll once the budget is spent. Those of tokio find nothing but that, so most polls of a large row
/// would be for nothing.
#[cfg(feature = "std")]
const MORE: u32 = 64;

impl Round<'_> {
    /// Polls all live actors, or where they have wakers of their own, those that have been woken.
    #[inline]
    pub(super) fn poll_actors(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        #[cfg(feature = "std")]
        if self.wakers.is_some() {
            return self.poll_woken(group, cx);
        }
        if self.done == 0 && self.start == 0 {
            return group.poll_all(cx);
        }
        self.each_remaining(group, self.start, cx, |group, index, cx| group.apply(index, &mut SlotOp::Poll(cx)));
    }

    /// Polls one actor: with its own waker, where the actors have some.
    #[cold]
    #[cfg_attr(not(feature = "std"), expect(clippy::unused_self, reason = "the actors have no wakers of their own"))]
    pub(super) fn poll_at(&self, group: &mut dyn Driven, index: u32, cx: &mut Context<'_>) {
        #[cfg(feature = "std")]
        if let Some(wakers) = &self.wakers {
            let waker = wakers.of(index);
            return group.apply(index, &mut SlotOp::Poll(&mut Context::from_waker(&waker)));
        }
        group.apply(index, &mut SlotOp::Poll(cx));
    }

    /// Polls the actors that have been woken, each with its own waker.
    #[cfg(feature = "std")]
    #[inline(never)]
    fn poll_woken(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        let Some(wakers) = &mut self.wakers else { return };
        if !mem::take(&mut self.bits_taken) {
            wakers.take();
        }
        self.done = 0;
        // Most polls have one, and the others are out of line.
        let Some(index) = wakers.next_around(self.start) else { return };
        self.passed = index;
        let waker = wakers.of(index);
        group.apply(index, &mut SlotOp::Poll(&mut Context::from_waker(&waker)));
        if wakers.has_taken() {
            self.poll_others(group, cx);
        }
    }

    /// Polls the others that have been woken: from the start to the last index, then from 0.
    #[cfg(feature = "std")]
    #[inline(never)]
    fn poll_others(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        let Some(wakers) = &mut self.wakers else { return };
        let mut more = MORE;
        while let Some(index) = wakers.next_around(self.start) {
            if !coop::is_spent() {
                self.passed = index;
            } else if more > 0 {
                more -= 1;
            } else {
                // Those that are left are for the next poll.
                wakers.add(index);
                return cx.waker().wake_by_ref();
            }
            let waker = wakers.of(index);
            group.apply(index, &mut SlotOp::Poll(&mut Context::from_waker(&waker)));
        }
    }

    /// Calls the interrupts that have not been called, of the actors that have their turn. Returns whether any had
    /// its turn: without an order, always.
    #[inline]
    pub(super) fn call_interrupts(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) -> bool {
        let is_timed = self.limits.any && self.note_turn(group);
        if self.is_ordered {
            // The turns are searched anew after a panic, so it does not matter how many actors the step is done with.
            self.done = 0;
            let interrupt = if is_timed { interrupt_timed } else { interrupt };
            each_in_turn(group, Order::of_stop, |_| true, |status| status.uninterrupted, interrupt, &mut self.had_turn);
            return mem::take(&mut self.had_turn);
        }
        if self.done == 0 && !self.is_recorded && !is_timed {
            group.interrupt_all();
        } else if is_timed {
            self.each_remaining(group, 0, cx, |group, index, _| interrupt_timed(group, index));
        } else {
            self.each_remaining(group, 0, cx, |group, index, _| interrupt(group, index));
        }
        true
    }

    /// Whether the time of each interrupt is to be kept: not of those of the first turn. See `LastCall`.
    #[cfg(feature = "std")]
    fn note_turn(&self, group: &mut dyn Driven) -> bool {
        if self.is_first_turn && self.limits.retains {
            group.last_call().note_first();
        }
        !self.is_first_turn
    }

    /// Without `std` there is no clock.
    #[cfg(not(feature = "std"))]
    #[expect(clippy::unused_self, reason = "the signature is that of the other one")]
    fn note_turn(&self, _: &mut dyn Driven) -> bool {
        false
    }

    /// Does `what` to each actor that the step is not done with, from the index `start` around: from the next live one, since one
    /// that has ended takes nobody's turn.
    #[cold]
    #[inline(never)]
    pub(super) fn each_remaining(
        &mut self,
        group: &mut dyn Driven,
        start: u32,
        cx: &mut Context<'_>,
        what: fn(&mut dyn Driven, u32, &mut Context<'_>),
    ) {
        let (mut start, indices) = (start, group.indices());
        if start > 0 && self.done == 0 {
            let mut around = (start..start + indices).map(|index| index % indices);
            start = around.find(|&index| status_at(group, index).is_polled()).unwrap_or(0);
            (self.start, self.passed) = (start, start);
        }
        for offset in mem::take(&mut self.done)..indices {
            what(group, (start + offset) % indices, cx);
        }
    }

    /// Names the actors that are waited for, when it is time.
    #[cfg(feature = "tracing")]
    pub(super) fn remind(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        if self.trace.poll_remind(cx).is_ready() {
            let all = (0..group.indices()).map(|index| status_at(group, index));
            let stopping: std::vec::Vec<_> = all.filter(|status| status.is_stopping()).collect();
            if stopping.is_empty() {
                // In a lame duck, nothing is waited for yet.
                return;
            }
            let names: std::vec::Vec<_> =
                stopping.iter().map(|status| std::format!("`{}`", group.name(status.number).text())).collect();
            self.trace.remind(&names);
        }
    }
}

/// Calls an interrupt that has not been called, and keeps when.
pub(super) fn interrupt_timed(group: &mut (dyn Driven + '_), index: u32) {
    #[cfg(feature = "std")]
    {
        let status = status_at(group, index);
        if status.uninterrupted {
            group.last_call().note_later(status.number);
        }
    }
    interrupt(group, index);
}

/// Calls an interrupt that has not been called, and records it.
pub(super) fn interrupt(group: &mut (dyn Driven + '_), index: u32) {
    if group.lifecycle().is_recorded() {
        return interrupt_recorded(group, index);
    }
    group.apply(index, &mut SlotOp::Interrupt);
}

#[cold]
fn interrupt_recorded(group: &mut (dyn Driven + '_), index: u32) {
    let status = status_at(group, index);
    let position = group.lifecycle().table().position(status.number);
    if let Some(recorder) = group.recorder().filter(|_| status.uninterrupted && !status.unlisted) {
        recorder.interrupted(position);
    }
    group.apply(index, &mut SlotOp::Interrupt);
    let now = status_at(group, index);
    if let Some(recorder) = group.recorder().filter(|_| now.interrupting && !now.live) {
        recorder.interrupting(position);
    }
}
