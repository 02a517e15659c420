//! Where an actor runs, as its type says: how one that runs there is stopped.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use crate::{
    outcome::{exit::Exit, infer::Infer, names::Name},
    slot::actor::RunningActor,
};

/// Where an actor runs. Most places leave it to the actor how it is polled and stopped; a group, which is a future, is known by its place
/// alone.
pub trait Place<A: RunningActor> {
    /// See [`RunningActor::RUNS_ELSEWHERE`].
    const RUNS_ELSEWHERE: bool = A::RUNS_ELSEWHERE;

    /// See [`RunningActor::STOPS_ITSELF`].
    const STOPS_ITSELF: bool = A::STOPS_ITSELF;

    /// See [`RunningActor::poll`].
    #[inline]
    fn poll<E>(
        actor: Pin<&mut A>,
        name: Name<'_>,
        cx: &mut Context<'_>,
        read: &impl Fn(A::Output, Infer<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        actor.poll(name, cx, read)
    }

    /// See [`RunningActor::cancel`].
    #[inline]
    fn cancel(actor: Pin<&mut A>) -> bool {
        actor.cancel()
    }

    /// See [`RunningActor::stop_itself`].
    #[inline]
    fn stop_itself(actor: Pin<&mut A>) -> bool {
        actor.stop_itself()
    }
}

/// The place of a future: on the group's own task. It ends when it is dropped.
#[derive(Debug)]
pub struct Polled;

impl<A: RunningActor> Place<A> for Polled {}

/// A place whose actors end when they are dropped, so that `=> drop` is allowed. And a list of nothing but such actors.
#[diagnostic::on_unimplemented(
    message = "a thread cannot be interrupted by `drop`",
    label = "a thread runs on when its handle is dropped",
    note = "write what makes the closure return: `|stop| thread(move || while !stop.is_stopped() {{ .. }})`, or \
            `=> {{ socket.shutdown(Shutdown::Both).ok(); }}`"
)]
pub trait EndsWhenDropped {}

#[diagnostic::do_not_recommend]
impl EndsWhenDropped for Polled {}

/// A place whose actors may end before they are interrupted.
#[diagnostic::on_unimplemented(
    message = "`#[may_finish]` and `#[must_run]` mean nothing on an `ActorSet`",
    label = "ends only when it is interrupted",
    note = "leave the attribute out: a member that ends successfully leaves the set, and ends nothing"
)]
pub trait EndsByItself {}

#[diagnostic::do_not_recommend]
impl EndsByItself for Polled {}

/// A place whose actors know how to stop, so that no interrupt has to be given. Their [`Place::STOPS_ITSELF`] is set.
#[diagnostic::on_unimplemented(
    message = "this actor has no interrupt",
    label = "does not know how to stop",
    note = "write `=> drop`, `=> {{ .. }}` or `=> token` after it, or let it take a stop signal, `|stop| actor`"
)]
pub trait StopsItself {}

/// A place whose actors may be made to wait before they are started.
#[diagnostic::on_unimplemented(
    message = "signals cannot be made to wait",
    label = "listens for signals, which could not stop the start then",
    note = "leave the attribute out: signals are listened for from when the list is built"
)]
pub trait MayWait {}

#[diagnostic::do_not_recommend]
impl MayWait for Polled {}
