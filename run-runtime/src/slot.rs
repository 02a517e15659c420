//! One actor with its interrupt.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    actor::Ends,
    cause::Cause,
    fire::{Fire, Fired},
    state::State,
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
    pub struct Slot<A, I, F> {
        #[pin]
        actor: Option<A>,
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

    fn take(self: Pin<&mut Self>) -> Option<I> {
        match self.project() {
            TellingProjection::Idle { interrupt } => interrupt.take(),
            TellingProjection::Later { .. } => None,
        }
    }
}

impl<A, I, F> Slot<A, I, F> {
    pub(crate) const VACANT: Self = Slot { actor: None, interrupt: Telling::TOLD };

    /// Puts an actor and its interrupt into a vacant slot.
    pub(crate) fn fill<E>(&mut self, actor: A, interrupt: I, state: &mut State<E>) {
        self.actor = Some(actor);
        self.interrupt = Telling::Idle { interrupt: Some(interrupt) };
        state.live += 1;
    }
}

impl<A, I, F> Slot<A, I, F> {
    /// Polls what is live in the slot: the actor, then its interrupt.
    #[inline]
    pub(crate) fn poll<E>(self: Pin<&mut Self>, state: &mut State<E>, cx: &mut Context<'_>)
    where
        A: Ends<E>,
        F: Future<Output = Result<(), E>>,
    {
        let mut this = self.project();
        if let Some(actor) = this.actor.as_mut().as_pin_mut() {
            if let Poll::Ready(exit) = actor.poll(state.current_name(), cx) {
                state.ended(exit);
                this.actor.set(None);
            }
        }
        if let TellingProjection::Later { later } = this.interrupt.as_mut().project() {
            state.set_telling(true);
            let poll = later.poll(cx);
            state.set_telling(false);
            if let Poll::Ready(result) = poll {
                state.told(result);
                this.interrupt.set(Telling::TOLD);
            }
        }
    }

    /// Calls the interrupt, if it has not been called yet.
    pub(crate) fn interrupt<E>(self: Pin<&mut Self>, state: &mut State<E>)
    where
        I: Fire<E, Later = F>,
    {
        let mut this = self.project();
        let Some(interrupt) = this.interrupt.as_mut().take() else { return };
        state.set_telling(true);
        let fired = interrupt.fire(&state.cause());
        state.set_telling(false);
        match fired {
            Fired::Told => {}
            Fired::Later(later) => {
                state.live += 1;
                this.interrupt.set(Telling::Later { later });
            }
            Fired::Drop => {
                if this.actor.is_some() {
                    state.live -= 1;
                    this.actor.set(None);
                }
            }
        }
    }

    /// Drops what has panicked: the actor, or its interrupt, and then the actor too, which was not told. If a drop
    /// panics, the next call goes on behind it.
    pub(crate) fn clear<E>(self: Pin<&mut Self>, state: &mut State<E>)
    where
        I: Fire<E>,
    {
        let mut this = self.project();
        if this.actor.is_some() && !(state.telling() && I::TELLS_ANYWAY) {
            state.live -= 1;
            this.actor.set(None);
        }
        if !state.telling() {
            return;
        }
        state.set_telling(false);
        if let TellingProjection::Later { .. } = this.interrupt.as_mut().project() {
            state.live -= 1;
            this.interrupt.set(Telling::TOLD);
        }
    }

    /// Drops the slot together with its group: what a drop does not end is told first, and not waited for.
    pub(crate) fn abandon<E>(self: Pin<&mut Self>)
    where
        A: Ends<E>,
        I: Fire<E>,
    {
        let mut this = self.project();
        if this.actor.as_ref().as_pin_ref().is_some_and(|actor| actor.survives_drop()) {
            if let Some(interrupt) = this.interrupt.as_mut().take() {
                drop(interrupt.fire(&Cause::dropped()));
            }
        }
        this.actor.set(None);
        this.interrupt.set(Telling::TOLD);
    }
}
