//! The order of every list of four actors, whichever of them are left out: what the table says leads from each to the same others as what
//! is written.

use std::fmt::Write;

use super::{Expansion, dense};

const SIZE: usize = 4;

/// For each actor, a set of actors, as bits.
type Edges = [u32; SIZE];

/// Every graph without a cycle.
fn all_graphs() -> impl Iterator<Item = Edges> {
    let graphs = (0..1_u32 << (SIZE * SIZE)).map(|bits| [0, 4, 8, 12].map(|shift| bits >> shift & 0b1111));
    graphs.filter(|edges| {
        let reached = reach(edges, 0b1111);
        (0..SIZE).all(|index| reached[index] >> index & 1 == 0)
    })
}

/// The actors that are reached from each, over edges between those that are `there`.
fn reach(edges: &Edges, there: u32) -> Edges {
    let bit = |index: usize| 1 << index & there;
    let mut reached = [0, 1, 2, 3].map(|index| if bit(index) == 0 { 0 } else { edges[index] & there });
    for _ in 0..SIZE {
        for index in 0..SIZE {
            let next = (0..SIZE).filter(|other| reached[index] >> other & 1 == 1);
            reached[index] = next.fold(reached[index], |all, other| all | reached[other]);
        }
    }
    reached
}

/// A list with these edges, in which some have a guard, and some may finish.
fn list(after: &Edges, guarded: u32, may_finish: u32) -> String {
    let mut list = String::new();
    for (index, after) in after.iter().enumerate() {
        let names = (0..SIZE).filter(|other| after >> other & 1 == 1).map(|other| format!("a{other}"));
        let names: Vec<_> = names.collect();
        if !names.is_empty() {
            write!(list, "#[after({})] ", names.join(", ")).unwrap();
        }
        let has = |set: u32| set >> index & 1 == 1;
        let (attribute, guard) =
            (if has(may_finish) { "#[may_finish] " } else { "" }, if has(guarded) { " if on" } else { "" });
        writeln!(list, "{attribute}a{index}: f(){guard} => drop,").unwrap();
    }
    list
}

/// The edges that stand in the table between these two texts, and which of them are until an end.
fn edges(tokens: &str, begin: &str, end: &str) -> (Edges, Edges) {
    let table = tokens.split_once(begin).expect("a table").1.split_once(end).expect("that goes on").0;
    let (mut all, mut until_ended) = (Edges::default(), Edges::default());
    for (index, slot) in table.split("&[").skip(1).enumerate() {
        for edge in slot.trim_end_matches(',').trim_end_matches(']').split(',').filter(|edge| !edge.is_empty()) {
            let (other, flag) = edge.split_once('|').map_or((edge, None), |(other, flag)| (other, Some(flag)));
            let bit = 1 << other.parse::<u32>().expect("a slot");
            all[index] |= bit;
            until_ended[index] |= if flag.is_some() { bit } else { 0 };
        }
    }
    (all, until_ended)
}

fn transposed(edges: &Edges) -> Edges {
    [0, 1, 2, 3]
        .map(|index| (0..SIZE).filter(|&other| edges[other] >> index & 1 == 1).fold(0, |all, other| all | 1 << other))
}

#[test]
fn every_order_of_four_is_kept_whichever_are_left_out() {
    for (number, written) in all_graphs().enumerate() {
        let varied = u32::try_from(number % 16).unwrap();
        for guarded in [0, 0b1111, varied] {
            let may_finish = varied.rotate_left(1) & 0b1111;
            let tokens = dense(&Expansion::of(&list(&written, guarded, may_finish)).tokens);
            let (after, until_ended) = edges(&tokens, "after:&[", "],may_finish");
            let (outlives, _) = edges(&tokens, "outlives:&[", "],after");
            let context = format!("{written:?}, of which {guarded:b} have a guard");
            if guarded == 0 {
                assert_eq!((after, outlives), (written, transposed(&written)), "{context}");
            }
            assert_eq!(until_ended, after.map(|after| after & may_finish), "{context}");
            let reached = reach(&written, 0b1111);
            for there in (0..16).filter(|there| there | guarded == 0b1111) {
                let between = |edges: &Edges| {
                    [0, 1, 2, 3].map(|index| if there >> index & 1 == 1 { edges[index] & there } else { 0 })
                };
                assert_eq!(reach(&after, there), between(&reached), "{context}, and {there:b} are there");
                assert_eq!(
                    reach(&outlives, there),
                    between(&transposed(&reached)),
                    "{context}, and {there:b} are there"
                );
            }
        }
    }
}

#[test]
fn the_graphs_are_all_that_there_are() {
    assert_eq!(all_graphs().count(), 543);
}
