//! A plain model of how a group with `#[after]` starts and stops, and groups that are compared with it: on every graph of up to four
//! actors.
//!
//! Every actor follows a [`Plan`]. A [`World`] has the actors and interrupts that carry the plans out in a real group, and records what
//! happens. [`expected`] is what should happen.

mod graphs;
mod model;
mod plan;
mod world;

use self::{
    graphs::{Four, Graph, KINDS, MIXED, SAY, THREE, all_graphs},
    model::expected,
    plan::{Case, End, Event, History, Kind, NAMES, Plan},
    world::{Built, World},
};
use crate::support::Random;

/// Builds a group in a world of this case, runs it, and compares it with the model; and does so again with one whose actors have
/// wakers of their own, and have done nothing until then.
#[track_caller]
fn check(after: &[Vec<usize>], case: &Case, build: impl Fn(&World) -> Built<'_>) {
    for own_wakers in [false, true] {
        check_with(own_wakers, after, case, &build);
    }
}

#[track_caller]
fn check_with(own_wakers: bool, after: &[Vec<usize>], case: &Case, build: impl Fn(&World) -> Built<'_>) {
    let world = World::new(case);
    let mut group = build(&world);
    if own_wakers {
        world.give_own_wakers(&mut group);
    }
    let history = world.run(group);
    let expected = expected(after, case, own_wakers);
    assert_eq!(history, expected, "own wakers: {own_wakers}; each is after: {after:?}; {case:#?}");
}

/// All graphs on four, with these kinds of actors.
fn fours(kinds: [Kind; 4]) -> Vec<Four> {
    all_graphs(4).into_iter().map(|after| Four::new(after, kinds)).collect()
}

/// With all moments of readiness: before the first poll, in it, and in the next. Nothing fails, and the group is asked to stop when all
/// are ready.
#[test]
fn every_graph_on_four_starts_as_the_model_says() {
    for graph in fours(SAY) {
        for code in 0..3_u32.pow(4) {
            let plan = |index| Plan { ready_at: code / 3_u32.pow(index) % 3, ..Plan::of(Kind::Says) };
            let case = Case::of(&[0, 1, 2, 3].map(plan), 7);
            check_with(code % 2 == 1, &graph.after, &case, |world| graph.build(world));
        }
    }
}

/// Each of the four ends the start, in each way and in each of its first two polls, while the others are on their way.
#[test]
fn every_graph_on_four_fails_as_the_model_says() {
    let mut random = Random(1);
    for kinds in [SAY, MIXED] {
        for graph in fours(kinds) {
            for culprit in 0..4 {
                for (end, ends_at) in [(End::Err, 1), (End::Ok, 1), (End::Panic, 1), (End::Err, 2), (End::Ok, 2)] {
                    let mut plans = kinds.map(|kind| Plan::random(&mut random, kind));
                    plans[culprit] = Plan { end, ends_at: Some(ends_at), ..plans[culprit] };
                    check(&graph.after, &Case::of(&plans, 12), |world| graph.build(world));
                }
            }
        }
    }
}

/// The group is asked to stop in each of its first polls.
#[test]
fn every_graph_on_four_stops_half_started_as_the_model_says() {
    let mut random = Random(2);
    for kinds in [SAY, MIXED] {
        for graph in fours(kinds) {
            for asked_at in 1..=6 {
                let plans = kinds.map(|kind| Plan { ends_at: None, ..Plan::random(&mut random, kind) });
                check(&graph.after, &Case::of(&plans, asked_at), |world| graph.build(world));
            }
        }
    }
}

/// As the macro writes them, and with each set of actors left out.
#[test]
fn every_graph_on_three_with_any_left_out_is_as_the_model_says() {
    let mut random = Random(3);
    for graph in &THREE {
        for there in 1..8 {
            for _ in 0..30 {
                let plan = |index| (there >> index & 1 == 1).then(|| Plan::random(&mut random, KINDS[index]));
                let plans = (0..3).map(plan).collect();
                check(&graph.after(), &Case { plans, asked_at: 1 + random.below(8) }, graph.build);
            }
        }
    }
}

#[test]
fn the_graphs_are_all_that_there_are() {
    let mut written: Vec<_> = THREE.iter().map(Graph::after).collect();
    let mut all = all_graphs(3);
    written.sort();
    all.sort();
    assert_eq!(written, all);
    // How many there are on so many nodes that have names is well known.
    assert_eq!([1, 2, 3, 4].map(|size| all_graphs(size).len()), [1, 3, 25, 543]);
}
