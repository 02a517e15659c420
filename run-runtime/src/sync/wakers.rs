//! Which actors were woken: a waker for each actor, and a bit that says whether it has been called.
//!
//! Invariants:
//!
//! 1. A wake sets its actor's bit, and then wakes the task if that is needed. The group takes the bit before it polls the
//!    actor. So a wake during a poll of the actor leads to another poll of it.
//! 2. `QUIET` is set as long as the task needs no waking: it has been woken and has not yet begun to poll the group, or it is
//!    polling it, or the group is gone. A wake that sets it where it was clear wakes the task. The group sets it when a poll
//!    begins and when it is dropped, and clears it at the end of a poll, but only where no bit is set. So the task is woken once for any number of wakes, and never while it polls the
//!    group.
//! 3. While `QUIET` is clear, the task's waker lies in `task` and belongs to no thread. Whoever sets `QUIET` owns `task`: a
//!    wake takes the waker out and then clears `has_task`; from there on `task` belongs to the group, until it clears `QUIET`
//!    again.
//! 4. So the newest waker of the task counts, there is no lock, and an actor's waker that outlives the group keeps nothing
//!    but the bits.
//!
//! All wakers share one allocation: each is a pointer into it and one of its owners. That is what the unsafe code is for.
//! With `std::task::Wake` each waker is an allocation of its own, and freeing them took most of the time from the first exit
//! to the return; `benches/DECISIONS.md` has the figures. Loom runs this file in every interleaving of up to three threads.

#![allow(unsafe_code)]

use core::{
    marker::PhantomData,
    mem::ManuallyDrop,
    ops::Deref,
    panic::RefUnwindSafe,
    task::{RawWaker, RawWakerVTable, Waker},
};
use std::boxed::Box;

use crate::sync::{
    primitives::{Arc, AtomicBool, AtomicU64, Ordering, UnsafeCell},
    tree::{Tree, low_bits},
};

/// The number of actors that have their bit in `head`.
const DIRECT: u32 = 62;

/// Set in `head` where an actor has been woken whose bit is in `beyond`.
const BEYOND: u64 = 1 << 62;

/// See invariant 2.
const QUIET: u64 = 1 << 63;

/// What the wakers and their group share.
struct Bits {
    head: AtomicU64,
    /// Set by the group when it has put a waker into `task`, and cleared by the wake that has taken it out.
    has_task: AtomicBool,
    task: UnsafeCell<Option<Waker>>,
    beyond: Tree,
    /// What the wakers point at.
    targets: Box<[WakerTarget]>,
    // The following fields are used by the group alone. They are here so that the group's side is one pointer.
    /// The bits that the group has taken out of `head`, of actors that it has not polled yet.
    taken: AtomicU64,
    /// Whether `task` belongs to the group. Set when a poll begins with `QUIET` clear, or ends with it set; cleared when a poll
    /// ends with it clear. After a wake it may be false where the task does belong to the group: then `has_task` tells.
    owns_task: AtomicBool,
}

/// What the waker of one actor points at.
struct WakerTarget {
    bits: *const Bits,
    index: u32,
}

// SAFETY: `WakerTarget::bits` is only followed by a waker, which is one owner of what it points at. All else is an atomic, or
// `task`, whose owner the invariants name. A waker may be sent and shared.
unsafe impl Send for Bits {}
// SAFETY: as above.
unsafe impl Sync for Bits {}

// Nothing that may panic runs while `task` is half changed.
impl RefUnwindSafe for Bits {}

impl Bits {
    fn wake(&self, index: u32) {
        let bit = match index.checked_sub(DIRECT) {
            None => 1 << index,
            Some(index) => {
                self.beyond.set(index);
                BEYOND
            }
        };
        if self.head.fetch_or(bit | QUIET, Ordering::AcqRel) & QUIET != 0 {
            return;
        }
        // SAFETY: this wake has set `QUIET`, so it owns `task` until it clears `has_task` in the next line.
        let task = self.task.with_mut(|task| unsafe { (*task).take() });
        self.has_task.store(false, Ordering::Release);
        if let Some(task) = task {
            task.wake();
        }
    }

    // The group's side, beyond `head`. They take the bits and not the `Wakers`, whose pointer a caller can so keep in a register.

    #[inline(never)]
    fn take_beyond(&self) {
        self.beyond.take();
    }

    #[inline(never)]
    fn next_beyond(&self, from: u32) -> Option<u32> {
        let next = self.beyond.next(from);
        // There may have been none: the bit in `head` comes last.
        if !self.beyond.has_taken() {
            self.taken.store(self.taken.load(Ordering::Relaxed) & !BEYOND, Ordering::Relaxed);
        }
        next.map(|index| DIRECT + index)
    }
}

/// The waker of an actor, as functions of the pointer to its `WakerTarget`. A waker is one of the owners of the `Bits`, which
/// own the targets. So both live as long as there is a waker.
static WAKER: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop_waker);

unsafe fn clone(target: *const ()) -> RawWaker {
    // SAFETY: the waker that is cloned keeps the target alive, and `bits` came out of an `Arc` that it is an owner of.
    unsafe { Arc::increment_strong_count((*target.cast::<WakerTarget>()).bits) };
    RawWaker::new(target, &WAKER)
}

unsafe fn wake(target: *const ()) {
    // SAFETY: the caller's waker lives until the second line, which drops it.
    unsafe {
        wake_by_ref(target);
        drop_waker(target);
    }
}

unsafe fn wake_by_ref(target: *const ()) {
    // SAFETY: the caller's waker keeps the target and the bits alive.
    let (bits, index) = unsafe {
        let target = &*target.cast::<WakerTarget>();
        (&*target.bits, target.index)
    };
    bits.wake(index);
}

unsafe fn drop_waker(target: *const ()) {
    // SAFETY: the waker that is dropped was an owner. The target goes with the last owner.
    unsafe { Arc::decrement_strong_count((*target.cast::<WakerTarget>()).bits) };
}

/// The group's side: the wakers of its actors, and which of these have been called.
pub struct Wakers(Arc<Bits>);

impl Wakers {
    /// Wakers for the actors of a group that is being polled. All count as woken, so that each is polled once.
    pub(crate) fn new(actors: u32) -> Self {
        let beyond = actors.saturating_sub(DIRECT);
        let bit = if beyond > 0 { BEYOND } else { 0 };
        let mut bits = Arc::new(Bits {
            head: AtomicU64::new(QUIET | bit | low_bits(actors.min(DIRECT))),
            has_task: AtomicBool::new(false),
            task: UnsafeCell::new(None),
            beyond: Tree::new(beyond),
            targets: Box::default(),
            taken: AtomicU64::new(0),
            owns_task: AtomicBool::new(true),
        });
        let pointer = Arc::as_ptr(&bits);
        if let Some(bits) = Arc::get_mut(&mut bits) {
            bits.targets = (0..actors).map(|index| WakerTarget { bits: pointer, index }).collect();
        }
        Wakers(bits)
    }

    /// The waker of an actor, borrowed: it is no owner until it is cloned.
    #[inline]
    pub(crate) fn of(&self, index: u32) -> WakerRef<'_> {
        let target: *const WakerTarget = &raw const self.0.targets[index as usize];
        // SAFETY: the functions need the bits to live as long as the waker, and the group's side, which is borrowed for as
        // long, owns them. This waker is never dropped, so the owner count, to which it did not add, is not decremented.
        WakerRef(ManuallyDrop::new(unsafe { Waker::new(target.cast(), &WAKER) }), PhantomData)
    }

    /// Takes the bits of the actors that have been woken, for [`next`](Self::next) to go through. Called while the group is
    /// being polled.
    #[inline]
    pub(crate) fn take(&mut self) {
        let head = self.0.head.swap(QUIET, Ordering::AcqRel);
        if head & QUIET == 0 {
            self.0.owns_task.store(true, Ordering::Relaxed);
        }
        // Where the last poll has stopped before all were polled, they still are.
        self.set_taken(self.taken() | head & !QUIET);
        if head & BEYOND != 0 {
            self.0.take_beyond();
        }
    }

    #[inline]
    fn taken(&self) -> u64 {
        self.0.taken.load(Ordering::Relaxed)
    }

    #[inline]
    fn set_taken(&mut self, taken: u64) {
        self.0.taken.store(taken, Ordering::Relaxed);
    }

    /// Adds an actor to those whose bits have been taken.
    pub(crate) fn add(&mut self, index: u32) {
        match index.checked_sub(DIRECT) {
            None => self.set_taken(self.taken() | 1 << index),
            Some(index) => {
                self.0.beyond.add(index);
                self.set_taken(self.taken() | BEYOND);
            }
        }
    }

    /// The first actor from this index on whose bit has been taken. The bit is removed.
    #[inline]
    pub(crate) fn next(&mut self, from: u32) -> Option<u32> {
        let taken = self.taken();
        if taken == 0 {
            return None;
        }
        let above = if from < DIRECT { taken & !BEYOND & (!0 << from) } else { 0 };
        if above == 0 {
            return if taken & BEYOND == 0 { None } else { self.0.next_beyond(from.saturating_sub(DIRECT)) };
        }
        self.set_taken(taken & !lowest(above));
        Some(above.trailing_zeros())
    }

    /// The same, and after the last one from the first one on.
    #[inline]
    pub(crate) fn next_around(&mut self, from: u32) -> Option<u32> {
        match self.next(from) {
            None if from > 0 => self.next(0),
            next => next,
        }
    }

    /// Whether any bits have been taken.
    #[inline]
    pub(crate) fn has_taken(&self) -> bool {
        self.taken() != 0
    }

    /// Ends a poll of the group by the task with this waker. Returns whether an actor has been woken since the bits were taken:
    /// then the task is to be woken. It may also return true where a wake is just under way.
    #[must_use]
    pub(crate) fn end_poll(&mut self, waker: &Waker) -> bool {
        let bits = &*self.0;
        let owns = bits.owns_task.load(Ordering::Relaxed) || !bits.has_task.load(Ordering::Acquire);
        bits.owns_task.store(owns, Ordering::Relaxed);
        if !owns || bits.head.load(Ordering::Relaxed) != QUIET {
            return true;
        }
        // SAFETY: `QUIET` is set: by the group, or by a wake that has cleared `has_task`, so is done with `task`.
        let old = bits.task.with_mut(|task| match unsafe { &mut *task } {
            Some(known) if known.will_wake(waker) => None,
            place => place.replace(waker.clone()),
        });
        drop(old);
        bits.has_task.store(true, Ordering::Relaxed);
        let woken = bits.head.compare_exchange(QUIET, 0, Ordering::AcqRel, Ordering::Acquire).is_err();
        bits.owns_task.store(woken, Ordering::Relaxed);
        woken
    }
}

/// A waker that is borrowed from its group.
pub(crate) struct WakerRef<'a>(ManuallyDrop<Waker>, PhantomData<&'a Wakers>);

impl Deref for WakerRef<'_> {
    type Target = Waker;

    #[inline]
    fn deref(&self) -> &Waker {
        &self.0
    }
}

/// The lowest of some bits.
fn lowest(bits: u64) -> u64 {
    bits & bits.wrapping_neg()
}

impl Drop for Wakers {
    fn drop(&mut self) {
        let bits = &*self.0;
        // It stays set, so the task is not woken any more.
        let head = bits.head.fetch_or(QUIET, Ordering::AcqRel);
        if head & QUIET == 0 || bits.owns_task.load(Ordering::Relaxed) || !bits.has_task.load(Ordering::Acquire) {
            // SAFETY: as in `end_poll`, or `QUIET` was clear until now.
            let task = bits.task.with_mut(|task| unsafe { (*task).take() });
            drop(task);
        }
    }
}

impl core::fmt::Debug for Wakers {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Wakers").field("actors", &self.0.targets.len()).finish_non_exhaustive()
    }
}
