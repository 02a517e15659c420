//! A member of a set, as the future of its task.

use core::{
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::{borrow::Cow, sync::Arc};

use pin_project_lite::pin_project;
use tokio::sync::OwnedSemaphorePermit;

use crate::{
    adapters::tokio::actor_set::{
        entries::Key,
        shared::{Left, Runtime, Shared},
    },
    outcome::panic::catch,
    sync::stop::Stop,
};

pin_project! {
    /// A member's future. Whatever ends it, a return, a panic or an abort, it is dropped before the member leaves its set: so by then
    /// nothing of it is left.
    pub(super) struct Member<E, F> {
        // `None` once it has ended.
        #[pin]
        future: Option<F>,
        // `None` once it has left.
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
    pub(super) key: Key,
    /// Room for one in a set that has a limit, for as long as this is not dropped.
    pub(super) seat: Option<OwnedSemaphorePermit>,
}

/// A member that has its place, and is still to be made.
pub(super) struct Entered<E> {
    pub(super) place: Place<E>,
    pub(super) stop: Stop,
    /// What its span is called by; empty where there are none.
    pub(super) name: Cow<'static, str>,
}

impl<E: Send + 'static> Entered<E> {
    /// Makes the member, and begins it or leaves that to the start of the set.
    ///
    /// # Panics
    ///
    /// If `member` does: then it leaves.
    pub(super) fn begin<F>(self, member: impl FnOnce(Stop) -> F)
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
    {
        let Entered { place, stop, name } = self;
        let mut future = None;
        let made = catch(|| future = Some(member(stop)));
        if let Err(caught) = made {
            place.leave(Left::Ok);
            caught.resume();
        }
        let Place { shared, key, seat } = place;
        let begin = move |shared: &Arc<Shared<E>>, runtime: &Runtime| {
            let member = Member { future, place: Some(Place { shared: shared.clone(), key, seat }) };
            shared.began(key, runtime.spawn(&name, member));
        };
        let begin = match shared.runtime() {
            Some(_) => begin,
            None => match shared.when_started(key, begin) {
                Some(begin) => begin,
                None => return,
            },
        };
        if let Some(runtime) = shared.runtime() {
            return begin(&shared, runtime);
        }
        // The set has been interrupted, and is never started. It ends with all that have waited for its start.
        let dropped = catch(|| drop(begin));
        shared.leave(key, dropped.map_or_else(Left::Panicked, |()| Left::Ok));
    }
}

impl<E> Place<E> {
    /// The seat is given back last: whoever waits for it finds the place vacant.
    fn leave(self, how: Left<E>) {
        let Place { shared, key, seat } = self;
        shared.leave(key, how);
        drop(seat);
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
