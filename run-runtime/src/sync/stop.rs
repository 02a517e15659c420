//! `Stop`: a stop signal, set once and seen by any number of waiters.

use core::{
    fmt,
    future::IntoFuture,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use crate::sync::{
    block_on::{block_on, block_on_for},
    primitives::{Arc, AtomicBool, Mutex, MutexGuard, OnceLock, Ordering, PoisonError},
    stopped::{Stopped, StoppedOwned},
    waiters::Waiters,
};

/// A stop signal: set once, seen by any number of waiters, in tasks and in threads.
///
/// `|stop|` hands one to an actor. It is a future itself, which is done when the signal is set, and then stays so. What takes a
/// future that borrows nothing takes the handle: `axum::serve(listener, app).with_graceful_shutdown(stop)`. A reference can be
/// awaited as well; a thread waits by [`wait`](Self::wait).
///
/// All clones are the same signal. Made by [`new`](Self::new), borrowed and with one waiter, it allocates nothing. The first clone
/// or [`stopped_owned`](Self::stopped_owned) makes the one small allocation that all clones share.
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
#[doc(alias = "CancellationToken")]
#[doc(alias = "shutdown")]
#[doc(alias = "cancel")]
#[doc(alias = "Notify")]
#[derive(Default)]
pub struct Stop(Handle);

enum Handle {
    First(First),
    /// Has a place among the waiters once it is polled as a future. A clone of it has a place of its own.
    Clone(StoppedOwned),
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
pub(super) struct Flag {
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
    #[doc(alias = "cancel")]
    #[doc(alias = "shutdown")]
    pub fn stop(&self) {
        let (signal, waiters) = self.find().lock();
        signal.stop(waiters);
    }

    /// Whether the signal is set. A thread that sees it set sees what was done before it was set.
    #[doc(alias = "is_cancelled")]
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
    #[doc(alias = "cancelled")]
    pub fn stopped(&self) -> Stopped<'_> {
        Stopped::new(self)
    }

    /// Waits until the signal is set, in a future that borrows nothing. The handle itself is one, too; this is for one that is still
    /// needed.
    ///
    /// ```
    /// use run_group::Stop;
    ///
    /// # #[tokio::main]
    /// # async fn main() {
    /// let stop = Stop::new();
    /// let waits = tokio::spawn(stop.stopped_owned());
    /// stop.stop();
    /// waits.await.unwrap();
    /// # }
    /// ```
    ///
    /// # Cancel safety
    ///
    /// Dropping the future loses nothing: another call waits for the same signal.
    #[doc(alias = "cancelled_owned")]
    pub fn stopped_owned(&self) -> StoppedOwned {
        StoppedOwned::new(Arc::clone(self.share()))
    }

    /// Blocks this thread until the signal is set: for code in a [`thread`](crate::thread()) that has nothing else to wait for. In a
    /// future, it would keep the actors beside it from running: there, [await](Self::stopped) it.
    ///
    /// ```
    /// use run_group::{run_group, thread};
    ///
    /// # fn main() -> Result<(), run_group::AnyError> {
    /// run_group! {
    ///     holds: |stop| thread(move || {
    ///         let _lock = "held until the group stops";
    ///         stop.wait();
    ///     }),
    ///     job:   async { Ok(()) } => drop,
    /// }
    /// .run()?;
    /// # Ok(()) }
    /// ```
    pub fn wait(&self) {
        if !self.is_stopped() {
            block_on(self.stopped());
        }
    }

    /// As [`wait`](Self::wait), for this long at most. Returns whether the signal is set.
    ///
    /// ```
    /// use run_group::{run_group, thread};
    /// use std::time::Duration;
    ///
    /// # fn main() -> Result<(), run_group::AnyError> {
    /// run_group! {
    ///     flush: |stop| thread(move || {
    ///         while !stop.wait_timeout(Duration::from_secs(1)) {
    ///             // every second, until the group stops
    ///         }
    ///     }),
    ///     job:   async { Ok(()) } => drop,
    /// }
    /// .run()?;
    /// # Ok(()) }
    /// ```
    #[must_use = "it may have returned because the time was up"]
    pub fn wait_timeout(&self, limit: Duration) -> bool {
        self.is_stopped() || block_on_for(self.stopped(), limit).is_ready() || self.is_stopped()
    }

    #[inline]
    pub(super) fn find(&self) -> Found<'_> {
        match &self.0 {
            Handle::First(first) => Found { signal: first.signal(), first: Some(first) },
            Handle::Clone(handle) => Found::shared(handle.signal()),
        }
    }

    /// The signal at the address that all clones share.
    fn share(&self) -> &Arc<Flag> {
        match &self.0 {
            Handle::First(first) => first.moved.get().unwrap_or_else(|| first.share()),
            Handle::Clone(handle) => handle.signal(),
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
pub(super) struct Found<'a> {
    pub(super) signal: &'a Flag,
    first: Option<&'a First>,
}

impl<'a> Found<'a> {
    #[inline]
    pub(super) fn shared(signal: &'a Flag) -> Self {
        Found { signal, first: None }
    }

    /// Locks the waiters of the signal, at its present address.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a `Stop` that is waited for and set once locks twice: see benches/limits.tsv"
    )]
    pub(super) fn lock(self) -> (&'a Flag, MutexGuard<'a, Waiters>) {
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
        Stop(Handle::Clone(StoppedOwned::new(Arc::clone(self.0.get_or_insert_default()))))
    }
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        // Where no handle is left, nobody sees it.
        if let Some(signal) = self.0.as_ref().filter(|signal| Arc::strong_count(signal) > 1) {
            signal.stop(signal.lock());
        }
    }
}

impl Flag {
    #[inline]
    pub(super) fn is_stopped(&self) -> bool {
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
        Stop(Handle::Clone(self.stopped_owned()))
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stop").field("stopped", &self.is_stopped()).finish()
    }
}

/// # Cancel safety
///
/// A handle that is dropped after it has been polled leaves no waker behind, and sets nothing.
impl Future for Stop {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match &mut self.0 {
                Handle::Clone(handle) => return Pin::new(handle).poll(cx),
                // It has no place for a waker of its own. So it becomes a clone of itself.
                Handle::First(_) => self.0 = Handle::Clone(self.stopped_owned()),
            }
        }
    }
}

impl<'a> IntoFuture for &'a Stop {
    type Output = ();
    type IntoFuture = Stopped<'a>;

    fn into_future(self) -> Stopped<'a> {
        self.stopped()
    }
}
