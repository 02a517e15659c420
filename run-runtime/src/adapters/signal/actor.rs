//! A signal as an actor: the first signal ends it, and the second makes its group give up.

use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};
use std::sync::Arc;

use crate::{
    adapters::signal::{Signals, heard::Heard, system::Listening},
    outcome::{sealed::Sealed, signal::Signal},
    slot::{
        actor::{EndsWhenDropped, IntoActor},
        retained::Retained,
    },
};

/// The place of a signal actor: it ends when it is dropped.
#[derive(Debug)]
pub struct Listens;

impl EndsWhenDropped for Listens {}

#[diagnostic::do_not_recommend]
impl<E> IntoActor<E, Listens> for Signals {
    type Output = Signal;
    type Actor = FirstSignal;
    type Retained = Option<SecondSignal>;

    fn into_actor(self, retained: &mut Option<SecondSignal>, _: Sealed) -> FirstSignal {
        let first = FirstSignal(self.heard.clone());
        *retained = Some(SecondSignal { heard: self.heard, _listening: self.listening });
        first
    }
}

/// The actor. It waits for the first signal.
#[derive(Debug)]
pub struct FirstSignal(Arc<Heard>);

impl Future for FirstSignal {
    type Output = Signal;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Signal> {
        self.0.first.poll_recv(cx)
    }
}

/// What the group retains. It waits for the second signal, and listens until it is dropped.
pub struct SecondSignal {
    heard: Arc<Heard>,
    _listening: Listening,
}

impl Retained for Option<SecondSignal> {
    const ANYTHING: bool = true;
    const NOTHING: Self = None;

    fn poll_give_up(&self, cx: &Context<'_>) -> Poll<()> {
        self.as_ref().map_or(Poll::Pending, |second| second.heard.second.poll_recv(cx))
    }
}

impl fmt::Debug for SecondSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecondSignal").finish_non_exhaustive()
    }
}
