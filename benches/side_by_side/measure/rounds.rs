//! The alternatives in turn, so that what disturbs the machine disturbs them all.

use tokio::runtime::Runtime;

use super::case::Case;
use crate::results::{Line, OURS, RATIO, Table};

/// Measures cases of one metric at one size: each once in each round, and each round begins with another one.
pub fn run(runtime: &Runtime, cases: &mut [Case], rounds: usize, table: &mut Table) {
    for case in &mut *cases {
        case.prepare(runtime);
    }
    let rounds = (rounds * cases[0].share() / 100).max(1);
    let mut samples = vec![Vec::with_capacity(rounds); cases.len()];
    for round in 0..rounds {
        for turn in 0..cases.len() {
            let number = (round + turn) % cases.len();
            samples[number].push(cases[number].sample(runtime));
        }
    }
    let ours = cases.iter().position(|case| case.alternative == OURS).expect("it is always there");
    for (number, case) in cases.iter().enumerate() {
        let line =
            |value, unit| Line { metric: case.metric, size: case.size, alternative: case.alternative, value, unit };
        table.push(line(median(samples[number].clone()), "ns"));
        if number != ours {
            let ratios = samples[ours].iter().zip(&samples[number]).map(|(ours, theirs)| ours / theirs);
            table.push(line(median(ratios.collect()), RATIO));
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
