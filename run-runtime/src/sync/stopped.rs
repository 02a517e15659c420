//! What waits for a [`Stop`]: one that borrows it, and one that owns a part of it.

use core::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

use crate::sync::{
    primitives::Arc,
    stop::{Flag, Found, Stop},
    waiters::Address,
};

/// One waiter: the place of its waker, if it has one, and which waker that is.
#[derive(Debug, Default)]
struct Wait(Option<(usize, Address)>);

impl Wait {
    #[inline]
    fn poll(&mut self, found: Found<'_>, cx: &Context<'_>) -> Poll<()> {
        if found.signal.is_stopped() {
            return Poll::Ready(());
        }
        match self.0 {
            Some((_, address)) if address == Address::of(cx.waker()) => Poll::Pending,
            _ => self.enter(found, cx.waker()),
        }
    }

    #[inline(never)]
    fn enter(&mut self, found: Found<'_>, waker: &Waker) -> Poll<()> {
        // A waker's clone and drop are foreign code, which must not run under the lock.
        let new = waker.clone();
        // Of the clone, which stays in its place as long as its address is compared. Another one may get the address of `waker`.
        let address = Address::of(&new);
        let (signal, mut waiters) = found.lock();
        if signal.is_stopped() {
            return Poll::Ready(());
        }
        let (place, old) = match self.0 {
            None => (waiters.add(new), None),
            Some((place, _)) => (place, waiters.replace(place, Some(new))),
        };
        drop(waiters);
        self.0 = Some((place, address));
        drop(old);
        Poll::Pending
    }

    #[inline]
    fn leave(&mut self, found: Found<'_>) {
        if let Some((place, _)) = self.0 {
            // Setting the signal removes all wakers.
            if !found.signal.is_stopped() {
                remove(found, place);
            }
        }
    }
}

#[inline(never)]
fn remove(found: Found<'_>, place: usize) {
    let (_, mut waiters) = found.lock();
    let old = waiters.replace(place, None);
    drop(waiters);
    drop(old);
}

/// Waits for a [`Stop`]; from [`Stop::stopped`].
#[derive(Debug)]
#[must_use = "a future does nothing until it is awaited"]
pub struct Stopped<'a> {
    stop: &'a Stop,
    wait: Wait,
}

/// Waits for a [`Stop`] without borrowing it; from [`Stop::stopped_owned`].
#[derive(Debug)]
#[must_use = "a future does nothing until it is awaited"]
pub struct StoppedOwned {
    signal: Arc<Flag>,
    wait: Wait,
}

impl<'a> Stopped<'a> {
    pub(super) fn new(stop: &'a Stop) -> Self {
        Stopped { stop, wait: Wait::default() }
    }
}

impl StoppedOwned {
    pub(super) fn new(signal: Arc<Flag>) -> Self {
        StoppedOwned { signal, wait: Wait::default() }
    }

    #[inline]
    pub(super) fn signal(&self) -> &Arc<Flag> {
        &self.signal
    }
}

impl Future for Stopped<'_> {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        this.wait.poll(this.stop.find(), cx)
    }
}

impl Future for StoppedOwned {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        this.wait.poll(Found::shared(&this.signal), cx)
    }
}

impl Drop for Stopped<'_> {
    #[inline]
    fn drop(&mut self) {
        self.wait.leave(self.stop.find());
    }
}

impl Drop for StoppedOwned {
    #[inline]
    fn drop(&mut self) {
        self.wait.leave(Found::shared(&self.signal));
    }
}
