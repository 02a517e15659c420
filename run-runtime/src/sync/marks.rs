//! Signals on their way from their handlers to the groups that listen for them.

use crate::sync::primitives::{AtomicU32, Ordering};

/// Which signals have come and have not been looked at. A bit each.
///
/// Invariants:
///
/// 1. A mark is taken once: by [`take`](Self::take), by [`stop_heeding`](Self::stop_heeding), or by [`mark`](Self::mark) itself
///    where nobody heeds it any more. So each signal is either heard or left to whoever takes it so, never both and never neither.
/// 2. From when [`mark`](Self::mark) has returned true until the signal has been delivered to all its listeners, and from then
///    until each of them has taken it up, [`any`](Self::any) is true.
#[derive(Debug, Default)]
pub struct Marks {
    /// The signals that have been marked and not been taken.
    pub(super) marked: AtomicU32,
    /// The signals that somebody listens for.
    pub(super) heeded: AtomicU32,
    /// How many listeners have heard a signal that they have not taken up, and how many calls of `take` are under way.
    pub(super) untaken: AtomicU32,
}

impl Marks {
    /// Marks a signal. Returns whether somebody is going to look at it; if not, it is as if it had not been marked. For signal
    /// handlers: it neither locks nor allocates.
    pub(crate) fn mark(&self, signal: u32) -> bool {
        self.marked.fetch_or(signal, Ordering::AcqRel);
        self.heeded.load(Ordering::Acquire) & signal != 0 || !self.unmark(signal)
    }

    /// Marks of this signal are looked at from now on.
    pub(crate) fn heed(&self, signal: u32) {
        self.heeded.fetch_or(signal, Ordering::AcqRel);
    }

    /// Marks of this signal are not looked at any more. Returns whether there is one that has not been.
    pub(crate) fn stop_heeding(&self, signal: u32) -> bool {
        self.heeded.fetch_and(!signal, Ordering::AcqRel);
        self.unmark(signal)
    }

    /// Takes a mark, if there is one.
    fn unmark(&self, signal: u32) -> bool {
        self.marked.fetch_and(!signal, Ordering::AcqRel) & signal != 0
    }

    /// Takes all marks, and passes them on to be delivered.
    pub(crate) fn take<R>(&self, deliver: impl FnOnce(u32) -> R) -> R {
        self.heard();
        let delivered = deliver(self.marked.swap(0, Ordering::AcqRel));
        self.taken_up();
        delivered
    }

    /// A listener has heard a signal, and is to take it up.
    pub(crate) fn heard(&self) {
        self.untaken.fetch_add(1, Ordering::Relaxed);
    }

    /// It has taken it up, or does not exist any more.
    pub(crate) fn taken_up(&self) {
        self.untaken.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether there is a signal that a group may have to take up.
    #[inline]
    pub(crate) fn any(&self) -> bool {
        // In this order: whoever takes the marks has counted himself before.
        self.marked.load(Ordering::Acquire) != 0 || self.untaken.load(Ordering::Relaxed) != 0
    }

    /// In a forked child: what its parent has heard is nothing to it.
    pub(crate) fn reset(&self) {
        self.heeded.store(0, Ordering::Release);
        self.marked.store(0, Ordering::Release);
        self.untaken.store(0, Ordering::Release);
    }
}
