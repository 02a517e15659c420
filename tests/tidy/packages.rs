//! What is published: the three crates say what they are, and hold what belongs to them and nothing else.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    cargo,
    tree::{Tree, is_in},
};

const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];
/// What cargo adds by itself.
const OF_CARGO: [&str; 4] = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml", "Cargo.toml.orig"];

/// A crate that is published.
struct Published {
    name: &'static str,
    /// Its folder, with a `/` at its end.
    folder: &'static str,
    /// What belongs to it, besides licences, README and `src`: files, and folders with a `/` at their ends.
    more: &'static [&'static str],
}

const PUBLISHED: [Published; 3] = [
    // Its documentation includes the pages in `docs`.
    Published { name: "run-group", folder: "", more: &["CHANGELOG.md", "docs/"] },
    Published { name: "run-runtime", folder: "run-runtime/", more: &["build.rs"] },
    // As it does this page.
    Published { name: "run-macros", folder: "run-macros/", more: &["EXPANSION.md"] },
];

#[test]
fn every_published_crate_says_what_it_is() {
    let (tree, packages) = (Tree::repository(), cargo::packages());
    let published = packages.iter().filter(|package| package["publish"].is_null());
    let mut names = published.map(|package| package["name"].as_str().expect("a name")).collect::<Vec<_>>();
    names.sort_unstable();
    assert_eq!(names, ["run-group", "run-macros", "run-runtime"], "all others have `publish = false`");

    let of =
        |published: &Published| packages.iter().find(|package| package["name"] == published.name).expect("is there");
    assert_none(
        &PUBLISHED.iter().flat_map(|published| description(published, of(published), &tree)).collect::<Vec<_>>(),
    );
}

#[test]
fn every_published_crate_holds_what_belongs_to_it() {
    let tree = Tree::repository();
    let check = |published: &Published| contents(published, &cargo::contents(published.name), &tree);
    assert_none(&PUBLISHED.iter().flat_map(check).collect::<Vec<_>>());
}

fn description(published: &Published, package: &Value, tree: &Tree) -> Vec<Breach> {
    let Published { folder, .. } = published;
    let manifest = format!("{folder}Cargo.toml");
    let mut breaches = Vec::new();
    let mut expect = |is_so: bool, key: &str, what: &str| {
        if !is_so {
            breaches.push(Breach::new(&manifest, line_of(tree, &manifest, key), format!("`{key}`: {what}")));
        }
    };
    let count = |key: &str| package[key].as_array().map_or(0, Vec::len);
    let docs = &package["metadata"]["docs"]["rs"];

    expect(package["description"].is_string(), "description", "say in a line what the crate is");
    expect(package["license"] == "MIT OR Apache-2.0", "license", "inherit the workspace's");
    expect(package["repository"].is_string(), "repository", "inherit the workspace's");
    expect(package["readme"] == "README.md", "readme", "name the README.md beside this file");
    expect((1..=5).contains(&count("keywords")), "keywords", "give one to five");
    expect((1..=5).contains(&count("categories")), "categories", "give one to five");
    expect(docs["all-features"] == true, "all-features", "docs.rs has to show what features add: set it to true");
    let arguments = json!(["--cfg", "docsrs"]);
    expect(docs["rustdoc-args"] == arguments, "rustdoc-args", "docs.rs marks features by `[\"--cfg\", \"docsrs\"]`");
    let text = tree.text(&manifest).unwrap_or_default();
    let includes = text.lines().any(|line| line.starts_with("include = ["));
    expect(includes, "include", "list what belongs to the crate, or all that lies beside it is published");
    breaches
}

fn contents(published: &Published, list: &[String], tree: &Tree) -> Vec<Breach> {
    let Published { name, folder, more } = published;
    let manifest = format!("{folder}Cargo.toml");
    let at = line_of(tree, &manifest, "include");
    let mut breaches = Vec::new();
    let needed = ["README.md", "src/lib.rs"].into_iter().chain(LICENSES).chain(more.iter().copied());
    for needed in needed.filter(|needed| !list.iter().any(|file| is_part(file, needed))) {
        // Where there is no such folder, there is nothing to publish.
        if !needed.ends_with('/') || tree.has(&format!("{folder}{needed}")) {
            breaches.push(Breach::new(&manifest, at, format!("`{needed}` is not in the package `{name}`; include it")));
        }
    }
    let belongs = |file: &str| {
        let own = ["README.md", "src/"].into_iter().chain(LICENSES).chain(OF_CARGO).chain(more.iter().copied());
        own.into_iter().any(|part| is_part(file, part))
    };
    let foreign =
        list.iter().filter(|file| !belongs(file)).map(|file| file.split_inclusive('/').next().expect("a path"));
    for part in foreign.collect::<BTreeSet<_>>() {
        breaches.push(Breach::new(
            &manifest,
            at,
            format!("`{part}` is published with `{name}`; leave it out of `include`"),
        ));
    }
    for license in LICENSES.iter().filter(|license| tree.has(&format!("{folder}{license}"))) {
        let path = format!("{folder}{license}");
        if tree.text(&path) != tree.text(license) {
            breaches.push(Breach::new(&path, 1, format!("is not the {license} of the root; link to that one")));
        }
    }
    breaches
}

/// Whether a file is this one, or in this folder.
fn is_part(file: &str, part: &str) -> bool {
    part.strip_suffix('/').map_or(file == part, |folder| is_in(file, folder))
}

/// Where a key is written, or else the beginning of the package.
fn line_of(tree: &Tree, manifest: &str, key: &str) -> usize {
    let lines = || (1..).zip(tree.text(manifest).unwrap_or_default().lines());
    let key_line = lines().find(|(_, line)| line.strip_prefix(key).is_some_and(|rest| rest.starts_with([' ', '.'])));
    key_line.or_else(|| lines().find(|(_, line)| *line == "[package]")).map_or(1, |(number, _)| number)
}

#[cfg(test)]
const MADE_UP: Published = Published { name: "made-up", folder: "made-up/", more: &["build.rs", "docs/"] };

#[test]
fn a_crate_that_does_not_say_what_it_is_is_a_breach() {
    let tree = Tree::of(&[("made-up/Cargo.toml", "\n[package]\nname = \"made-up\"\nkeywords = []\n")]);
    let package = json!({ "license": "MIT", "keywords": [], "categories": [], "metadata": null });

    let expected = [
        "made-up/Cargo.toml:2: `description`",
        "made-up/Cargo.toml:2: `license`",
        "made-up/Cargo.toml:2: `repository`",
        "made-up/Cargo.toml:2: `readme`",
        "made-up/Cargo.toml:4: `keywords`",
        "made-up/Cargo.toml:2: `categories`",
        "made-up/Cargo.toml:2: `all-features`",
        "made-up/Cargo.toml:2: `rustdoc-args`",
        "made-up/Cargo.toml:2: `include`",
    ];
    assert_says(&description(&MADE_UP, &package, &tree), &expected);
}

#[test]
fn a_package_with_too_little_or_too_much_is_a_breach() {
    let tree = Tree::of(&[
        ("LICENSE-APACHE", "Apache"),
        ("LICENSE-MIT", "MIT"),
        ("made-up/Cargo.toml", "[package]\ninclude = [\"**/*\"]\n"),
        ("made-up/LICENSE-APACHE", "Apache"),
        ("made-up/LICENSE-MIT", "another"),
        ("made-up/docs/errors.md", ""),
    ]);
    let list =
        ["Cargo.toml", "LICENSE-APACHE", "src/lib.rs", "src/a/b.rs", "tests/a.rs", "tests/b.rs", ".ci/run", "stray.rs"]
            .map(str::to_owned);

    let expected = [
        "made-up/Cargo.toml:2: `README.md` is not in the package `made-up`",
        "made-up/Cargo.toml:2: `LICENSE-MIT` is not in the package `made-up`",
        "made-up/Cargo.toml:2: `build.rs` is not in the package `made-up`",
        "made-up/Cargo.toml:2: `docs/` is not in the package `made-up`",
        "made-up/Cargo.toml:2: `.ci/` is published with `made-up`",
        "made-up/Cargo.toml:2: `stray.rs` is published with `made-up`",
        "made-up/Cargo.toml:2: `tests/` is published with `made-up`",
        "made-up/LICENSE-MIT:1: is not the LICENSE-MIT of the root",
    ];
    assert_says(&contents(&MADE_UP, &list, &tree), &expected);
}
