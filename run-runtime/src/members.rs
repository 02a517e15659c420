//! The list and its state: a group's life, from its first poll to its end.

use core::{
    marker::PhantomPinned,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    actor::Ends,
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
    pub struct Members<L, E>
    where
        L: List<E>,
    {
        #[pin]
        pub(crate) list: L,
        pub(crate) state: State<E>,
        #[pin]
        _pinned: PhantomPinned,
    }

    impl<L, E> PinnedDrop for Members<L, E>
    where
        L: List<E>,
    {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            // Nothing is live, so nothing is left in the slots.
            if this.state.phase != Phase::Done {
                abandon(this.list);
            }
        }
    }
}

impl<L: List<E>, E> Members<L, E> {
    pub(crate) const VACANT: Self = Members { list: L::VACANT, state: State::NEW, _pinned: PhantomPinned };

    /// The life of a group:
    ///
    /// 1. Every live actor is polled once, in the order written, also behind one that has ended in this pass.
    /// 2. If none has ended, that was all.
    /// 3. The first that has ended is the cause. `on_cause` and every interrupt are called with it.
    /// 4. What is live is polled once more, and then whenever the group is woken, until nothing is.
    /// 5. The group ends with its first failure, or well.
    ///
    /// So one poll of the group polls each actor at most twice: once before the cause and once after it.
    pub(crate) fn poll<O: Options<E>>(
        self: Pin<&mut Self>,
        options: Pin<&mut O>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Error<E>>> {
        let this = self.project();
        let mut pass = Pass { list: this.list, state: this.state, options, step: Step::Poll, from: 0 };
        assert!(pass.state.phase != Phase::Done, "`run_group!` polled after it had ended");

        // All under one `catch`: one for each actor would cost more than its poll does.
        if let Err(caught) = catch(|| pass.advance(cx)) {
            pass.advance_past(caught, cx);
        }
        if pass.state.live > 0 {
            return Poll::Pending;
        }
        match pass.state.finish() {
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
struct Pass<'a, L, E, O> {
    list: Pin<&'a mut L>,
    state: &'a mut State<E>,
    options: Pin<&'a mut O>,
    step: Step,
    /// The slot at which the step goes on: 0, but for a step that a panic has broken off.
    from: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Poll,
    Cause,
    Interrupt,
}

impl<L: List<E>, E, O: Options<E>> Pass<'_, L, E, O> {
    /// Goes on from the step and the slot that it has got to. Whatever panics, panics out of here.
    fn advance(&mut self, cx: &mut Context<'_>) {
        loop {
            if self.step == Step::Poll {
                self.each(|state| PollEach { state, cx });
                if self.state.phase != Phase::Running || !self.state.has_cause() {
                    return;
                }
                self.state.phase = Phase::Draining;
                self.step = Step::Cause;
            }
            if self.step == Step::Cause {
                self.options.as_mut().on_cause(&self.state.cause());
                self.step = Step::Interrupt;
            }
            self.each(|state| InterruptEach { state });
            self.step = Step::Poll;
            if self.state.live == 0 {
                return;
            }
        }
    }

    /// Visits every slot from the one that the step has got to.
    #[inline]
    fn each<'s, V: Visitor<E>>(&'s mut self, visitor: impl FnOnce(&'s mut State<E>) -> V) {
        let mut visitor = visitor(self.state);
        if self.from == 0 {
            self.list.as_mut().visit_all(0, &mut visitor);
        } else {
            visit_from(self.list.as_mut(), self.from, &mut visitor);
            self.from = 0;
        }
    }

    /// Goes on behind a panic, and behind every further one: none keeps an actor from being polled or interrupted.
    #[cold]
    fn advance_past(&mut self, caught: Caught, cx: &mut Context<'_>) {
        let mut next = Some(caught);
        while let Some(caught) = next {
            if self.step == Step::Cause {
                self.state.group_panicked(caught);
                self.step = Step::Interrupt;
            } else {
                // The slot itself is visited again, for what is left in it.
                self.from = self.recover(caught);
            }
            next = catch(|| self.advance(cx)).err();
        }
    }

    /// Keeps the panic, and drops what it came from. That may panic again.
    fn recover(&mut self, caught: Caught) -> usize {
        let index = self.state.current();
        let mut next = Some(caught);
        while let Some(caught) = next {
            self.state.panicked(caught);
            next = catch(|| self.list.as_mut().visit(index, &mut Clear { state: self.state })).err();
        }
        index
    }
}

#[cold]
fn visit_from<E, L: List<E>>(mut list: Pin<&mut L>, from: usize, visitor: &mut impl Visitor<E>) {
    for index in from..L::LEN {
        visitor.enter(index);
        list.as_mut().visit(index, visitor);
    }
}

struct PollEach<'a, 'cx, E> {
    state: &'a mut State<E>,
    cx: &'a mut Context<'cx>,
}

impl<E> Visitor<E> for PollEach<'_, '_, E> {
    #[inline]
    fn enter(&mut self, index: usize) {
        self.state.enter(index);
    }

    #[inline]
    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>) {
        slot.poll(self.state, self.cx);
    }
}

struct InterruptEach<'a, E> {
    state: &'a mut State<E>,
}

impl<E> Visitor<E> for InterruptEach<'_, E> {
    #[inline]
    fn enter(&mut self, index: usize) {
        self.state.enter(index);
    }

    #[inline]
    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>) {
        slot.interrupt(self.state);
    }
}

struct Clear<'a, E> {
    state: &'a mut State<E>,
}

impl<E> Visitor<E> for Clear<'_, E> {
    fn enter(&mut self, _: usize) {}

    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>) {
        slot.clear(self.state);
    }
}

struct AbandonEach {
    current: usize,
}

impl<E> Visitor<E> for AbandonEach {
    fn enter(&mut self, index: usize) {
        self.current = index;
    }

    fn slot<A: Ends<E>, I: Fire<E>>(&mut self, slot: Pin<&mut Slot<A, I, I::Later>>) {
        slot.abandon();
    }
}

/// Drops every slot of a group that is dropped half-way, in the order written. The first panic goes on when all are
/// dropped, unless the group is dropped by one.
fn abandon<E, L: List<E>>(mut list: Pin<&mut L>) {
    let mut abandon = AbandonEach { current: 0 };
    let mut first = None;
    let mut caught = catch(|| list.as_mut().visit_all(0, &mut abandon)).err();
    while let Some(panic) = caught {
        // What is left in the slot that panicked, and those behind it, one by one.
        first.get_or_insert(panic);
        caught = None;
        while caught.is_none() && abandon.current < L::LEN {
            caught = catch(|| list.as_mut().visit(abandon.current, &mut abandon)).err();
            abandon.current += usize::from(caught.is_none());
        }
    }
    if let Some(first) = first {
        first.resume_unless_panicking();
    }
}
