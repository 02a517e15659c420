//! The fixtures in which the caller's items have the names that the macro's output uses have all of these names.

use proc_macro2::TokenTree;

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    tokens::{ident, inside, is_path_separator, is_punct, line, read},
    tree::Tree,
};

/// Exports what the macro's output names.
const EXPANSION: &str = "run-runtime/src/expansion/mod.rs";
const FIXTURES: [&str; 2] = ["trybuild-tests/pass/callers_names.rs", "trybuild-tests/pass/shadowed_prelude.rs"];

#[test]
fn every_name_of_the_expansion_is_in_a_fixture() {
    assert_none(&breaches(&Tree::repository()));
}

fn breaches(tree: &Tree) -> Vec<Breach> {
    let tokens = |path| read(path, tree.text(path).unwrap_or_else(|| panic!("{path} is missing")));
    let given: Vec<_> = FIXTURES.into_iter().flat_map(|path| items(&tokens(path))).collect();
    let mut exported = Vec::new();
    exports(&tokens(EXPANSION), &mut exported);
    let missing = exported.into_iter().filter(|(name, _)| !given.contains(name));
    missing
        .map(|(name, line)| Breach::new(EXPANSION, line, format!("`{name}` is an item of none of {FIXTURES:?}")))
        .collect()
}

/// The names that each `pub use` makes, with their lines.
fn exports(tokens: &[TokenTree], names: &mut Vec<(String, usize)>) {
    let is = |token: &TokenTree, word| ident(Some(token)).is_some_and(|found| found == word);
    for statement in tokens.split(|token| is_punct(Some(token), ';')) {
        if let Some(start) = statement.windows(2).position(|pair| is(&pair[0], "pub") && is(&pair[1], "use")) {
            leaves(&statement[start + 2..], names);
        }
    }
}

fn leaves(tokens: &[TokenTree], names: &mut Vec<(String, usize)>) {
    for (at, token) in tokens.iter().enumerate() {
        match inside(token) {
            Some(inside) => leaves(&inside, names),
            None if is_path_separator(&tokens[at + 1..]) => {}
            None => names.extend(ident(Some(token)).map(|name| (name, line(token)))),
        }
    }
}

/// The names of a fixture's functions, types and constants.
fn items(tokens: &[TokenTree]) -> Vec<String> {
    let is_item = |token| ["fn", "struct", "const", "static"].map(str::to_owned).contains(&token);
    let pairs = tokens.windows(2).filter(|pair| ident(pair.first()).is_some_and(is_item));
    pairs.filter_map(|pair| ident(pair.get(1))).collect()
}

#[test]
fn a_name_that_no_fixture_has_is_a_breach() {
    let exports = "mod fill;\n#[cfg(a)]\npub use crate::{\n    fill::{fill, next},\n    list::Branch,\n};\npub use crate::grace;\nuse crate::own;\n";
    let tree = Tree::of(&[
        (EXPANSION, exports),
        (FIXTURES[0], "const fill: u8 = 1;\nfn main() { next(); }"),
        (FIXTURES[1], "fn grace() {}"),
    ]);

    assert_says(
        &breaches(&tree),
        &["run-runtime/src/expansion/mod.rs:4: `next` is", "run-runtime/src/expansion/mod.rs:5: `Branch` is"],
    );
}
