//! The actors of a group and what is known of them, with their types.

use core::{
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

#[cfg(feature = "std")]
use crate::kept::Aside;
use crate::{
    act::Act,
    cause::Cause,
    course::{Course, Phase},
    crew::{Crew, Work},
    list::List,
    options::Options,
    panic::Caught,
    pass::{self, Bounds},
    record::Record,
    state::State,
    trace::Life,
};

pin_project! {
    /// The actors of a group and what is known of them.
    #[project(!Unpin)]
    pub struct Members<L, E>
    where
        L: List<E>,
    {
        #[pin]
        pub(crate) list: L,
        pub(crate) state: State<E>,
        life: Life,
    }

    impl<L, E> PinnedDrop for Members<L, E>
    where
        L: List<E>,
    {
        fn drop(this: Pin<&mut Self>) {
            // Nothing is live behind its end, so nothing is left in the slots.
            if this.state.course.phase != Phase::Done {
                let this = this.project();
                pass::abandon_all(&mut Lent { list: this.list, state: this.state, options: () });
            }
        }
    }
}

impl<L: List<E>, E> Members<L, E> {
    pub(crate) const VACANT: Self = Members { list: L::VACANT, state: State::NEW, life: Life::NEW };

    /// One poll of the group.
    pub(crate) fn poll<O: Options<E>>(self: Pin<&mut Self>, options: Pin<&mut O>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let bounds = const { Bounds { timed: L::WATCHES || O::TIMED, watches: L::WATCHES } };
        let state = &mut *this.state;
        let next = pass::poll(&mut Lent { list: this.list, state, options }, this.life, bounds, cx);
        match next {
            Some(start) => {
                this.state.course.begin_with(start);
                Poll::Pending
            }
            None => {
                this.state.course.phase = Phase::Done;
                Poll::Ready(())
            }
        }
    }
}

/// The index of the first actor in this slot.
fn index<E, L: List<E>>(list: &L, slot: u32) -> u32 {
    if L::HAS_ROWS { list.index(slot) } else { slot }
}

/// The actors, what is known of them, and for a poll what the group was built with.
struct Lent<'a, L, E, O> {
    list: Pin<&'a mut L>,
    state: &'a mut State<E>,
    options: O,
}

impl<L: List<E>, E, O> Crew for Lent<'_, L, E, O> {
    fn course(&mut self) -> &mut Course {
        &mut self.state.course
    }

    fn index(&self, slot: u32) -> u32 {
        index(&*self.list, slot.min(L::LEN))
    }

    fn act(&mut self, index: u32, act: &mut Act<'_, '_>) {
        self.list.as_mut().act(index, 0, self.state, act);
    }
}

impl<L: List<E>, E, O: Options<E>> Work for Lent<'_, L, E, Pin<&mut O>> {
    fn poll_each(&mut self, cx: &mut Context<'_>) {
        self.list.as_mut().poll_each(0, self.state, cx);
    }

    fn interrupt_each(&mut self) {
        self.list.as_mut().interrupt_each(0, self.state);
    }

    fn on_cause(&mut self, first: bool) {
        let cause = Cause::of(self.state);
        if first {
            self.state.show.cause(&cause);
        }
        self.options.as_mut().on_cause(&cause);
    }

    fn panicked(&mut self, caught: Caught, group: bool) {
        self.state.panicked(caught, group);
    }

    fn prepare(&mut self) {
        self.options.as_mut().prepare();
    }

    fn poll_served(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.options.as_mut().poll_served(cx)
    }

    fn poll_up(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.options.as_mut().poll_up(cx)
    }

    fn record(&mut self) -> Option<&mut Record> {
        self.state.kept.record()
    }

    #[cfg(feature = "std")]
    fn aside(&mut self) -> Option<&mut Aside> {
        self.state.kept.aside()
    }

    #[cfg(feature = "std")]
    fn make_aside(&mut self) {
        self.state.kept.make_aside();
    }
}
