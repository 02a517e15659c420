//! What a group costs, beside the alternatives, in one process.
//!
//! `cargo bench -p benches --bench side_by_side`; behind `--`:
//!
//! - a word restricts it to the metrics that contain it;
//! - `--results path` writes what has been measured;
//! - `--rounds number` makes it more or less exact;
//! - `--check` makes it fail where a limit does not hold.

#![allow(non_camel_case_types, reason = "a type is named after its field, by a macro")]
#![allow(clippy::manual_async_fn, reason = "the trait says what they may be used for")]

mod alternative;
mod case;
mod clock;
mod concurrency;
mod graceful;
mod group;
mod hand;
mod life;
mod limits;
mod maybe;
mod memory;
mod names;
mod origin;
mod rounds;
mod select;
mod signal;
mod size;
mod table;
mod tasks;
mod unordered;
mod work;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::table::{Line, Table};

#[derive(Debug)]
struct Arguments {
    filter: String,
    results: Option<PathBuf>,
    rounds: usize,
    check: bool,
}

impl Arguments {
    fn read() -> Self {
        let mut read = Arguments { filter: String::new(), results: None, rounds: 150, check: false };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().unwrap_or_else(|| panic!("{argument} has a value"));
            match argument.as_str() {
                // Cargo runs it beside its manifest, and who calls cargo stands at the root.
                "--results" => read.results = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(value())),
                "--rounds" => read.rounds = value().parse().expect("rounds are a number"),
                "--check" => read.check = true,
                // Cargo says so to each of them.
                "--bench" => {}
                _ => read.filter = argument,
            }
        }
        read
    }

    fn wants(&self, metric: &str) -> bool {
        metric.contains(&self.filter)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::read();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("there are threads");
    let mut table = Table::default();

    let mut cases = case::all();
    cases.retain(|case| arguments.wants(case.metric));
    let mut metrics = Vec::new();
    for group in cases.chunk_by_mut(|one, next| (one.metric, one.size) == (next.metric, next.size)) {
        let metric = group[0].metric;
        rounds::run(&runtime, group, arguments.rounds, &mut table);
        if !metrics.contains(&metric) {
            metrics.push(metric);
        }
    }
    for metric in metrics {
        table.print(metric);
    }

    let mut add = |lines: Vec<Line>| {
        let metrics: Vec<_> =
            lines.chunk_by(|one, next| one.metric == next.metric).map(|lines| lines[0].metric).collect();
        table.extend(lines);
        for metric in metrics {
            table.print(metric);
        }
    };
    let is_lifecycle = |case: &&case::Case| case.metric.starts_with("lifecycle/");
    add(cases.iter().filter(is_lifecycle).map(|case| case.allocations(&runtime)).collect());
    if arguments.wants("size/") {
        add(size::all());
    }
    if arguments.wants("memory/") {
        add(memory::all(&runtime));
    }

    let all_hold = limits::check(&table);
    if let Some(path) = &arguments.results {
        table.write(path, &origin::comments());
    }
    if arguments.check && !all_hold { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
