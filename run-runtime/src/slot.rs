//! One actor with its interrupt.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    act::Act,
    actor::Ends,
    cause::Cause,
    clock::Clock,
    fire::{Fire, Fired},
    record::Ending,
    state::State,
    stays::Stays,
    trace::{Polling, Span},
};

pin_project! {
    /// One actor with its interrupt.
    ///
    /// Invariants:
    ///
    /// 1. `actor` is `Some` from when it is filled until the actor has ended; then it is dropped where it stands, and
    ///    never comes back. So nothing is polled after it has ended.
    /// 2. `interrupt` leaves `Idle` once, when it is called. So nothing is told twice.
    /// 3. `State::live` counts the `Some`s of `actor` and the `Later`s of `interrupt` in all slots.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Slot<A, M, S, I, F> {
        #[pin]
        actor: Option<A>,
        // How long the two may take once the interrupt has been called.
        #[pin]
        clock: M,
        stays: S,
        span: Span,
        #[pin]
        interrupt: Telling<I, F>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = TellingProjection]
    #[project(!Unpin)]
    pub(crate) enum Telling<I, F> {
        Idle { interrupt: Option<I> },
        Later { #[pin] later: F },
    }
}

impl<I, F> Telling<I, F> {
    const TOLD: Self = Telling::Idle { interrupt: None };

    /// Whether it has not been called yet.
    fn is_untold(&self) -> bool {
        matches!(self, Telling::Idle { interrupt: Some(_) })
    }

    /// Whether it has been called and has finished.
    fn is_over(&self) -> bool {
        matches!(self, Telling::Idle { interrupt: None })
    }

    fn drop_later<E>(mut self: Pin<&mut Self>, state: &mut State<E>) {
        if let Telling::Later { .. } = *self {
            state.live -= 1;
            self.set(Telling::TOLD);
        }
    }

    fn take(self: Pin<&mut Self>) -> Option<I> {
        match self.project() {
            TellingProjection::Idle { interrupt } => interrupt.take(),
            TellingProjection::Later { .. } => None,
        }
    }
}

impl<A, M: Clock, S: Stays, I, F> Slot<A, M, S, I, F> {
    pub(crate) const VACANT: Self =
        Slot { actor: None, clock: M::UNSET, stays: S::NOTHING, span: Span::NEW, interrupt: Telling::TOLD };

    /// Puts an actor and its interrupt into a vacant slot.
    pub(crate) fn fill<E>(&mut self, (actor, stays): (A, S), clock: M, interrupt: I, state: &mut State<E>) {
        self.actor = Some(actor);
        self.clock = clock;
        self.stays = stays;
        self.interrupt = Telling::Idle { interrupt: Some(interrupt) };
        state.live += 1;
    }
}

impl<A, M: Clock, S: Stays, I, F> Slot<A, M, S, I, F> {
    /// Does something to it. If it panics, it was this one that did.
    ///
    /// What gives it up, clears or abandons it drops what is live in it: the actor, then the interrupt. If a drop panics,
    /// the next call goes on behind it.
    #[inline(never)]
    pub(crate) fn act<E>(mut self: Pin<&mut Self>, number: u32, state: &mut State<E>, act: &mut Act<'_, '_>)
    where
        A: Ends<E>,
        I: Fire<E, Later = F>,
        F: Future<Output = Result<(), E>>,
    {
        let visit = state.visit(number);
        let state = &mut *visit.state;
        let actor = self.actor.as_ref();
        match act {
            Act::Poll(cx) => self.poll(number, state, cx),
            Act::Interrupt => self.interrupt(number, state),
            Act::GiveUp => self.give_up(number, state),
            Act::Clear if state.telling => {
                // The interrupt has panicked, so the actor was not told, and is dropped too.
                if let Some(actor) = actor {
                    let knows = I::TELLS_ANYWAY && !actor.is_waiting();
                    if !knows && self.as_mut().cancel() {
                        self.as_mut().drop_actor(state);
                    }
                }
                state.telling = false;
                self.project().interrupt.drop_later(state);
            }
            Act::Clear => self.drop_actor(state),
            Act::Abandon => {
                // What a drop does not end is told first, and not waited for.
                if actor.is_some_and(Ends::survives_drop) {
                    if let Some(interrupt) = self.as_mut().project().interrupt.take() {
                        drop(interrupt.fire(&Cause::dropped()));
                    }
                }
                self.as_mut().drop_actor(state);
                self.project().interrupt.set(Telling::TOLD);
            }
            Act::Release => *self.project().stays = S::NOTHING,
            Act::Watch(cx, give_up) => **give_up |= self.stays.poll_give_up(cx).is_ready(),
            Act::Look(ahead) => {
                ahead.interrupt |= self.interrupt.is_untold();
                ahead.any |= actor.is_some() || !self.interrupt.is_over();
            }
            Act::Record => {
                if let Some(actor) = actor {
                    state.record_start(number, !actor.is_waiting());
                }
            }
            #[cfg(feature = "tracing")]
            Act::Wait(names) => {
                if !self.interrupt.is_untold() && (actor.is_some() || !self.interrupt.is_over()) {
                    names.push(state.name(number));
                }
            }
        }
        visit.done();
    }

    /// Polls what is live in the slot: the actor, then its interrupt. When their time is up, they are stuck.
    #[inline]
    pub(crate) fn poll<E>(mut self: Pin<&mut Self>, number: u32, state: &mut State<E>, cx: &mut Context<'_>)
    where
        A: Ends<E>,
        F: Future<Output = Result<(), E>>,
    {
        let mut this = self.as_mut().project();
        if this.actor.is_some() && this.interrupt.is_untold() {
            this.clock.as_mut().prepare();
        } else if this.clock.poll_up(cx).is_ready() {
            return self.give_up(number, state);
        }
        let name = state.name(number);
        let is_first = this.span.is_new();
        let _inside = this.span.enter(name);
        if let Some(mut actor) = this.actor.as_mut().as_pin_mut() {
            let polling = Polling::begin(name, is_first, actor.is_waiting());
            let poll = actor.as_mut().poll(name, cx);
            polling.end(name, actor.is_waiting());
            if let Poll::Ready(exit) = poll {
                state.ended(number, exit, !this.interrupt.is_untold());
                this.actor.set(None);
            }
        }
        if let TellingProjection::Later { later } = this.interrupt.as_mut().project() {
            let (_, tell) = state.tell();
            let poll = later.poll(cx);
            tell.done();
            if let Poll::Ready(result) = poll {
                state.told(number, result);
                this.interrupt.set(Telling::TOLD);
            }
        }
    }

    /// Calls the interrupt, if it has not been called yet. An actor whose gate has not opened has ended then, well.
    #[allow(clippy::inline_always, reason = "a call of it is as long as it is, where little of it is asked for")]
    #[inline(always)]
    pub(crate) fn interrupt<E>(mut self: Pin<&mut Self>, number: u32, state: &mut State<E>)
    where
        A: Ends<E>,
        I: Fire<E, Later = F>,
    {
        let mut this = self.as_mut().project();
        let Some(interrupt) = this.interrupt.as_mut().take() else { return };
        this.clock.start();
        let _inside = this.span.enter(state.name(number));
        state.interrupted(number);
        let (cause, tell) = state.tell();
        let fired = interrupt.fire(&cause);
        tell.done();
        // One whose gate has not opened has ended, well.
        let mut end = Ending::Ok;
        let mut cancel = matches!(&*this.actor, Some(actor) if actor.is_waiting());
        match fired {
            Fired::Told => {}
            Fired::Later(later) => {
                state.live += 1;
                this.interrupt.set(Telling::Later { later });
            }
            Fired::Drop => {
                cancel = true;
                end = Ending::Dropped;
            }
        }
        // One that runs elsewhere ends when it has been joined.
        if cancel && this.actor.as_mut().as_pin_mut().is_some_and(Ends::cancel) {
            state.cancelled(number, end);
            this.actor.set(None);
        }
    }

    /// Drops what is live in a slot whose interrupt has been called: it is stuck.
    fn give_up<E>(self: Pin<&mut Self>, number: u32, state: &mut State<E>) {
        if self.interrupt.is_untold() || (self.actor.is_none() && self.interrupt.is_over()) {
            return;
        }
        let mut this = self.project();
        let _inside = this.span.enter(state.name(number));
        state.stuck(number);
        if this.actor.is_some() {
            state.live -= 1;
            this.actor.set(None);
        }
        this.interrupt.drop_later(state);
    }

    /// Makes an actor end that is there. Whether it has ended when it is dropped.
    fn cancel<E>(self: Pin<&mut Self>) -> bool
    where
        A: Ends<E>,
    {
        self.project().actor.as_pin_mut().is_some_and(Ends::cancel)
    }

    fn drop_actor<E>(self: Pin<&mut Self>, state: &mut State<E>) {
        if self.actor.is_some() {
            state.live -= 1;
            self.project().actor.set(None);
        }
    }
}
