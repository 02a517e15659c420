//! Where the figures are from.

use std::{fs, process::Command};

/// Machine, date, versions, command.
pub fn comments() -> Vec<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    vec![
        format!("machine: {}, {cores} cores", processor()),
        format!("date: {}", output("date", &["-u", "+%Y-%m-%d"])),
        format!("versions: {}", versions().join(", ")),
        "command: cargo bench -p benches --bench side_by_side -- --results benches/results/time.tsv".to_owned(),
    ]
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, model)| model.to_owned())
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(|_| "unknown".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn versions() -> Vec<String> {
    let peers = [
        "futures-buffered",
        "futures-concurrency",
        "futures-util",
        "join_me_maybe",
        "tokio",
        "tokio-graceful-shutdown",
        "tokio-util",
    ];
    let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock")).unwrap_or_default();
    let version = |name: &str| {
        let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
        Some(format!("{name} {}", rest.split('"').next()?))
    };
    let rustc = output("rustc", &["--version"]);
    std::iter::once(rustc).chain(peers.into_iter().filter_map(version)).collect()
}
