//! A set as an actor of a group.

use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::{collections::VecDeque, string::ToString, sync::Arc, vec::Vec};

use crate::{
    adapters::tokio::actor_set::{
        ActorSet,
        shared::{Failure, Left, Shared},
    },
    observe::status,
    outcome::{
        exit::Exit,
        infer::Infer,
        names::{Name, Text},
        sealed::Sealed,
    },
    slot::{
        actor::{IntoActor, MemberFailure, RunningActor},
        place::{EndsWhenDropped, MayWait, Place, StopsItself},
        retained::NothingRetained,
    },
};

/// The place of a set: its members are tasks.
#[derive(Debug)]
pub struct Members;

impl<A: RunningActor> Place<A> for Members {}
#[diagnostic::do_not_recommend]
impl EndsWhenDropped for Members {}
#[diagnostic::do_not_recommend]
impl MayWait for Members {}
#[diagnostic::do_not_recommend]
impl StopsItself for Members {}

#[diagnostic::do_not_recommend]
impl<E, M: Send + 'static> IntoActor<E, Members> for ActorSet<M> {
    type Output = Result<(), M>;
    type Actor = SetActor<M>;
    type Retained = NothingRetained;

    #[track_caller]
    fn into_actor(self, _: &mut NothingRetained, _: Sealed) -> SetActor<M> {
        let is_first = self.shared.lock().list();
        assert!(is_first, "an `ActorSet` can stand in one list, once: make another set");
        SetActor { shared: self.shared, failures: VecDeque::new(), started: false, aborted: false }
    }
}

#[diagnostic::do_not_recommend]
impl<E, M: Send + 'static> IntoActor<E, Members> for &ActorSet<M> {
    type Output = Result<(), M>;
    type Actor = SetActor<M>;
    type Retained = NothingRetained;

    #[track_caller]
    fn into_actor(self, retained: &mut NothingRetained, sealed: Sealed) -> SetActor<M> {
        IntoActor::<E, Members>::into_actor(self.clone(), retained, sealed)
    }
}

/// A set as an actor.
pub struct SetActor<M> {
    shared: Arc<Shared<M>>,
    /// Those that the group has still to take.
    failures: VecDeque<Failure<M>>,
    started: bool,
    /// The group has had it aborted.
    aborted: bool,
}

impl<M: Send + 'static> RunningActor for SetActor<M> {
    type Output = Result<(), M>;

    const RUNS_ELSEWHERE: bool = true;
    const STOPS_ITSELF: bool = true;
    const HAS_MEMBERS: bool = true;

    fn poll<E>(
        mut self: Pin<&mut Self>,
        name: Name<'_>,
        cx: &mut Context<'_>,
        read: &impl Fn(Result<(), M>, Infer<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        let this = &mut *self;
        if !this.started {
            this.started = true;
            Shared::start(&this.shared, name.text());
        }
        ready!(this.shared.poll_ended(&mut this.failures, cx));
        Poll::Ready(if this.aborted { Exit::Dropped } else { read(Ok(()), Infer::NEW) })
    }

    fn take_failure<E>(
        mut self: Pin<&mut Self>,
        read: &impl Fn(Result<(), M>, Infer<E>) -> Exit<E>,
    ) -> Option<MemberFailure<E>> {
        let Failure { name, left } = self.failures.pop_front()?;
        let exit = match left {
            Left::Ok => Ok(Exit::Ok),
            Left::Failed(error) => Ok(read(Err(error), Infer::NEW)),
            Left::Panicked(caught) => Err(caught),
            Left::Aborted => Ok(Exit::Cancelled),
        };
        Some(MemberFailure { member: name, exit })
    }

    fn cancel(mut self: Pin<&mut Self>) -> bool {
        self.aborted = true;
        self.shared.abort()
    }

    fn stop_itself(self: Pin<&mut Self>) -> bool {
        self.shared.interrupt();
        false
    }

    fn members(&self) -> Vec<Text> {
        status::Members::names(&*self.shared)
    }

    fn live_members(&self) -> Option<Arc<dyn status::Members>> {
        Some(self.shared.clone())
    }
}

impl<M: Send + 'static> status::Members for Shared<M> {
    fn names(&self) -> Vec<Text> {
        self.lock().entries.in_order(|entry| Some(entry.name.to_string().into()))
    }
}

/// Nothing in it is pinned.
impl<M> Unpin for SetActor<M> {}

impl<M> Drop for SetActor<M> {
    fn drop(&mut self) {
        self.shared.abort();
    }
}

impl<M> fmt::Debug for SetActor<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetActor").finish_non_exhaustive()
    }
}
