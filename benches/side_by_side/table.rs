//! What has been measured: as tables to read, and as lines for a file.

use std::{fmt::Write, fs, path::Path};

/// One figure.
#[derive(Clone, Debug)]
pub struct Line {
    pub metric: &'static str,
    pub size: usize,
    pub alternative: &'static str,
    pub value: f64,
    pub unit: &'static str,
}

/// The unit of a ratio: of `run_group!`'s figure to that of the alternative, the median over the rounds.
pub const RATIO: &str = "ours / theirs";

#[derive(Debug, Default)]
pub struct Table {
    lines: Vec<Line>,
}

impl Table {
    /// Adds figures of which there are no rounds: their ratio is that of the figures.
    pub fn extend(&mut self, lines: Vec<Line>) {
        for line in &lines {
            let ours = lines
                .iter()
                .find(|ours| ours.alternative == "run_group!" && ours.metric == line.metric && ours.size == line.size);
            if let Some(ours) = ours.filter(|_| line.alternative != "run_group!" && line.value > 0.0) {
                self.push(Line { value: ours.value / line.value, unit: RATIO, ..line.clone() });
            }
        }
        self.lines.extend(lines);
    }

    pub fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    /// A figure; in its own unit where none is asked for.
    pub fn value(&self, metric: &str, size: usize, alternative: &str, unit: Option<&str>) -> Option<f64> {
        let is_meant = |line: &&Line| {
            line.metric == metric
                && line.size == size
                && line.alternative == alternative
                && unit.map_or(line.unit != RATIO, |unit| line.unit == unit)
        };
        self.lines.iter().find(is_meant).map(|line| line.value)
    }

    pub fn ratio(&self, metric: &str, size: usize, alternative: &str) -> Option<f64> {
        self.value(metric, size, alternative, Some(RATIO))
    }

    /// Prints the table of one metric: a row for each alternative, and for each size its figure and the ratio.
    pub fn print(&self, metric: &str) {
        let lines = || self.lines.iter().filter(|line| line.metric == metric && line.unit != RATIO);
        let Some(first) = lines().next() else { return };
        let (mut sizes, mut alternatives) = (Vec::new(), Vec::new());
        for line in lines() {
            if !sizes.contains(&line.size) {
                sizes.push(line.size);
            }
            if !alternatives.contains(&line.alternative) {
                alternatives.push(line.alternative);
            }
        }
        sizes.sort_unstable();
        println!("\n{metric}, {}; ours / theirs", first.unit);
        let head: String = sizes.iter().fold(String::new(), |mut head, size| {
            _ = write!(head, " {size:>12}       ");
            head
        });
        println!("{:24}{head}", "");
        for alternative in alternatives {
            print!("{alternative:24}");
            for &size in &sizes {
                let cell =
                    |value: Option<f64>, digits| value.map(|value| format!("{value:.digits$}")).unwrap_or_default();
                let value = cell(self.value(metric, size, alternative, None), 1);
                let ratio = cell(self.ratio(metric, size, alternative), 3);
                print!(" {value:>12} {ratio:>6}");
            }
            println!();
        }
    }

    /// Writes all of it, behind comments that say where it is from.
    pub fn write(&self, path: &Path, comments: &[String]) {
        let mut text = String::new();
        for comment in comments {
            _ = writeln!(text, "# {comment}");
        }
        for Line { metric, size, alternative, value, unit } in &self.lines {
            let digits = if *unit == RATIO { 4 } else { 1 };
            _ = writeln!(text, "{metric}\t{size}\t{alternative}\t{value:.digits$}\t{unit}");
        }
        fs::write(path, text).unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
    }
}
