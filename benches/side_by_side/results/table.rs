//! The figures: as tables to read, and as lines of a file.

use std::{fmt::Write, fs, path::Path};

use super::origin;

/// One figure.
#[derive(Clone, Debug)]
pub struct Line {
    pub metric: &'static str,
    pub size: usize,
    pub alternative: &'static str,
    pub value: f64,
    pub unit: &'static str,
}

/// The alternative that all others are compared with.
pub const OURS: &str = "run_group!";

/// The unit of a ratio: of our figure to that of the alternative, the median over the rounds.
pub const RATIO: &str = "ours / theirs";

impl Line {
    fn parse(line: &'static str) -> Option<Self> {
        let [metric, size, alternative, value, unit] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        Some(Line { metric, size: size.parse().ok()?, alternative, value: value.parse().ok()?, unit })
    }
}

#[derive(Debug, Default)]
pub struct Table {
    lines: Vec<Line>,
}

impl Table {
    /// Adds figures that are not measured in rounds: their ratio is that of the figures.
    pub fn extend(&mut self, lines: Vec<Line>) {
        for line in &lines {
            let ours = lines
                .iter()
                .find(|ours| ours.alternative == OURS && ours.metric == line.metric && ours.size == line.size);
            if let Some(ours) = ours.filter(|_| line.alternative != OURS && line.value > 0.0) {
                self.push(Line { value: ours.value / line.value, unit: RATIO, ..line.clone() });
            }
        }
        self.lines.extend(lines);
    }

    /// Adds the figures of a file that was written before.
    pub fn read(&mut self, path: &Path) {
        let text =
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
        // It lives as long as the process, as the names do that the code gives.
        for line in text.leak().lines().filter(|line| !line.starts_with('#')) {
            let line = Line::parse(line).unwrap_or_else(|| panic!("{}: no figure: {line}", path.display()));
            self.lines.push(line);
        }
    }

    pub fn push(&mut self, line: Line) {
        self.lines.push(line);
    }

    pub fn value(&self, metric: &str, size: usize, alternative: &str) -> Option<f64> {
        self.find(metric, size, alternative, false)
    }

    /// Of our figure to that of the alternative: over the rounds, or where there are none, of the figures.
    pub fn ratio(&self, metric: &str, size: usize, alternative: &str) -> Option<f64> {
        self.find(metric, size, alternative, true).or_else(|| {
            let theirs = self.value(metric, size, alternative).filter(|theirs| *theirs > 0.0)?;
            Some(self.value(metric, size, OURS)? / theirs)
        })
    }

    fn find(&self, metric: &str, size: usize, alternative: &str, is_ratio: bool) -> Option<f64> {
        let is_meant = |line: &&Line| {
            line.metric == metric
                && line.size == size
                && line.alternative == alternative
                && (line.unit == RATIO) == is_ratio
        };
        self.lines.iter().find(is_meant).map(|line| line.value)
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
                let value = cell(self.value(metric, size, alternative), 1);
                let ratio = cell(self.find(metric, size, alternative, true), 3);
                print!(" {value:>12} {ratio:>6}");
            }
            println!();
        }
    }

    /// Writes all of it after comments that say where it is from.
    pub fn write(&self, path: &Path) {
        let mut text = String::new();
        for comment in origin::comments() {
            _ = writeln!(text, "# {comment}");
        }
        for Line { metric, size, alternative, value, unit } in &self.lines {
            let digits = if *unit == RATIO { 4 } else { 1 };
            _ = writeln!(text, "{metric}\t{size}\t{alternative}\t{value:.digits$}\t{unit}");
        }
        fs::write(path, text).unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
    }
}
