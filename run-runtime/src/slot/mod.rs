//! One slot of the list: an actor with its interrupt.

pub(crate) mod actor;
pub(crate) mod forms;
pub(crate) mod gate;
pub(crate) mod head;
pub(crate) mod interrupt;
pub(crate) mod limit;
pub(crate) mod list;
pub(crate) mod nested;
pub(crate) mod op;
pub(crate) mod place;
pub(crate) mod retained;
#[cfg(feature = "std")]
pub(crate) mod row;
#[cfg(feature = "std")]
pub(crate) mod stop_handle;

use core::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use pin_project_lite::pin_project;

#[cfg(feature = "std")]
use crate::slot::actor::MemberFailure;
use crate::{
    observe::trace::{self, ActorSpan},
    outcome::{
        exit::{Cut, Exit, ExitKind},
        infer::Infer,
    },
    slot::{
        actor::{ActorCell, ActorCellProjection, RunningActor},
        forms::Form,
        gate::Gate,
        limit::Limit,
        list::List,
        op::{SlotOp, cut},
        place::{EndsWhenDropped, Place},
        retained::Retained,
    },
    state::{State, cause::Cause},
};

pin_project! {
    /// One actor with its interrupt: its gate `G`, the actor `A`, the function `C` that reads its output, its limit `M`, what is
    /// retained of it `S`, its interrupt `I`, and where it runs, `W`.
    ///
    /// Invariants:
    ///
    /// 1. `actor` is live from when the slot is filled until the actor has ended. Then it is dropped in place, and never comes
    ///    back. So no actor is polled after it has ended.
    ///    A thread that has returned stays until it has been joined: its exit counts before its end.
    /// 2. `interrupt` is uncalled until it is called, once, or cleared. One that was cleared is never called. So no actor is
    ///    interrupted twice.
    #[derive(Debug)]
    #[project(!Unpin)]
    pub struct Slot<G, A, C, M, S, I, W> {
        #[pin]
        pub(crate) actor: ActorCell<G, A, C>,
        // How long the actor and its interrupt may take once the interrupt has been called.
        #[pin]
        pub(crate) limit: M,
        pub(crate) retained: S,
        pub(crate) span: ActorSpan,
        #[pin]
        pub(crate) interrupt: I,
        pub(crate) place: PhantomData<fn() -> W>,
    }
}

impl<E, G, A, C, M, S, I, W> List<E> for Slot<G, A, C, M, S, I, W>
where
    G: Gate<E>,
    A: RunningActor,
    C: Fn(A::Output, Infer<E>) -> Exit<E>,
    M: Limit,
    S: Retained,
    I: Form<E>,
    W: Place<A>,
{
    const LEN: u32 = 1;
    const HAS_ROWS: bool = false;
    const RETAINS: bool = S::ANYTHING;
    const WAITS: bool = G::WAITS || S::SAYS_READY;
    const VACANT: Self = Slot {
        actor: ActorCell::Ended,
        limit: M::UNSET,
        retained: S::NOTHING,
        span: ActorSpan::NEW,
        interrupt: I::FINISHED,
        place: PhantomData,
    };

    fn index(&self, slot: u32) -> u32 {
        slot
    }

    /// Polls what is live in the slot: the actor, then its interrupt. When their time is up, they are stuck.
    fn poll_all(mut self: Pin<&mut Self>, number: u32, state: &mut State<E>, cx: &mut Context<'_>) {
        state.lifecycle.enter(number);
        if M::CAN_PASS {
            if let Poll::Ready(how) = self.as_mut().poll_time_up(cx) {
                return cut(&mut |op| self.as_mut().apply(0, number, state, op), how);
            }
        }
        let mut this = self.project();
        let was_joining = A::IS_JOINED && this.actor.is_joining();
        // Before the span is entered: a subscriber that panics there keeps nothing from being joined.
        if was_joining && this.actor.as_mut().poll_joined(cx).is_ready() {
            state.joined();
            state.lifecycle.remove_live();
            this.actor.as_mut().end();
        }
        let span = this.span.enter(state.name(number));
        // The return of one that is joined has been counted.
        let to_poll = if was_joining { ActorCellProjection::Ended } else { this.actor.as_mut().project() };
        if let ActorCellProjection::Live { gate, mut actor, read } = to_poll {
            let mut gate_failed = false;
            let poll = 'poll: {
                let is_waiting = G::WAITS && !gate.is_open();
                let timer = span.poll(is_waiting);
                if G::WAITS {
                    match gate.poll_open(cx) {
                        Poll::Ready(Ok(())) => {
                            timer.opened();
                            if is_waiting {
                                state.gate_opened(A::IS_ACTOR);
                            }
                        }
                        Poll::Ready(Err(error)) => {
                            gate_failed = true;
                            break 'poll Poll::Ready(Exit::Failed(error));
                        }
                        Poll::Pending => break 'poll Poll::Pending,
                    }
                }
                let poll = W::poll(actor.as_mut(), state.name(number), cx, read);
                #[cfg(feature = "std")]
                if S::SAYS_READY {
                    if let Some(change) = this.retained.poll_readiness(cx) {
                        state.readiness_changed(change);
                    }
                }
                poll
            };
            #[cfg(feature = "std")]
            if A::HAS_MEMBERS {
                while let Some(MemberFailure { member, exit }) = actor.as_mut().take_failure(read) {
                    state.member_failed(&member, exit);
                }
            }
            if let Poll::Ready(exit) = poll {
                if A::IS_ACTOR || gate_failed {
                    state.ended(exit, !this.interrupt.is_uncalled(), !gate_failed);
                }
                if this.actor.as_mut().poll_joined(cx).is_ready() {
                    state.lifecycle.remove_live();
                    this.actor.as_mut().end();
                }
            }
        }
        if I::ASYNC && this.interrupt.is_running() {
            state.lifecycle.enter_interrupt(number);
            if let Poll::Ready(result) = this.interrupt.as_mut().poll_running(cx) {
                state.interrupt_finished(result);
                state.lifecycle.remove_live();
                this.interrupt.as_mut().clear();
                if W::STOPS_ITSELF {
                    stop_itself::<_, _, _, _, W>(this.actor, number, state);
                    // It has been polled already.
                    cx.waker().wake_by_ref();
                }
            }
        }
    }

    /// Calls the interrupt, if it has not been called yet. An actor whose gate has not opened then ends with `Ok`.
    fn interrupt_all(self: Pin<&mut Self>, number: u32, state: &mut State<E>) {
        let mut this = self.project();
        if !this.interrupt.is_uncalled() {
            return;
        }
        state.lifecycle.enter_interrupt(number);
        if M::CAN_PASS {
            this.limit.start();
        }
        let _span = this.span.enter(state.name(number));
        if trace::ON && (A::IS_ACTOR || !I::DROPS) {
            trace::interrupted(state.name(number));
        }
        this.interrupt.as_mut().call(&Cause::of(state));
        if I::ASYNC {
            state.lifecycle.add_live();
        }
        if I::DROPS || (G::WAITS && this.actor.is_waiting::<E>()) {
            state.lifecycle.enter(number);
            // An actor that runs elsewhere ends when it has been joined.
            if this.actor.is_live() && (!W::RUNS_ELSEWHERE || this.actor.as_mut().cancel::<E, W>()) {
                end_by_interrupt(this.actor, state, if I::DROPS { ExitKind::Dropped } else { ExitKind::Ok });
            }
        } else if W::STOPS_ITSELF && !this.interrupt.is_running() {
            stop_itself::<_, _, _, _, W>(this.actor, number, state);
        }
    }

    #[inline(never)]
    fn apply(self: Pin<&mut Self>, _: u32, number: u32, state: &mut State<E>, op: &mut SlotOp<'_, '_>) {
        match op {
            SlotOp::Poll(cx) => return self.poll_all(number, state, cx),
            SlotOp::Interrupt => return self.interrupt_all(number, state),
            SlotOp::Hear if S::ANYTHING => return self.hear(number, state),
            _ => {}
        }
        let mut this = self.project();
        match op {
            SlotOp::Poll(_) | SlotOp::Hear | SlotOp::Interrupt => {}
            SlotOp::Start => {
                if G::WAITS {
                    this.actor.release::<E>();
                }
            }
            SlotOp::Status(status) => {
                status.number = number;
                status.live = this.actor.is_live();
                status.uninterrupted = this.interrupt.is_uncalled();
                status.stops_on_panic = I::STOPS_ON_PANIC;
                status.unlisted = !A::IS_ACTOR && !I::ASYNC;
                if G::WAITS {
                    status.waiting = this.actor.is_waiting::<E>();
                    status.held = this.actor.is_held::<E>();
                }
                if S::SAYS_READY {
                    let unready = this.retained.is_unready();
                    (status.unready, status.never_ready) = (unready && status.live, unready && !status.live);
                }
                status.joining = this.actor.is_joining();
                if A::RUNS_ELSEWHERE {
                    status.survives_drop = this.actor.survives_drop();
                }
                if I::ASYNC {
                    status.interrupting = this.interrupt.is_running();
                }
            }
            SlotOp::InterruptForDrop => {
                if A::RUNS_ELSEWHERE {
                    this.interrupt.call(&Cause::DROPPED);
                    if I::ASYNC {
                        state.lifecycle.add_live();
                    }
                }
            }
            SlotOp::MarkCut(how) => {
                state.lifecycle.enter(number);
                let _span = this.span.enter(state.name(number));
                let how = if M::DRAINS { Cut::AsAsked } else { *how };
                let in_interrupt = I::ASYNC && this.interrupt.is_running();
                // Until its interrupt has finished, its members have not been asked.
                #[cfg(feature = "std")]
                if A::HAS_MEMBERS && !in_interrupt {
                    return state.cut_members(&this.actor.members(), how);
                }
                state.cut(how, in_interrupt);
            }
            SlotOp::DropActor { cancel } => {
                let ends = !W::RUNS_ELSEWHERE || !*cancel || this.actor.as_mut().cancel::<E, W>();
                if ends && this.actor.is_live() {
                    this.actor.as_mut().drop_gate::<E>();
                    state.lifecycle.remove_live();
                    this.actor.as_mut().end();
                }
            }
            SlotOp::DropInterrupt => {
                if I::ASYNC && this.interrupt.is_running() {
                    state.lifecycle.remove_live();
                }
                this.interrupt.clear();
            }
            SlotOp::Release => {
                if S::ANYTHING {
                    *this.retained = S::NOTHING;
                }
            }
            #[cfg(feature = "std")]
            SlotOp::Members(members) => {
                if A::HAS_MEMBERS {
                    **members = this.actor.live_members();
                }
            }
            SlotOp::PollGiveUp(cx, give_up) => {
                if S::ANYTHING {
                    if let Poll::Ready(signal) = this.retained.poll_give_up(cx) {
                        **give_up = Some(signal);
                    }
                }
            }
        }
    }
}

/// Asks an actor that knows how to stop, whose interrupt has finished.
fn stop_itself<E, G: Gate<E>, A: RunningActor, C, W: Place<A>>(
    mut actor: Pin<&mut ActorCell<G, A, C>>,
    number: u32,
    state: &mut State<E>,
) {
    state.lifecycle.enter_interrupt(number);
    if actor.as_mut().stop_itself::<E, W>() {
        state.lifecycle.enter(number);
        end_by_interrupt(actor, state, ExitKind::Dropped);
    }
}

/// A live actor ends by being dropped, since it has been interrupted.
#[inline]
fn end_by_interrupt<E, G: Gate<E>, A: RunningActor, C>(
    mut actor: Pin<&mut ActorCell<G, A, C>>,
    state: &mut State<E>,
    kind: ExitKind,
) {
    if A::IS_ACTOR {
        state.ended_by_interrupt(kind);
    }
    actor.as_mut().drop_gate::<E>();
    state.lifecycle.remove_live();
    actor.end();
}

#[diagnostic::do_not_recommend]
impl<G, A, C, M, S, I, W: EndsWhenDropped> EndsWhenDropped for Slot<G, A, C, M, S, I, W> {}

impl<G, A, C, M, S, I, W> Slot<G, A, C, M, S, I, W> {
    /// See [`SlotOp::Hear`].
    fn hear<E>(self: Pin<&mut Self>, number: u32, state: &mut State<E>)
    where
        Self: List<E>,
        G: Gate<E>,
        A: RunningActor,
        S: Retained,
    {
        if self.retained.has_exit() && self.actor.is_live() && !self.actor.is_waiting::<E>() {
            self.poll_all(number, state, &mut Context::from_waker(Waker::noop()));
        }
    }
}

impl<G, A: RunningActor, C, M: Limit, S, I, W> Slot<G, A, C, M, S, I, W> {
    /// Whether the interrupt has been called and the time is up. Until then, prepares the limit.
    fn poll_time_up<E>(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Cut>
    where
        I: Form<E>,
    {
        let this = self.project();
        if (this.actor.is_live() || !A::IS_ACTOR) && this.interrupt.is_uncalled() {
            this.limit.prepare();
            return Poll::Pending;
        }
        this.limit.poll_passed(cx)
    }
}
