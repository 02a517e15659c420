//! A plain model of what a group with `#[outlives]` does, and groups that are compared with it.
//!
//! Every actor follows a [`Plan`]. A [`World`] has the actors and interrupts that carry the plans out in a real group,
//! and records what happens. [`expected`] is what should happen.

pub mod graphs;
mod model;
mod plan;
mod world;

pub use self::{
    model::{drop_order, expected},
    plan::{Event, FORMS, Finish, Form, History, NAMES, Plan},
    world::{Built, World, panic},
};

use self::graphs::{FIVE, Graph, THREE};
use crate::support::Random;

/// Builds a group in a world of these plans, runs it, and compares it with the model; and does so again with one whose
/// actors have wakers of their own.
#[track_caller]
pub fn check(awaited: &[Vec<usize>], plans: &[Option<Plan>], build: fn(&World) -> Built<'_>) {
    for own_wakers in [false, true] {
        let world = World::new(plans);
        let mut group = build(&world);
        if own_wakers {
            world.give_own_wakers(&mut group);
        }
        compare(awaited, plans, world.run(group));
    }
}

#[track_caller]
fn compare(awaited: &[Vec<usize>], plans: &[Option<Plan>], mut history: History) {
    let expected = expected(awaited, plans);
    // Which form of an actor it was does not matter.
    for failure in &mut history.failures {
        if let Some((name, rest)) = failure.split_once(' ').filter(|(name, _)| name.contains('_')) {
            *failure = format!("{} {rest}", &name[..1]);
        }
    }
    // A panic that is resumed has only its own message.
    let failures = match expected.failures.first().and_then(|first| first.split_once(' ')) {
        Some((_, first)) if first.starts_with("panicked") => vec![first.to_owned()],
        _ => expected.failures,
    };
    let expected = History { failures, ..expected };
    assert_eq!(history, expected, "each outlives: {awaited:?}; {plans:#?}");
}

/// Runs every graph on three with each actor as the cause and each form of interrupt for each actor.
fn run_three(seed: u64, fails: bool) {
    let mut random = Random(seed);
    for graph in &THREE {
        for cause in 0..3 {
            for forms in 0..FORMS.len().pow(3) {
                let plan = |index: usize| {
                    let form = FORMS[forms / FORMS.len().pow(index.try_into().unwrap()) % FORMS.len()];
                    let plan = Plan::random(&mut random, form, fails);
                    Some(if index == cause { Plan { ends_at: Some(1), ..plan } } else { plan })
                };
                let plans: Vec<_> = (0..3).map(plan).collect();
                check(&graph.awaited(), &plans, graph.build);
            }
        }
    }
}

#[test]
fn every_graph_on_three_runs_as_the_model_says() {
    run_three(1, false);
}

#[test]
fn every_graph_on_three_that_fails_runs_as_the_model_says() {
    run_three(2, true);
}

/// Runs some graphs on five, with random plans.
fn run_five(seed: u64, fails: bool) {
    let mut random = Random(seed);
    for graph in &FIVE {
        for run in 0..200 {
            let plan = |index| {
                let form = FORMS[random.below(4) as usize];
                let plan = Plan::random(&mut random, form, fails);
                Some(if index == run % 5 { Plan { ends_at: Some(1), ..plan } } else { plan })
            };
            let plans: Vec<_> = (0..5).map(plan).collect();
            check(&graph.awaited(), &plans, graph.build);
        }
    }
}

#[test]
fn graphs_on_five_run_as_the_model_says() {
    run_five(3, false);
}

#[test]
fn graphs_on_five_that_fail_run_as_the_model_says() {
    run_five(4, true);
}

/// Whether some actor outlives itself, by way of others or not.
fn has_cycle(awaited: &[Vec<usize>]) -> bool {
    // Removes actors that outlive none of those left, until there is no such actor.
    let mut left: Vec<_> = (0..awaited.len()).collect();
    while let Some(free) = left.iter().position(|&index| awaited[index].iter().all(|other| !left.contains(other))) {
        left.remove(free);
    }
    !left.is_empty()
}

#[test]
fn the_graphs_on_three_are_all_without_a_cycle() {
    let mut all: Vec<Vec<Vec<usize>>> = Vec::new();
    for bits in 0..1 << 9 {
        let has = |number: usize| bits >> number & 1 == 1;
        let of = |from: usize| (0..3).filter(|to| has(from * 3 + to)).collect();
        all.push((0..3).map(of).collect());
    }
    all.retain(|awaited| !has_cycle(awaited));
    let mut written: Vec<_> = THREE.iter().map(Graph::awaited).collect();
    written.sort();
    all.sort();
    assert_eq!(written, all);
}
