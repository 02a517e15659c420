//! `Ready`: what an actor says of its readiness.

use core::{fmt, task::Waker};

use crate::sync::{
    primitives::{Arc, AtomicU32, Mutex, MutexGuard, Ordering, PoisonError},
    waiters::Address,
};

/// Says whether an actor is ready: able to do its work.
///
/// `|stop, ready|` and `|_, ready|` hand one to an actor, which [sets](Self::set) it once it is: when its port is bound, its cache
/// warm, its first message there. Until then, actors that are `#[after]` it do not start, and the group is not
/// [ready](crate::Group::on_ready). An actor that is handed none is ready when it has been started.
///
/// If it is dropped before it was set, its actor is never ready, unless that may finish and does.
///
/// ```
/// use run_group::{AnyError, run_group};
/// use std::cell::Cell;
///
/// # async fn warm(_: &Cell<bool>) -> Result<(), AnyError> { Ok(()) }
/// # fn main() -> Result<(), AnyError> {
/// let warmed = Cell::new(false);
/// run_group! {
///     cache:  |stop, ready| async {
///         warm(&warmed).await?;
///         warmed.set(true);
///         ready.set();
///         stop.stopped().await;
///         Ok(())
///     },
///     #[after(cache)]
///     server: async {
///         assert!(warmed.get());
///         Ok(())
///     } => drop,
/// }
/// .run()?;
/// # Ok(()) }
/// ```
pub struct Ready(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// How often it has changed: it is odd where the actor is ready.
    changes: AtomicU32,
    /// That of the actor, which polls the [`Readiness`], too.
    waker: Mutex<Option<Waker>>,
}

impl Ready {
    /// The actor is ready. Saying so again does nothing.
    ///
    /// It may be called anywhere, also in another thread: the group hears of it in its next poll.
    pub fn set(&self) {
        self.0.change(true);
    }

    /// The actor is ready no more, until it is [set](Self::set) again: its database is gone, say. Where it never was ready, this does
    /// nothing.
    ///
    /// That shows in [`Status::is_ready`](crate::Status::is_ready) alone. Actors that are `#[after]` it are not stopped, nor kept from
    /// starting, and a startup limit that was met stays met.
    ///
    /// ```
    /// use run_group::{Status, run_group};
    ///
    /// let status = Status::new();
    /// run_group! {
    ///     db: |_, ready| async {
    ///         ready.set();
    ///         // Its connection is lost.
    ///         ready.unset();
    ///         assert!(!status.is_ready());
    ///         Ok(())
    ///     } => drop,
    /// }
    /// .status(&status)
    /// .run()
    /// .unwrap();
    /// ```
    pub fn unset(&self) {
        self.0.change(false);
    }
}

impl Shared {
    fn change(&self, ready: bool) {
        let to_other = |changes: u32| (is_ready(changes) != ready).then(|| changes.wrapping_add(1));
        if self.changes.fetch_update(Ordering::AcqRel, Ordering::Acquire, to_other).is_ok() {
            // It is woken after the lock is released: a waker is foreign code.
            let waker = self.lock().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_ready(changes: u32) -> bool {
    changes % 2 == 1
}

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_set = is_ready(self.0.changes.load(Ordering::Acquire));
        f.debug_struct("Ready").field("set", &is_set).finish()
    }
}

/// What the group has of a [`Ready`].
///
/// Invariant: where `changes` is what the signal has, and `waker` is some, that waker is in its place, and the next change wakes it.
#[derive(Debug)]
pub struct Readiness {
    shared: Arc<Shared>,
    /// As of the last poll.
    changes: u32,
    waker: Option<Address>,
    /// Set by the first poll that finds it ready. Never cleared.
    was_ready: bool,
}

/// What an actor has said of its readiness since the last poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// It has become ready for the first time.
    pub(crate) is_first: bool,
    /// It is ready now.
    pub(crate) is_ready: bool,
}

impl Readiness {
    /// Of an actor that is not ready.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "the macro makes one for each handle")]
    pub fn new() -> Self {
        let shared = Arc::new(Shared { changes: AtomicU32::new(0), waker: Mutex::new(None) });
        Readiness { shared, changes: 0, waker: None, was_ready: false }
    }

    /// The handle for the actor.
    #[must_use]
    pub fn handle(&self) -> Ready {
        Ready(Arc::clone(&self.shared))
    }

    /// Whether it has never been ready. Also asked between two polls.
    pub(crate) fn is_unready(&self) -> bool {
        !self.was_ready && self.shared.changes.load(Ordering::Acquire) == 0
    }

    /// What has changed. The waker is woken by the next change.
    #[inline]
    pub(crate) fn poll(&mut self, waker: &Waker) -> Option<Change> {
        let changes = self.shared.changes.load(Ordering::Acquire);
        if changes == self.changes && self.waker == Some(Address::of(waker)) {
            return None;
        }
        self.poll_changed(waker)
    }

    #[cold]
    fn poll_changed(&mut self, waker: &Waker) -> Option<Change> {
        // A waker's clone and drop are foreign code, which must not run under the lock.
        let new = waker.clone();
        self.waker = Some(Address::of(&new));
        let old = self.shared.lock().replace(new);
        drop(old);
        // Looked at after the waker has its place, so that no change is missed in between.
        let changes = self.shared.changes.load(Ordering::Acquire);
        let change = Change { is_first: !self.was_ready && changes != 0, is_ready: is_ready(changes) };
        let has_changed = change.is_first || change.is_ready != is_ready(self.changes);
        (self.changes, self.was_ready) = (changes, self.was_ready || change.is_first);
        has_changed.then_some(change)
    }
}
