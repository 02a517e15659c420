//! What is measured of each alternative, and how.

mod case;
mod cases;
mod lifecycle;
mod members;
mod memory;
pub mod metrics;
mod rounds;
mod samples;
mod size;

use tokio::runtime::Runtime;

use crate::results::{Line, Table};

/// Measures what has the filter in its name, prints each table as soon as it is complete, and gives all of them.
pub fn all(runtime: &Runtime, filter: &str, rounds: usize) -> Table {
    let wants = |metric: &str| metric.contains(filter);
    let mut table = Table::default();
    let mut cases = cases::all();
    cases.retain(|case| wants(case.metric));
    let mut metrics = Vec::new();
    for side_by_side in cases.chunk_by_mut(|one, next| (one.metric, one.size) == (next.metric, next.size)) {
        rounds::run(runtime, side_by_side, rounds, &mut table);
        if !metrics.contains(&side_by_side[0].metric) {
            metrics.push(side_by_side[0].metric);
        }
    }
    for metric in metrics {
        table.print(metric);
    }

    let mut add = |lines: Vec<Line>| {
        let chunks = lines.chunk_by(|one, next| one.metric == next.metric);
        let metrics: Vec<_> = chunks.map(|lines| lines[0].metric).collect();
        table.extend(lines);
        for metric in metrics {
            table.print(metric);
        }
    };
    add(cases.iter().filter_map(|case| case.allocations(runtime)).collect());
    if wants("size/") {
        add(size::all());
    }
    if wants("memory/") {
        add(memory::all(runtime));
    }
    table
}
