//! A group's life, from its first poll to its end.

use core::{mem, task::Context};

#[cfg(feature = "std")]
use crate::wake::Wakers;
use crate::{
    act::{Act, Seen, abandon, clear, give_up},
    budget,
    course::{Course, Phase},
    crew::{Crew, Work, in_turn, look_at},
    panic::{Caught, catch},
    plain,
    trace::{self, Life},
};

/// What could make a group give up.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    /// Anything at all.
    pub(crate) timed: bool,
    /// What stays of an actor.
    pub(crate) watches: bool,
}

/// The life of a group:
///
/// 1. Every live actor is polled once, in the order written, also behind one that has ended in this pass.
/// 2. If none has ended that may not finish, that was all.
/// 3. The first that has ended is the cause. `on_cause` is called with it, and every interrupt; those of actors that
///    outlive others when it is their turn.
/// 4. What is live is polled once more, and then whenever the group is woken, until nothing is. When an actor has
///    ended, it may be another one's turn; then what is live is polled again.
/// 5. When time is up, what has been interrupted is dropped as stuck; then it may be another one's turn.
/// 6. The group ends with its first failure, or well.
///
/// So one poll of the group polls each actor at most once before the cause, once after it, and once after each time
/// that it was somebody's turn. Where the actors have spent the budget that their task has for a poll, the next poll
/// begins with another one.
///
/// This is one poll. Who the next one begins with, unless the group has ended.
pub(crate) fn poll(work: &mut dyn Work, life: &mut Life, bounds: Bounds, cx: &mut Context<'_>) -> Option<u32> {
    let course = work.course();
    assert!(course.phase != Phase::Done, "`run_group!` polled after it had ended");
    let at = At::start(course.phase, bounds);
    let is_young = course.is_young();
    if is_young && !trace::ON && !bounds.timed && course.is_plain() {
        return plain::poll(work, life, at, cx);
    }
    Pass::new(at, *course, life, bounds).run(work, cx, |pass, work| {
        #[cfg(feature = "std")]
        if !is_young {
            pass.take_wakers(work);
        }
        if pass.at.stage == Stage::Running {
            pass.life.poll(pass.live);
            if bounds.timed {
                work.prepare();
            }
        }
    })
}

/// The rest of a poll that has got so far, behind a panic, of a group that nothing bounds.
#[cold]
#[inline(never)]
pub(crate) fn go_on_behind(
    caught: Caught,
    at: At,
    work: &mut dyn Work,
    life: &mut Life,
    cx: &mut Context<'_>,
) -> Option<u32> {
    let bounds = Bounds { timed: false, watches: false };
    Pass::new(at, *work.course(), life, bounds).run(work, cx, |pass, work| {
        // By now `current` is who has panicked. The poll has begun with the first.
        (pass.start, pass.first) = (0, 0);
        pass.go_on_behind(caught, work);
    })
}

/// Who the next poll begins with, where this one has begun with `first`.
#[inline]
pub(crate) fn next(first: u32, work: &mut dyn Work) -> u32 {
    if budget::is_spent() && first + 1 < work.room() { first + 1 } else { 0 }
}

/// One poll of the group, and how far it has got.
#[allow(clippy::struct_excessive_bools, reason = "each is a question that somebody asks")]
struct Pass<'a> {
    /// The actors' own, where they have some.
    #[cfg(feature = "std")]
    wakers: Option<Wakers>,
    /// Whether it goes on behind a panic of one who was woken: those before it have been polled, and may have been woken since.
    #[cfg(feature = "std")]
    behind: bool,
    life: &'a mut Life,
    bounds: Bounds,
    /// Whether anybody outlives anybody.
    in_order: bool,
    /// Whether there is to be a report.
    recorded: bool,
    at: At,
    /// The index that a pass over the actors begins with.
    start: u32,
    /// Who was the first to be polled: where the next poll begins elsewhere, it does not begin with this one again.
    first: u32,
    /// How many of them are behind the step: none, but for a step that a panic has broken off.
    from: u32,
    /// Who was the last to panic, not counting interrupts.
    panicked: Option<u32>,
    /// How many are live, as of the last step that has come to its end.
    live: u32,
    /// Whether somebody's turn has come in this step.
    turn: bool,
}

/// Where a poll has got to.
#[derive(Clone, Copy)]
pub(crate) struct At {
    pub(crate) step: Step,
    pub(crate) stage: Stage,
}

impl At {
    /// Where a poll begins of a group that has got so far.
    #[inline]
    fn start(phase: Phase, bounds: Bounds) -> Self {
        match phase {
            Phase::Running => At { step: Step::Poll, stage: Stage::Running },
            _ => At { step: if bounds.timed { Step::Deadline } else { Step::Poll }, stage: Stage::Stopping },
        }
    }
}

/// What a pass has seen of the cause.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// If there is one, it has not been acted upon.
    Running,
    /// There is one, and the actors have not been polled since.
    Stopping,
    /// They have.
    Polled,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Deadline,
    Poll,
    Cause,
    Interrupt,
    GiveUp,
}

#[expect(clippy::inline_always, reason = "in two places, of which one is on the way of every wake")]
impl<'a> Pass<'a> {
    #[inline]
    fn new(at: At, course: Course, life: &'a mut Life, bounds: Bounds) -> Self {
        Pass {
            #[cfg(feature = "std")]
            wakers: None,
            #[cfg(feature = "std")]
            behind: false,
            life,
            bounds,
            in_order: course.is_in_order(),
            recorded: course.is_recorded(),
            at,
            start: course.start(),
            first: course.start(),
            from: 0,
            panicked: None,
            live: course.live,
            turn: false,
        }
    }

    /// From here to the end of the poll. Who the next one begins with, unless the group has ended.
    #[inline(always)]
    fn run(
        mut self,
        work: &mut dyn Work,
        cx: &mut Context<'_>,
        begin: impl FnOnce(&mut Self, &mut dyn Work),
    ) -> Option<u32> {
        begin(&mut self, work);
        // All under one `catch`: one for each actor would cost more than its poll does. Behind a panic it goes on, and behind
        // every further one: none keeps an actor from being polled or interrupted.
        while let Err(caught) = catch(|| self.advance(work, cx)) {
            self.go_on_behind(caught, work);
        }
        if self.live == 0 {
            self.end(work);
            return None;
        }
        self.suspend(work, cx);
        Some(next(self.first, work))
    }

    /// The group has ended.
    #[inline(always)]
    fn end(&mut self, work: &mut dyn Work) {
        if self.bounds.watches {
            all(work, &mut Act::Release);
        }
        self.life.end();
    }

    /// Returns to the task, which is woken when there is something to poll.
    #[inline(always)]
    #[cfg_attr(not(feature = "std"), allow(clippy::unused_self, reason = "nobody has a waker of his own"))]
    fn suspend(&mut self, work: &mut dyn Work, cx: &mut Context<'_>) {
        #[cfg(feature = "tracing")]
        self.remind(work, cx);
        #[cfg(feature = "std")]
        if let Some(mut wakers) = self.wakers.take() {
            if wakers.leave(cx.waker()) {
                cx.waker().wake_by_ref();
            }
            if let Some(aside) = work.aside() {
                aside.wakers = Some(wakers);
            }
        }
        #[cfg(not(feature = "std"))]
        let _ = (work, cx);
    }

    /// Takes the wakers of the actors, of a group that has lived for long enough to have some. They are kept aside between
    /// two polls.
    #[cfg(feature = "std")]
    #[inline]
    fn take_wakers(&mut self, work: &mut dyn Work) {
        self.wakers = work.aside().and_then(|aside| aside.wakers.take());
        if self.wakers.is_none() {
            work.make_aside();
            self.wakers = Some(Wakers::new(work.room()));
        }
    }

    /// Goes on from the step and the place that it has got to. Whatever panics, panics out of here.
    #[inline(always)]
    fn advance(&mut self, work: &mut dyn Work, cx: &mut Context<'_>) {
        // One step leads to the one below, most often.
        loop {
            if self.at.step == Step::Poll {
                let live = self.live;
                self.poll_each(work, cx);
                let course = work.course();
                self.live = course.live;
                if self.at.stage == Stage::Running {
                    if !course.has_cause() {
                        return;
                    }
                    self.at.step = Step::Cause;
                } else if course.phase == Phase::CutShort {
                    course.phase = Phase::Draining;
                    self.at.step = Step::Interrupt;
                } else {
                    self.at.stage = Stage::Polled;
                    if self.in_order && course.live < live && course.phase != Phase::LameDuck {
                        self.at.step = Step::Interrupt;
                    } else if self.bounds.timed {
                        self.at.step = Step::Deadline;
                    } else {
                        return;
                    }
                }
            }
            if self.at.step == Step::Cause {
                // Not a second time behind a panic of what is called with the cause.
                let first = mem::replace(&mut self.at.stage, Stage::Stopping) == Stage::Running;
                if first {
                    self.life.cause();
                    if self.recorded {
                        record_cause(work);
                    }
                }
                work.on_cause(first);
                self.at.stage = Stage::Polled;
                let course = work.course();
                if self.bounds.timed {
                    // Unless somebody has ended together with the cause.
                    if course.phase == Phase::Running {
                        course.phase = Phase::LameDuck;
                    }
                    self.at.step = Step::Deadline;
                } else {
                    course.phase = Phase::Draining;
                    self.at.step = Step::Interrupt;
                }
            }
            if self.at.step == Step::Deadline {
                match self.deadline(work, cx) {
                    Some(step) => self.at.step = step,
                    None => return,
                }
            }
            if self.at.step == Step::GiveUp {
                self.each_behind(work, 0, cx, |work, index, _| give_up(&mut |act| work.act(index, act)));
                self.at.step = Step::Interrupt;
            }
            if self.at.step == Step::Interrupt {
                let turn = self.interrupt_each(work, cx);
                let course = work.course();
                self.live = course.live;
                if course.live == 0 {
                    return;
                }
                if turn {
                    // All who are live are polled, and most of them end: they have no use for wakers of their own.
                    #[cfg(feature = "std")]
                    if self.wakers.take().is_some() {
                        course.be_young();
                    }
                    self.at.step = Step::Poll;
                } else if self.bounds.timed {
                    self.at.step = Step::Deadline;
                } else if self.at.stage == Stage::Polled {
                    return;
                } else {
                    self.at.step = Step::Poll;
                }
            }
        }
    }

    // What is rare is in functions of its own: what they ask of `work` is not looked up where nobody goes there.

    /// What comes next, now that there is a cause: nothing, unless time is up, or there is somebody to be polled.
    #[inline(never)]
    fn deadline(&mut self, work: &mut dyn Work, cx: &mut Context<'_>) -> Option<Step> {
        let poll = (self.at.stage != Stage::Polled).then_some(Step::Poll);
        let phase = work.course().phase;
        if matches!(phase, Phase::LameDuck | Phase::CutShort) {
            let cut_short = self.live == 0 || phase == Phase::CutShort;
            let next = if self.is_up(work, cx) {
                Phase::GivingUp
            } else if cut_short || work.poll_served(cx).is_ready() {
                Phase::Draining
            } else {
                return poll;
            };
            work.course().phase = next;
            return Some(Step::Interrupt);
        }
        if self.live == 0 {
            return None;
        }
        if phase == Phase::Draining && self.is_up(work, cx) {
            work.course().phase = Phase::GivingUp;
        }
        if work.course().phase == Phase::GivingUp { Some(Step::GiveUp) } else { poll }
    }

    /// Whether time is up, or what stays of an actor makes the group give up.
    fn is_up(&self, work: &mut dyn Work, cx: &mut Context<'_>) -> bool {
        let mut give_up = work.poll_up(cx).is_ready();
        if self.bounds.watches {
            all(work, &mut Act::Watch(cx, &mut give_up));
        }
        give_up
    }

    /// Says who is waited for, when it is time.
    #[cfg(feature = "tracing")]
    fn remind(&mut self, work: &mut dyn Work, cx: &mut Context<'_>) {
        if self.life.poll_remind(cx).is_ready() {
            let seen = (0..work.room()).map(|index| look_at(work, index));
            let ending: std::vec::Vec<_> = seen.filter(|seen| seen.is_ending()).collect();
            let names: std::vec::Vec<_> = ending.iter().map(|seen| work.course().name(seen.number)).collect();
            self.life.remind(&names);
        }
    }

    /// Polls all who are live, or where they have wakers of their own, those who have been woken.
    #[inline]
    fn poll_each(&mut self, work: &mut dyn Work, cx: &mut Context<'_>) {
        #[cfg(feature = "std")]
        if self.wakers.is_some() {
            return self.poll_woken(work);
        }
        if self.from | self.start == 0 && !self.recorded {
            return work.poll_each(cx);
        }
        self.each_behind(work, self.start, cx, |work, index, cx| {
            work.act(index, &mut Act::Poll(cx));
            record_start(work, index);
        });
    }

    /// Polls those who have been woken, each by its own waker.
    #[cfg(feature = "std")]
    #[inline(never)]
    fn poll_woken(&mut self, work: &mut dyn Work) {
        let Some(wakers) = &mut self.wakers else { return };
        let mut is_first = !mem::take(&mut self.behind);
        if is_first {
            wakers.take();
        }
        self.from = 0;
        // Behind the last come those before the one that it has begun with.
        let mut from = self.start;
        loop {
            match wakers.next(from) {
                Some(index) => {
                    if mem::take(&mut is_first) {
                        self.first = index;
                    }
                    let waker = wakers.of(index);
                    work.act(index, &mut Act::Poll(&mut Context::from_waker(&waker)));
                    if self.recorded {
                        record_start(work, index);
                    }
                }
                None if from > 0 => from = 0,
                None => return,
            }
        }
    }

    /// Calls the interrupts that have not been called, of those whose turn it is. Whether it was anybody's.
    #[inline]
    fn interrupt_each(&mut self, work: &mut dyn Work, cx: &mut Context<'_>) -> bool {
        if self.in_order {
            // Behind a panic, too, it finds by itself whose turn it is.
            self.from = 0;
            in_turn(work, |seen| seen.untold, interrupt, &mut self.turn);
            return mem::take(&mut self.turn);
        }
        if self.from == 0 && !self.recorded {
            work.interrupt_each();
        } else {
            self.each_behind(work, 0, cx, |work, index, _| interrupt(work, index));
        }
        true
    }

    /// Does this to all that the step has not got to, beginning with `start`.
    #[cold]
    #[inline(never)]
    fn each_behind(
        &mut self,
        work: &mut dyn Work,
        start: u32,
        cx: &mut Context<'_>,
        does: fn(&mut dyn Work, u32, &mut Context<'_>),
    ) {
        let room = work.room();
        for number in mem::take(&mut self.from)..room {
            does(work, (start + number) % room, cx);
        }
    }

    /// Keeps a panic, and finds the place behind it.
    #[cold]
    #[inline(never)]
    fn go_on_behind(&mut self, caught: Caught, work: &mut dyn Work) {
        if self.at.step == Step::Cause {
            // What has been called is not called again; the others still are.
            work.panicked(caught, true);
        } else if self.at.step == Step::Deadline {
            // When time is up is not to be known any more. A shutdown without a bound is the worse mistake.
            work.panicked(caught, true);
            work.course().phase = Phase::GivingUp;
        } else {
            let start = if self.at.step == Step::Poll { self.start } else { 0 };
            let (index, room) = (current(work), work.room());
            // Behind an actor that panicked, its interrupt is still to be polled; behind an interrupt, nothing is. Nor is it
            // where neither of the two can have panicked, but something beside them, which may do so for ever.
            let is_over = work.course().is_telling() || self.panicked.replace(index) == Some(index);
            self.from = (index + room - start) % room + u32::from(is_over);
            #[cfg(feature = "std")]
            if let Some(wakers) = self.wakers.as_mut().filter(|_| self.at.step == Step::Poll) {
                self.behind = true;
                if !is_over {
                    wakers.add(index);
                }
            }
            recover(caught, work);
        }
    }
}

/// Keeps the panic, and drops what it came from. That may panic again.
fn recover(caught: Caught, work: &mut dyn Work) {
    let mut next = Some(caught);
    while let Some(caught) = next {
        work.panicked(caught, false);
        let (index, telling) = (current(work), work.course().is_telling());
        next = catch(|| clear(&mut |act| work.act(index, act), telling)).err();
    }
}

/// The index of the current actor.
fn current(work: &mut dyn Work) -> u32 {
    let place = work.course().current_place();
    work.index(place.slot.into()) + place.item
}

/// Does this to all, in the order written.
#[inline(never)]
fn all(work: &mut dyn Work, act: &mut Act<'_, '_>) {
    for index in 0..work.room() {
        work.act(index, act);
    }
}

#[cold]
#[inline(never)]
fn record_cause(work: &mut dyn Work) {
    if let Some(record) = work.record() {
        record.cause();
    }
}

/// Records whether an actor has been started.
#[cold]
fn record_start(work: &mut dyn Work, index: u32) {
    let seen = look_at(work, index);
    let place = work.course().table.place(seen.number);
    if let Some(record) = work.record().filter(|_| seen.live) {
        record.is_there(place, !seen.waiting);
    }
}

/// Calls an interrupt that has not been called, and records it.
fn interrupt(work: &mut (dyn Work + '_), index: u32) {
    if work.course().is_recorded() {
        let seen = look_at(work, index);
        let place = work.course().table.place(seen.number);
        if let Some(record) = work.record().filter(|_| seen.untold) {
            record.interrupted(place);
        }
    }
    work.act(index, &mut Act::Interrupt);
}

/// Drops every slot of a group that is dropped half-way, in the order written, or where some outlive others each in its
/// turn. The first panic goes on when all are dropped, unless the group is dropped by one.
#[cold]
pub(crate) fn abandon_all(crew: &mut dyn Crew) {
    let drop = |crew: &mut dyn Crew, index| abandon(&mut |act| crew.act(index, act));
    let mut first = None;
    // A slot whose drop has panicked is visited again, for what is left in it. It is the first that has something.
    while let Err(caught) = catch(|| {
        if crew.course().is_in_order() {
            in_turn(crew, Seen::any, |crew, index| drop(crew, index), &mut false);
        } else {
            (0..crew.room()).for_each(|index| drop(crew, index));
        }
    }) {
        if first.is_none() {
            first = Some(caught);
        }
    }
    if let Some(first) = first {
        first.resume_unless_panicking();
    }
}
