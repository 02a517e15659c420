//! A group as an actor of another group: it knows how to stop.

use core::{
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use crate::{
    group::{Group, options::Options},
    outcome::{
        exit::{Exit, ExitKind},
        infer::Infer,
        names::Name,
    },
    slot::{
        actor::RunningActor,
        list::List,
        place::{EndsByItself, EndsWhenDropped, MayWait, Place, StopsItself},
    },
};

/// The place of a group with this list.
#[derive(Debug)]
pub struct InGroup<L>(PhantomData<fn() -> L>);

#[diagnostic::do_not_recommend]
impl<L> EndsByItself for InGroup<L> {}
#[diagnostic::do_not_recommend]
impl<L> MayWait for InGroup<L> {}
#[diagnostic::do_not_recommend]
impl<L> StopsItself for InGroup<L> {}
#[diagnostic::do_not_recommend]
impl<L: EndsWhenDropped> EndsWhenDropped for InGroup<L> {}

impl<L: List<E>, E, O: Options<E>> Place<Group<L, E, O>> for InGroup<L> {
    // Its tasks end some time after they are cancelled.
    const RUNS_ELSEWHERE: bool = true;
    const STOPS_ITSELF: bool = true;

    fn poll<X>(
        mut group: Pin<&mut Group<L, E, O>>,
        name: Name<'_>,
        cx: &mut Context<'_>,
        read: &impl Fn(<Group<L, E, O> as RunningActor>::Output, Infer<X>) -> Exit<X>,
    ) -> Poll<Exit<X>> {
        let exit = ready!(RunningActor::poll(group.as_mut(), name, cx, read));
        let was_dropped = matches!(group.lifecycle().cause(), Some((None, ExitKind::Dropped)));
        Poll::Ready(if matches!(exit, Exit::Ok) && was_dropped { Exit::Dropped } else { exit })
    }

    fn cancel(group: Pin<&mut Group<L, E, O>>) -> bool {
        group.drop_actors()
    }

    fn stop_itself(group: Pin<&mut Group<L, E, O>>) -> bool {
        group.lifecycle().ask_to_stop();
        false
    }
}
