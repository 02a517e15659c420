//! The pages: their Rust is compiled, and their links lead somewhere.

use std::collections::BTreeSet;

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    markdown::{Block, blocks, links},
    tree::{Tree, is_in, relative},
};

const README: &str = "README.md";
/// What a narrow window shows of code without a scroll bar.
const COLUMNS: usize = 80;
const REPOSITORY: &str = "https://github.com/run-group/run-group/";

#[test]
fn all_rust_on_the_pages_is_compiled() {
    assert_none(&rust(&Tree::repository()));
}

#[test]
fn no_example_in_the_sources_is_ignored() {
    assert_none(&ignored(&Tree::repository()));
}

#[test]
fn the_code_of_the_readme_is_narrow() {
    assert_none(&wide(&Tree::repository()));
}

#[test]
fn every_link_leads_somewhere() {
    assert_none(&dead_links(&Tree::repository()));
}

fn rust(tree: &Tree) -> Vec<Breach> {
    let compiled = compiled(tree);
    let mut breaches = Vec::new();
    for (path, text) in tree.markdown() {
        for Block { line, .. } in blocks(text).iter().filter(|block| block.info.is_empty()) {
            breaches.push(Breach::new(path, *line, "say after the fence what this is: `rust`, `sh`, `text`"));
        }
        for block in blocks(text).iter().filter(|block| block.is_rust()) {
            if block.is_ignored() {
                let what = "`ignore` keeps this from being compiled; use `no_run`, `compile_fail` or hidden lines";
                breaches.push(Breach::new(path, block.line, what));
            } else if !compiled.contains(path) {
                let what = "is compiled by nothing; add `#[doc = include_str!(..)]` with this page to a module";
                breaches.push(Breach::new(path, block.line, what));
            }
        }
    }
    breaches
}

/// The files that are part of some documentation.
fn compiled(tree: &Tree) -> BTreeSet<String> {
    let mut compiled = BTreeSet::new();
    for (path, text) in tree.rust() {
        for rest in text.split("doc = include_str!(\"").skip(1) {
            compiled.extend(rest.split('"').next().and_then(|included| relative(path, included)));
        }
    }
    compiled
}

fn ignored(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in tree.rust() {
        for (line, content) in (1..).zip(text.lines()) {
            let comment = ["//!", "///"].iter().find_map(|start| content.trim_start().strip_prefix(start));
            let fence = comment.and_then(|comment| comment.trim_start().strip_prefix("```"));
            if fence.is_some_and(|info| Block { line, info, code: Vec::new() }.is_ignored()) {
                breaches.push(Breach::new(path, line, "an example that is not compiled; use `no_run` or `text`"));
            }
        }
    }
    breaches
}

fn wide(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for block in tree.text(README).map(blocks).unwrap_or_default() {
        for (line, code) in (block.line + 1..).zip(&block.code) {
            let width = code.chars().count();
            if width > COLUMNS {
                let what = format!("{width} columns of code; break the line, {COLUMNS} fit");
                breaches.push(Breach::new(README, line, what));
            }
        }
    }
    breaches
}

fn dead_links(tree: &Tree) -> Vec<Breach> {
    let compiled = compiled(tree);
    let mut breaches = Vec::new();
    for (path, text) in tree.markdown() {
        for (line, link) in links(text) {
            let is_item = compiled.contains(path) && is_item(&link);
            if let Some(what) = what_is_wrong(tree, path, &link).filter(|_| !is_item || path == README) {
                breaches.push(Breach::new(path, line, format!("`{link}` {what}")));
            }
        }
    }
    breaches
}

fn what_is_wrong(tree: &Tree, path: &str, link: &str) -> Option<&'static str> {
    let target = link.split(['#', '?']).next().expect("a first part");
    if let Some(own) = target.strip_prefix(REPOSITORY) {
        let file = own.strip_prefix("blob/").or_else(|| own.strip_prefix("tree/"));
        let file = file.map(|file| file.split_once('/').map_or("", |(_, file)| file));
        return file.filter(|file| !tree.has(file)).map(|_| "leads to a file that the repository does not have");
    }
    if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    if path == README {
        return Some(
            "is relative, and leads nowhere where a registry or rustdoc shows the README; write the whole address",
        );
    }
    let is_there = relative(path, target).is_some_and(|file| tree.has(&file));
    (!is_there).then_some("leads to a file that is not there")
}

/// A path that rustdoc resolves, and complains of where it does not.
fn is_item(link: &str) -> bool {
    let link = link.trim_end_matches("()").trim_end_matches('!');
    !link.is_empty() && link.split("::").all(|name| name.chars().all(|char| char.is_alphanumeric() || char == '_'))
}

/// Most pages are in the folder `docs`. Those elsewhere are read, too.
#[test]
fn pages_in_all_folders_are_read() {
    let repository = Tree::repository();
    let pages = repository.markdown().map(|(path, _)| path).collect::<BTreeSet<_>>();

    assert!(
        [README, "CHANGELOG.md", "run-macros/EXPANSION.md", "recipes/README.md"]
            .iter()
            .all(|page| pages.contains(page))
    );
    assert!(!pages.iter().any(|page| is_in(page, "target")));
}

#[test]
fn rust_that_nothing_compiles_is_a_breach() {
    let tree = Tree::of(&[
        ("README.md", "```rust,ignore\n```\n```rust\n```\n"),
        ("docs/errors.md", "```no_run\n```\n"),
        ("docs/list.md", "```text\n```\n```sh\n```\n```\n```\n"),
        (
            "src/lib.rs",
            "#![doc = include_str!(\"../README.md\")]\nconst PAGE: &str = include_str!(\"../docs/errors.md\");",
        ),
    ]);

    assert_says(
        &rust(&tree),
        &[
            "README.md:1: `ignore` keeps this from being compiled",
            "docs/errors.md:1: is compiled by nothing",
            "docs/list.md:5: say after the fence",
        ],
    );
}

#[test]
fn rust_that_rustdoc_compiles_is_none() {
    let tree = Tree::of(&[
        ("docs/errors.md", "```rust\n```\n```compile_fail,E0382\n```\n"),
        ("src/lib.rs", "#[cfg_attr(doctest, doc = include_str!(\"../docs/errors.md\"))]\nmod errors {}"),
    ]);

    assert_none(&rust(&tree));
}

#[test]
fn an_ignored_example_is_a_breach() {
    let text = "//! ```no_run\n//! ```\n    /// ```ignore\n    /// ```\n/// ```rust,ignore-windows\n// ```ignore\n";

    let expected = ["src/lib.rs:3: an example that is not compiled", "src/lib.rs:5: an example that is not compiled"];
    assert_says(&ignored(&Tree::of(&[("src/lib.rs", text)])), &expected);
}

#[test]
fn a_wide_line_of_code_is_a_breach() {
    let (most, too_wide) = ("é".repeat(COLUMNS), "é".repeat(COLUMNS + 1));
    let text = format!("{too_wide}\n```rust\n{most}\n{too_wide}\n```\n");

    assert_says(
        &wide(&Tree::of(&[("README.md", &text)])),
        &["README.md:4: 81 columns of code; break the line, 80 fit"],
    );
}

#[test]
fn a_link_that_leads_nowhere_is_a_breach() {
    let own = |rest| format!("[a]({REPOSITORY}{rest})");
    let readme =
        format!("[a](docs/errors.md)\n{}\n{}\n", own("blob/main/docs/errors.md#top"), own("blob/main/gone.md"));
    let tree = Tree::of(&[
        ("CONTRIBUTING.md", "[a](docs), [b](gone.md), [c](#here), [d](https://example.com/gone)"),
        ("README.md", &readme),
        ("docs/errors.md", "[a](../README.md#top)\n[b](gone.md)\n[c](crate::Group), [d](run_group!)"),
        ("docs/list.md", "[c](crate::Group)"),
        ("src/lib.rs", "#![doc = include_str!(\"../docs/errors.md\")]"),
    ]);

    assert_says(
        &dead_links(&tree),
        &[
            "CONTRIBUTING.md:1: `gone.md` leads to a file that is not there",
            "README.md:1: `docs/errors.md` is relative",
            "README.md:3: `https://github.com/run-group/run-group/blob/main/gone.md` leads to a file",
            "docs/errors.md:2: `gone.md` leads to a file that is not there",
            "docs/list.md:1: `crate::Group` leads to a file that is not there",
        ],
    );
}
