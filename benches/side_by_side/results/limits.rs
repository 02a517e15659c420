//! The limits that `run_group!` is held to, which are lines of `limits.tsv`, and whether they hold.

use std::fs;

use super::table::{OURS, Table};

/// The most that a figure may be.
struct Limit {
    metric: String,
    size: usize,
    kind: Kind,
    most: f64,
}

/// What is compared with the limit.
enum Kind {
    /// The figure itself.
    Absolute,
    /// Its ratio to that of an alternative.
    To(String),
    /// Its ratio to the one at another size.
    ToSize(usize),
    /// How much it has grown since the size before, as a ratio to how much it had grown up to there.
    Growth,
}

/// Prints each limit whose figure has been measured, and says whether all of them hold.
pub fn check(table: &Table) -> bool {
    println!("\n{:>10} {:>8}", "figure", "limit");
    let mut all_hold = true;
    for limit in limits() {
        let Some(figure) = limit.figure(table) else { continue };
        let holds = figure <= limit.most;
        all_hold &= holds;
        let verdict = if holds { "ok    " } else { "BROKEN" };
        let Limit { metric, size, most, .. } = &limit;
        println!("{figure:>10.3} {most:>8} {verdict} {metric}, n = {size}, {}", limit.kind.text());
    }
    println!("What is aimed at beyond these is in benches/RESULTS.md.");
    all_hold
}

/// Those of the lines that are about what this bench measures.
fn limits() -> Vec<Limit> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/limits.tsv");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path} cannot be read: {error}"));
    let lines = text.lines().filter_map(|line| line.strip_prefix("time\t"));
    lines.map(|line| Limit::parse(line).unwrap_or_else(|| panic!("{path}: no limit: {line}"))).collect()
}

impl Limit {
    fn parse(line: &str) -> Option<Self> {
        let [metric, size, kind, most] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let (size, most) = (size.parse().ok()?, most.parse().ok()?);
        Some(Limit { metric: metric.to_owned(), size, kind: Kind::parse(kind)?, most })
    }

    fn figure(&self, table: &Table) -> Option<f64> {
        let ours = |size| table.value(&self.metric, size, OURS);
        match &self.kind {
            Kind::Absolute => ours(self.size),
            Kind::To(alternative) => table.ratio(&self.metric, self.size, alternative),
            Kind::ToSize(size) => Some(ours(self.size)? / ours(*size)?),
            Kind::Growth => {
                let [one, two, three] = [ours(self.size - 2)?, ours(self.size - 1)?, ours(self.size)?];
                Some((three - two) / (two - one))
            }
        }
    }
}

impl Kind {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "absolute" => Some(Kind::Absolute),
            "growth" => Some(Kind::Growth),
            _ => match text.strip_prefix("ratio to n = ") {
                Some(size) => Some(Kind::ToSize(size.parse().ok()?)),
                None => Some(Kind::To(text.strip_prefix("ratio to ")?.to_owned())),
            },
        }
    }

    fn text(&self) -> String {
        match self {
            Kind::Absolute => "absolute".to_owned(),
            Kind::To(alternative) => format!("ratio to {alternative}"),
            Kind::ToSize(size) => format!("ratio to n = {size}"),
            Kind::Growth => "growth".to_owned(),
        }
    }
}
