//! The examples as processes.

use std::{env, path::PathBuf};

use super::{Process, program};

impl Process {
    /// An example, as `cargo test` builds it.
    pub fn example(name: &str, args: &[&str]) -> Self {
        Process::start(program(example(name)).args(args))
    }
}

/// Where an example is.
pub fn example(name: &str) -> PathBuf {
    let this = env::current_exe().unwrap();
    let path = this.parent().unwrap().parent().unwrap().join("examples").join(name);
    assert!(path.exists(), "{} is not there: `cargo test` builds it, as does `cargo build --examples`", path.display());
    path
}
