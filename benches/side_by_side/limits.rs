//! What is claimed of `run_group!`, and whether it holds.

use std::fs;

use crate::{
    case::{AFTER_A_LONG_LIFE, AFTER_A_YIELD, ALLOCATIONS, AT_ONCE, FRESH, LIVED, MESSAGE, SELF},
    memory, size,
    table::Table,
};

/// One figure and the most that it may be.
struct Limit {
    what: String,
    figure: f64,
    most: f64,
}

/// Prints each limit whose figure has been measured. Whether all hold.
pub fn check(table: &Table) -> bool {
    let mut limits = Limits { table, all: Vec::new() };
    limits.lifecycle();
    limits.wakes();
    limits.exit();
    limits.space();
    println!("\n{:>10} {:>8}", "figure", "limit");
    for Limit { what, figure, most } in &limits.all {
        let verdict = if figure <= most { "ok    " } else { "NOT OK" };
        println!("{figure:>10.3} {most:>8} {verdict} {what}");
    }
    limits.all.iter().all(|limit| limit.figure <= limit.most)
}

struct Limits<'a> {
    table: &'a Table,
    all: Vec<Limit>,
}

impl Limits<'_> {
    fn lifecycle(&mut self) {
        for (metric, allocations) in [AT_ONCE, AFTER_A_YIELD].into_iter().zip(ALLOCATIONS) {
            for size in [2, 8, 64] {
                self.ratio(metric, size, "by hand", 1.05);
                self.ratio(metric, size, "select! + join!", 0.75);
                self.ratio(metric, size, "JoinSet", 0.1);
                self.ratio(metric, size, "tokio-graceful-shutdown", 0.01);
                self.value(allocations, size, 0.0);
            }
        }
        for size in [2, 8, 64] {
            self.ratio(AFTER_A_LONG_LIFE, size, "by hand", 1.05);
            if let (Some(ours), Some(theirs)) = (self.ours(AT_ONCE, size), go(AT_ONCE, size)) {
                self.push(format!("{AT_ONCE}, {size}: of Go run.Group"), ours / theirs, 0.1);
            }
        }
    }

    fn wakes(&mut self) {
        for metric in [SELF, MESSAGE] {
            let figures: Vec<_> = [4, 8, 64, 256].into_iter().filter_map(|size| self.ours(metric, size)).collect();
            let most = figures.iter().copied().reduce(f64::max);
            let least = figures.iter().copied().reduce(f64::min);
            if let (Some(most), Some(least)) = (most, least) {
                self.push(format!("{metric}, 4 to 256: the most to the least"), most / least, 1.1);
            }
        }
        self.ratio(SELF, 64, "select! + join!", 0.1);
        self.ratio(SELF, 64, "by hand", 0.1);
        for size in [2, 4, 8, 64, 256] {
            self.ratio(MESSAGE, size, "JoinSet", 1.15);
            self.ratio(MESSAGE, size, "FuturesUnordered", 1.0);
            self.ratio(MESSAGE, size, "futures-buffered", 1.0);
        }
    }

    fn exit(&mut self) {
        for metric in [FRESH, LIVED] {
            self.ratio(metric, 64, "by hand", 1.05);
            self.ratio(metric, 64, "select! + join!", 0.7);
        }
    }

    fn space(&mut self) {
        for size in [2, 8, 64, 256] {
            #[expect(clippy::cast_precision_loss, reason = "it is small")]
            self.value(size::BEYOND, size, (32 + 16 * size) as f64);
        }
        // Each level adds as much as the one before.
        if let [Some(one), Some(two), Some(three)] = [1, 2, 3].map(|depth| self.ours(size::NESTED, depth)) {
            self.push("size, nested: the third level to the second".into(), (three - two) / (two - one), 1.0);
        }
        self.ratio(memory::PARKED, 8, "by hand", 1.1);
    }

    fn ours(&self, metric: &str, size: usize) -> Option<f64> {
        self.table.value(metric, size, "run_group!", None)
    }

    fn ratio(&mut self, metric: &str, size: usize, alternative: &str, limit: f64) {
        if let Some(figure) = self.table.ratio(metric, size, alternative) {
            self.push(format!("{metric}, {size}: of {alternative}"), figure, limit);
        }
    }

    fn value(&mut self, metric: &str, size: usize, limit: f64) {
        if let Some(figure) = self.ours(metric, size) {
            self.push(format!("{metric}, {size}"), figure, limit);
        }
    }

    fn push(&mut self, what: String, figure: f64, most: f64) {
        self.all.push(Limit { what, figure, most });
    }
}

/// What Go's took, where that has been measured.
fn go(metric: &str, size: usize) -> Option<f64> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/results/go.tsv")).ok()?;
    let begin = format!("{metric}\t{size}\tGo run.Group\t");
    text.lines().find_map(|line| line.strip_prefix(&begin)?.strip_suffix("\tns")?.parse().ok())
}
