//! What may stand in the list: [`IntoActor`], and what it becomes, [`Actor`].

use core::{
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll},
};

use crate::outcome::Outcome;

/// What may stand in `run_group!` as an actor.
///
/// Every [`IntoFuture`] whose output is an [`Outcome`] is one, and so is a `thread(closure)`. A future is polled on the
/// group's own task: it may borrow, it need not be `Send`, and it must not block.
///
/// The trait is sealed: make your own type an actor by making it a future.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an actor",
    label = "not a future, nor a `thread(..)`",
    note = "an actor is a future, such as a call of an `async fn`, `async {{ .. }}`, or `thread(|| ..)`"
)]
pub trait IntoActor<E> {
    /// What the actor returns when it ends.
    type Output;
    #[doc(hidden)]
    type Actor;
    #[doc(hidden)]
    fn into_actor(self, _: Sealed) -> Self::Actor;
}

/// Stands in the signatures of sealed methods: nobody outside this crate can name it.
#[derive(Debug)]
pub struct Sealed(pub(crate) ());

#[diagnostic::do_not_recommend]
impl<E, T: IntoFuture> IntoActor<E> for T {
    type Output = T::Output;
    type Actor = T::IntoFuture;

    fn into_actor(self, _: Sealed) -> T::IntoFuture {
        self.into_future()
    }
}

/// A running actor.
///
/// Its first poll starts it; it is dropped when it has ended, or to make it end.
pub trait Actor<E> {
    type Output: Outcome<E>;

    /// Polls the actor. `name` is what it is called, for what it starts elsewhere.
    fn poll(self: Pin<&mut Self>, name: &str, cx: &mut Context<'_>) -> Poll<Self::Output>;

    /// Whether something runs that a drop does not end, so that it must be told even when the group is dropped.
    fn survives_drop(&self) -> bool {
        false
    }
}

impl<E, F: Future> Actor<E> for F
where
    F::Output: Outcome<E>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, _: &str, cx: &mut Context<'_>) -> Poll<F::Output> {
        Future::poll(self, cx)
    }
}
