//! What fills the head of a nested group, and what its actors have of it.

use core::convert::Infallible;

#[cfg(feature = "tokio")]
use crate::slot::head::IntoShared;
use crate::{
    outcome::{exit::Exit, infer::Infer},
    slot::{
        Slot,
        actor::ActorCell,
        forms::{DropInstead, Form},
        gate::{Both, Gate},
        head::{Head, Leader, SharedLimit},
        limit::{Earlier, Limit},
        place::Polled,
        retained::NothingRetained,
    },
    state::State,
};
#[cfg(feature = "std")]
use crate::{slot::head::Leads, sync::stop::Stop};

/// The slot of a head.
type HeadSlot<E, G, M, I> = Slot<G, Head, fn(Infallible, Infer<E>) -> Exit<E>, M, NothingRetained, I, Polled>;

/// Begins a nested group, before its actors are evaluated.
pub fn begin_nested<E, G: Gate<E>, M: Limit, I: Form<E>>(
    head: &mut HeadSlot<E, G, M, I>,
    state: &mut State<E>,
    (gate, limit): (G, M),
) {
    let actor = Head { live_before: state.lifecycle.live() };
    head.actor = ActorCell::Live { gate, actor, read: |never, _| match never {} };
    head.limit = limit;
    state.lifecycle.add_live();
}

/// Ends a nested group, after its actors. With no actor in it, it is left out.
pub fn end_nested<E, G: Gate<E>, M: Limit, I: Form<E>>(
    head: &mut HeadSlot<E, G, M, I>,
    state: &mut State<E>,
    interrupt: I,
) {
    let ActorCell::Live { actor: Head { live_before }, .. } = head.actor else { unreachable!("it has begun") };
    let is_empty = state.lifecycle.live() == live_before + 1;
    if is_empty || !G::WAITS {
        state.lifecycle.remove_live();
        head.actor = ActorCell::Ended;
    }
    if !is_empty {
        head.interrupt = interrupt;
    }
}

/// The terms of an actor in a nested group with this head.
pub fn within<E, G: Leader, M: SharedLimit, I, G2, M2>(
    head: &HeadSlot<E, G, M, I>,
    (gate, limit): (G2, M2),
) -> (Both<G::Follower, G2>, Earlier<M::Share, M2>) {
    let follower = match &head.actor {
        ActorCell::Live { gate, .. } => gate.follower(),
        ActorCell::Ended => unreachable!("it has begun"),
    };
    (Both { first: follower, second: gate }, Earlier { first: head.limit.share(), second: limit })
}

/// `#[when(future)]` of a nested group.
#[cfg(feature = "std")]
pub fn leads<G>(gate: G) -> Leads<G> {
    Leads { gate, opened: Stop::new() }
}

/// `#[grace(duration)]` or `#[drain(duration)]` of a nested group.
#[cfg(feature = "tokio")]
pub fn shared<M: IntoShared>(limit: M) -> M::Shared {
    limit.into_shared()
}

/// The interrupt of an actor in a nested group that is interrupted by `drop`.
pub fn drop_instead<I>(interrupt: I) -> DropInstead<I> {
    DropInstead { interrupt }
}
