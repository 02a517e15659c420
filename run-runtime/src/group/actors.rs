//! A group without its options: the list of its actors, its state, and what is done when it is dropped.

#[cfg(feature = "tokio")]
use core::time::Duration;
use core::{
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    driver::{
        self,
        abandon::{abandon_all, drop_all},
        erased::{Driven, Slots},
        limits::{Asked, GroupLimits},
    },
    group::options::Options,
    observe::{
        recorder::Recorder,
        trace::{self, GroupTrace},
    },
    outcome::panic::Caught,
    slot::{limit::Passed, list::List, op::SlotOp},
    state::{
        State,
        cause::Cause,
        lifecycle::{Lifecycle, Phase},
    },
};
#[cfg(feature = "std")]
use crate::{
    driver::{erased::status_at, readiness::unready},
    outcome::names::Name,
    state::{cold::Untyped, last_call::LastCall},
};

pin_project! {
    /// The actors of a group and what is known of them. They are apart from [`Group`](crate::Group), so that what drops them
    /// does not depend on its options.
    #[project(!Unpin)]
    pub struct Actors<L, E>
    where
        L: List<E>,
    {
        #[pin]
        pub(crate) list: L,
        pub(crate) state: State<E>,
        trace: GroupTrace,
    }

    impl<L, E> PinnedDrop for Actors<L, E>
    where
        L: List<E>,
    {
        fn drop(this: Pin<&mut Self>) {
            // After the end all interrupts have been called and nothing is live, so nothing is left in the slots.
            if this.state.lifecycle.phase() != Phase::Ended {
                let this = this.project();
                abandon_all(&mut View { list: this.list, state: this.state, options: () });
            }
        }
    }
}

impl<L: List<E>, E> Actors<L, E> {
    pub(crate) const VACANT: Self = Actors { list: L::VACANT, state: State::NEW, trace: GroupTrace::NEW };

    /// One poll of the group.
    pub(crate) fn poll<O: Options<E>>(self: Pin<&mut Self>, options: Pin<&mut O>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let limits = const {
            GroupLimits {
                any: L::RETAINS || O::LIMITED || O::ASKS || O::AWAITS_READY,
                retains: L::RETAINS,
                drains: O::DRAINS,
                asks: O::ASKS,
            }
        };
        let state = &mut *this.state;
        let next = driver::poll(&mut View { list: this.list, state, options }, this.trace, limits, cx);
        match next {
            Some(first) => {
                this.state.lifecycle.suspend(first);
                Poll::Pending
            }
            None => {
                this.state.lifecycle.set_ended();
                Poll::Ready(())
            }
        }
    }
}

impl<L: List<E>, E> Actors<L, E> {
    /// See [`Group::drop_actors`](crate::Group::drop_actors).
    pub(crate) fn drop_all(self: Pin<&mut Self>) -> bool {
        let this = self.project();
        drop_all(&mut View { list: this.list, state: this.state, options: () });
        this.state.lifecycle.set_dropped();
        this.state.lifecycle.live() == 0
    }
}

#[cfg(feature = "std")]
impl<L: List<E>, E, O> View<'_, L, E, O> {
    /// Notes who is not ready when there is a cause.
    #[cold]
    #[inline(never)]
    fn note_unready(&mut self) {
        let unready = unready(self);
        if !unready.is_empty() {
            self.state.note_unready(unready);
        }
    }
}

/// A borrowed group, as the driver polls or drops it. For a drop, it has no options.
struct View<'a, L, E, O> {
    list: Pin<&'a mut L>,
    state: &'a mut State<E>,
    options: O,
}

impl<L: List<E>, E, O> Slots for View<'_, L, E, O> {
    fn lifecycle(&mut self) -> &mut Lifecycle {
        &mut self.state.lifecycle
    }

    fn index(&self, slot: u32) -> u32 {
        let slot = slot.min(L::LEN);
        if L::HAS_ROWS { self.list.index(slot) } else { slot }
    }

    #[cfg(feature = "std")]
    fn name(&self, number: u32) -> Name<'_> {
        self.state.name(number)
    }

    fn apply(&mut self, index: u32, op: &mut SlotOp<'_, '_>) {
        self.list.as_mut().apply(index, 0, self.state, op);
    }
}

impl<L: List<E>, E, O: Options<E>> Driven for View<'_, L, E, Pin<&mut O>> {
    fn poll_all(&mut self, cx: &mut Context<'_>) {
        self.list.as_mut().poll_all(0, self.state, cx);
    }

    fn interrupt_all(&mut self) {
        self.list.as_mut().interrupt_all(0, self.state);
    }

    fn trace_cause(&mut self) {
        let cause = Cause::of(self.state);
        let actor = Some(cause.actor()).filter(|actor| !actor.is_empty());
        trace::stopping(actor, &cause.words(self.state.show(cause.end())));
    }

    fn on_cause(&mut self) {
        #[cfg(feature = "std")]
        if L::WAITS {
            self.note_unready();
        }
        self.options.as_mut().on_cause(&Cause::of(self.state));
    }

    fn panicked(&mut self, caught: Caught, started: bool) {
        self.state.panicked(caught, started);
    }

    fn group_panicked(&mut self, caught: Caught) {
        self.state.group_panicked(caught);
    }

    fn prepare(&mut self) {
        self.options.as_mut().prepare();
    }

    fn restart_limits(&mut self) {
        self.options.as_mut().restart_limits();
    }

    fn poll_asked(&mut self, cx: &mut Context<'_>) -> Poll<Asked> {
        self.options.as_mut().poll_asked(cx)
    }

    fn awaits_ready(&mut self) -> bool {
        self.options.awaits_ready() || self.state.recorder().is_some_and(|recorder| recorder.awaits_ready())
    }

    fn on_ready(&mut self) {
        if let Some(recorder) = self.state.recorder() {
            recorder.all_ready();
        }
        self.options.as_mut().on_ready();
    }

    #[cfg(feature = "tokio")]
    fn not_ready_in_time(&mut self, limit: Duration) {
        let unready = unready(self);
        self.state.not_ready_in_time(limit, unready);
    }

    fn poll_lame_duck(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.options.as_mut().poll_lame_duck(cx)
    }

    fn poll_time_up(&mut self, cx: &mut Context<'_>) -> Poll<Passed> {
        self.options.as_mut().poll_time_up(cx)
    }

    fn recorder(&mut self) -> Option<&mut Recorder> {
        self.state.recorder()
    }

    #[cfg(feature = "std")]
    fn record_actor(&mut self, index: u32) {
        let status = status_at(self, index);
        if status.live && !status.unlisted {
            self.state.record_actor(status.number, status.waiting, status.unready);
            let mut members = None;
            self.apply(index, &mut SlotOp::Members(&mut members));
            if let (Some(members), Some(recorder)) = (members, self.state.recorder()) {
                recorder.have_members(members);
            }
        }
    }

    #[cfg(not(feature = "std"))]
    fn record_actor(&mut self, _: u32) {}

    #[cfg(feature = "std")]
    fn last_call(&mut self) -> &mut LastCall {
        self.state.cold().last_call()
    }

    #[cfg(feature = "std")]
    fn untyped(&mut self) -> Option<&mut Untyped> {
        self.state.cold().untyped()
    }

    #[cfg(feature = "std")]
    fn make_untyped(&mut self) {
        self.state.cold().make_untyped();
    }
}
