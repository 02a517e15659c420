//! What a check has found.

use std::fmt;

/// A line that breaks a rule, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    path: String,
    line: usize,
    what: String,
}

impl Breach {
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Fails with all breaches, one on a line.
#[track_caller]
pub fn assert_none(breaches: &[Breach]) {
    let lines = breaches.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(breaches.is_empty(), "breaches: {}\n{}", breaches.len(), lines.join("\n"));
}

/// Compares what a check says of made-up files with what it should say, as `path:line: the beginning of the message`.
#[track_caller]
pub fn assert_says(breaches: &[Breach], expected: &[&str]) {
    let said = breaches.iter().map(ToString::to_string).collect::<Vec<_>>();
    let same = said.len() == expected.len() && said.iter().zip(expected).all(|(said, start)| said.starts_with(start));
    assert!(same, "said: {said:#?}\nexpected: {expected:#?}");
}
