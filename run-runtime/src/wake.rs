//! Who was woken: a waker for each actor, and a bit that says whether it has been called.
//!
//! Invariants:
//!
//! 1. A wake sets its actor's bit, and then wakes the task if it must. The group takes the bit before it polls the actor.
//!    So a wake is seen by a poll that begins behind it, or by the next one.
//! 2. `QUIET` is set as long as the task needs no waking: it has been woken and has not begun to poll the group, or it is
//!    polling it, or the group is gone. Whoever sets it where it was clear wakes the task. The group clears it as the last
//!    act of a poll, and only where no bit is set. So the task is woken once for any number of wakes, and never while the
//!    group polls itself.
//! 3. The task's waker lies in `task` when `QUIET` is clear, and is nobody's. Whoever sets `QUIET` owns what lies there: a
//!    wake takes it out, says so by `full`, and from then on the place is the group's, until it clears `QUIET` again.
//! 4. So the newest waker of a task counts; there is no lock; and an actor's waker that outlives the group keeps the bits
//!    and nothing else.
//!
//! All wakers share one allocation, to which each is a pointer and a count. That is what the unsafe code here is for: with
//! `std::task::Wake` each is an allocation of its own. That was built first, in safe code: of 64 actors behind 1,000 wakes, the
//! way from the first exit to the return took 16,335 instructions, most of them to free those, and by hand takes 5,337.
//! This took 5,188 beside it. `scripts/instructions 'exit to return'` counts them.

#![allow(unsafe_code)]

use core::{
    marker::PhantomData,
    mem::ManuallyDrop,
    ops::Deref,
    panic::RefUnwindSafe,
    task::{RawWaker, RawWakerVTable, Waker},
};
use std::boxed::Box;

use crate::sync::{Arc, AtomicBool, AtomicU64, Ordering, UnsafeCell};

/// So many actors have a bit of their own in `head`.
const DIRECT: u32 = 62;

/// Set where one of the other actors has been woken, whose bits are in `rest`.
const REST: u64 = 1 << 62;

/// See the invariants.
const QUIET: u64 = 1 << 63;

/// What the wakers and their group share.
struct Bits {
    head: AtomicU64,
    /// Set by the group when it has put a waker into `task`, and cleared by the wake that has taken it out.
    full: AtomicBool,
    task: UnsafeCell<Option<Waker>>,
    rest: Box<[Word]>,
    /// What the wakers point at.
    own: Box<[Own]>,
    /// Those that the group has taken out of `head` and has not polled yet; and whether `task` is its own, as far as it
    /// knows. They are its business alone, and here so that its side is a pointer.
    taken: AtomicU64,
    /// In how many words of the rest there are such.
    words: AtomicU64,
    owns: AtomicBool,
}

/// The bits of 64 actors.
struct Word {
    woken: AtomicU64,
    /// Those that the group has taken and not polled yet. Nobody else looks at it.
    taken: AtomicU64,
}

impl Word {
    /// With the bits of so many set.
    fn of(actors: u32) -> Self {
        Word { woken: AtomicU64::new(first(actors)), taken: AtomicU64::new(0) }
    }
}

/// What the waker of one actor points at.
struct Own {
    bits: *const Bits,
    index: u32,
}

// SAFETY: `bits` is only followed by a waker, which counts as one owner of what it points at. All else is an atomic, or
// `task`, of which the invariants say whose it is; a waker may be sent and shared.
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
                self.rest[(index / 64) as usize].woken.fetch_or(1 << (index % 64), Ordering::AcqRel);
                REST
            }
        };
        if self.head.fetch_or(bit | QUIET, Ordering::AcqRel) & QUIET != 0 {
            return;
        }
        // SAFETY: it has set `QUIET`, so `task` is its own, until it gives it away in the next line.
        let task = self.task.with_mut(|task| unsafe { (*task).take() });
        self.full.store(false, Ordering::Release);
        if let Some(task) = task {
            task.wake();
        }
    }
}

/// The waker of an actor, as functions of the pointer to its `Own`. A waker is one of the owners of the `Bits`, so as long
/// as there is one, both are there.
static WAKER: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop);

unsafe fn clone(own: *const ()) -> RawWaker {
    // SAFETY: of a waker that is there, so `Own` is; and `bits` came out of an `Arc`, of which it is an owner.
    unsafe { Arc::increment_strong_count((*own.cast::<Own>()).bits) };
    RawWaker::new(own, &WAKER)
}

unsafe fn wake(own: *const ()) {
    // SAFETY: the caller's waker is there until the second line, which ends it.
    unsafe {
        wake_by_ref(own);
        drop(own);
    }
}

unsafe fn wake_by_ref(own: *const ()) {
    // SAFETY: of a waker that is there, so `Own` and `Bits` are.
    let (bits, index) = unsafe {
        let own = &*own.cast::<Own>();
        (&*own.bits, own.index)
    };
    bits.wake(index);
}

unsafe fn drop(own: *const ()) {
    // SAFETY: of a waker that ends here, and was an owner. `Own` is gone with the last.
    unsafe { Arc::decrement_strong_count((*own.cast::<Own>()).bits) };
}

/// The group's side: the wakers of its actors, and who of them has been woken.
pub struct Wakers(Arc<Bits>);

impl Wakers {
    /// Wakers for so many actors of a group that is being polled. All are to be polled once, as if they had been woken.
    pub(crate) fn new(actors: u32) -> Self {
        let beyond = actors.saturating_sub(DIRECT);
        let rest = if beyond > 0 { REST } else { 0 };
        let mut bits = Arc::new(Bits {
            head: AtomicU64::new(QUIET | rest | first(actors.min(DIRECT))),
            full: AtomicBool::new(false),
            task: UnsafeCell::new(None),
            rest: (0..beyond).step_by(64).map(|number| Word::of(beyond - number)).collect(),
            own: Box::default(),
            taken: AtomicU64::new(0),
            words: AtomicU64::new(0),
            owns: AtomicBool::new(true),
        });
        let pointer = Arc::as_ptr(&bits);
        if let Some(bits) = Arc::get_mut(&mut bits) {
            bits.own = (0..actors).map(|index| Own { bits: pointer, index }).collect();
        }
        Wakers(bits)
    }

    /// The waker of an actor, lent: it is no owner until it is cloned.
    #[inline]
    pub(crate) fn of(&self, index: u32) -> Lent<'_> {
        let own: *const Own = &raw const self.0.own[index as usize];
        // SAFETY: the functions ask for a waker that is there, and this one is as long as the group's side is, from which
        // it is lent. It is never dropped, so the owner that it does not count as is never taken off.
        Lent(ManuallyDrop::new(unsafe { Waker::new(own.cast(), &WAKER) }), PhantomData)
    }

    /// Takes the bits of those who have been woken, whom [`next`](Self::next) then counts. The group is being polled.
    #[inline]
    pub(crate) fn take(&mut self) {
        let head = self.0.head.swap(QUIET, Ordering::AcqRel);
        if head & QUIET == 0 {
            self.0.owns.store(true, Ordering::Relaxed);
        }
        self.set_taken(head & !QUIET);
        if head & REST != 0 {
            self.take_rest();
        }
    }

    #[inline(never)]
    fn take_rest(&mut self) {
        let mut words = 0;
        for word in &self.0.rest {
            if word.woken.load(Ordering::Relaxed) != 0 {
                word.taken.store(word.woken.swap(0, Ordering::AcqRel), Ordering::Relaxed);
                words += 1;
            }
        }
        self.0.words.store(words, Ordering::Relaxed);
    }

    #[inline]
    fn taken(&self) -> u64 {
        self.0.taken.load(Ordering::Relaxed)
    }

    #[inline]
    fn set_taken(&mut self, taken: u64) {
        self.0.taken.store(taken, Ordering::Relaxed);
    }

    /// As if this one had been taken, too.
    pub(crate) fn add(&mut self, index: u32) {
        match index.checked_sub(DIRECT) {
            None => self.set_taken(self.taken() | 1 << index),
            Some(index) => {
                let (word, words) = (&self.0.rest[(index / 64) as usize], &self.0.words);
                let taken = word.taken.load(Ordering::Relaxed);
                if taken == 0 {
                    words.store(words.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
                }
                word.taken.store(taken | 1 << (index % 64), Ordering::Relaxed);
                self.set_taken(self.taken() | REST);
            }
        }
    }

    /// The first of those who have been taken, of this one and those behind it. It is taken off.
    #[inline]
    pub(crate) fn next(&mut self, from: u32) -> Option<u32> {
        let taken = self.taken();
        if taken == 0 {
            return None;
        }
        let above = if from < DIRECT { taken & !REST & (!0 << from) } else { 0 };
        if above == 0 {
            return if taken & REST == 0 { None } else { self.next_of_rest(from.saturating_sub(DIRECT)) };
        }
        self.set_taken(taken & !lowest(above));
        Some(above.trailing_zeros())
    }

    #[inline(never)]
    fn next_of_rest(&mut self, from: u32) -> Option<u32> {
        let (mut number, mut mask) = (from / 64, !0 << (from % 64));
        while let Some(word) = self.0.rest.get(number as usize) {
            let taken = word.taken.load(Ordering::Relaxed);
            let above = taken & mask;
            if above != 0 {
                self.take_off(word, taken & !lowest(above));
                return Some(DIRECT + number * 64 + above.trailing_zeros());
            }
            (number, mask) = (number + 1, !0);
        }
        None
    }

    /// Leaves these in a word of the rest. Behind the last, there is nobody of the rest.
    fn take_off(&self, word: &Word, left: u64) {
        word.taken.store(left, Ordering::Relaxed);
        if left == 0 {
            let words = self.0.words.load(Ordering::Relaxed) - 1;
            self.0.words.store(words, Ordering::Relaxed);
            if words == 0 {
                self.0.taken.store(self.taken() & !REST, Ordering::Relaxed);
            }
        }
    }

    /// The group returns from its poll by this task. Whether somebody has been woken meanwhile: then the task is to be
    /// woken. It may be told so where a wake is just under way, too.
    #[must_use]
    pub(crate) fn leave(&mut self, waker: &Waker) -> bool {
        let bits = &*self.0;
        let owns = bits.owns.load(Ordering::Relaxed) || !bits.full.load(Ordering::Acquire);
        bits.owns.store(owns, Ordering::Relaxed);
        if !owns || bits.head.load(Ordering::Relaxed) != QUIET {
            return true;
        }
        // SAFETY: `QUIET` is set, by the group, or by a wake that has said that it is done with `task`.
        let old = bits.task.with_mut(|task| match unsafe { &mut *task } {
            Some(known) if known.will_wake(waker) => None,
            place => place.replace(waker.clone()),
        });
        core::mem::drop(old);
        bits.full.store(true, Ordering::Relaxed);
        let woken = bits.head.compare_exchange(QUIET, 0, Ordering::AcqRel, Ordering::Acquire).is_err();
        bits.owns.store(woken, Ordering::Relaxed);
        woken
    }
}

/// A waker that its group has lent.
pub(crate) struct Lent<'a>(ManuallyDrop<Waker>, PhantomData<&'a Wakers>);

impl Deref for Lent<'_> {
    type Target = Waker;

    #[inline]
    fn deref(&self) -> &Waker {
        &self.0
    }
}

/// The bits of so many.
fn first(actors: u32) -> u64 {
    if actors < 64 { (1 << actors) - 1 } else { !0 }
}

/// The lowest of some bits.
fn lowest(bits: u64) -> u64 {
    bits & bits.wrapping_neg()
}

impl Drop for Wakers {
    fn drop(&mut self) {
        let bits = &*self.0;
        // It stays set: nobody is woken any more.
        let head = bits.head.fetch_or(QUIET, Ordering::AcqRel);
        if head & QUIET == 0 || bits.owns.load(Ordering::Relaxed) || !bits.full.load(Ordering::Acquire) {
            // SAFETY: as in `leave`, or `QUIET` was clear until now.
            let task = bits.task.with_mut(|task| unsafe { (*task).take() });
            core::mem::drop(task);
        }
    }
}

impl core::fmt::Debug for Wakers {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Wakers").field("actors", &self.0.own.len()).finish_non_exhaustive()
    }
}
