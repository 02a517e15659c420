//! How groups end.

use std::fmt::Display;

use run_group::Error;

/// An error and its others, one a line: `a failed: e`, `b panicked: boom`. What is no actor's begins with `-`.
pub fn failures<E: Display>(error: &Error<E>) -> Vec<String> {
    let line = |error: &Error<E>| format!("{} {}", error.actor().unwrap_or("-"), error.end());
    std::iter::once(error).chain(error.others()).map(line).collect()
}
