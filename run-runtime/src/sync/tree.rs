//! Bits of many actors, in a tree of words: those that are set are found in a few steps, whatever their number.
//!
//! The leaves have a bit for each actor. In the level above, each bit says that the word with that number below may have bits, and so
//! on, up to a level of a few words, which are all looked at. A wake sets bits from the leaf up; the group takes them from the top down.
//!
//! Invariants:
//!
//! 1. Where a wake has returned and its bit in the leaf has not been taken, every bit on the way from the top to it is set. A wake sets
//!    the bit in the leaf first, then, level by level, the bit above where it is clear. The group takes a bit above before it takes the
//!    word below. So a wake that comes too late for the word below finds the bit above clear, and sets it again. (It finds it clear and
//!    not as it was before: the word in the leaf, which both have changed, orders them.)
//! 2. A bit above may be set where the word below has none: the group has been quicker. Of the taken bits, that is never so.

use std::{boxed::Box, vec::Vec};

use crate::sync::primitives::{AtomicU32, AtomicU64, Ordering, TOP};

/// The bits of some actors.
pub(super) struct Tree {
    /// One level after the other, from the leaves up.
    words: Box<[Word]>,
    leaves: Level,
    /// How many words of the uppermost level have taken bits. Used by the group alone.
    taken_words: AtomicU32,
}

/// 64 bits of a level.
struct Word {
    woken: AtomicU64,
    /// The bits that the group has taken, of actors that it has not polled yet. Used by the group alone.
    taken: AtomicU64,
}

/// Where a level stands among the words.
#[derive(Clone, Copy)]
struct Level {
    first: u32,
    words: u32,
}

impl Level {
    fn above(self) -> Self {
        Level { first: self.first + self.words, words: self.words.div_ceil(64) }
    }

    #[inline]
    fn is_top(self) -> bool {
        self.words <= TOP
    }
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
        let leaves = Level { first: 0, words: actors.div_ceil(64) };
        let (mut level, mut bits) = (leaves, actors);
        let mut words = Vec::with_capacity(Self::top(leaves).0.above().first as usize);
        loop {
            let word = |first| Word { woken: AtomicU64::new(low_bits(bits - first)), taken: AtomicU64::new(0) };
            words.extend((0..bits).step_by(64).map(word));
            if level.is_top() {
                return Tree { words: words.into(), leaves, taken_words: AtomicU32::new(0) };
            }
            (level, bits) = (level.above(), level.words);
        }
    }

    /// The uppermost level, and how many are below it.
    fn top(leaves: Level) -> (Level, u32) {
        let (mut level, mut height) = (leaves, 0);
        while !level.is_top() {
            (level, height) = (level.above(), height + 1);
        }
        (level, height)
    }

    /// The level that stands so many above the leaves.
    fn level(&self, height: u32) -> Level {
        (0..height).fold(self.leaves, |level, _| level.above())
    }

    #[inline]
    fn word(&self, level: Level, number: u32) -> &Word {
        &self.words[(level.first + number) as usize]
    }

    /// Sets the bit of an actor that is woken. The caller then says so at the head.
    #[inline]
    pub(super) fn set(&self, actor: u32) {
        self.words[(actor / 64) as usize].woken.fetch_or(1 << (actor % 64), Ordering::AcqRel);
        if !self.leaves.is_top() {
            self.set_above(actor);
        }
    }

    fn set_above(&self, actor: u32) {
        let (mut level, mut at) = (self.leaves, actor);
        while !level.is_top() {
            (level, at) = (level.above(), at / 64);
            let (woken, bit) = (&self.word(level, at / 64).woken, 1 << (at % 64));
            if woken.load(Ordering::Acquire) & bit == 0 {
                woken.fetch_or(bit, Ordering::AcqRel);
            }
        }
    }

    /// Takes the bits that are set, for [`next`](Self::next) to go through.
    #[inline]
    pub(super) fn take(&self) {
        if !self.leaves.is_top() {
            return self.take_below();
        }
        let mut words = self.taken_words.load(Ordering::Relaxed);
        for word in &self.words {
            words += u32::from(word.take());
        }
        self.taken_words.store(words, Ordering::Relaxed);
    }

    /// The same, where there is more than one level.
    #[inline(never)]
    fn take_below(&self) {
        let (top, height) = Self::top(self.leaves);
        let words = (0..top.words).filter(|&number| self.take_word(height, number)).count();
        let words = self.taken_words.load(Ordering::Relaxed) + u32::try_from(words).unwrap_or(TOP);
        self.taken_words.store(words, Ordering::Relaxed);
    }

    /// Takes the bits of a word and of all below it. Returns whether there were none, and are some.
    fn take_word(&self, height: u32, number: u32) -> bool {
        let word = self.word(self.level(height), number);
        let Some(below) = height.checked_sub(1) else { return word.take() };
        let before = word.taken();
        if word.woken.load(Ordering::Relaxed) == 0 {
            return false;
        }
        let mut taken = before;
        for bit in ones(word.woken.swap(0, Ordering::AcqRel)) {
            // See invariant 2.
            taken |= u64::from(self.take_word(below, number * 64 + bit)) << bit;
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
        if !self.leaves.is_top() {
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
        let (mut level, mut height, mut at) = (self.leaves, 0, from);
        // Up, to the first word that has a bit from there on.
        let mut found = loop {
            if at / 64 >= level.words {
                return None;
            }
            let above = self.word(level, at / 64).taken() & (!0 << (at % 64));
            if above != 0 {
                break at / 64 * 64 + above.trailing_zeros();
            }
            let next = at / 64 + 1;
            (level, height, at) =
                if level.is_top() { (level, height, next * 64) } else { (level.above(), height + 1, next) };
        };
        // Down, to the actor.
        while height > 0 {
            height -= 1;
            found = found * 64 + self.word(self.level(height), found).taken().trailing_zeros();
        }
        self.remove(found);
        Some(found)
    }

    /// Removes the taken bit of an actor, and those above it that have none below any more.
    fn remove(&self, actor: u32) {
        let (mut level, mut at) = (self.leaves, actor);
        loop {
            let word = self.word(level, at / 64);
            let left = word.taken() & !(1 << (at % 64));
            if level.is_top() {
                return self.set_left(word, left);
            }
            word.set_taken(left);
            if left != 0 {
                return;
            }
            (level, at) = (level.above(), at / 64);
        }
    }

    /// Adds an actor to those whose bits are taken.
    pub(super) fn add(&self, actor: u32) {
        let (mut level, mut at) = (self.leaves, actor);
        loop {
            let word = self.word(level, at / 64);
            let before = word.taken();
            word.set_taken(before | 1 << (at % 64));
            if before != 0 {
                return;
            }
            if level.is_top() {
                return self.taken_words.store(self.taken_words.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
            }
            (level, at) = (level.above(), at / 64);
        }
    }
}

/// This many bits, from the lowest.
pub(super) fn low_bits(number: u32) -> u64 {
    if number < 64 { (1 << number) - 1 } else { !0 }
}

/// The numbers of the bits that are set.
fn ones(bits: u64) -> impl Iterator<Item = u32> {
    let rest = |&bits: &u64| Some(bits & (bits - 1)).filter(|&bits| bits != 0);
    core::iter::successors(Some(bits).filter(|&bits| bits != 0), rest).map(u64::trailing_zeros)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A generator of its own: the same numbers each time.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: u32) -> u32 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            u32::try_from((self.0 >> 33) % u64::from(limit)).unwrap()
        }
    }

    /// Takes all, from this actor on to the last one.
    fn drain(tree: &Tree, from: u32) -> Vec<u32> {
        core::iter::successors(tree.next(from), |&last| tree.next(last)).collect()
    }

    #[test]
    fn it_does_what_a_set_does() {
        for actors in [1, 64, 65, 512, 513, 4096, 32_769, 100_000] {
            let (tree, mut random) = (Tree::new(actors), Random(actors.into()));
            tree.take();
            assert!(drain(&tree, 0).into_iter().eq(0..actors), "all count as woken at first");
            assert!(!tree.has_taken());
            let (mut woken, mut taken) = (BTreeSet::new(), BTreeSet::new());
            for _ in 0..2000 {
                let actor = random.below(actors);
                match random.below(8) {
                    0..4 => {
                        tree.set(actor);
                        woken.insert(actor);
                    }
                    4 => {
                        taken.append(&mut woken);
                        tree.take();
                    }
                    5 => {
                        if taken.insert(actor) {
                            tree.add(actor);
                        }
                    }
                    _ => {
                        let next = taken.range(actor..).next().copied();
                        assert_eq!(tree.next(actor), next);
                        next.map(|next| taken.remove(&next));
                    }
                }
                assert_eq!(tree.has_taken(), !taken.is_empty());
            }
            assert_eq!(drain(&tree, 0), taken.into_iter().collect::<Vec<_>>());
        }
    }
}
