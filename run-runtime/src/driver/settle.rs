//! What is done in a group that is running and has changed: actors have their turn to be started, all are ready, nested groups drain
//! alone.
//!
//! A change is rare: an actor starts, becomes ready or finishes. A wake that is none costs nothing here.

use core::{mem, task::Context};

use crate::{
    driver::{
        alone,
        erased::{Driven, each_in_turn},
        readiness::is_ready,
        round::{Round, Step},
        turns::Order,
    },
    outcome::panic::catch,
    slot::op::SlotOp,
    state::lifecycle::Phase,
};

impl Round<'_> {
    /// Does step `Settle`, and goes to the next one. Returns whether there is one.
    #[cold]
    #[inline(never)]
    pub(super) fn settle(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) -> bool {
        // What is due is searched anew after a panic, so it does not matter how many actors the step is done with.
        self.done = 0;
        while group.lifecycle().is_running() {
            group.lifecycle().settle();
            self.start_due(group, cx);
            note_ready(group);
            let is_draining =
                group.lifecycle().is_running() && alone::drain(group, self.limits, &mut self.had_turn, cx);
            if group.lifecycle().phase() != Phase::Unsettled || self.had_turn {
                if is_draining {
                    group.lifecycle().unsettle();
                }
                break;
            }
        }
        let had_turn = mem::take(&mut self.had_turn);
        self.live = group.lifecycle().live();
        if !group.lifecycle().is_running() {
            self.step = Step::OnCause;
            self.note_cause(group);
            return true;
        }
        // As after all interrupts.
        #[cfg(feature = "std")]
        if had_turn && self.wakers.take().is_some() {
            group.lifecycle().share_waker_again();
        }
        self.step = Step::Poll;
        had_turn
    }

    /// Starts the actors that are after others, as long as any has its turn. Each is polled once.
    fn start_due(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        if group.lifecycle().table().start_order().is_empty() {
            return;
        }
        each_in_turn(
            group,
            Order::of_start,
            |_| true,
            |status| status.held && !status.alone,
            |group, index| {
                // Once there is a cause, no more are started.
                if group.lifecycle().is_running() {
                    group.apply(index, &mut SlotOp::Start);
                    self.poll_at(group, index, cx);
                }
            },
            &mut false,
        );
    }
}

/// If all are ready, and nobody knows yet, calls the functions that wait for that.
fn note_ready(group: &mut dyn Driven) {
    if group.lifecycle().is_running() && group.lifecycle().live() > 0 && group.awaits_ready() && is_ready(group) {
        if let Err(caught) = catch(|| group.on_ready()) {
            group.group_panicked(caught);
        }
    }
}
