//! Where an actor runs. Some futures are known by their type; of all others the place is what `IntoActor` says.
//!
//! The macro calls these methods at the user's tokens, where a place that lacks something is reported. Method lookup finds that for a
//! known type first, and after one step of dereferencing that for all others. Without a trait to be looked up, it costs the compiler
//! little.

#![expect(clippy::unused_self, reason = "method lookup needs a receiver")]

use core::{marker::PhantomData, ops::Deref};

#[cfg(feature = "tokio")]
use tokio::task::JoinHandle;

#[cfg(feature = "tokio")]
use crate::adapters::tokio::task::ByHandle;
use crate::{
    group::{Group, place::InGroup},
    outcome::infer::Infer,
    slot::{
        actor::Converted,
        list::List,
        place::{EndsByItself, EndsWhenDropped, MayWait, StopsItself},
    },
};

/// An actor that is a `T`.
#[derive(Debug)]
pub struct Placed<P, T> {
    /// What `IntoActor` says.
    pub place: Infer<P>,
    actor: PhantomData<fn() -> T>,
}

impl<P, T> Deref for Placed<P, T> {
    type Target = Infer<P>;

    fn deref(&self) -> &Infer<P> {
        &self.place
    }
}

/// Any type but those below.
impl<P> Infer<P> {
    #[must_use]
    pub fn place(&self) -> Infer<P> {
        Infer::NEW
    }

    /// Checks that an actor with `=> drop` ends when it is dropped.
    #[must_use]
    pub fn droppable(&self) -> Infer<P>
    where
        P: EndsWhenDropped,
    {
        Infer::NEW
    }

    /// Checks that an actor without an interrupt knows how to stop.
    #[must_use]
    pub fn stops_itself(&self) -> Infer<P>
    where
        P: StopsItself,
    {
        Infer::NEW
    }

    /// Checks that an actor with `#[when(..)]` or `#[after(..)]` may be made to wait.
    #[must_use]
    pub fn may_wait(&self) -> Infer<P>
    where
        P: MayWait,
    {
        Infer::NEW
    }

    /// Checks that an actor with `#[may_finish]` or `#[must_run]` may end before it is interrupted.
    #[must_use]
    pub fn ends_by_itself(&self) -> Infer<P>
    where
        P: EndsByItself,
    {
        Infer::NEW
    }
}

impl<P, L: List<E>, E, O> Placed<P, Group<L, E, O>> {
    #[must_use]
    pub fn place(&self) -> Infer<InGroup<L>> {
        Infer::NEW
    }

    #[must_use]
    pub fn droppable(&self) -> Infer<InGroup<L>>
    where
        InGroup<L>: EndsWhenDropped,
    {
        Infer::NEW
    }

    #[must_use]
    pub fn stops_itself(&self) -> Infer<InGroup<L>> {
        Infer::NEW
    }

    #[must_use]
    pub fn may_wait(&self) -> Infer<InGroup<L>> {
        Infer::NEW
    }

    #[must_use]
    pub fn ends_by_itself(&self) -> Infer<InGroup<L>> {
        Infer::NEW
    }
}

/// After `|stop|`.
impl<P, A, S, L: List<E>, E, O> Placed<P, Converted<Group<L, E, O>, P, A, S>> {
    #[must_use]
    pub fn place(&self) -> Infer<InGroup<L>> {
        Infer::NEW
    }

    #[must_use]
    pub fn droppable(&self) -> Infer<InGroup<L>>
    where
        InGroup<L>: EndsWhenDropped,
    {
        Infer::NEW
    }

    #[must_use]
    pub fn may_wait(&self) -> Infer<InGroup<L>> {
        Infer::NEW
    }

    #[must_use]
    pub fn ends_by_itself(&self) -> Infer<InGroup<L>> {
        Infer::NEW
    }
}

#[cfg(feature = "tokio")]
impl<P, T> Placed<P, JoinHandle<T>> {
    #[must_use]
    pub fn place(&self) -> Infer<ByHandle<T>> {
        Infer::NEW
    }

    #[must_use]
    pub fn droppable(&self) -> Infer<ByHandle<T>>
    where
        ByHandle<T>: EndsWhenDropped,
    {
        Infer::NEW
    }

    #[must_use]
    pub fn may_wait(&self) -> Infer<ByHandle<T>> {
        Infer::NEW
    }

    #[must_use]
    pub fn ends_by_itself(&self) -> Infer<ByHandle<T>> {
        Infer::NEW
    }
}

/// After `|stop|`.
#[cfg(feature = "tokio")]
impl<P, A, S, T> Placed<P, Converted<JoinHandle<T>, P, A, S>> {
    #[must_use]
    pub fn place(&self) -> Infer<ByHandle<T>> {
        Infer::NEW
    }

    #[must_use]
    pub fn droppable(&self) -> Infer<ByHandle<T>>
    where
        ByHandle<T>: EndsWhenDropped,
    {
        Infer::NEW
    }

    #[must_use]
    pub fn may_wait(&self) -> Infer<ByHandle<T>> {
        Infer::NEW
    }

    #[must_use]
    pub fn ends_by_itself(&self) -> Infer<ByHandle<T>> {
        Infer::NEW
    }
}
