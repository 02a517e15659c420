//! How long a file, a page and the name of a test may be.

use proc_macro2::TokenTree;

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    tokens::{ident, inside, is_punct, line, read},
    tree::{Tree, is_in},
};

const SOURCE: usize = 400;
const TESTS: usize = 600;
const README: usize = 110;
/// A test's name has to be shorter than this.
const NAME: usize = 60;

#[test]
fn no_file_is_too_long() {
    assert_none(&files(&Tree::repository()));
}

#[test]
fn no_test_has_too_long_a_name() {
    assert_none(&names(&Tree::repository()));
}

fn files(tree: &Tree) -> Vec<Breach> {
    let code = tree.rust().chain(tree.scripts());
    let code = code
        .map(|(path, text)| (path, text, if is_test(path) { TESTS } else { SOURCE }, "split it by what it is about"));
    let readme = tree.text("README.md").map(|text| ("README.md", text, README, "move what it explains into docs/"));
    let too_long = code.chain(readme).filter(|(_, text, most, _)| text.lines().count() > *most);
    let breach = |(path, text, most, instead): (&str, &str, _, _)| {
        let length = text.lines().count();
        Breach::new(path, length, format!("has {length} lines, and may have {most}; {instead}"))
    };
    too_long.map(breach).collect()
}

fn is_test(path: &str) -> bool {
    path.split('/').rev().skip(1).any(|folder| folder == "tests")
        || ["benches", "loom", "trybuild-tests"].into_iter().any(|folder| is_in(path, folder))
}

fn names(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in tree.rust() {
        for_each_test(&read(path, text), &mut |name, line| {
            let length = name.chars().count();
            if length >= NAME {
                let what = format!("`{name}` has {length} characters; {NAME} are too many, say it shorter");
                breaches.push(Breach::new(path, line, what));
            }
        });
    }
    breaches
}

/// The name and the line of each function with a `#[test]`, or any attribute that ends in that word.
fn for_each_test(tokens: &[TokenTree], see: &mut dyn FnMut(String, usize)) {
    let mut is_test = false;
    for (at, token) in tokens.iter().enumerate() {
        let inside = inside(token);
        if at > 0 && is_punct(tokens.get(at - 1), '#') {
            is_test |= inside.as_deref().is_some_and(is_test_attribute);
        } else if ident(Some(token)).as_deref() == Some("fn") {
            if let (true, Some(name)) = (is_test, ident(tokens.get(at + 1))) {
                see(name, line(token));
            }
            is_test = false;
        } else if let Some(inside) = inside {
            for_each_test(&inside, see);
        }
    }
}

fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    let path = tokens.iter().take_while(|token| ident(Some(token)).is_some() || is_punct(Some(token), ':'));
    ident(path.last()).as_deref() == Some("test")
}

#[test]
fn a_file_with_too_many_lines_is_a_breach() {
    let (most, too_long) = ("\n".repeat(SOURCE), "\n".repeat(SOURCE + 1));
    let (most_of_tests, too_long_tests) = ("\n".repeat(TESTS), "\n".repeat(TESTS + 1));
    let tree = Tree::of(&[
        ("README.md", &"\n".repeat(README + 1)),
        ("loom/src/a.rs", &too_long_tests),
        ("run-macros/src/tests/a.rs", &most_of_tests),
        ("run-runtime/src/a.rs", &too_long),
        ("src/lib.rs", &most),
        ("tests/it/a.rs", &too_long_tests),
        ("tests/it/b.rs", &most_of_tests),
    ]);

    assert_says(
        &files(&tree),
        &[
            "loom/src/a.rs:601: has 601 lines, and may have 600",
            "run-runtime/src/a.rs:401: has 401 lines, and may have 400",
            "tests/it/a.rs:601: has 601 lines, and may have 600",
            "README.md:111: has 111 lines, and may have 110",
        ],
    );
}

#[test]
fn a_test_with_a_long_name_is_a_breach() {
    let (long, short) = ("a".repeat(NAME), "b".repeat(NAME - 1));
    let text = format!(
        "//! Tests.
        #[test]
        fn {short}() {{}}
        fn {long}() {{}}
        mod inner {{
            #[tokio::test(start_paused = true)]
            #[should_panic]
            async fn {long}() {{}}
        }}
        models! {{ #[test] fn {long}() {{}} }}
        #[cfg(test)]
        fn {long}() {{}}
        "
    );

    let expected = ["tests/a.rs:8: `aaa", "tests/a.rs:10: `aaa"];
    assert_says(&names(&Tree::of(&[("tests/a.rs", &text)])), &expected);
}
