//! What has been measured is on a page only where a script has put it.

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    markdown::prose,
    tree::{Tree, is_in},
};

const BEGIN: &str = "<!-- generated:";
const END: &str = "<!-- end -->";
/// Milliseconds and seconds are not among them, since limits are given in those.
const UNITS: [&str; 7] = ["ns", "µs", "us", "%", "×", "x", "times"];

#[test]
fn every_figure_is_put_there_by_a_script() {
    assert_none(&breaches(&Tree::repository()));
}

fn breaches(tree: &Tree) -> Vec<Breach> {
    let pages = tree.markdown().filter(|(path, _)| *path == "README.md" || is_in(path, "docs"));
    pages.flat_map(|(path, text)| page(path, text)).collect()
}

fn page(path: &str, text: &str) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut begun = None;
    for (line, content) in prose(text) {
        let content = content.trim();
        if content.starts_with(BEGIN) {
            begun = Some(line);
        } else if content == END {
            if begun.take().is_none() {
                breaches.push(Breach::new(path, line, "ends what has not begun; remove it"));
            }
        } else if let (None, Some(figure)) = (begun, figure(content)) {
            let what =
                format!("`{figure}` has been measured; put it between `{BEGIN} <script> -->` and `{END}`, by a script");
            breaches.push(Breach::new(path, line, what));
        }
    }
    breaches.extend(begun.map(|line| Breach::new(path, line, format!("has no `{END}`; add it"))));
    breaches
}

/// What looks measured: a number with a unit, a ratio, a count of thousands. Versions do not.
fn figure(line: &str) -> Option<String> {
    let is_number = |word: &str| word.chars().all(|char| char.is_ascii_digit() || ".,".contains(char));
    let words = line.split([' ', '|', '(', ')', '*']).map(|word| word.trim_end_matches(['.', ',', ';', ':']));
    let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let next = words.iter().skip(1).copied().chain([""]);
    words.iter().zip(next).find_map(|(word, next)| {
        let end = word.find(|char: char| !is_number(char.encode_utf8(&mut [0; 4]))).unwrap_or(word.len());
        let (number, unit) = word.split_at(end);
        if !number.starts_with(|char: char| char.is_ascii_digit()) {
            return None;
        }
        let unit = if unit.is_empty() { next } else { unit };
        if UNITS.contains(&unit) {
            Some(format!("{number} {unit}"))
        } else {
            (is_ratio(word) || is_count(word)).then(|| number.to_owned())
        }
    })
}

/// `0.12`, `1.05`, but not `1.85`: no ratio on the pages is that large and that exact.
fn is_ratio(word: &str) -> bool {
    let Some((whole, part)) = word.split_once('.') else { return false };
    let digits = |text: &str| !text.is_empty() && text.chars().all(|char| char.is_ascii_digit());
    digits(part) && (whole == "0" && part.len() >= 2 || whole == "1" && part.len() == 2 && part.starts_with('0'))
}

/// `1,000`
fn is_count(word: &str) -> bool {
    let mut parts = word.split(',').skip(1).peekable();
    parts.peek().is_some() && parts.all(|part| part.len() == 3 && part.chars().all(|char| char.is_ascii_digit()))
}

#[test]
fn what_has_been_measured_is_a_breach() {
    let measured = [
        ("some 20 ns.", "20 ns"),
        ("It took 20ns", "20 ns"),
        ("3.5 µs", "3.5 µs"),
        ("up to 4 % more", "4 %"),
        ("99.9%", "99.9 %"),
        ("| by hand | 1.05 | |", "1.05"),
        ("(0.12)", "0.12"),
        ("4.1 times as long", "4.1 times"),
        ("of **1,000** runs,", "1,000"),
    ];
    for (line, expected) in measured {
        assert_eq!(figure(line).as_deref(), Some(expected), "{line}");
    }
}

#[test]
fn limits_and_versions_are_not_measured() {
    let given = [
        "within 100 ms",
        "10 s",
        "Rust: 1.85;",
        "before 1.0",
        "0.1.0",
        "0.1",
        "law 11",
        "64 actors",
        "a, b",
        "HTTP 1.1",
    ];
    for line in given {
        assert_eq!(figure(line), None, "{line}");
    }
}

#[test]
fn what_a_script_has_put_there_is_none() {
    let text = "20 ns\n<!-- generated: benches/tables -->\n| 1.05 |\n<!-- end -->\n```text\n20 ns\n```\n21 ns\n<!-- end -->\n<!-- generated: a -->\n";
    let tree = Tree::of(&[("README.md", text), ("docs/a.md", "22 ns"), ("benches/README.md", "23 ns")]);

    let expected = [
        "README.md:1: `20 ns` has been measured; put it between",
        "README.md:8: `21 ns`",
        "README.md:9: ends what has not begun",
        "README.md:10: has no `<!-- end -->`",
        "docs/a.md:1: `22 ns`",
    ];
    assert_says(&breaches(&tree), &expected);
}
