//! What a group costs, beside the alternatives, in one process.
//!
//! `cargo bench -p benches --bench side_by_side`; after `--`:
//!
//! - a word restricts it to the metrics that contain it;
//! - `--results PATH` writes what has been measured;
//! - `--rounds NUMBER` makes it more or less exact;
//! - `--check` makes it fail where a limit of `limits.tsv` does not hold;
//! - `--check-file PATH` measures nothing, and fails where a limit does not hold for the results in that file.

#![allow(non_camel_case_types, reason = "a type is named after its field, by a macro")]
#![allow(clippy::manual_async_fn, reason = "the trait says what they may be used for")]

mod alternatives;
mod measure;
mod results;
mod work;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::results::Table;

#[derive(Debug)]
struct Arguments {
    filter: String,
    results: Option<PathBuf>,
    rounds: usize,
    check: bool,
    check_file: Option<PathBuf>,
}

impl Arguments {
    fn read() -> Self {
        let mut read = Arguments { filter: String::new(), results: None, rounds: 150, check: false, check_file: None };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().unwrap_or_else(|| panic!("{argument} has a value"));
            match argument.as_str() {
                "--results" => read.results = Some(from_root(value())),
                "--rounds" => read.rounds = value().parse().expect("rounds are a number"),
                "--check" => read.check = true,
                "--check-file" => read.check_file = Some(from_root(value())),
                // Cargo says so to each of its benches.
                "--bench" => {}
                _ => read.filter = argument,
            }
        }
        read
    }
}

/// Cargo runs the bench beside its manifest, but is called from the root.
fn from_root(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn main() -> ExitCode {
    let arguments = Arguments::read();
    let mut table = match &arguments.check_file {
        Some(path) => {
            let mut table = Table::default();
            table.read(path);
            table
        }
        None => {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime can be built");
            measure::all(&runtime, &arguments.filter, arguments.rounds)
        }
    };
    if let Some(path) = &arguments.results {
        table.write(path);
    }
    // Go's group is measured in a process of its own.
    table.read(&from_root("benches/results/go.tsv"));
    let all_hold = results::check(&table);
    let is_checked = arguments.check || arguments.check_file.is_some();
    if is_checked && !all_hold { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
