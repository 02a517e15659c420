//! `Stop`: a stop signal, set once and seen by any number of waiters.

use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use crate::sync::{
    primitives::{Arc, AtomicBool, Mutex, MutexGuard, OnceLock, Ordering, PoisonError},
    waiters::{Address, Waiters},
};

/// A stop signal: set once, seen by any number of waiters, in tasks and in threads.
///
/// `|stop|` hands one to an actor. Made by [`new`](Self::new), borrowed and with one waiter, it allocates nothing. The first
/// clone or [`stopped_owned`](Self::stopped_owned) makes the one small allocation that all clones share. All clones are the
/// same signal.
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
    Clone(Arc<Flag>),
}

/// The handle made by `new`. It is the signal itself until it is cloned.
#[derive(Default)]
struct First {
    own: Flag,
    // Set by the first clone, under the lock of `own`, which has no waiters from then on.
    moved: OnceLock<Arc<Flag>>,
}

/// Invariants:
///
/// 1. `stopped` goes from false to true, once, under the lock.
/// 2. A waker is added under the lock, and only where `stopped` is false. So setting the signal wakes every waiter.
#[derive(Debug, Default)]
struct Flag {
    stopped: AtomicBool,
    waiters: Mutex<Waiters>,
}

impl Stop {
    /// A signal that is not set.
    #[must_use]
    pub fn new() -> Self {
        Stop::default()
    }

    /// Sets the signal and wakes all waiters. Setting it again does nothing.
    ///
    /// # Panics
    ///
    /// If a waker panics: when all others have been woken, and unless this thread is unwinding already.
    pub fn stop(&self) {
        let (signal, waiters) = self.find().lock();
        signal.stop(waiters);
    }

    /// Whether the signal is set. A thread that sees it set sees what was done before it was set.
    #[must_use]
    #[inline]
    pub fn is_stopped(&self) -> bool {
        self.find().signal.is_stopped()
    }

    /// Waits until the signal is set.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future loses nothing: another call waits for the same signal.
    pub fn stopped(&self) -> Stopped<'_> {
        Stopped { stop: self, wait: Wait::default() }
    }

    /// Waits until the signal is set, in a future that borrows nothing: for an API that takes a `'static` one.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future loses nothing: another call waits for the same signal.
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

    /// The signal at the address that all clones share.
    fn share(&self) -> &Arc<Flag> {
        match &self.0 {
            Handle::First(first) => first.moved.get().unwrap_or_else(|| first.share()),
            Handle::Clone(signal) => signal,
        }
    }
}

impl First {
    /// The signal that counts: the one that the clones share, once there is one.
    #[inline]
    fn signal(&self) -> &Flag {
        self.moved.get().map_or(&self.own, |signal| signal)
    }

    /// Moves the signal to the heap, if no clone has done so yet.
    #[cold]
    fn share(&self) -> &Arc<Flag> {
        // Under the lock, so that no waiter is added, and none is woken, between the move and the switch.
        let mut waiters = self.own.lock();
        self.moved.get_or_init(|| {
            Arc::new(Flag {
                stopped: AtomicBool::new(self.own.is_stopped()),
                waiters: Mutex::new(core::mem::take(&mut *waiters)),
            })
        })
    }
}

/// A signal as found through one handle. It may move while its lock is waited for, but only where `first` is some.
#[derive(Clone, Copy)]
struct Found<'a> {
    signal: &'a Flag,
    first: Option<&'a First>,
}

impl<'a> Found<'a> {
    #[inline]
    fn shared(signal: &'a Flag) -> Self {
        Found { signal, first: None }
    }

    /// Locks the waiters of the signal, at its present address.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a `Stop` that is waited for and set once locks twice: see benches/limits.tsv"
    )]
    fn lock(self) -> (&'a Flag, MutexGuard<'a, Waiters>) {
        let waiters = self.signal.lock();
        match self.first.map(First::signal) {
            // The first clone was made while this thread waited for the lock. The signal moves only once.
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

/// Sets the signal of an actor's `|stop|` when it is dropped. So the signal is set whatever becomes of the interrupt that
/// holds this: it is called, it panics, or it is dropped with its group.
#[derive(Debug, Default)]
pub struct StopOnDrop(Option<Arc<Flag>>);

impl StopOnDrop {
    /// Sets nothing until [`handle`](Self::handle) has been called.
    #[must_use]
    pub fn new() -> Self {
        StopOnDrop::default()
    }

    /// The handle for the actor.
    pub(crate) fn handle(&mut self) -> Stop {
        Stop(Handle::Clone(Arc::clone(self.0.get_or_insert_default())))
    }
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        if let Some(signal) = &self.0 {
            signal.stop(signal.lock());
        }
    }
}

impl Flag {
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
        let waiting = core::mem::take(&mut *waiters);
        drop(waiters);
        waiting.wake();
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
    signal: Arc<Flag>,
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
