//! Signals on their way from their handlers to the groups that listen for them.

use crate::sync::primitives::{AtomicU32, Ordering};

/// Which signals have come and have not been looked at. A bit each, below [`ONE`].
///
/// Invariants:
///
/// 1. A mark is taken once: by [`take`](Self::take), by [`stop_heeding`](Self::stop_heeding), or by [`mark`](Self::mark) itself
///    where nobody heeds it any more. So each signal is either heard or left to whoever takes it so, never both and never neither.
/// 2. From when [`mark`](Self::mark) has returned true until the signal has been delivered to all its listeners, and from then
///    until each of them has taken it up, [`any`](Self::any) is true.
#[derive(Debug, Default)]
pub struct Marks {
    /// The signals that have been marked and not been taken; and in units of `ONE`, how many listeners have heard a signal that
    /// they have not taken up, and how many calls of `take` are under way.
    pub(super) pending: AtomicU32,
    /// The signals that somebody listens for.
    pub(super) heeded: AtomicU32,
}

/// More than all signals together.
const ONE: u32 = 1 << 8;

impl Marks {
    /// Marks a signal. Returns whether somebody is going to look at it; if not, it is as if it had not been marked. For signal
    /// handlers: it neither locks nor allocates.
    pub(crate) fn mark(&self, signal: u32) -> bool {
        self.pending.fetch_or(signal, Ordering::AcqRel);
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
        self.pending.fetch_and(!signal, Ordering::AcqRel) & signal != 0
    }

    /// Takes all marks, and passes them on to be delivered.
    pub(crate) fn take<R>(&self, deliver: impl FnOnce(u32) -> R) -> R {
        self.heard();
        let marked = self.pending.fetch_and(!(ONE - 1), Ordering::AcqRel) & (ONE - 1);
        let delivered = deliver(marked);
        self.taken_up();
        delivered
    }

    /// A listener has heard a signal, and is to take it up.
    pub(crate) fn heard(&self) {
        self.pending.fetch_add(ONE, Ordering::Relaxed);
    }

    /// It has taken it up, or does not exist any more.
    pub(crate) fn taken_up(&self) {
        self.pending.fetch_sub(ONE, Ordering::Relaxed);
    }

    /// Whether there is a signal that a group may have to take up.
    #[inline]
    pub(crate) fn any(&self) -> bool {
        self.pending.load(Ordering::Acquire) != 0
    }

    /// In a forked child: the signals of its parent are nothing to it. The parent's listeners stay counted, as they may be dropped
    /// in the child.
    pub(crate) fn reset(&self) {
        self.heeded.store(0, Ordering::Release);
        self.pending.fetch_and(!(ONE - 1), Ordering::AcqRel);
    }
}
