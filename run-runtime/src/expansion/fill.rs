//! What builds a group: the list before anything is in it, and what fills its slots.

use core::fmt;
#[cfg(feature = "tokio")]
use core::time::Duration;

#[cfg(feature = "tokio")]
use crate::{adapters::tokio::timer::Timer, slot::limit::Drains};
use crate::{
    expansion::placed::Placed,
    group::Group,
    outcome::{exit::Exit, infer::Infer, names::Table, sealed::Sealed},
    slot::{
        Slot,
        actor::{ActorCell, IntoActor},
        forms::Form,
        gate::{After, Both, Gate, IntoGate, When},
        limit::Limit,
        list::{List, Vacant},
        place::Place,
    },
    state::State,
};
#[cfg(feature = "std")]
use crate::{
    outcome::names::Position,
    slot::{actor::Converted, retained::WithReady, row::Row, stop_handle::StopHandle},
    sync::ready::Readiness,
};

/// A value that carries the group's error type to where it is inferred.
#[must_use]
pub fn error_type<E: fmt::Debug + fmt::Display + 'static>() -> Infer<E> {
    Infer::displayed()
}

/// A group before anything is in it.
#[cfg(not(feature = "tracing"))]
pub fn vacant<L: List<E>, E, O>(_: Infer<E>, options: O) -> Group<L, E, O> {
    Group::vacant(options)
}

// Apart from the one above: a group that is changed before it is returned is copied once more.
#[cfg(feature = "tracing")]
pub fn vacant<L: List<E>, E, O>(error: Infer<E>, options: O) -> Group<L, E, O> {
    let mut group = Group::vacant(options);
    group.parts().1.set_show(error);
    group
}

/// The list and the state of a group, to be filled.
pub fn parts<L: List<E>, E, O>(group: &mut Group<L, E, O>) -> (&mut L, &mut State<E>) {
    group.parts()
}

/// Gives the group its table.
pub fn set_table<E>(state: &mut State<E>, table: &'static Table) {
    state.lifecycle.set_table(table);
}

/// Fills a slot with an actor and its interrupt. The closure of the fifth parameter is never called: by types, it says where the actor
/// runs, which is `P` unless it is a group, and checks that.
#[track_caller]
pub fn fill<E, G, M, T, P, W, C, I>(
    slot: &mut Slot<G, T::Actor, C, M, T::Retained, I, W>,
    state: &mut State<E>,
    (gate, limit): (G, M),
    actor: T,
    _: impl FnOnce(Placed<P, T>) -> Infer<W>,
    read: C,
    interrupt: I,
) where
    G: Gate<E>,
    M: Limit,
    T: IntoActor<E, P>,
    W: Place<T::Actor>,
    C: Fn(T::Output, Infer<E>) -> Exit<E>,
    I: Form<E>,
{
    // Field by field: in a debug build, each copy of an actor on its way takes stack.
    slot.actor = ActorCell::Live { gate, actor: actor.into_actor(&mut slot.retained, Sealed(())), read };
    slot.limit = limit;
    slot.interrupt = interrupt;
    state.lifecycle.add_live();
}

/// Leaves a slot vacant: it is configured out, or its actor was wrong and has been reported.
pub fn leave_vacant(_: &mut Vacant) {}

/// Goes on to the next item of a row.
#[cfg(feature = "std")]
pub fn next_item<G, A, C, M, S, I, W>(row: &mut Row<G, A, C, M, S, I, W>) {
    row.next();
}

/// Gives the last item of a row, in this slot, its name.
#[cfg(feature = "std")]
pub fn name_item<E, G, A, C, M, S, I, W>(
    row: &Row<G, A, C, M, S, I, W>,
    state: &mut State<E>,
    slot: u16,
    item: &dyn fmt::Display,
) {
    state.give_name(Position { slot, item: row.last_item() }, item);
}

/// Fills the last item of a row.
#[cfg(feature = "std")]
#[track_caller]
pub fn fill_item<E, G, M, T, P, W, C, I>(
    row: &mut Row<G, T::Actor, C, M, T::Retained, I, W>,
    state: &mut State<E>,
    terms: (G, M),
    actor: T,
    runs: impl FnOnce(Placed<P, T>) -> Infer<W>,
    read: C,
    interrupt: I,
) where
    G: Gate<E>,
    M: Limit,
    T: IntoActor<E, P>,
    W: Place<T::Actor>,
    C: Fn(T::Output, Infer<E>) -> Exit<E>,
    I: Form<E>,
{
    let mut slot = List::<E>::VACANT;
    fill(&mut slot, state, terms, actor, runs, read, interrupt);
    row.fill_last(slot);
}

/// What sets the stop signal of an actor with `|stop: Type|`: nothing, until there is a handle. That of a `Stop` is not inferred, which
/// costs the compiler less.
#[cfg(feature = "std")]
#[must_use]
pub fn stop_on_drop<D: Default>() -> D {
    D::default()
}

/// The handle that `|stop|` names.
#[cfg(feature = "std")]
#[must_use]
pub fn stop_handle<H: StopHandle<D>, D>(on_drop: &mut D) -> H {
    H::handle(on_drop, Sealed(()))
}

// What an actor's attributes ask for: its terms are its gate and its limit.

/// Puts the gate first, where the limit is written before it.
pub fn gate_first<M, G>(limit: M, gate: G) -> (G, M) {
    (gate, limit)
}

/// `#[grace(duration)]`.
#[cfg(feature = "tokio")]
#[must_use]
#[track_caller]
pub fn grace(limit: Duration) -> Timer {
    Timer::new(limit, "#[grace(..)]")
}

/// `#[drain(duration)]`.
#[cfg(feature = "tokio")]
#[must_use]
#[track_caller]
pub fn drain(limit: Duration) -> Drains<Timer> {
    Drains { limit: Timer::new(limit, "#[drain(..)]") }
}

/// The terms of an actor with `#[after(..)]`. Its own gate is asked when those are ready.
pub fn after<G, M>((gate, limit): (G, M)) -> (Both<After, G>, M) {
    (Both { first: After::Held, second: gate }, limit)
}

/// An actor that was handed the `Ready` of this.
#[cfg(feature = "std")]
pub fn made_ready<T, P, A, S>(
    Converted { actor, retained, from }: Converted<T, P, A, S>,
    readiness: Readiness,
) -> Converted<T, P, A, WithReady<S>> {
    Converted { actor, retained: WithReady { retained, readiness: Some(readiness) }, from }
}

/// `#[when(future)]`.
pub fn when<E, K, F: IntoGate<K>, C: Fn(F::Output, Infer<E>) -> Exit<E>>(
    _: Infer<E>,
    gate: F,
    read: C,
) -> When<F::Future, C> {
    When { future: Some(gate.into_gate()), read }
}
