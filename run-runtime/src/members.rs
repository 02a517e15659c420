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
    act::{Act, Seen, abandon, clear, give_up, look},
    budget,
    cause::Cause,
    course::Phase,
    list::{List, index, room},
    options::Options,
    order::Turns,
    panic::{Caught, catch},
    state::State,
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
            // Nothing is live behind its end, so nothing is left in the slots.
            if this.state.course.phase != Phase::Done {
                let this = this.project();
                abandon_all(this.list, this.state);
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
        assert!(state.course.phase != Phase::Done, "`run_group!` polled after it had ended");

        let running = state.course.phase == Phase::Running;
        let mut pass = Pass {
            #[cfg(feature = "std")]
            wakers: state.take_wakers(|| room(&*list)),
            #[cfg(feature = "std")]
            behind: false,
            list,
            options,
            life,
            step: if running || !const { L::WATCHES || O::TIMED } { Step::Poll } else { Step::Deadline },
            start: state.course.start(),
            first: state.course.start(),
            from: 0,
            panicked: None,
            live: state.course.live,
            turn: false,
            stage: if running { Stage::Running } else { Stage::Stopping },
        };
        if running {
            pass.options.as_mut().prepare();
            pass.life.poll(state.course.live);
        }
        // All under one `catch`: one for each actor would cost more than its poll does. Behind a panic it goes on, and behind
        // every further one: none keeps an actor from being polled or interrupted.
        while let Err(caught) = catch(|| pass.advance(state, cx)) {
            pass.go_on_behind(caught, state);
        }
        if state.course.live > 0 {
            pass.suspend(state, cx);
            return Poll::Pending;
        }
        if L::WATCHES {
            all(pass.list, state, &mut Act::Release);
        }
        pass.life.end();
        state.course.phase = Phase::Done;
        Poll::Ready(())
    }
}

/// One poll of the group, and how far it has got.
struct Pass<'a, L, O> {
    /// The actors' own, where they have some.
    #[cfg(feature = "std")]
    wakers: Option<Wakers>,
    /// Whether it goes on behind a panic of one who was woken: those before it have been polled, and may have been woken since.
    #[cfg(feature = "std")]
    behind: bool,
    list: Pin<&'a mut L>,
    options: Pin<&'a mut O>,
    life: &'a mut Life,
    step: Step,
    /// The index that a pass over the actors begins with.
    start: u32,
    /// Who was the first to be polled: where the next poll begins elsewhere, it does not begin with this one again.
    first: u32,
    /// How many of them are behind the step: none, but for a step that a panic has broken off.
    from: u32,
    /// Who was the last to panic, not counting interrupts.
    panicked: Option<u32>,
    /// How many were live before the actors were polled.
    live: u32,
    /// Whether somebody's turn has come in this step.
    turn: bool,
    stage: Stage,
}

/// What a pass has seen of the cause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// If there is one, it has not been acted upon.
    Running,
    /// There is one, and the actors have not been polled since.
    Stopping,
    /// They have.
    Polled,
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
                    if self.stage == Stage::Running {
                        if !state.course.has_cause() {
                            return;
                        }
                        Step::Cause
                    } else if state.course.phase == Phase::CutShort {
                        Step::Interrupt
                    } else {
                        self.stage = Stage::Polled;
                        if state.course.live < self.live
                            && state.course.phase != Phase::LameDuck
                            && state.course.is_in_order()
                        {
                            Step::Interrupt
                        } else if const { L::WATCHES || O::TIMED } {
                            Step::Deadline
                        } else {
                            return;
                        }
                    }
                }
                Step::Cause => {
                    // Not a second time behind a panic of what is called with the cause.
                    if mem::replace(&mut self.stage, Stage::Stopping) == Stage::Running {
                        state.record_cause();
                        self.life.cause();
                        state.show.cause(&Cause::of(state));
                    }
                    self.options.as_mut().on_cause(&Cause::of(state));
                    self.stage = Stage::Polled;
                    // Unless somebody has ended together with the cause.
                    if state.course.phase == Phase::Running {
                        state.course.phase = Phase::LameDuck;
                    }
                    if const { L::WATCHES || O::TIMED } { Step::Deadline } else { Step::Interrupt }
                }
                Step::Interrupt => {
                    if state.course.phase != Phase::GivingUp {
                        state.course.phase = Phase::Draining;
                    }
                    let turn = if state.course.is_in_order() {
                        // Behind a panic, too, it finds by itself whose turn it is.
                        self.from = 0;
                        in_turn(self.list.as_mut(), state, |seen| seen.untold, interrupt, &mut self.turn);
                        mem::take(&mut self.turn)
                    } else {
                        if self.from == 0 && !state.course.is_recorded() {
                            self.list.as_mut().interrupt_each(0, state);
                        } else {
                            self.each_behind(state, 0, cx, |list, index, state, _| interrupt(list, index, state));
                        }
                        true
                    };
                    if state.course.live == 0 {
                        return;
                    }
                    self.live = state.course.live;
                    if turn {
                        // All who are live are polled, and most of them end: they have no use for wakers of their own.
                        #[cfg(feature = "std")]
                        if self.wakers.take().is_some() {
                            state.course.be_young();
                        }
                        Step::Poll
                    } else if const { L::WATCHES || O::TIMED } {
                        Step::Deadline
                    } else if self.stage == Stage::Polled {
                        return;
                    } else {
                        Step::Poll
                    }
                }
                Step::Deadline if const { L::WATCHES || O::TIMED } => match self.deadline(state, cx) {
                    Some(step) => step,
                    None => return,
                },
                Step::GiveUp if const { L::WATCHES || O::TIMED } => {
                    self.each_behind(state, 0, cx, |list, index, state, _| give_up(list, index, 0, state));
                    Step::Interrupt
                }
                // Not compiled where nothing could make the group give up, nor ever gone to.
                Step::Deadline | Step::GiveUp => return,
            };
        }
    }

    /// What comes next, now that there is a cause: nothing, unless time is up, or there is somebody to be polled.
    fn deadline<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>) -> Option<Step>
    where
        L: List<E>,
        O: Options<E>,
    {
        let poll = (self.stage != Stage::Polled).then_some(Step::Poll);
        if matches!(state.course.phase, Phase::LameDuck | Phase::CutShort) {
            if self.is_up(state, cx) {
                state.course.phase = Phase::GivingUp;
                return Some(Step::Interrupt);
            }
            let cut_short = state.course.live == 0 || state.course.phase == Phase::CutShort;
            if cut_short || self.options.as_mut().poll_served(cx).is_ready() {
                return Some(Step::Interrupt);
            }
            return poll;
        }
        if state.course.live == 0 {
            return None;
        }
        if state.course.phase == Phase::Draining && self.is_up(state, cx) {
            state.course.phase = Phase::GivingUp;
        }
        if state.course.phase == Phase::GivingUp { Some(Step::GiveUp) } else { poll }
    }

    /// Returns to the task, which is woken when there is something to poll.
    #[inline]
    fn suspend<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
    {
        #[cfg(feature = "tracing")]
        self.remind(state, cx);
        let next = self.first + 1;
        state.course.begin_with(if budget::is_spent() && next < room(&*self.list) { next } else { 0 });
        #[cfg(not(feature = "std"))]
        let _ = cx;
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
        let mut give_up = self.options.as_mut().poll_up(cx).is_ready();
        if L::WATCHES {
            all(self.list.as_mut(), state, &mut Act::Watch(cx, &mut give_up));
        }
        give_up
    }

    /// Says who is waited for, when it is time.
    #[cfg(feature = "tracing")]
    fn remind<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
    {
        if self.life.poll_remind(cx).is_ready() {
            let seen = (0..room(&*self.list)).map(|index| look(self.list.as_mut(), index, 0, state));
            let ending: std::vec::Vec<_> = seen.filter(|seen| seen.is_ending()).collect();
            let names: std::vec::Vec<_> = ending.iter().map(|seen| state.course.name(seen.number)).collect();
            self.life.remind(&names);
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
        if self.from | self.start == 0 {
            self.list.as_mut().poll_each(0, state, cx);
        } else {
            self.each_behind(state, self.start, cx, |list, index, state, cx| {
                list.act(index, 0, state, &mut Act::Poll(cx));
            });
        }
        if state.course.is_recorded() {
            for index in 0..room(&*self.list) {
                record_start(self.list.as_mut(), index, state);
            }
        }
    }

    /// Does this to all that the step has not got to, beginning with `start`.
    #[cold]
    fn each_behind<E>(
        &mut self,
        state: &mut State<E>,
        start: u32,
        cx: &mut Context<'_>,
        does: fn(Pin<&mut L>, u32, &mut State<E>, &mut Context<'_>),
    ) where
        L: List<E>,
    {
        let room = room(&*self.list);
        for number in mem::take(&mut self.from)..room {
            does(self.list.as_mut(), (start + number) % room, state, cx);
        }
    }

    /// Polls those who have been woken, each by its own waker.
    #[cfg(feature = "std")]
    #[inline(never)]
    fn poll_woken<E>(&mut self, state: &mut State<E>)
    where
        L: List<E>,
    {
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
                    let act = &mut Act::Poll(&mut Context::from_waker(&waker));
                    self.list.as_mut().act(index, 0, state, act);
                    if state.course.is_recorded() {
                        record_start(self.list.as_mut(), index, state);
                    }
                }
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
            state.course.phase = Phase::GivingUp;
        } else {
            let start = if self.step == Step::Poll { self.start } else { 0 };
            let index = self.current(state);
            let room = room(&*self.list);
            // Behind an actor that panicked, its interrupt is still to be polled; behind an interrupt, nothing is. Nor is it
            // where neither of the two can have panicked, but something beside them, which may do so for ever.
            let is_over = state.course.is_telling() || self.panicked.replace(index) == Some(index);
            self.from = (index + room - start) % room + u32::from(is_over);
            #[cfg(feature = "std")]
            if let Some(wakers) = self.wakers.as_mut().filter(|_| self.step == Step::Poll) {
                self.behind = true;
                if !is_over {
                    wakers.add(index);
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
            let (index, telling) = (self.current(state), state.course.is_telling());
            next = catch(|| clear(self.list.as_mut(), index, state, telling)).err();
        }
    }

    /// The index of the current actor.
    fn current<E>(&self, state: &State<E>) -> u32
    where
        L: List<E>,
    {
        let Place { slot, item } = state.course.current_place();
        index(&*self.list, slot.into()) + item
    }
}

/// Records whether an actor has been started.
#[cold]
fn record_start<E, L: List<E>>(list: Pin<&mut L>, index: u32, state: &mut State<E>) {
    let seen = look(list, index, 0, state);
    if seen.live {
        state.record_start(seen.number, !seen.waiting);
    }
}

/// Calls an interrupt that has not been called, and records it.
fn interrupt<E, L: List<E>>(mut list: Pin<&mut L>, index: u32, state: &mut State<E>) {
    if state.course.is_recorded() {
        let seen = look(list.as_mut(), index, 0, state);
        if seen.untold {
            state.record_interrupted(seen.number);
        }
    }
    list.act(index, 0, state, &mut Act::Interrupt);
}

/// Does this to all, in the order written.
fn all<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>, act: &mut Act<'_, '_>) {
    for index in 0..room(&*list) {
        list.as_mut().act(index, 0, state, act);
    }
}

/// Does this to every slot of which something remains, in its turn: until it is nobody's. Whatever panics in between, the
/// next call goes on behind it. Before each, `turn` is set.
#[cold]
fn in_turn<E, L: List<E>>(
    mut list: Pin<&mut L>,
    state: &mut State<E>,
    remains: fn(Seen) -> bool,
    does: fn(Pin<&mut L>, u32, &mut State<E>),
    turn: &mut bool,
) {
    let indices = |list: &L, slot: u16| index(list, slot.into())..index(list, u32::from(slot) + 1);
    let mut turns = Turns::new(state.course.table);
    while let Some(slot) =
        turns.next(remains, &mut |slot, is| indices(&list, slot).any(|index| is(look(list.as_mut(), index, 0, state))))
    {
        *turn = true;
        for index in indices(&list, slot) {
            does(list.as_mut(), index, state);
        }
    }
}

/// Drops every slot of a group that is dropped half-way, in the order written, or where some outlive others each in its
/// turn. The first panic goes on when all are dropped, unless the group is dropped by one.
#[cold]
#[inline(never)]
fn abandon_all<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>) {
    let mut first = None;
    // A slot whose drop has panicked is visited again, for what is left in it. It is the first that has something.
    while let Err(caught) = catch(|| {
        if state.course.is_in_order() {
            in_turn(list.as_mut(), state, Seen::any, abandon, &mut false);
        } else {
            for index in 0..room(&*list) {
                abandon(list.as_mut(), index, state);
            }
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
