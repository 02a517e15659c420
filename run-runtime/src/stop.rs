//! A stop signal.

use core::{
    fmt,
    future::Future,
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll, Waker},
};
use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    vec::Vec,
};

use crate::{cause::Cause, interrupt::Interrupt};

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
pub struct Stop {
    own: Signal,
    // Set by the first clone, under the lock of `own`, which is empty from then on.
    shared: OnceLock<Arc<Signal>>,
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

/// The wakers of those who wait, by the key that each was given. The first needs no allocation.
#[derive(Debug, Default)]
struct Waiters {
    first: Option<Waker>,
    more: Vec<Option<Waker>>,
    /// The keys of `more` that are vacant.
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
        let waiters = self.waiters();
        self.signal().stop(waiters);
    }

    /// Whether the signal is set. What was done before it was set is seen by whoever sees it set.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.signal().stopped.load(Ordering::Acquire)
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
        StoppedOwned { stop: self.clone(), wait: Wait::default() }
    }

    /// The setter of a signal that has been cloned: a word, for the actor's interrupt.
    pub(crate) fn into_setter(self) -> Setter {
        let shared = self.shared.into_inner();
        Setter(shared.unwrap_or_else(|| Arc::new(self.own)))
    }

    /// The signal that counts: the shared one, once there is one.
    fn signal(&self) -> &Signal {
        self.shared.get().map_or(&self.own, |shared| shared)
    }

    /// Locks the waiters of the signal that counts.
    fn waiters(&self) -> MutexGuard<'_, Waiters> {
        loop {
            let signal = self.signal();
            let waiters = signal.lock();
            // The first clone may have been made while this waited for the lock.
            if core::ptr::eq(signal, self.signal()) {
                return waiters;
            }
        }
    }
}

/// Sets a [`Stop`] that others hold when it is dropped. Whatever becomes of the interrupt that it is a part of, called,
/// panicked or dropped with its group, who waits for the signal does not wait in vain.
#[derive(Debug)]
pub struct Setter(Arc<Signal>);

impl Drop for Setter {
    fn drop(&mut self) {
        self.0.stop(self.0.lock());
    }
}

impl Signal {
    fn lock(&self) -> MutexGuard<'_, Waiters> {
        self.waiters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self, mut waiters: MutexGuard<'_, Waiters>) {
        self.stopped.store(true, Ordering::Release);
        let Waiters { first, more, .. } = core::mem::take(&mut *waiters);
        drop(waiters);
        first.into_iter().chain(more.into_iter().flatten()).for_each(Waker::wake);
    }
}

impl Clone for Stop {
    fn clone(&self) -> Self {
        if self.shared.get().is_none() {
            let mut waiters = self.own.lock();
            // Under the lock, so that nobody waits or stops between the move and the switch.
            self.shared.get_or_init(|| {
                Arc::new(Signal {
                    stopped: AtomicBool::new(self.own.stopped.load(Ordering::Acquire)),
                    waiters: Mutex::new(core::mem::take(&mut *waiters)),
                })
            });
        }
        let shared = self.shared.get().expect("set above").clone();
        Stop { own: Signal::default(), shared: OnceLock::from(shared) }
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
    fn place(&mut self, key: usize) -> Option<&mut Option<Waker>> {
        match key.checked_sub(1) {
            None => Some(&mut self.first),
            Some(index) => self.more.get_mut(index),
        }
    }

    /// A key for a new waiter, whose waker is put there next.
    fn vacant(&mut self) -> usize {
        if self.first.is_none() {
            return 0;
        }
        self.free.pop().unwrap_or_else(|| {
            self.more.push(None);
            self.more.len()
        })
    }

    /// Takes a waiter out.
    fn leave(&mut self, key: usize) -> Option<Waker> {
        let waker = self.place(key)?.take();
        if key > 0 {
            self.free.push(key);
        }
        waker
    }
}

/// One waiter's place in the list, and whose waker stands there.
#[derive(Debug, Default)]
struct Wait {
    key: Option<usize>,
    // Where the waker in the list points. It is compared and never followed: as long as the waker stands in the list,
    // no other has its address. So a poll that changes nothing takes no lock and touches no counter.
    waker: (usize, usize),
}

fn address(waker: &Waker) -> (usize, usize) {
    (waker.data().addr(), core::ptr::from_ref(waker.vtable()).addr())
}

impl Wait {
    fn poll(&mut self, stop: &Stop, cx: &Context<'_>) -> Poll<()> {
        if stop.is_stopped() {
            return Poll::Ready(());
        }
        let waker = address(cx.waker());
        if self.key.is_some() && self.waker == waker {
            return Poll::Pending;
        }
        // A waker's clone and its drop are somebody else's code: not under the lock.
        let new = cx.waker().clone();
        let mut waiters = stop.waiters();
        if stop.is_stopped() {
            return Poll::Ready(());
        }
        let key = *self.key.get_or_insert_with(|| waiters.vacant());
        let old = waiters.place(key).and_then(|place| place.replace(new));
        drop(waiters);
        drop(old);
        self.waker = waker;
        Poll::Pending
    }

    fn leave(&mut self, stop: &Stop) {
        if let Some(key) = self.key.take() {
            if !stop.is_stopped() {
                let old = stop.waiters().leave(key);
                drop(old);
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
    stop: Stop,
    wait: Wait,
}

impl Future for Stopped<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        this.wait.poll(this.stop, cx)
    }
}

impl Future for StoppedOwned {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        this.wait.poll(&this.stop, cx)
    }
}

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        self.wait.leave(self.stop);
    }
}

impl Drop for StoppedOwned {
    fn drop(&mut self) {
        self.wait.leave(&self.stop);
    }
}
