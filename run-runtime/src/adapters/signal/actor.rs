//! Signals as an actor: the first request to stop ends it, and the second makes its group give up.

use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};
use std::sync::Arc;

use crate::{
    adapters::signal::{
        Signals,
        requests::Requests,
        system::{self, Listening},
    },
    outcome::{exit::Exit, infer::Infer, names::Name, sealed::Sealed, signal::Signal},
    slot::{
        actor::{IntoActor, RunningActor},
        place::{EndsByItself, EndsWhenDropped, Place, StopsItself},
        retained::Retained,
    },
};

/// The place of a signal actor: it ends when it is dropped.
#[derive(Debug)]
pub struct Listens;

impl<A: RunningActor> Place<A> for Listens {}
#[diagnostic::do_not_recommend]
impl EndsByItself for Listens {}
#[diagnostic::do_not_recommend]
impl EndsWhenDropped for Listens {}
#[diagnostic::do_not_recommend]
impl StopsItself for Listens {}

#[diagnostic::do_not_recommend]
impl<E> IntoActor<E, Listens> for Signals {
    type Output = Signal;
    type Actor = FirstSignal;
    type Retained = Option<LaterSignals>;

    fn into_actor(self, retained: &mut Option<LaterSignals>, _: Sealed) -> FirstSignal {
        let first = FirstSignal(self.requests.clone());
        *retained = Some(LaterSignals { requests: self.requests, _listening: self.listening });
        first
    }
}

/// The actor. It waits for the first request.
#[derive(Debug)]
pub struct FirstSignal(Arc<Requests>);

impl RunningActor for FirstSignal {
    type Output = Signal;

    const RUNS_ELSEWHERE: bool = false;
    const STOPS_ITSELF: bool = true;

    fn poll<E>(
        self: Pin<&mut Self>,
        _: Name<'_>,
        cx: &mut Context<'_>,
        read: &impl Fn(Signal, Infer<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        self.0.poll_first(cx).map(|signal| read(signal, Infer::NEW))
    }
}

/// What the group retains. It waits for the second request, and listens until it is dropped.
pub struct LaterSignals {
    requests: Arc<Requests>,
    _listening: Listening,
}

impl Retained for Option<LaterSignals> {
    const ANYTHING: bool = true;
    const NOTHING: Self = None;

    fn has_exit(&self) -> bool {
        self.as_ref().is_some_and(|later| {
            system::look();
            later.requests.begin()
        })
    }

    fn poll_give_up(&self, cx: &Context<'_>) -> Poll<Signal> {
        self.as_ref().map_or(Poll::Pending, |later| {
            system::look();
            later.requests.begin();
            later.requests.poll_second(cx)
        })
    }
}

impl fmt::Debug for LaterSignals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LaterSignals").finish_non_exhaustive()
    }
}
