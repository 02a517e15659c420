//! One poll of a group, in named steps.

use core::task::Context;

#[cfg(feature = "std")]
use crate::sync::wakers::Wakers;
use crate::{
    driver::{
        coop,
        erased::{Driven, to_all},
        recover,
    },
    observe::trace::GroupTrace,
    outcome::panic::catch,
    slot::op::{SlotOp, give_up},
    state::lifecycle::{Lifecycle, Phase},
};

/// What can bound the shutdown of a group.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    /// Anything at all.
    pub(crate) bounded: bool,
    /// What the group retains of its actors.
    pub(crate) retains: bool,
}

/// One poll of a group, and how far it has got.
#[allow(clippy::struct_excessive_bools, reason = "each is a question that a step asks")]
pub(super) struct Round<'a> {
    /// The actors' own wakers, where they have some.
    #[cfg(feature = "std")]
    pub(super) wakers: Option<Wakers>,
    /// Whether it goes on after a panic of a woken actor: the actors before that one have been polled, and may have been woken
    /// since.
    #[cfg(feature = "std")]
    pub(super) resumed: bool,
    pub(super) trace: &'a mut GroupTrace,
    pub(super) bounds: Bounds,
    pub(super) is_ordered: bool,
    pub(super) is_recorded: bool,
    pub(super) step: Step,
    /// Whether the actors have been polled since the group began to stop, or else since this poll began.
    pub(super) polled: bool,
    /// The index that the actors are polled from, around to the one before it.
    pub(super) start: u32,
    /// The index of the actor that was polled first. The next poll does not begin with it, if the budget is spent.
    pub(super) first_polled: u32,
    /// The number of actors that the step is done with. Not 0 only where a panic has interrupted the step.
    pub(super) done: u32,
    /// The index of the last actor that panicked, interrupts aside.
    pub(super) panicked: Option<u32>,
    /// The number of live actors after the last finished step.
    pub(super) live: u32,
    /// Whether an actor had its turn in this step.
    pub(super) had_turn: bool,
}

/// What a poll of the group does next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Looks whether the lame duck is over or the time is up.
    Limits,
    /// Polls the actors.
    Poll,
    /// Takes note of the cause.
    Cause,
    /// Calls the `on_cause` functions that have not been called.
    OnCause,
    /// Drops what is stuck.
    GiveUp,
    /// Calls the interrupts of the actors that have their turn.
    Interrupt,
}

#[expect(clippy::inline_always, reason = "in two places, one of which is on the way of every wake")]
impl<'a> Round<'a> {
    #[inline]
    pub(super) fn new(lifecycle: &Lifecycle, trace: &'a mut GroupTrace, bounds: Bounds) -> Self {
        let is_running = lifecycle.phase() == Phase::Running;
        let start = lifecycle.first_index();
        Round {
            #[cfg(feature = "std")]
            wakers: None,
            #[cfg(feature = "std")]
            resumed: false,
            trace,
            bounds,
            is_ordered: lifecycle.is_ordered(),
            is_recorded: lifecycle.is_recorded(),
            step: if bounds.bounded && !is_running { Step::Limits } else { Step::Poll },
            polled: false,
            start,
            first_polled: start,
            done: 0,
            panicked: None,
            live: lifecycle.live(),
            had_turn: false,
        }
    }

    /// Runs to the end of the poll. Returns the index that the next poll begins with, unless the group has ended.
    #[inline(always)]
    pub(super) fn run(
        mut self,
        group: &mut dyn Driven,
        cx: &mut Context<'_>,
        begin: impl FnOnce(&mut Self, &mut dyn Driven),
    ) -> Option<u32> {
        begin(&mut self, group);
        // One `catch` for all: one for each actor would cost more than its poll does. After every panic the steps go on, so no
        // panic keeps an actor from being polled or interrupted.
        while let Err(caught) = catch(|| self.advance(group, cx)) {
            recover::recover(&mut self, group, caught);
        }
        if self.live == 0 {
            self.end(group);
            return None;
        }
        self.suspend(group, cx);
        Some(next_start(self.first_polled, group))
    }

    /// The poll begins, in which all actors share the task's waker or not, before there is a cause or after.
    #[inline(always)]
    #[cfg_attr(not(feature = "std"), expect(unused_variables, reason = "the actors have no wakers of their own"))]
    pub(super) fn begin(&mut self, group: &mut dyn Driven, shares_waker: bool, is_running: bool) {
        #[cfg(feature = "std")]
        if !shares_waker {
            self.take_wakers(group);
        }
        if is_running {
            self.trace.start(self.live);
            if self.bounds.bounded {
                group.prepare();
            }
        }
    }

    /// The group has ended.
    #[inline(always)]
    fn end(&mut self, group: &mut dyn Driven) {
        if self.bounds.retains {
            to_all(group, &mut SlotOp::Release);
        }
        self.trace.end();
    }

    /// Returns to the task, which is woken when there is something to poll.
    #[inline(always)]
    #[cfg_attr(not(feature = "std"), allow(clippy::unused_self, reason = "the actors have no wakers of their own"))]
    fn suspend(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        #[cfg(feature = "tracing")]
        self.remind(group, cx);
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

    /// Goes on with the step that it has got to. A panic leaves it there.
    #[inline(always)]
    fn advance(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        // In the order in which one step most often leads to another.
        loop {
            if self.step == Step::Poll {
                let live = self.live;
                self.poll_actors(group, cx);
                let lifecycle = group.lifecycle();
                self.live = lifecycle.live();
                // Asked first and apart, since it is on the way of every wake.
                if lifecycle.phase() == Phase::Running {
                    return;
                }
                match self.after_poll(lifecycle, live) {
                    Some(step) => self.step = step,
                    None => return,
                }
            }
            if self.step == Step::Cause {
                // The next step comes first: what panics here is not done again.
                self.step = Step::OnCause;
                self.note_cause(group);
            }
            if self.step == Step::OnCause {
                group.on_cause();
                self.polled = true;
                let lifecycle = group.lifecycle();
                if self.bounds.bounded {
                    lifecycle.begin_lame_duck();
                    self.step = Step::Limits;
                } else {
                    lifecycle.begin_drain();
                    self.step = Step::Interrupt;
                }
            }
            if self.step == Step::Limits {
                match self.check_limits(group, cx) {
                    Some(step) => self.step = step,
                    None => return,
                }
            }
            if self.step == Step::GiveUp {
                self.each_left(group, 0, cx, |group, index, _| give_up(&mut |op| group.apply(index, op)));
                self.step = Step::Interrupt;
            }
            if self.step == Step::Interrupt {
                let had_turn = self.call_interrupts(group, cx);
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
                } else if self.bounds.bounded {
                    self.step = Step::Limits;
                } else if self.polled {
                    return;
                } else {
                    self.step = Step::Poll;
                }
            }
        }
    }

    /// The next step once the actors have been polled, now that there is a cause, if there is one. `live` of them were live
    /// before.
    #[inline(never)]
    fn after_poll(&mut self, lifecycle: &mut Lifecycle, live: u32) -> Option<Step> {
        match lifecycle.phase() {
            Phase::Exited | Phase::ExitedTogether => return Some(Step::Cause),
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
            self.bounds.bounded.then_some(Step::Limits)
        }
    }
}

/// The index that the next poll begins with, where this one has polled the actor with the index `first` first.
#[inline]
pub(super) fn next_start(first: u32, group: &mut dyn Driven) -> u32 {
    if coop::is_spent() && first + 1 < group.indices() { first + 1 } else { 0 }
}
