//! The tree of bits, compared with sets. Not beside it, since `loom-tests` has that file.

use std::{collections::BTreeSet, vec::Vec};

use crate::sync::tree::Tree;

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
