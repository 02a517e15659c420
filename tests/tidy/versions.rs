//! One version, one minimum of Rust and one pinned toolchain, wherever they are written.

use serde_json::{Value, json};

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    cargo,
    markdown::prose,
    tree::Tree,
};

const PUBLISHED: [&str; 3] = ["run-group", "run-macros", "run-runtime"];

#[test]
fn the_published_crates_have_one_version() {
    assert_none(&crates(&published(), &Tree::repository()));
}

#[test]
fn the_changelog_has_a_heading_for_the_version() {
    assert_none(&changelog(&published(), &Tree::repository()));
}

#[test]
fn the_pages_name_the_minimum_and_the_pinned_rust() {
    assert_none(&rust(&published(), &Tree::repository()));
}

fn published() -> Vec<Value> {
    let is_published = |package: &Value| PUBLISHED.iter().any(|name| package["name"] == *name);
    cargo::packages().into_iter().filter(is_published).collect()
}

fn crates(packages: &[Value], tree: &Tree) -> Vec<Breach> {
    let (version, minimum) = workspace(tree);
    let mut breaches = Vec::new();
    for package in packages {
        let name = text(&package["name"]);
        let mut expect = |found: &str, expected: &str, what: String| {
            if found != expected {
                let manifest = if name == "run-group" { "Cargo.toml".to_owned() } else { format!("{name}/Cargo.toml") };
                let at = line_of(tree, &manifest, &format!("\"{found}\""));
                breaches.push(Breach::new(&manifest, at, format!("{what} is `{found}`; make it `{expected}`")));
            }
        };
        expect(text(&package["version"]), version, format!("the version of {name}"));
        expect(text(&package["rust_version"]), minimum, format!("the rust-version of {name}"));
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // What is only used for tests is not published.
            let other = text(&dependency["name"]);
            if PUBLISHED.contains(&other) && dependency["kind"] != "dev" {
                expect(text(&dependency["req"]), &format!("={version}"), format!("what {name} needs of {other}"));
            }
        }
    }
    breaches
}

/// The newest heading is `Unreleased`, or the version that is being released.
fn changelog(packages: &[Value], tree: &Tree) -> Vec<Breach> {
    const PATH: &str = "CHANGELOG.md";
    let version = text(&packages[0]["version"]);
    let mut headings = (1..).zip(tree.text(PATH).unwrap_or_default().lines());
    let newest = headings.find_map(|(line, text)| Some((line, text.strip_prefix("## ")?)));
    let (line, heading) = newest.unwrap_or((1, "nothing"));
    let named = heading.trim_start_matches('[').split([' ', ']']).next().expect("a first word");
    let breach =
        || Breach::new(PATH, line, format!("the newest heading is `{heading}`; make it `Unreleased` or `{version}`"));
    if named == "Unreleased" || named == version { Vec::new() } else { vec![breach()] }
}

/// README.md says the minimum, and no page says `Rust 1.x` of another version than that and the pinned one.
fn rust(packages: &[Value], tree: &Tree) -> Vec<Breach> {
    let minimum = text(&packages[0]["rust_version"]);
    let toolchain = tree.text("rust-toolchain.toml").unwrap_or_default();
    let pinned =
        toolchain.lines().find_map(|line| line.strip_prefix("channel = ")).unwrap_or_default().trim_matches('"');
    let mut breaches = Vec::new();
    let mut is_said = false;
    for path in ["README.md", "CONTRIBUTING.md"] {
        for (line, content) in prose(tree.text(path).unwrap_or_default()) {
            for version in rust_versions(content) {
                is_said |= path == "README.md" && version == minimum;
                if version != minimum && !is_prefix(version, pinned) {
                    let what =
                        format!("Rust {version} is neither the minimum, {minimum}, nor the pinned one, {pinned}");
                    breaches.push(Breach::new(path, line, what));
                }
            }
        }
    }
    if !is_said {
        breaches.push(Breach::new("README.md", 1, format!("say the minimum: Rust {minimum}")));
    }
    breaches
}

/// The versions after the word `Rust`, or `rustc`: `Rust 1.85`, `Rust version: 1.85`, `Rust version is 1.85`.
fn rust_versions(line: &str) -> impl Iterator<Item = &str> {
    let rests = ["Rust", "rustc"].into_iter().flat_map(|word| line.split(word).skip(1));
    rests.filter_map(|rest| {
        let mut version = rest;
        for skipped in ["version", "is", ""] {
            let trimmed = version.trim_start_matches([':', ' ', '*', '`']);
            version = trimmed.strip_prefix(skipped).unwrap_or(trimmed);
        }
        let end = version.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(version.len());
        Some(version[..end].trim_end_matches('.')).filter(|version| version.starts_with("1."))
    })
}

/// `1.95` is `1.95.0`, `1.9` is not.
fn is_prefix(version: &str, whole: &str) -> bool {
    whole.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The version and the minimum of Rust that all crates inherit.
fn workspace(tree: &Tree) -> (&str, &str) {
    let mut section = tree.text("Cargo.toml").unwrap_or_default().split("[workspace.package]").skip(1);
    let section = section.next().and_then(|rest| rest.split("\n[").next()).unwrap_or_default();
    let value = |key| section.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim_matches('"');
    (value("version = "), value("rust-version = "))
}

fn line_of(tree: &Tree, path: &str, part: &str) -> usize {
    (1..)
        .zip(tree.text(path).unwrap_or_default().lines())
        .find(|(_, line)| line.contains(part))
        .map_or(1, |(line, _)| line)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
const WORKSPACE: &str = "[workspace.package]\nversion = \"1.2.3\"\nrust-version = \"1.85\"\n";

#[test]
fn a_crate_of_another_version_is_a_breach() {
    let tree = Tree::of(&[("Cargo.toml", WORKSPACE), ("run-runtime/Cargo.toml", "[package]\nversion = \"1.2.2\"")]);
    let needs = |req| json!({ "name": "run-runtime", "req": req, "kind": null });
    let packages = [
        json!({ "name": "run-group", "version": "1.2.3", "rust_version": "1.85", "dependencies": [needs("^1.2.3")] }),
        json!({ "name": "run-macros", "version": "1.2.3", "rust_version": "1.86", "dependencies": [needs("=1.2.3")] }),
        json!({ "name": "run-runtime", "version": "1.2.2", "rust_version": "1.85", "dependencies": [
            { "name": "run-group", "req": "*", "kind": "dev" },
        ] }),
    ];

    let expected = [
        "Cargo.toml:1: what run-group needs of run-runtime is `^1.2.3`; make it `=1.2.3`",
        "run-macros/Cargo.toml:1: the rust-version of run-macros is `1.86`; make it `1.85`",
        "run-runtime/Cargo.toml:2: the version of run-runtime is `1.2.2`; make it `1.2.3`",
    ];
    assert_says(&crates(&packages, &tree), &expected);
}

#[test]
fn a_changelog_without_the_version_is_a_breach() {
    let check = |text| changelog(&[json!({ "version": "1.2.3" })], &Tree::of(&[("CHANGELOG.md", text)]));

    assert_says(
        &check("# Changelog\n\n## 1.2.2\n"),
        &["CHANGELOG.md:3: the newest heading is `1.2.2`; make it `Unreleased`"],
    );
    assert_says(&check("# Changelog\n"), &["CHANGELOG.md:1: the newest heading is `nothing`"]);
    assert_none(&check("## Unreleased\n\n## 1.2.2\n"));
    assert_none(&check("## [1.2.3] - 2000-01-01\n"));
}

#[test]
fn a_page_that_names_another_rust_is_a_breach() {
    let check = |readme, contributing| {
        let toolchain = "[toolchain]\nchannel = \"1.95.0\"\n";
        let pages = [("README.md", readme), ("CONTRIBUTING.md", contributing), ("rust-toolchain.toml", toolchain)];
        rust(&[json!({ "rust_version": "1.85" })], &Tree::of(&pages))
    };

    assert_says(
        &check("It needs Rust 1.84.", ""),
        &["README.md:1: Rust 1.84 is neither", "README.md:1: say the minimum: Rust 1.85"],
    );
    assert_says(
        &check("Minimum supported Rust: 1.85.", "\nRust 1.94.0 is pinned."),
        &["CONTRIBUTING.md:2: Rust 1.94.0"],
    );
    assert_none(&check("Rust **1.85**; measured on Rust 1.95, by rustc 1.95.0.", "Rust 2024"));
    assert_none(&check("Minimum supported Rust version: 1.85.", "The minimum Rust version is 1.85."));
}
