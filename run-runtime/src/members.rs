//! The list and its state: a group's life, from its first poll to its end.

use core::{
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    actor::Ends,
    budget,
    clock::Clock,
    fire::Fire,
    list::{List, Visitor},
    options::Options,
    order::in_turn,
    panic::{Caught, catch},
    record::Record,
    slot::Slot,
    state::{Phase, State},
    stays::Stays,
    table::Place,
    trace::Life,
};

pin_project! {
    /// The actors of a group and what is known of them.
    #[project(!Unpin)]
    pub struct Members<L, E>
    where
        L: List<E>,
    {
        #[pin]
        pub(crate) list: L,
        pub(crate) state: State<E>,
        life: Life,
    }

    impl<L, E> PinnedDrop for Members<L, E>
    where
        L: List<E>,
    {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            // Nothing is live, so nothing is left in the slots.
            if this.state.phase != Phase::Done {
                abandon(this.list, this.state);
            }
        }
    }
}

impl<L: List<E>, E> Members<L, E> {
    pub(crate) const VACANT: Self = Members { list: L::VACANT, state: State::NEW, life: Life::NEW };

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
    pub(crate) fn poll<O: Options<E>>(self: Pin<&mut Self>, options: Pin<&mut O>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let (list, state, life) = (this.list, this.state, this.life);
        assert!(state.phase != Phase::Done, "`run_group!` polled after it had ended");

        let start = state.current();
        let mut pass = Pass {
            list,
            options,
            life,
            step: Step::Poll,
            start,
            from: 0,
            live: state.live,
            turn: false,
            running: state.phase == Phase::Running,
            polled: false,
        };
        if state.phase == Phase::Running {
            pass.options.as_mut().prepare();
            pass.life.poll(state.live);
        } else {
            pass.step = Step::Deadline;
        }
        // All under one `catch`: one for each actor would cost more than its poll does.
        if let Err(caught) = catch(|| pass.advance(state, cx)) {
            pass.advance_past(caught, state, cx);
        }
        if state.live > 0 {
            #[cfg(feature = "tracing")]
            pass.remind(state, cx);
            state.enter(if budget::is_spent() { after(&*pass.list, start) } else { Place::FIRST });
            return Poll::Pending;
        }
        if L::WATCHES {
            pass.list.visit_all(0, state, &mut Release);
        }
        pass.life.end();
        state.phase = Phase::Done;
        Poll::Ready(())
    }
}

/// One poll of the group, and how far it has got.
struct Pass<'a, L, O> {
    list: Pin<&'a mut L>,
    options: Pin<&'a mut O>,
    life: &'a mut Life,
    step: Step,
    /// Where a pass over the actors begins.
    start: Place,
    /// How many places are behind the step: none, but for a step that a panic has broken off.
    from: usize,
    /// How many were live before the actors were polled.
    live: u32,
    /// Whether somebody's turn has come in this step.
    turn: bool,
    /// Whether the cause, if there is one, has not been acted upon.
    running: bool,
    /// Whether the actors have been polled since there is a cause.
    polled: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Deadline,
    Poll,
    Cause,
    Interrupt,
    GiveUp,
}

impl<L, O> Pass<'_, L, O> {
    /// Goes on from the step and the place that it has got to. Whatever panics, panics out of here.
    fn advance<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
        O: Options<E>,
    {
        let in_order = !state.table().outlives.is_empty();
        loop {
            self.step = match self.step {
                Step::Poll => {
                    self.each(state, self.start, &mut PollEach { cx });
                    if state.is_recorded() {
                        self.list.as_mut().visit_all(0, state, &mut RecordEach);
                    }
                    match state.phase {
                        Phase::Running if !state.has_cause() => return,
                        _ if self.running => Step::Cause,
                        Phase::CutShort => Step::Interrupt,
                        Phase::LameDuck => {
                            self.polled = true;
                            Step::Deadline
                        }
                        _ => {
                            self.polled = true;
                            if in_order && state.live < self.live { Step::Interrupt } else { Step::Deadline }
                        }
                    }
                }
                Step::Cause => {
                    // Not a second time behind a panic of what is called with the cause.
                    if mem::take(&mut self.running) {
                        state.record(Record::cause);
                        self.life.cause();
                        state.show.cause(&state.cause());
                    }
                    self.options.as_mut().on_cause(&state.cause());
                    self.polled = true;
                    // Unless somebody has ended together with the cause.
                    if state.phase == Phase::Running {
                        state.phase = Phase::LameDuck;
                    }
                    Step::Deadline
                }
                Step::Interrupt => {
                    if state.phase != Phase::GivingUp {
                        state.phase = Phase::Draining;
                    }
                    if in_order {
                        // Behind a panic, too, it finds by itself whose turn it is.
                        self.from = 0;
                        in_turn(self.list.as_mut(), state, |ahead| ahead.interrupt, &mut InterruptEach, &mut self.turn);
                    } else {
                        self.each(state, Place::FIRST, &mut InterruptEach);
                        self.turn = true;
                    }
                    if state.live == 0 {
                        return;
                    }
                    self.live = state.live;
                    if mem::take(&mut self.turn) { Step::Poll } else { Step::Deadline }
                }
                Step::Deadline if matches!(state.phase, Phase::LameDuck | Phase::CutShort) => {
                    if self.is_up(state, cx) {
                        state.phase = Phase::GivingUp;
                        Step::Interrupt
                    } else if state.live == 0
                        || state.phase == Phase::CutShort
                        || self.options.as_mut().poll_served(cx).is_ready()
                    {
                        Step::Interrupt
                    } else if self.polled {
                        return;
                    } else {
                        Step::Poll
                    }
                }
                Step::Deadline if state.live == 0 => return,
                Step::Deadline => {
                    if state.phase == Phase::Draining && self.is_up(state, cx) {
                        state.phase = Phase::GivingUp;
                    }
                    match state.phase {
                        Phase::GivingUp => Step::GiveUp,
                        _ if self.polled => return,
                        _ => Step::Poll,
                    }
                }
                Step::GiveUp => {
                    self.each(state, Place::FIRST, &mut GiveUpEach);
                    Step::Interrupt
                }
            };
        }
    }

    /// Whether time is up, or what stays of an actor makes the group give up.
    fn is_up<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>) -> bool
    where
        L: List<E>,
        O: Options<E>,
    {
        let up = self.options.as_mut().poll_up(cx).is_ready();
        let mut watch = Watch { cx, give_up: up };
        if L::WATCHES {
            self.list.as_mut().visit_all(0, state, &mut watch);
        }
        watch.give_up
    }

    /// Says who is waited for, when it is time.
    #[cfg(feature = "tracing")]
    fn remind<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
    {
        if self.life.poll_remind(cx).is_ready() {
            let mut waiting = Waiting(std::vec::Vec::new());
            self.list.as_mut().visit_all(0, state, &mut waiting);
            self.life.remind(&waiting.0);
        }
    }

    /// Visits every place that the step has not got to, in the order written, beginning with `start`.
    #[inline]
    fn each<E>(&mut self, state: &mut State<E>, start: Place, visitor: &mut impl Visitor<E>)
    where
        L: List<E>,
    {
        if self.from == 0 && start == Place::FIRST {
            self.list.as_mut().visit_all(0, state, visitor);
        } else {
            self.each_from(state, start, visitor);
        }
    }

    #[cold]
    fn each_from<E>(&mut self, state: &mut State<E>, start: Place, visitor: &mut impl Visitor<E>)
    where
        L: List<E>,
    {
        let mut place = start;
        for number in 0.. {
            if number >= self.from {
                state.enter(place);
                self.list.as_mut().visit(place, state, visitor);
            }
            place = after(&*self.list, place);
            if place == start {
                break;
            }
        }
        self.from = 0;
    }

    /// Goes on behind a panic, and behind every further one: none keeps an actor from being polled or interrupted.
    #[cold]
    fn advance_past<E>(&mut self, caught: Caught, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
        O: Options<E>,
    {
        let mut next = Some(caught);
        while let Some(caught) = next {
            if self.step == Step::Cause {
                // What has been called is not called again; the others still are.
                state.group_panicked(caught);
            } else if self.step == Step::Deadline {
                // When time is up is not to be known any more. A shutdown without a bound is the worse mistake.
                state.group_panicked(caught);
                state.phase = Phase::GivingUp;
            } else {
                let start = if self.step == Step::Poll { self.start } else { Place::FIRST };
                let places = core::iter::successors(Some(start), |&place| Some(after(&*self.list, place)));
                // Behind an actor that panicked, its interrupt is still to be polled; behind an interrupt, nothing is.
                self.from = places.take_while(|&place| place != state.current()).count() + usize::from(state.telling);
                self.recover(caught, state);
            }
            next = catch(|| self.advance(state, cx)).err();
        }
    }

    /// Keeps the panic, and drops what it came from. That may panic again.
    fn recover<E>(&mut self, caught: Caught, state: &mut State<E>)
    where
        L: List<E>,
    {
        let mut next = Some(caught);
        while let Some(caught) = next {
            state.panicked(caught);
            next = catch(|| self.list.as_mut().visit(state.current(), state, &mut Clear)).err();
        }
    }
}

/// The place behind this one, where the last is followed by the first.
fn after<E, L: List<E>>(list: &L, place: Place) -> Place {
    let Place { slot, item } = place;
    if item + 1 < list.items(slot) {
        Place { slot, item: item + 1 }
    } else if usize::from(slot) + 1 < L::LEN {
        Place { slot: slot + 1, item: 0 }
    } else {
        Place::FIRST
    }
}

struct PollEach<'a, 'cx> {
    cx: &'a mut Context<'cx>,
}

impl<E> Visitor<E> for PollEach<'_, '_> {
    #[inline]
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        slot.poll(state, self.cx);
    }
}

struct InterruptEach;

impl<E> Visitor<E> for InterruptEach {
    #[inline]
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        slot.interrupt(state);
    }
}

struct RecordEach;

impl<E> Visitor<E> for RecordEach {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        if let Some(started) = slot.is_started() {
            let place = state.current();
            state.record(|record| record.is_there(place, started));
        }
    }
}

struct GiveUpEach;

impl<E> Visitor<E> for GiveUpEach {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        slot.give_up(state);
    }
}

struct Watch<'a, 'cx> {
    cx: &'a mut Context<'cx>,
    give_up: bool,
}

impl<E> Visitor<E> for Watch<'_, '_> {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        _: &mut State<E>,
    ) {
        self.give_up |= slot.stays().is_some_and(|stays| stays.poll_give_up(self.cx).is_ready());
    }
}

/// Those that have been interrupted and have not ended.
#[cfg(feature = "tracing")]
struct Waiting(std::vec::Vec<crate::table::Name>);

#[cfg(feature = "tracing")]
impl<E> Visitor<E> for Waiting {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        if !slot.is_untold() && !slot.is_over() {
            self.0.push(state.current_name());
        }
    }
}

struct Release;

impl<E> Visitor<E> for Release {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        _: &mut State<E>,
    ) {
        slot.release();
    }
}

struct Clear;

impl<E> Visitor<E> for Clear {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        slot.clear(state);
    }
}

struct Abandon;

impl<E> Visitor<E> for Abandon {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        _: &mut State<E>,
    ) {
        slot.abandon();
    }
}

/// Drops every slot of a group that is dropped half-way, in the order written, or where some outlive others each in its
/// turn. The first panic goes on when all are dropped, unless the group is dropped by one.
fn abandon<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>) {
    let mut first = None;
    let mut at_once = state.table().outlives.is_empty();
    loop {
        let result = catch(|| {
            if at_once {
                list.as_mut().visit_all(0, state, &mut Abandon);
            } else {
                in_turn(list.as_mut(), state, |ahead| ahead.any, &mut Abandon, &mut false);
            }
        });
        let Err(caught) = result else { break };
        first.get_or_insert(caught);
        // A slot whose drop has panicked is visited again, for what is left in it. It is the first that has something.
        at_once = false;
    }
    if let Some(first) = first {
        first.resume_unless_panicking();
    }
}
