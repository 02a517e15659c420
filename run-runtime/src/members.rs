//! The list and its state: a group's life, from its first poll to its end.

use core::{
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

#[cfg(feature = "std")]
use crate::wake::Wakers;
use crate::{
    actor::Ends,
    budget,
    clock::Clock,
    fire::Fire,
    list::{List, Spot, Visitor, Who},
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
#[cfg(feature = "std")]

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
            // Nothing is live behind its end, so nothing is left in the slots.
            if this.state.phase != Phase::Done {
                let this = this.project();
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

        let running = state.phase == Phase::Running;
        #[cfg(feature = "std")]
        let (wakers, are_new) = state.take_wakers(|| list.room());
        let mut pass = Pass {
            #[cfg(feature = "std")]
            wakers,
            #[cfg(feature = "std")]
            everyone: are_new,
            #[cfg(feature = "std")]
            behind: false,
            list,
            options,
            life,
            step: if running || !Pass::<L, O>::is_timed::<E>() { Step::Poll } else { Step::Deadline },
            start: state.current(),
            from: 0,
            live: state.live,
            turn: false,
            running,
            polled: false,
        };
        if running {
            pass.options.as_mut().prepare();
            pass.life.poll(state.live);
        }
        // All under one `catch`: one for each actor would cost more than its poll does. Behind a panic it goes on, and behind
        // every further one: none keeps an actor from being polled or interrupted.
        while let Err(caught) = catch(|| pass.advance(state, cx)) {
            pass.go_on_behind(caught, state);
        }
        if state.live > 0 {
            pass.suspend(state, cx);
            return Poll::Pending;
        }
        if L::WATCHES {
            pass.list.visit_all(Spot::FIRST, state, &mut Release);
        }
        pass.life.end();
        state.phase = Phase::Done;
        Poll::Ready(())
    }
}

/// One poll of the group, and how far it has got.
struct Pass<'a, L, O> {
    /// The actors' own, where they have some.
    #[cfg(feature = "std")]
    wakers: Option<Wakers>,
    /// Whether it polls all of those that have wakers next, woken or not.
    #[cfg(feature = "std")]
    everyone: bool,
    /// Whether it goes on behind a panic: those before it have been polled, and may have been woken since.
    #[cfg(feature = "std")]
    behind: bool,
    list: Pin<&'a mut L>,
    options: Pin<&'a mut O>,
    life: &'a mut Life,
    step: Step,
    /// The number of the place where a pass over the actors begins.
    start: u32,
    /// How many places are behind the step: none, but for a step that a panic has broken off.
    from: u32,
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
    /// Whether there is anything that could make the group serve on behind its cause, or give up.
    const fn is_timed<E>() -> bool
    where
        L: List<E>,
        O: Options<E>,
    {
        L::WATCHES || O::TIMED
    }

    /// Goes on from the step and the place that it has got to. Whatever panics, panics out of here.
    #[inline]
    fn advance<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
        O: Options<E>,
    {
        loop {
            self.step = match self.step {
                Step::Poll => {
                    self.poll_each(state, cx);
                    if state.is_recorded() {
                        self.list.as_mut().visit_all(Spot::FIRST, state, &mut RecordEach);
                    }
                    if self.running {
                        if !state.has_cause() {
                            return;
                        }
                        Step::Cause
                    } else if state.phase == Phase::CutShort {
                        Step::Interrupt
                    } else {
                        self.polled = true;
                        if state.live < self.live && state.phase != Phase::LameDuck && state.is_in_order() {
                            Step::Interrupt
                        } else if Self::is_timed() {
                            Step::Deadline
                        } else {
                            return;
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
                    if Self::is_timed() { Step::Deadline } else { Step::Interrupt }
                }
                Step::Interrupt => {
                    if state.phase != Phase::GivingUp {
                        state.phase = Phase::Draining;
                    }
                    if state.is_in_order() {
                        // Behind a panic, too, it finds by itself whose turn it is.
                        self.from = 0;
                        in_turn(self.list.as_mut(), state, |ahead| ahead.interrupt, &mut InterruptEach, &mut self.turn);
                    } else {
                        each(self.list.as_mut(), &mut self.from, state, 0, &mut InterruptEach);
                        self.turn = true;
                    }
                    if state.live == 0 {
                        return;
                    }
                    self.live = state.live;
                    if mem::take(&mut self.turn) {
                        #[cfg(feature = "std")]
                        {
                            self.everyone = true;
                        }
                        Step::Poll
                    } else if Self::is_timed() {
                        Step::Deadline
                    } else if self.polled {
                        return;
                    } else {
                        Step::Poll
                    }
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
                    each(self.list.as_mut(), &mut self.from, state, 0, &mut GiveUpEach);
                    Step::Interrupt
                }
            };
        }
    }

    /// Returns to the task, which is woken when there is something to poll.
    #[inline]
    fn suspend<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
    {
        #[cfg(feature = "tracing")]
        self.remind(state, cx);
        state.begin_with(if budget::is_spent() {
            state.number(after(&*self.list, state.place(self.start)))
        } else {
            0
        });
        #[cfg(feature = "std")]
        if let Some(mut wakers) = self.wakers.take() {
            if wakers.leave(cx.waker()) {
                cx.waker().wake_by_ref();
            }
            state.keep_wakers(wakers);
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
            self.list.as_mut().visit_all(Spot::FIRST, state, &mut watch);
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
            self.list.as_mut().visit_all(Spot::FIRST, state, &mut waiting);
            self.life.remind(&waiting.0);
        }
    }

    /// Polls all who are live, or where they have wakers of their own, those who have been woken.
    #[inline]
    fn poll_each<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
    {
        #[cfg(feature = "std")]
        if self.wakers.is_some() {
            return self.poll_woken(state);
        }
        each(self.list.as_mut(), &mut self.from, state, self.start, &mut PollEach { cx });
    }

    #[cfg(feature = "std")]
    #[inline(never)]
    fn poll_woken<E>(&mut self, state: &mut State<E>)
    where
        L: List<E>,
    {
        let Some(wakers) = &mut self.wakers else { return };
        if !mem::take(&mut self.behind) {
            wakers.take();
        }
        if self.everyone {
            wakers.clear();
            each(self.list.as_mut(), &mut self.from, state, self.start, &mut PollWoken { wakers });
            self.everyone = false;
            return;
        }
        self.from = 0;
        let start = if self.start == 0 { 0 } else { self.list.index(state.place(self.start)) };
        // Behind the last come those before the one that it has begun with.
        let mut from = start;
        loop {
            match wakers.next(from) {
                Some(index) => self.list.as_mut().visit_at(index, Spot::FIRST, state, &mut PollWoken { wakers }),
                None if from > 0 => from = 0,
                None => return,
            }
        }
    }

    /// Keeps a panic, and finds the place behind it.
    #[cold]
    fn go_on_behind<E>(&mut self, caught: Caught, state: &mut State<E>)
    where
        L: List<E>,
        O: Options<E>,
    {
        if self.step == Step::Cause {
            // What has been called is not called again; the others still are.
            state.group_panicked(caught);
        } else if self.step == Step::Deadline {
            // When time is up is not to be known any more. A shutdown without a bound is the worse mistake.
            state.group_panicked(caught);
            state.phase = Phase::GivingUp;
        } else {
            let start = if self.step == Step::Poll { self.start } else { 0 };
            let place = state.place(state.current());
            let places = core::iter::successors(Some(state.place(start)), |&place| Some(after(&*self.list, place)));
            // Behind an actor that panicked, its interrupt is still to be polled; behind an interrupt, nothing is.
            self.from = (0..).zip(places).find(|&(_, at)| at == place).map_or(0, |(number, _)| number);
            self.from += u32::from(state.telling);
            #[cfg(feature = "std")]
            if let Some(wakers) = self.wakers.as_mut().filter(|_| self.step == Step::Poll) {
                self.behind = true;
                if !state.telling {
                    wakers.add(self.list.index(place));
                }
            }
            self.recover(caught, state);
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
            next = catch(|| {
                let index = self.list.index(state.place(state.current()));
                self.list.as_mut().visit_at(index, Spot::FIRST, state, &mut Clear)
            })
            .err();
        }
    }
}

/// Visits every place that the step has not got to, in the order written, beginning with `start`.
#[inline]
fn each<E, L: List<E>>(
    list: Pin<&mut L>,
    from: &mut u32,
    state: &mut State<E>,
    start: u32,
    visitor: &mut impl Visitor<E>,
) {
    if *from | start == 0 {
        list.visit_all(Spot::FIRST, state, visitor);
    } else {
        each_from(list, mem::take(from), state, start, visitor);
    }
}

#[cold]
fn each_from<E, L: List<E>>(
    mut list: Pin<&mut L>,
    from: u32,
    state: &mut State<E>,
    start: u32,
    visitor: &mut impl Visitor<E>,
) {
    let start = state.place(start);
    let mut place = start;
    for number in 0.. {
        if number >= from {
            let index = list.index(place);
            list.as_mut().visit_at(index, Spot::FIRST, state, visitor);
        }
        place = after(&*list, place);
        if place == start {
            break;
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
        who: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        slot.poll(who, state, self.cx);
    }
}

/// Polls those who have been woken, each with its own waker.
#[cfg(feature = "std")]
struct PollWoken<'a> {
    wakers: &'a Wakers,
}

#[cfg(feature = "std")]
impl<E> Visitor<E> for PollWoken<'_> {
    #[inline]
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        who: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        slot.poll(who, state, &mut Context::from_waker(&self.wakers.of(who.index)));
    }
}

struct InterruptEach;

impl<E> Visitor<E> for InterruptEach {
    #[inline]
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        who: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        slot.interrupt(who, state);
    }
}

struct RecordEach;

impl<E> Visitor<E> for RecordEach {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        who: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        if let Some(started) = slot.is_started() {
            let place = state.place(who.number);
            state.record(|record| record.is_there(place, started));
        }
    }
}

struct GiveUpEach;

impl<E> Visitor<E> for GiveUpEach {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        who: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        slot.give_up(who, state);
    }
}

struct Watch<'a, 'cx> {
    cx: &'a mut Context<'cx>,
    give_up: bool,
}

impl<E> Visitor<E> for Watch<'_, '_> {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        _: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        _: &mut State<E>,
    ) {
        self.give_up |= slot.stays().poll_give_up(self.cx).is_ready();
    }
}

/// Those that have been interrupted and have not ended.
#[cfg(feature = "tracing")]
struct Waiting(std::vec::Vec<crate::table::Name>);

#[cfg(feature = "tracing")]
impl<E> Visitor<E> for Waiting {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        who: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        state: &mut State<E>,
    ) {
        if !slot.is_untold() && !slot.is_over() {
            self.0.push(state.name(who));
        }
    }
}

struct Release;

impl<E> Visitor<E> for Release {
    fn slot<A: Ends<E>, M: Clock, S: Stays, I: Fire<E>>(
        &mut self,
        _: Who,
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
        _: Who,
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
        _: Who,
        slot: Pin<&mut Slot<A, M, S, I, I::Later>>,
        _: &mut State<E>,
    ) {
        slot.abandon();
    }
}

/// Drops every slot of a group that is dropped half-way, in the order written, or where some outlive others each in its
/// turn. The first panic goes on when all are dropped, unless the group is dropped by one.
#[cold]
#[inline(never)]
fn abandon<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>) {
    let mut first = None;
    let mut at_once = state.table().outlives.is_empty();
    loop {
        let result = catch(|| {
            if at_once {
                list.as_mut().visit_all(Spot::FIRST, state, &mut Abandon);
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
