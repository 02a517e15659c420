//! The first line of a file says what the file is for.

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    tree::Tree,
};

#[test]
fn every_file_begins_with_what_it_is_for() {
    assert_none(&breaches(&Tree::repository()));
}

fn breaches(tree: &Tree) -> Vec<Breach> {
    let rust = tree.rust().filter(|(_, text)| !text.starts_with("//! ") && !has_a_page(text));
    let rust = rust.map(|(path, _)| Breach::new(path, 1, "begin with `//!` and what the file is for"));
    let scripts = tree.scripts().filter(|(_, text)| !text.lines().nth(1).is_some_and(is_comment));
    let scripts = scripts.map(|(path, _)| Breach::new(path, 2, "say in a comment what the script is for"));
    rust.chain(scripts).collect()
}

/// Whether its documentation is a page, which begins with a title. Then a plain comment says what the file is for.
fn has_a_page(text: &str) -> bool {
    text.starts_with("// ") && text.lines().nth(1).is_some_and(|line| line.starts_with("#![doc = include_str!("))
}

fn is_comment(line: &str) -> bool {
    ["# ", "\"\"\""].into_iter().any(|start| line.strip_prefix(start).is_some_and(|rest| !rest.is_empty()))
}

#[test]
fn a_file_that_does_not_say_what_it_is_for_is_a_breach() {
    let tree = Tree::of(&[
        ("src/lib.rs", "//! A crate.\n"),
        ("src/page.rs", "// A crate.\n#![doc = include_str!(\"../README.md\")]\n"),
        ("src/plain.rs", "// A crate.\n#![no_std]\n"),
        ("src/silent.rs", "use std::fmt;\n//! Too late.\n"),
        ("scripts/load", "#!/usr/bin/env bash\n# Loads.\n"),
        ("scripts/count", "#!/usr/bin/env python3\n\"\"\"Counts.\"\"\"\n"),
        ("scripts/silent", "#!/usr/bin/env bash\nset -e\n"),
        ("scripts/empty", "#!/usr/bin/env python3\n\"\"\"\nCounts.\"\"\"\n"),
        ("trybuild-tests/ui/fixture.rs", "fn main() {}"),
    ]);

    assert_says(
        &breaches(&tree),
        &[
            "src/plain.rs:1: begin with",
            "src/silent.rs:1: begin with",
            "scripts/empty:2: say in a comment",
            "scripts/silent:2: say in a comment",
        ],
    );
}
