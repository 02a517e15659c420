//! No circle of imports is larger than two files.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    imports::{Crate, Edge},
    tree::Tree,
};

#[test]
fn no_circle_of_the_runtime_is_larger_than_two_files() {
    let mut edges = Crate::read(&Tree::repository(), "run-runtime/src").edges();
    // A circle through several folders has an import from above, of which `layers` complains.
    edges.retain(|edge| edge.from.split('/').nth(2) == edge.to.split('/').nth(2));
    assert_none(&breaches(&edges));
}

#[test]
fn no_circle_of_the_macro_is_larger_than_two_files() {
    assert_none(&breaches(&Crate::read(&Tree::repository(), "run-macros/src").edges()));
}

fn breaches(edges: &BTreeSet<Edge>) -> Vec<Breach> {
    let circles = circles(edges).into_iter().filter(|circle| circle.len() > 2);
    circles.map(|circle| breach(&circle, edges)).collect()
}

/// The breach, at an import of the circle's first file. It lists one import for each two files of which one imports the
/// other.
fn breach(circle: &BTreeSet<&str>, edges: &BTreeSet<Edge>) -> Breach {
    let mut within = BTreeMap::new();
    for edge in edges.iter().filter(|edge| circle.contains(&*edge.from) && circle.contains(&*edge.to)) {
        within.entry((&edge.from, &edge.to)).or_insert(edge);
    }
    let first = within.values().next().expect("a circle is made of imports");
    let list =
        within.values().map(|edge| format!("    {}:{}: `{}` is in {}", edge.from, edge.line, edge.path, edge.to));
    let what = format!(
        "a circle of {} files; move what they share into a file that imports none of them:\n{}",
        circle.len(),
        list.collect::<Vec<_>>().join("\n"),
    );
    Breach::new(&first.from, first.line, what)
}

/// The largest sets of files in which each file leads to each other one, by way of others or not.
fn circles(edges: &BTreeSet<Edge>) -> Vec<BTreeSet<&str>> {
    let mut next = BTreeMap::<&str, BTreeSet<&str>>::new();
    for edge in edges {
        next.entry(&edge.from).or_default().insert(&edge.to);
    }
    let reached = next.keys().map(|&file| (file, reached_from(file, &next))).collect::<BTreeMap<_, _>>();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|reached| reached.contains(to));
    let circle = |&file: &&str| next.keys().copied().filter(|other| leads(file, other) && leads(other, file)).collect();
    let circles = next.keys().map(circle).collect::<BTreeSet<BTreeSet<&str>>>();
    circles.into_iter().filter(|circle| !circle.is_empty()).collect()
}

fn reached_from<'a>(file: &'a str, next: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![file]);
    while let Some(file) = open.pop() {
        open.extend(next.get(file).into_iter().flatten().filter(|&&next| reached.insert(next)));
    }
    reached
}

#[test]
fn a_circle_of_three_is_a_breach() {
    let tree = Tree::of(&[
        ("src/lib.rs", ""),
        ("src/slot/a.rs", "\nuse super::b::B;"),
        ("src/slot/b.rs", "use super::c::C;"),
        ("src/slot/c.rs", "fn f() { super::a::f() }"),
    ]);

    assert_says(
        &breaches(&Crate::read(&tree, "src").edges()),
        &["src/slot/a.rs:2: a circle of 3 files; move what they share"],
    );
}

#[test]
fn two_circles_of_two_that_share_a_file_are_one_of_three() {
    let tree = Tree::of(&[
        ("src/lib.rs", ""),
        ("src/signal/mod.rs", "use self::{unix::U, windows::W}; struct S;"),
        ("src/signal/unix.rs", "use super::S;"),
        ("src/signal/windows.rs", "use super::S;"),
    ]);

    assert_says(&breaches(&Crate::read(&tree, "src").edges()), &["src/signal/mod.rs:1: a circle of 3 files"]);
}

#[test]
fn a_circle_through_tests_is_one() {
    let tree = Tree::of(&[
        ("src/lib.rs", ""),
        ("src/a.rs", "use crate::b::B;"),
        ("src/b.rs", "use crate::c::C;"),
        ("src/c.rs", "#[cfg(test)] mod tests { use crate::a::A; }"),
    ]);

    assert_says(&breaches(&Crate::read(&tree, "src").edges()), &["src/a.rs:1: a circle of 3 files"]);
}

#[test]
fn a_circle_of_two_is_none() {
    let tree = Tree::of(&[
        ("src/lib.rs", ""),
        ("src/slot/a.rs", "use super::b::B;"),
        ("src/slot/b.rs", "use super::{a::A, c::C};"),
        ("src/slot/c.rs", ""),
    ]);

    assert_none(&breaches(&Crate::read(&tree, "src").edges()));
}
