//! A stop signal.

use core::{
    fmt,
    future::Future,
    num::NonZero,
    pin::Pin,
    ptr::NonNull,
    task::{Context, Poll, Waker},
};
use std::{boxed::Box, vec::Vec};

use crate::{
    cause::Cause,
    interrupt::Interrupt,
    sync::{Arc, AtomicBool, Mutex, MutexGuard, OnceLock, Ordering, PoisonError},
};

/// A stop signal: set once, seen by any number of waiters, in tasks and in threads.
///
/// `|stop|` hands one to an actor. Made by [`new`](Self::new) and borrowed, it allocates nothing; the first clone
/// makes the one small allocation that all clones share. All clones are the same signal.
///
/// ```
/// use run_group::{Stop, run_group};
///
/// let stop = Stop::new();
/// # futures::executor::block_on(async {
/// run_group! {
///     waits: stop.stopped() => &stop,
///     job:   async { Ok(()) } => drop,
/// }
/// .await
/// # }).unwrap();
/// assert!(stop.is_stopped());
/// ```
#[derive(Default)]
pub struct Stop(Handle);

enum Handle {
    First(First),
    Clone(Arc<Signal>),
}

/// The one that was made by `new`: it is the signal itself, until it is cloned.
#[derive(Default)]
struct First {
    own: Signal,
    // Set by the first clone, under the lock of `own`, which is empty from then on.
    moved: OnceLock<Arc<Signal>>,
}

/// Invariants:
///
/// 1. `stopped` goes from false to true, once, under the lock.
/// 2. A waker is added under the lock, and only where `stopped` is false: none is left behind.
#[derive(Debug, Default)]
struct Signal {
    stopped: AtomicBool,
    waiters: Mutex<Waiters>,
}

/// The wakers of those who wait, each in a place of its own. Most signals have one, which needs no allocation.
#[derive(Debug, Default)]
struct Waiters {
    first: Option<Waker>,
    more: Option<Box<More>>,
}

/// All waiters but the first.
#[derive(Debug, Default)]
struct More {
    wakers: Vec<Option<Waker>>,
    /// The places that are vacant.
    free: Vec<usize>,
}

impl Stop {
    /// A signal that is not set.
    #[must_use]
    pub fn new() -> Self {
        Stop::default()
    }

    /// Sets the signal and wakes all who wait for it. Setting it again does nothing.
    pub fn stop(&self) {
        let (signal, waiters) = self.find().lock();
        signal.stop(waiters);
    }

    /// Whether the signal is set. What was done before it was set is seen by whoever sees it set.
    #[must_use]
    #[inline]
    pub fn is_stopped(&self) -> bool {
        self.find().signal.is_stopped()
    }

    /// Waits until the signal is set.
    ///
    /// # Cancel safety
    ///
    /// The future may be dropped and asked for again at any time.
    pub fn stopped(&self) -> Stopped<'_> {
        Stopped { stop: self, wait: Wait::default() }
    }

    /// Waits until the signal is set, in a future that borrows nothing: for what wants a `'static` one.
    ///
    /// # Cancel safety
    ///
    /// The future may be dropped and asked for again at any time.
    pub fn stopped_owned(&self) -> StoppedOwned {
        StoppedOwned { signal: Arc::clone(self.share()), wait: Wait::default() }
    }

    #[inline]
    fn find(&self) -> Found<'_> {
        match &self.0 {
            Handle::First(first) => Found { signal: first.signal(), first: Some(first) },
            Handle::Clone(signal) => Found::shared(signal),
        }
    }

    /// The signal where all handles find it.
    fn share(&self) -> &Arc<Signal> {
        match &self.0 {
            Handle::First(first) => first.moved.get().unwrap_or_else(|| first.share()),
            Handle::Clone(signal) => signal,
        }
    }
}

impl First {
    /// The signal that counts: the one that the clones share, once there is one.
    #[inline]
    fn signal(&self) -> &Signal {
        self.moved.get().map_or(&self.own, |signal| signal)
    }

    /// Moves the signal to where its clones find it, if none of them has.
    #[cold]
    fn share(&self) -> &Arc<Signal> {
        // Under the lock, so that nobody waits or stops between the move and the switch.
        let mut waiters = self.own.lock();
        self.moved.get_or_init(|| {
            Arc::new(Signal {
                stopped: AtomicBool::new(self.own.is_stopped()),
                waiters: Mutex::new(core::mem::take(&mut *waiters)),
            })
        })
    }
}

/// A signal as one of its handles has found it. Only in the first one is it ever moved.
#[derive(Clone, Copy)]
struct Found<'a> {
    signal: &'a Signal,
    first: Option<&'a First>,
}

impl<'a> Found<'a> {
    #[inline]
    fn shared(signal: &'a Signal) -> Self {
        Found { signal, first: None }
    }

    /// Locks the waiters of the signal, wherever it is by now.
    #[inline]
    fn lock(self) -> (&'a Signal, MutexGuard<'a, Waiters>) {
        let waiters = self.signal.lock();
        match self.first.map(First::signal) {
            // The first clone was made while this waited for the lock. There is no second time.
            Some(now) if !core::ptr::eq(now, self.signal) => {
                drop(waiters);
                (now, now.lock())
            }
            _ => (self.signal, waiters),
        }
    }

    #[inline(never)]
    fn leave(self, place: usize) {
        let (_, mut waiters) = self.lock();
        let old = waiters.replace(place, None);
        drop(waiters);
        drop(old);
    }
}

/// Sets the signal of an actor's `|stop|` when it is dropped. Whatever becomes of the interrupt that it is a part of,
/// called, panicked or dropped with its group, who waits for the signal does not wait in vain.
#[derive(Debug, Default)]
pub struct Setter(Option<Arc<Signal>>);

impl Setter {
    /// The setter of an actor that has not been made, which may never be.
    #[must_use]
    pub fn new() -> Self {
        Setter::default()
    }

    /// The handle for the actor. The signal is where all handles find it from the start.
    pub(crate) fn handle(&mut self) -> Stop {
        Stop(Handle::Clone(Arc::clone(self.0.get_or_insert_default())))
    }
}

impl Drop for Setter {
    fn drop(&mut self) {
        if let Some(signal) = &self.0 {
            signal.stop(signal.lock());
        }
    }
}

impl Signal {
    #[inline]
    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    #[inline]
    fn lock(&self) -> MutexGuard<'_, Waiters> {
        self.waiters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self, mut waiters: MutexGuard<'_, Waiters>) {
        self.stopped.store(true, Ordering::Release);
        let Waiters { first, more } = core::mem::take(&mut *waiters);
        drop(waiters);
        if let Some(first) = first {
            first.wake();
        }
        if let Some(more) = more {
            more.wake();
        }
    }
}

impl Default for Handle {
    fn default() -> Self {
        Handle::First(First::default())
    }
}

impl Clone for Stop {
    fn clone(&self) -> Self {
        Stop(Handle::Clone(Arc::clone(self.share())))
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stop").field("stopped", &self.is_stopped()).finish()
    }
}

impl<E> Interrupt<E> for &Stop {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}

impl<E> Interrupt<E> for Stop {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}

impl Waiters {
    /// Puts a waker into a new place.
    #[inline]
    fn enter(&mut self, waker: Waker) -> usize {
        if self.first.is_some() {
            return self.more.get_or_insert_default().enter(waker);
        }
        self.first = Some(waker);
        0
    }

    /// Puts another waker, or none, into a place.
    #[inline]
    fn replace(&mut self, place: usize, waker: Option<Waker>) -> Option<Waker> {
        match place.checked_sub(1) {
            None => core::mem::replace(&mut self.first, waker),
            Some(place) => self.more.as_mut()?.replace(place, waker),
        }
    }
}

// Out of the way of the first.
impl More {
    #[cold]
    fn enter(&mut self, waker: Waker) -> usize {
        let place = self.free.pop().unwrap_or_else(|| {
            self.wakers.push(None);
            self.wakers.len() - 1
        });
        self.wakers[place] = Some(waker);
        place + 1
    }

    #[cold]
    fn replace(&mut self, place: usize, waker: Option<Waker>) -> Option<Waker> {
        if waker.is_none() {
            self.free.push(place);
        }
        core::mem::replace(self.wakers.get_mut(place)?, waker)
    }

    #[cold]
    fn wake(self) {
        self.wakers.into_iter().flatten().for_each(Waker::wake);
    }
}

/// One waiter: its place among the wakers, if it has one, and whose waker stands there.
#[derive(Debug, Default)]
struct Wait(Option<(usize, Address)>);

/// Where a waker points. It is compared and never followed: as long as the waker stands in its place, no other has its
/// address. So a poll that changes nothing takes no lock and touches no counter.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Address {
    data: usize,
    vtable: NonZero<usize>,
}

impl Address {
    #[inline]
    fn of(waker: &Waker) -> Self {
        Address { data: waker.data().addr(), vtable: NonNull::from(waker.vtable()).addr() }
    }
}

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
        // A waker's clone and its drop are somebody else's code: not under the lock.
        let new = waker.clone();
        let (signal, mut waiters) = found.lock();
        if signal.is_stopped() {
            return Poll::Ready(());
        }
        let (place, old) = match self.0 {
            None => (waiters.enter(new), None),
            Some((place, _)) => (place, waiters.replace(place, Some(new))),
        };
        drop(waiters);
        self.0 = Some((place, Address::of(waker)));
        drop(old);
        Poll::Pending
    }

    #[inline]
    fn leave(&mut self, found: Found<'_>) {
        if let Some((place, _)) = self.0 {
            // Whoever sets it takes all wakers away.
            if !found.signal.is_stopped() {
                found.leave(place);
            }
        }
    }
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
    signal: Arc<Signal>,
    wait: Wait,
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
