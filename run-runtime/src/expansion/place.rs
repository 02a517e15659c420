//! Where an actor runs, and what it is: what `=> drop`, or no interrupt at all, asks of it.

#![expect(clippy::unused_self, reason = "method lookup needs a receiver")]

use core::{marker::PhantomData, ops::Deref};

#[cfg(feature = "tokio")]
use tokio::task::JoinHandle;

#[cfg(feature = "tokio")]
use crate::slot::actor::Converted;
use crate::slot::actor::{EndsWhenDropped, StopsItself};

/// An actor that is a `T`, at the place `P`. The macro calls a method at the user's tokens, so that what is wrong is reported there.
///
/// Method lookup finds a method for one type first, and then, dereferenced, that for all.
#[derive(Debug)]
pub struct Placed<P, T>(PhantomData<fn() -> (P, T)>);

/// Any actor at the place `P`.
#[derive(Debug)]
pub struct Place<P>(PhantomData<fn() -> P>);

impl<P, T> Deref for Placed<P, T> {
    type Target = Place<P>;

    fn deref(&self) -> &Place<P> {
        &Place(PhantomData)
    }
}

impl<P> Place<P> {
    /// Checks that an actor with `=> drop` ends when it is dropped.
    pub fn droppable(&self)
    where
        P: EndsWhenDropped,
    {
    }

    /// Checks that an actor without an interrupt knows how to stop.
    pub fn stops_itself(&self)
    where
        P: StopsItself,
    {
    }
}

/// It is a future, but its task does not end when it is dropped.
#[cfg(feature = "tokio")]
impl<P, T> Placed<P, JoinHandle<T>> {
    pub fn droppable(&self)
    where
        JoinHandle<T>: CancelsItsTask,
    {
    }
}

/// The same, after `|stop|`.
#[cfg(feature = "tokio")]
impl<P, T, A, S> Placed<P, Converted<JoinHandle<T>, P, A, S>> {
    pub fn droppable(&self)
    where
        JoinHandle<T>: CancelsItsTask,
    {
    }
}

/// What no handle does.
#[cfg(feature = "tokio")]
#[diagnostic::on_unimplemented(
    message = "a `JoinHandle` cannot be interrupted by `drop`",
    label = "its task runs on when the handle is dropped",
    note = "write `task(future)` instead of `tokio::spawn(future)`, and `thread(closure)` instead of `spawn_blocking(closure)`; or \
            interrupt the task by its `AbortHandle`"
)]
pub trait CancelsItsTask {}
