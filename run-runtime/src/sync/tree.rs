//! Bits of many actors, in a tree of words: those that are set are found in a few steps, whatever their number.
//!
//! The leaves have a bit for each actor. In the level above, each bit says that the word with that number below may have bits, and so
//! on, up to a level of a few words, which are all looked at; where there are few actors, that is the leaves. A wake sets bits from the leaf
//! up; the group takes them from the top down.
//!
//! Invariants:
//!
//! 1. Where a wake has returned and its bit in the leaf has not been taken, every bit on the way from the top to it is set. A wake sets
//!    the bit in the leaf first, then, level by level, the bit above where it is clear. The group takes a bit above before it takes the
//!    word below. So a wake that comes too late for the word below finds the bit above clear, and sets it again. (It finds it clear and
//!    not as it was before: the word in the leaf, which both have changed, orders them.)
//! 2. A bit above may be set where the word below has none: the group has been quicker. Of the taken bits, that is never so.

use std::{boxed::Box, vec::Vec};

use crate::sync::primitives::{AtomicU32, AtomicU64, FLAT, Ordering, TOP};

/// The bits of some actors.
pub(super) struct Tree {
    /// The leaves, and after them one level after the other, from the lowest up.
    words: Box<[Word]>,
    /// Where each level above the leaves begins. Empty where the leaves are the uppermost level.
    levels: Box<[u32]>,
    /// How many words of the uppermost level have taken bits. Used by the group alone.
    taken_words: AtomicU32,
}

/// 64 bits of a level.
struct Word {
    woken: AtomicU64,
    /// The bits that the group has taken, of actors that it has not polled yet. Used by the group alone.
    taken: AtomicU64,
}

impl Word {
    #[inline]
    fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    #[inline]
    fn set_taken(&self, taken: u64) {
        self.taken.store(taken, Ordering::Relaxed);
    }

    /// Takes the bits that are set. Those that have been taken before stay. Returns whether there were none, and are some.
    #[inline]
    fn take(&self) -> bool {
        if self.woken.load(Ordering::Relaxed) == 0 {
            return false;
        }
        let before = self.taken();
        let taken = before | self.woken.swap(0, Ordering::AcqRel);
        self.set_taken(taken);
        before == 0 && taken != 0
    }
}

impl Tree {
    /// With all bits set.
    pub(super) fn new(actors: u32) -> Self {
        // The number of bits in each level.
        let above =
            |bits: &u32| Some(bits.div_ceil(64)).filter(|&words| words > if *bits == actors { FLAT } else { TOP });
        let bits = || core::iter::successors(Some(actors), above);
        let mut levels = Vec::with_capacity(bits().count() - 1);
        let mut words = Vec::with_capacity(bits().map(|bits| bits.div_ceil(64) as usize).sum());
        for bits in bits() {
            if !words.is_empty() {
                levels.push(u32::try_from(words.len()).unwrap_or(u32::MAX));
            }
            let word = |first| Word { woken: AtomicU64::new(low_bits(bits - first)), taken: AtomicU64::new(0) };
            words.extend((0..bits).step_by(64).map(word));
        }
        Tree { words: words.into(), levels: levels.into(), taken_words: AtomicU32::new(0) }
    }

    /// The word with this number in the level that begins there.
    #[inline]
    fn word(&self, level: u32, number: u32) -> &Word {
        &self.words[(level + number) as usize]
    }

    /// Sets the bit of an actor that is woken. The caller then says so at the head.
    #[inline(never)]
    pub(super) fn set(&self, actor: u32) {
        self.words[(actor / 64) as usize].woken.fetch_or(1 << (actor % 64), Ordering::AcqRel);
        if !self.levels.is_empty() {
            self.set_above(actor);
        }
    }

    fn set_above(&self, actor: u32) {
        let mut at = actor;
        for &level in &self.levels {
            at /= 64;
            let (woken, bit) = (&self.word(level, at / 64).woken, 1 << (at % 64));
            if woken.load(Ordering::Acquire) & bit == 0 {
                woken.fetch_or(bit, Ordering::AcqRel);
            }
        }
    }

    /// Takes the bits that are set, for [`next`](Self::next) to go through.
    #[inline]
    pub(super) fn take(&self) {
        if !self.levels.is_empty() {
            return self.take_levels();
        }
        for word in &self.words {
            if word.take() {
                self.taken_words.store(self.taken_words.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            }
        }
    }

    /// The same, where there is more than one level.
    #[inline(never)]
    fn take_levels(&self) {
        let Some((&top, below)) = self.levels.split_last() else { return };
        for number in 0..self.end() - top {
            if self.take_above(top, below, number) {
                self.taken_words.store(self.taken_words.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            }
        }
    }

    /// Where the uppermost level ends.
    fn end(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    /// Takes the bits of a word above the leaves, and of all below it. Returns whether there were none, and are some.
    fn take_above(&self, level: u32, below: &[u32], number: u32) -> bool {
        let word = self.word(level, number);
        if word.woken.load(Ordering::Relaxed) == 0 {
            return false;
        }
        let before = word.taken();
        let (mut taken, mut bits) = (before, word.woken.swap(0, Ordering::AcqRel));
        while bits != 0 {
            let bit = bits.trailing_zeros();
            bits &= bits - 1;
            let number = number * 64 + bit;
            let has_some = match below.split_last() {
                None => self.word(0, number).take(),
                Some((&level, below)) => self.take_above(level, below, number),
            };
            // See invariant 2.
            taken |= u64::from(has_some) << bit;
        }
        word.set_taken(taken);
        before == 0 && taken != 0
    }

    /// Whether any bits are taken.
    #[inline]
    pub(super) fn has_taken(&self) -> bool {
        self.taken_words.load(Ordering::Relaxed) != 0
    }

    /// The first actor from this one on whose bit has been taken. The bit is removed.
    #[inline]
    pub(super) fn next(&self, from: u32) -> Option<u32> {
        if !self.levels.is_empty() {
            return self.next_below(from);
        }
        let (mut number, mut mask) = (from / 64, !0 << (from % 64));
        loop {
            let word = self.words.get(number as usize)?;
            let (taken, above) = (word.taken(), word.taken() & mask);
            if above != 0 {
                let bit = above.trailing_zeros();
                self.set_left(word, taken & !(1 << bit));
                return Some(number * 64 + bit);
            }
            (number, mask) = (number + 1, !0);
        }
    }

    /// Sets what is left of the taken bits of a word of the uppermost level.
    #[inline]
    fn set_left(&self, word: &Word, left: u64) {
        word.set_taken(left);
        if left == 0 {
            self.taken_words.store(self.taken_words.load(Ordering::Relaxed) - 1, Ordering::Relaxed);
        }
    }

    /// The same, where there is more than one level.
    #[inline(never)]
    fn next_below(&self, from: u32) -> Option<u32> {
        let (mut level, mut end, mut height, mut at) = (0, self.levels[0], 0, from);
        // Up, to the first word that has a bit from there on.
        let mut found = loop {
            if level + at / 64 >= end {
                return None;
            }
            let above = self.word(level, at / 64).taken() & (!0 << (at % 64));
            if above != 0 {
                break at & !63 | above.trailing_zeros();
            }
            at = at / 64 + 1;
            match self.levels.get(height) {
                None => at *= 64,
                Some(&next) => {
                    (level, height) = (next, height + 1);
                    end = self.levels.get(height).copied().unwrap_or_else(|| self.end());
                }
            }
        };
        // Down, to the actor.
        while height > 0 {
            height -= 1;
            let level = height.checked_sub(1).map_or(0, |below| self.levels[below]);
            found = found * 64 + self.word(level, found).taken().trailing_zeros();
        }
        self.remove(found);
        Some(found)
    }

    /// Removes the taken bit of an actor, and those above it that have none below any more.
    fn remove(&self, actor: u32) {
        let (mut level, mut at, mut above) = (0, actor, self.levels.iter());
        loop {
            let word = self.word(level, at / 64);
            let left = word.taken() & !(1 << (at % 64));
            let Some(&next) = above.next() else { return self.set_left(word, left) };
            word.set_taken(left);
            if left != 0 {
                return;
            }
            (level, at) = (next, at / 64);
        }
    }

    /// Adds an actor to those whose bits are taken.
    pub(super) fn add(&self, actor: u32) {
        let (mut level, mut at, mut above) = (0, actor, self.levels.iter());
        loop {
            let word = self.word(level, at / 64);
            let before = word.taken();
            word.set_taken(before | 1 << (at % 64));
            if before != 0 {
                return;
            }
            let Some(&next) = above.next() else {
                return self.taken_words.store(self.taken_words.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            };
            (level, at) = (next, at / 64);
        }
    }
}

/// This many bits, from the lowest.
pub(super) fn low_bits(number: u32) -> u64 {
    if number < 64 { (1 << number) - 1 } else { !0 }
}
