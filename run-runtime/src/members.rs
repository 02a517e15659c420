//! The list and its state: a group's life, from its first poll to its end.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    actor::Ends,
    budget,
    error::Error,
    fire::Fire,
    list::{List, Visitor},
    options::Options,
    panic::{Caught, catch},
    slot::Slot,
    state::{Phase, State},
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
    pub(crate) const VACANT: Self = Members { list: L::VACANT, state: State::NEW };

    /// The life of a group:
    ///
    /// 1. Every live actor is polled once, in the order written, also behind one that has ended in this pass.
    /// 2. If none has ended, that was all.
    /// 3. The first that has ended is the cause. `on_cause` and every interrupt are called with it.
    /// 4. What is live is polled once more, and then whenever the group is woken, until nothing is.
    /// 5. The group ends with its first failure, or well.
    ///
    /// So one poll of the group polls each actor at most twice: once before the cause and once after it. Where the
    /// actors have spent the budget that their task has for a poll, the next pass begins with another one.
    pub(crate) fn poll<O: Options<E>>(
        self: Pin<&mut Self>,
        options: Pin<&mut O>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error<E>>> {
        let this = self.project();
        let (list, state) = (this.list, this.state);
        assert!(state.phase != Phase::Done, "`run_group!` polled after it had ended");

        let mut pass = Pass { list, options, step: Step::Poll, from: 0 };
        // All under one `catch`: one for each actor would cost more than its poll does.
        if let Err(caught) = catch(|| pass.advance(state, cx)) {
            pass.advance_past(caught, state, cx);
        }
        if state.live > 0 {
            state.start = if budget::is_spent() { next::<E, L>(state.start) } else { 0 };
            return Poll::Pending;
        }
        match state.finish() {
            None => Poll::Ready(Ok(())),
            Some(failure) => Poll::Ready(Err(resume_or_return::<O, E>(failure))),
        }
    }
}

/// A group whose first failure is a panic goes on with it.
#[cold]
fn resume_or_return<O: Options<E>, E>(failure: Error<E>) -> Error<E> {
    match failure.into_panic() {
        Ok(caught) => caught.resume(),
        Err(error) => error.explained_by(O::as_error),
    }
}

/// One poll of the group, and how far it has got.
struct Pass<'a, L, O> {
    list: Pin<&'a mut L>,
    options: Pin<&'a mut O>,
    step: Step,
    /// How many slots are behind the step: none, but for a step that a panic has broken off.
    from: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Poll,
    Cause,
    Interrupt,
}

impl<L, O> Pass<'_, L, O> {
    /// Goes on from the step and the slot that it has got to. Whatever panics, panics out of here.
    fn advance<E>(&mut self, state: &mut State<E>, cx: &mut Context<'_>)
    where
        L: List<E>,
        O: Options<E>,
    {
        loop {
            if self.step == Step::Poll {
                self.each(state, usize::from(state.start), &mut PollEach { cx });
                if state.phase != Phase::Running || !state.has_cause() {
                    return;
                }
                state.phase = Phase::Draining;
                self.step = Step::Cause;
            }
            if self.step == Step::Cause {
                self.options.as_mut().on_cause(&state.cause());
                self.step = Step::Interrupt;
            }
            self.each(state, 0, &mut InterruptEach);
            self.step = Step::Poll;
            if state.live == 0 {
                return;
            }
        }
    }

    /// Visits every slot that the step has not got to, in the order written, beginning with `start`.
    #[inline]
    fn each<E>(&mut self, state: &mut State<E>, start: usize, visitor: &mut impl Visitor<E>)
    where
        L: List<E>,
    {
        if self.from + start == 0 {
            self.list.as_mut().visit_all(0, state, visitor);
        } else {
            self.each_from(state, start, visitor);
        }
    }

    #[cold]
    fn each_from<E>(&mut self, state: &mut State<E>, start: usize, visitor: &mut impl Visitor<E>)
    where
        L: List<E>,
    {
        for index in (start..L::LEN).chain(0..start).skip(self.from) {
            state.enter(index);
            self.list.as_mut().visit(index, state, visitor);
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
            } else {
                let start = if self.step == Step::Poll { usize::from(state.start) } else { 0 };
                self.from = (state.current() + L::LEN - start) % L::LEN;
                // Behind an actor that panicked, its interrupt is still to be polled; behind an interrupt, nothing is.
                self.from += usize::from(state.telling());
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

/// The slot behind this one, where the last is followed by the first.
fn next<E, L: List<E>>(slot: u16) -> u16 {
    if usize::from(slot) + 1 < L::LEN { slot.wrapping_add(1) } else { 0 }
}

struct PollEach<'a, 'cx> {
    cx: &'a mut Context<'cx>,
}

impl<E> Visitor<E> for PollEach<'_, '_> {
    #[inline]
    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>, state: &mut State<E>) {
        slot.poll(state, self.cx);
    }
}

struct InterruptEach;

impl<E> Visitor<E> for InterruptEach {
    #[inline]
    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>, state: &mut State<E>) {
        slot.interrupt(state);
    }
}

struct Clear;

impl<E> Visitor<E> for Clear {
    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>, state: &mut State<E>) {
        slot.clear(state);
    }
}

struct Abandon;

impl<E> Visitor<E> for Abandon {
    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>, _: &mut State<E>) {
        slot.abandon();
    }
}

/// Drops every slot of a group that is dropped half-way, in the order written. The first panic goes on when all are
/// dropped, unless the group is dropped by one.
fn abandon<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>) {
    let mut first = None;
    let mut next = catch(|| list.as_mut().visit_all(0, state, &mut Abandon)).err();
    while let Some(caught) = next {
        first.get_or_insert(caught);
        // The slot itself is visited again, for what is left in it.
        let from = state.current();
        next = catch(|| {
            for index in from..L::LEN {
                state.enter(index);
                list.as_mut().visit(index, state, &mut Abandon);
            }
        })
        .err();
    }
    if let Some(first) = first {
        first.resume_unless_panicking();
    }
}
