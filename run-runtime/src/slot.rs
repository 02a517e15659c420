//! One actor with its interrupt.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    act::{Act, give_up},
    actor::{Actor, IntoActor, Living, LivingProjection, Sealed},
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
    trace::{self, Span},
};

pin_project! {
    /// One actor with its interrupt.
    ///
    /// Invariants:
    ///
    /// 1. `actor` is live from when it is filled until the actor has ended; then it is dropped where it stands, and
    ///    never comes back. So nothing is polled after it has ended.
    /// 2. `interrupt` is untold until it is called, once. So nothing is told twice.
    /// 3. `Course::live` counts the actors that are live and the interrupts that are to be polled, in all slots.
    /// 4. Whatever may panic is done behind `Course::enter`, so that it is known who did.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Slot<G, A, C, M, S, I> {
        #[pin]
        pub(crate) actor: Living<G, A, C>,
        // How long the two may take once the interrupt has been called.
        #[pin]
        pub(crate) clock: M,
        pub(crate) stays: S,
        pub(crate) span: Span,
        #[pin]
        pub(crate) interrupt: I,
    }
}

/// Fills a slot with an actor and its interrupt.
pub fn fill<E, G, M, T, P, C, I>(
    slot: &mut Slot<G, T::Actor, C, M, T::Stays, I>,
    state: &mut State<E>,
    (gate, clock): (G, M),
    actor: T,
    _: impl FnOnce(Of<P>),
    exit: C,
    interrupt: I,
) where
    G: Gate<E>,
    M: Clock,
    T: IntoActor<E, P>,
    C: Fn(T::Output, Of<E>) -> Exit<E>,
    I: Fire<E>,
{
    // One by one: each copy of an actor on its way is stack, where the compiler does not optimize.
    slot.actor = Living::Live { gate, actor: actor.into_actor(&mut slot.stays, Sealed(())), exit };
    slot.clock = clock;
    slot.interrupt = interrupt;
    state.course.add();
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
    fn poll_each(mut self: Pin<&mut Self>, number: u32, state: &mut State<E>, cx: &mut Context<'_>) {
        state.course.enter(number);
        if M::RUNS && self.as_mut().is_up(cx) {
            return give_up(&mut |act| self.as_mut().act(0, number, state, act));
        }
        let mut this = self.project();
        let inside = this.span.enter(state.course.name(number));
        if let LivingProjection::Live { gate, actor, exit } = this.actor.as_mut().project() {
            let poll = 'poll: {
                let polling = inside.poll(G::WAITS && !gate.is_open());
                if G::WAITS {
                    match gate.poll_open(cx) {
                        Poll::Ready(Ok(())) => polling.opened(),
                        Poll::Ready(Err(error)) => break 'poll Poll::Ready(Exit::Failed(error)),
                        Poll::Pending => break 'poll Poll::Pending,
                    }
                }
                actor.poll(state.course.name(number), cx, exit)
            };
            if let Poll::Ready(exit) = poll {
                state.ended(exit, !this.interrupt.is_untold());
                this.actor.as_mut().end();
            }
        }
        if I::LATER && this.interrupt.is_telling() {
            state.course.enter_telling(number);
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
        state.course.enter_telling(number);
        if M::RUNS {
            this.clock.start();
        }
        let _inside = this.span.enter(state.course.name(number));
        if trace::ON {
            trace::interrupted(state.course.name(number));
        }
        this.interrupt.fire(&Cause::of(state));
        if I::LATER {
            state.course.live += 1;
        }
        if I::DROPS || (G::WAITS && this.actor.is_waiting::<E>()) {
            state.course.enter(number);
            // One that runs elsewhere ends when it has been joined.
            if this.actor.is_live() && (!A::ELSEWHERE || this.actor.as_mut().cancel::<E>()) {
                state.cancelled(if I::DROPS { Ending::Dropped } else { Ending::Ok });
                this.actor.as_mut().end();
            }
        }
    }

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
                seen.number = number;
                seen.live = this.actor.is_live();
                seen.untold = this.interrupt.is_untold();
                seen.tells_anyway = I::TELLS_ANYWAY;
                if G::WAITS {
                    seen.waiting = this.actor.is_waiting::<E>();
                }
                if A::ELSEWHERE {
                    seen.survives_drop = this.actor.survives_drop();
                }
                if I::LATER {
                    seen.telling = this.interrupt.is_telling();
                }
            }
            Act::Tell => {
                if A::ELSEWHERE {
                    this.interrupt.fire(&Cause::DROPPED);
                    state.course.live += u32::from(I::LATER);
                }
            }
            Act::Stuck => {
                state.course.enter(number);
                let _inside = this.span.enter(state.course.name(number));
                state.stuck();
            }
            Act::Drop { cancel } => {
                let cancelled = !A::ELSEWHERE || !*cancel || this.actor.as_mut().cancel::<E>();
                if cancelled && this.actor.is_live() {
                    state.course.live -= 1;
                    this.actor.as_mut().end();
                }
            }
            Act::Clear => {
                if I::LATER && this.interrupt.is_telling() {
                    state.course.live -= 1;
                }
                this.interrupt.clear();
            }
            Act::Release => {
                if S::ANYTHING {
                    *this.stays = S::NOTHING;
                }
            }
            Act::Watch(cx, give_up) => {
                if S::ANYTHING {
                    **give_up |= this.stays.poll_give_up(cx).is_ready();
                }
            }
        }
    }
}

impl<G, A: Actor, C, M: Clock, S, I> Slot<G, A, C, M, S, I> {
    /// Whether the interrupt has been called and time is up. Until then, the clock is kept ready.
    fn is_up<E>(self: Pin<&mut Self>, cx: &mut Context<'_>) -> bool
    where
        I: Fire<E>,
    {
        let this = self.project();
        if this.actor.is_live() && this.interrupt.is_untold() {
            this.clock.prepare();
            return false;
        }
        this.clock.poll_up(cx).is_ready()
    }
}
