//! One poll of a group, in named steps.

use core::{mem, task::Context};

#[cfg(feature = "std")]
use crate::sync::wakers::Wakers;
use crate::{
    driver::{
        coop,
        erased::{Driven, each_in_turn, status_at},
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
    trace: &'a mut GroupTrace,
    bounds: Bounds,
    is_ordered: bool,
    is_recorded: bool,
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
    live: u32,
    /// Whether an actor had its turn in this step.
    had_turn: bool,
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

    // What is rare has functions of its own: what they ask of `group` is then not looked up on the way of every wake.

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

    /// Traces and records the cause.
    #[inline]
    fn note_cause(&mut self, group: &mut dyn Driven) {
        self.trace.cause();
        if self.is_recorded {
            record_cause(group);
        }
        if crate::observe::trace::ON {
            group.trace_cause();
        }
    }

    /// The next step, if there is one, now that there is a cause: the time is up, or the actors are still to be polled.
    #[inline(never)]
    fn check_limits(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) -> Option<Step> {
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
    fn remind(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
        if self.trace.poll_remind(cx).is_ready() {
            let all = (0..group.indices()).map(|index| status_at(group, index));
            let stopping: std::vec::Vec<_> = all.filter(|status| status.is_stopping()).collect();
            let names: std::vec::Vec<_> = stopping.iter().map(|status| group.lifecycle().name(status.number)).collect();
            self.trace.remind(&names);
        }
    }

    /// Polls all live actors, or where they have wakers of their own, those that have been woken.
    #[inline]
    fn poll_actors(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) {
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
    fn call_interrupts(&mut self, group: &mut dyn Driven, cx: &mut Context<'_>) -> bool {
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
    fn each_left(
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

/// The index that the next poll begins with, where this one has polled the actor with the index `first` first.
#[inline]
pub(super) fn next_start(first: u32, group: &mut dyn Driven) -> u32 {
    if coop::is_spent() && first + 1 < group.indices() { first + 1 } else { 0 }
}

/// Does `op` to all actors, in the order written.
#[inline(never)]
fn to_all(group: &mut dyn Driven, op: &mut SlotOp<'_, '_>) {
    for index in 0..group.indices() {
        group.apply(index, op);
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
