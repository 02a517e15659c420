//! A member of a set, as the future of its task.

use core::{
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::sync::Arc;

use pin_project_lite::pin_project;
use tokio::sync::OwnedSemaphorePermit;

use crate::{
    adapters::tokio::actor_set::shared::{Left, Shared},
    outcome::panic::catch,
};

pin_project! {
    /// A member's future. Whatever ends it, a return, a panic or an abort, it is dropped before the member leaves its set: so by then
    /// nothing of it is left.
    pub(super) struct Member<E, F> {
        // `None` once it has ended.
        #[pin]
        future: Option<F>,
        // `None` once it has left, and before it is entered.
        place: Option<Place<E>>,
    }

    impl<E, F> PinnedDrop for Member<E, F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            if let Some(place) = this.place.take() {
                // The task has been aborted.
                let dropped = catch(|| this.future.set(None));
                place.leave(dropped.map_or_else(Left::Panicked, |()| Left::Aborted));
            }
        }
    }
}

/// The place of a member in its set.
pub(super) struct Place<E> {
    pub(super) shared: Arc<Shared<E>>,
    pub(super) key: u64,
    /// Room for one in a set that has a limit, for as long as this is not dropped.
    pub(super) seat: Option<OwnedSemaphorePermit>,
}

impl<E> Place<E> {
    fn leave(self, how: Left<E>) {
        let Place { shared, key, seat } = self;
        drop(seat);
        shared.leave(key, how);
    }
}

impl<E, F> Member<E, F> {
    pub(super) fn new(future: F) -> Self {
        Member { future: Some(future), place: None }
    }

    pub(super) fn enter(&mut self, place: Place<E>) {
        self.place = Some(place);
    }
}

impl<E, F: Future<Output = Result<(), E>>> Future for Member<E, F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        let mut poll = Poll::Pending;
        let mut caught = catch(|| {
            if let Some(future) = this.future.as_mut().as_pin_mut() {
                poll = future.poll(cx);
            }
        });
        if caught.is_ok() {
            // Its output is kept, even if the drop panics.
            caught = catch(|| {
                if poll.is_ready() {
                    this.future.set(None);
                }
            });
        } else {
            // The first panic counts.
            let _ = catch(|| this.future.set(None));
        }
        let how = match caught {
            Err(caught) => Left::Panicked(caught),
            Ok(()) => ready!(poll).map_or_else(Left::Failed, |()| Left::Ok),
        };
        if let Some(place) = this.place.take() {
            place.leave(how);
        }
        Poll::Ready(())
    }
}
