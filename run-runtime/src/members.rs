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
        let (mut list, state) = (this.list, this.state);
        assert!(state.phase != Phase::Done, "`run_group!` polled after it had ended");

        visit(list.as_mut(), &mut PollEach { state, cx });
        if state.phase == Phase::Running && (state.has_cause() || state.live == 0) {
            state.phase = Phase::Draining;
            if state.has_cause() {
                if let Err(caught) = catch(|| options.on_cause(&state.cause())) {
                    state.group_panicked(caught);
                }
                visit(list.as_mut(), &mut InterruptEach { state });
                if state.live > 0 {
                    visit(list, &mut PollEach { state, cx });
                }
            }
        }
        if state.phase == Phase::Running || state.live > 0 {
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

/// A visitor that works on the state, which is where a panic is attributed to its slot.
trait Visit<E>: Visitor<E> {
    fn state(&mut self) -> &mut State<E>;
}

/// Visits every slot, and no panic keeps it from the next.
///
/// All slots are visited under one `catch`: one each would cost more than the visits do. Only behind a panic each gets
/// its own.
fn visit<E, L: List<E>, V: Visit<E>>(mut list: Pin<&mut L>, visitor: &mut V) {
    if let Err(caught) = catch(|| list.as_mut().visit_all(0, visitor)) {
        visit_rest(list, visitor, caught);
    }
}

#[cold]
fn visit_rest<E, L: List<E>, V: Visit<E>>(mut list: Pin<&mut L>, visitor: &mut V, caught: Caught) {
    recover(list.as_mut(), visitor.state(), caught);
    for index in visitor.state().current() + 1..L::LEN {
        visitor.enter(index);
        if let Err(caught) = catch(|| list.as_mut().visit(index, visitor)) {
            recover(list.as_mut(), visitor.state(), caught);
        }
    }
}

/// Keeps the panic, and drops what is live in the slot that it came from. That may panic again.
fn recover<E, L: List<E>>(mut list: Pin<&mut L>, state: &mut State<E>, caught: Caught) {
    let mut next = Some(caught);
    while let Some(caught) = next {
        state.panicked(caught);
        let index = state.current();
        next = catch(|| list.as_mut().visit(index, &mut ClearEach { state })).err();
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

impl<E> Visit<E> for PollEach<'_, '_, E> {
    fn state(&mut self) -> &mut State<E> {
        self.state
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

impl<E> Visit<E> for InterruptEach<'_, E> {
    fn state(&mut self) -> &mut State<E> {
        self.state
    }
}

struct ClearEach<'a, E> {
    state: &'a mut State<E>,
}

impl<E> Visitor<E> for ClearEach<'_, E> {
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
