//! One actor with its interrupt.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    act::{Act, Seen},
    actor::{Actor, Living, LivingProjection},
    cause::Cause,
    clock::Clock,
    expansion::Of,
    fire::Fire,
    gate::Gate,
    list::List,
    outcome::Exit,
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
    /// 1. `actor` is live from when it is filled until the actor has ended; then it is dropped where it stands, and
    ///    never comes back. So nothing is polled after it has ended.
    /// 2. `interrupt` is untold until it is called, once. So nothing is told twice.
    /// 3. `State::live` counts the actors that are live and the interrupts that are to be polled, in all slots.
    /// 4. Whatever may panic is done behind `State::enter`, so that it is known who did.
    #[derive(Debug)]
    #[project = SlotProjection]
    #[project(!Unpin)]
    pub struct Slot<G, A, C, M, S, I> {
        #[pin]
        pub(crate) actor: Living<G, A, C>,
        // How long the two may take once the interrupt has been called.
        #[pin]
        pub(crate) clock: M,
        pub(crate) stays: S,
        span: Span,
        #[pin]
        pub(crate) interrupt: I,
    }
}

impl<E, G, A, C, M, S, I> List<E> for Slot<G, A, C, M, S, I>
where
    G: Gate<E>,
    A: Actor,
    C: Fn(A::Output, Of<E>) -> Exit<E>,
    M: Clock,
    S: Stays,
    I: Fire<E>,
{
    const LEN: u32 = 1;
    const HAS_ROWS: bool = false;
    const WATCHES: bool = S::ANYTHING;
    const VACANT: Self =
        Slot { actor: Living::Over, clock: M::UNSET, stays: S::NOTHING, span: Span::NEW, interrupt: I::TOLD };

    fn index(&self, slot: u32) -> u32 {
        slot
    }

    /// Polls what is live in the slot: the actor, then its interrupt. When their time is up, they are stuck.
    fn poll_each(self: Pin<&mut Self>, number: u32, state: &mut State<E>, cx: &mut Context<'_>) {
        let mut this = self.project();
        if M::RUNS && this.is_up(cx) {
            return this.give_up(number, state);
        }
        let is_first = this.span.is_new();
        let _inside = this.span.enter(state.name(number));
        if let LivingProjection::Live { gate, actor, exit } = this.actor.as_mut().project() {
            state.enter(number);
            let name = state.name(number);
            let polling = Polling::begin(name, is_first, G::WAITS && !gate.is_open());
            let poll = 'poll: {
                if G::WAITS {
                    match gate.poll_open(cx) {
                        Poll::Ready(Ok(())) => polling.opened(name),
                        Poll::Ready(Err(error)) => break 'poll Poll::Ready(Exit::Failed(error)),
                        Poll::Pending => break 'poll Poll::Pending,
                    }
                }
                actor.poll(name, cx, exit)
            };
            polling.end(name);
            if let Poll::Ready(exit) = poll {
                state.ended(exit, !this.interrupt.is_untold());
                this.actor.set(Living::Over);
            }
        }
        if I::LATER && this.interrupt.is_telling() {
            state.enter_telling(number);
            if let Poll::Ready(result) = this.interrupt.as_mut().poll_later(cx) {
                state.told(result);
                this.interrupt.clear();
            }
        }
    }

    /// Calls the interrupt, if it has not been called yet. An actor whose gate has not opened has ended then, well.
    fn interrupt_each(self: Pin<&mut Self>, number: u32, state: &mut State<E>) {
        let mut this = self.project();
        if !this.interrupt.is_untold() {
            return;
        }
        if M::RUNS {
            this.clock.start();
        }
        let _inside = this.span.enter(state.name(number));
        state.interrupted(number);
        this.interrupt.fire(&state.cause());
        if I::LATER {
            state.live += 1;
        }
        if I::DROPS || (G::WAITS && this.actor.is_waiting::<E>()) {
            state.enter(number);
            // One that runs elsewhere ends when it has been joined.
            if this.actor.as_mut().cancel::<E>() {
                state.cancelled(if I::DROPS { Ending::Dropped } else { Ending::Ok });
                this.actor.set(Living::Over);
            }
        }
    }

    /// What gives it up, clears or abandons it drops what is live in it: the actor, then the interrupt. If a drop panics,
    /// the next call goes on behind it.
    #[inline(never)]
    fn act(self: Pin<&mut Self>, _: u32, number: u32, state: &mut State<E>, act: &mut Act<'_, '_>) {
        match act {
            Act::Poll(cx) => return self.poll_each(number, state, cx),
            Act::Interrupt => return self.interrupt_each(number, state),
            _ => {}
        }
        let mut this = self.project();
        match act {
            Act::Poll(_) | Act::Interrupt => {}
            Act::Look(seen) => {
                **seen = Seen {
                    number,
                    live: this.actor.is_live(),
                    waiting: G::WAITS && this.actor.is_waiting::<E>(),
                    untold: this.interrupt.is_untold(),
                    telling: I::LATER && this.interrupt.is_telling(),
                }
            }
            Act::GiveUp => this.give_up(number, state),
            Act::Clear { telling: false } => {
                state.enter(number);
                this.drop_actor(state);
            }
            Act::Clear { telling: true } => {
                state.enter_telling(number);
                // The interrupt has panicked, so the actor was not told, and is dropped too.
                let knows = I::TELLS_ANYWAY && !(G::WAITS && this.actor.is_waiting::<E>());
                if !knows && this.actor.as_mut().cancel::<E>() {
                    this.drop_actor(state);
                }
                this.drop_later(state);
            }
            Act::Abandon => {
                state.enter(number);
                // What a drop does not end is told first, and not waited for.
                if A::ELSEWHERE && this.interrupt.is_untold() && this.actor.survives_drop() {
                    this.interrupt.as_mut().fire(&Cause::dropped());
                }
                this.drop_actor(state);
                this.interrupt.clear();
            }
            Act::Release => *this.stays = S::NOTHING,
            Act::Watch(cx, give_up) => **give_up |= this.stays.poll_give_up(cx).is_ready(),
        }
    }
}

impl<G, A: Actor, C, M: Clock, S, I> SlotProjection<'_, G, A, C, M, S, I> {
    /// Whether the interrupt has been called and time is up. Until then, the clock is kept ready.
    fn is_up<E>(&mut self, cx: &mut Context<'_>) -> bool
    where
        I: Fire<E>,
    {
        if self.actor.is_live() && self.interrupt.is_untold() {
            self.clock.as_mut().prepare();
            return false;
        }
        self.clock.as_mut().poll_up(cx).is_ready()
    }

    /// Drops what is live in a slot whose interrupt has been called: it is stuck.
    fn give_up<E>(&mut self, number: u32, state: &mut State<E>)
    where
        I: Fire<E>,
    {
        let telling = I::LATER && self.interrupt.is_telling();
        if self.interrupt.is_untold() || !(self.actor.is_live() || telling) {
            return;
        }
        let _inside = self.span.enter(state.name(number));
        state.enter(number);
        state.stuck();
        self.drop_actor(state);
        self.drop_later(state);
    }

    fn drop_actor<E>(&mut self, state: &mut State<E>) {
        if self.actor.is_live() {
            state.live -= 1;
            self.actor.set(Living::Over);
        }
    }

    fn drop_later<E>(&mut self, state: &mut State<E>)
    where
        I: Fire<E>,
    {
        if I::LATER && self.interrupt.is_telling() {
            state.live -= 1;
            self.interrupt.as_mut().clear();
        }
    }
}
