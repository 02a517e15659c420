//! The reference shows how each public item is used.

use std::collections::BTreeSet;

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    tree::{Tree, is_in},
};

const MAP: &str = "run-runtime/src/lib.rs";
const SOURCES: &str = "run-runtime/src";
/// The public modules, and what they have beside what the map names.
const MODULES: [(&str, &[&str]); 3] = [
    ("run-runtime/src/adapters/signal", &["Listener", "Signals", "any", "listen", "shutdown"]),
    ("run-runtime/src/group/report", &["Actor", "Reporting"]),
    ("run-runtime/src/observe/status", &["Actor", "Phase", "State"]),
];

#[test]
fn every_public_item_is_shown_in_an_example() {
    assert_none(&breaches(&Tree::repository()));
}

/// A type, a trait or a function has an example, or says which function it is from. A method has one, or is called in one.
fn breaches(tree: &Tree) -> Vec<Breach> {
    let map = public(tree.text(MAP).unwrap_or_default());
    let is_public = |path: &str, name: &str| {
        map.contains(name) || MODULES.iter().any(|(folder, names)| is_in(path, folder) && names.contains(&name))
    };
    let sources: Vec<_> = tree.rust().filter(|(path, _)| is_in(path, SOURCES)).collect();
    let examples: String = sources.iter().flat_map(|(_, text)| examples(text)).collect();
    let mut breaches = Vec::new();
    for (path, text) in sources {
        for item in items(text).into_iter().filter(|item| !item.docs.is_empty()) {
            let is_shown = item.docs.contains("```")
                || match item.of {
                    Some(of) => !is_public(path, of) || is_called(item.name, &examples),
                    None => !is_public(path, item.name) || item.docs.contains("from [`"),
                };
            if !is_shown {
                let what = format!("`{}` is in no example; add one that shows what it is for", item.name);
                breaches.push(Breach::new(path, item.line, what));
            }
        }
    }
    breaches
}

/// The names that the map makes public.
fn public(map: &str) -> BTreeSet<&str> {
    let uses = map.split("\npub use ").skip(1).filter_map(|rest| rest.split(';').next());
    let paths = uses.flat_map(|names| names.split([',', '{', '}']));
    paths.filter_map(|path| path.trim().rsplit("::").next()).collect()
}

fn is_called(method: &str, code: &str) -> bool {
    let is_one = |rest: &str| rest.starts_with('(') || rest.starts_with("::<");
    [".", "::"].into_iter().any(|dot| code.split(&format!("{dot}{method}")).skip(1).any(is_one))
}

struct Item<'a> {
    name: &'a str,
    line: usize,
    docs: String,
    /// The type that it is a method of.
    of: Option<&'a str>,
}

/// What is `pub`, and not hidden.
fn items(text: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let (mut docs, mut of) = (String::new(), None);
    for (line, content) in (1..).zip(text.lines()) {
        let code = content.trim_start();
        if content.starts_with("impl") {
            of = type_of(content);
        }
        match code.strip_prefix("///") {
            Some(doc) => docs.extend([doc, "\n"]),
            None if code.starts_with("#[doc(hidden)]") => docs.clear(),
            None if code.starts_with("#[") || code.starts_with(')') => {}
            None => {
                if let Some(name) = name_of(code) {
                    let is_method = content.starts_with(' ') && code.contains("fn ");
                    items.push(Item { name, line, docs: docs.clone(), of: of.filter(|_| is_method) });
                }
                docs.clear();
            }
        }
    }
    items
}

fn name_of(code: &str) -> Option<&str> {
    let mut words =
        code.strip_prefix("pub ")?.split(' ').skip_while(|word| ["async", "const", "unsafe"].contains(word));
    ["struct", "enum", "trait", "fn"].contains(&words.next()?).then_some(())?;
    words.next()?.split(|char: char| !char.is_alphanumeric() && char != '_').next()
}

/// The type that an `impl` is for, unless it is that of a trait.
fn type_of(line: &str) -> Option<&str> {
    let mut depth = 0_u32;
    let rest = line["impl".len()..].trim_start_matches(|char| {
        match char {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => return depth > 0 || char == ' ',
        }
        true
    });
    (!line.contains(" for ")).then(|| rest.split(|char: char| !char.is_alphanumeric()).next())?
}

/// The code of all examples.
fn examples(text: &str) -> Vec<&str> {
    let docs = text.lines().filter_map(|line| line.trim_start().strip_prefix("///"));
    let mut is_code = false;
    docs.filter(|doc| {
        is_code ^= doc.trim_start().starts_with("```");
        is_code
    })
    .collect()
}

#[test]
fn an_item_in_no_example_is_a_breach() {
    let text = "/// A set.\n///\n/// ```\n/// Set::new().add(1);\n/// ```\npub struct Set;\n\
                /// A row.\npub enum Row {}\n\
                /// An iterator; from [`Set::iter`].\npub struct Iter;\n\
                impl<T: Into<u8>> Set<T> {\n    /// Adds.\n    pub fn add() {}\n    /// Takes.\n    #[must_use]\n    pub async fn take() {}\n\
                    /// Hidden.\n    #[doc(hidden)]\n    pub fn hide() {}\n}\n\
                /// Not public.\npub struct Inner;\nimpl Inner {\n    /// Neither.\n    pub fn get() {}\n}\n";
    let tree = Tree::of(&[(MAP, "mod set;\npub use set::{Iter, Row, Set};\n"), ("run-runtime/src/set.rs", text)]);

    let expected = ["run-runtime/src/set.rs:8: `Row` is in no example", "run-runtime/src/set.rs:16: `take` is in no"];
    assert_says(&breaches(&tree), &expected);
}
