//! One word for one thing: those in `words.tsv` are not used.

use proc_macro2::TokenTree;

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    tokens::{ident, inside, line, read},
    tree::{Tree, has_extension},
};

/// A row of the table.
struct Row<'a> {
    kind: &'a str,
    word: &'a str,
    instead: &'a str,
    /// A name that has one of these may have the word.
    unless: Vec<&'a str>,
}

#[test]
fn the_words_are_those_of_the_project() {
    assert_none(&breaches(&Tree::repository(), &words(include_str!("words.tsv"))));
}

fn words(table: &str) -> Vec<Row<'_>> {
    let rows = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| match row[..] {
        [kind @ ("name" | "function" | "prose"), word, instead, ref unless @ ..] => {
            Row { kind, word, instead, unless: unless.iter().flat_map(|words| words.split(' ')).collect() }
        }
        _ => panic!("no row of words: {row:?}"),
    })
    .collect()
}

fn breaches(tree: &Tree, words: &[Row<'_>]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in tree.rust() {
        names(&read(path, text), false, &mut |name, is_function, line| {
            breaches.extend(
                words.iter().filter(|word| word.is_in_name(name, is_function)).map(|word| word.breach(path, line)),
            );
        });
    }
    // The changelog says what has been called what.
    let pages = tree.markdown().filter(|(path, _)| *path != "CHANGELOG.md");
    for (path, text) in tree.rust().chain(pages).chain(tree.scripts()).chain(manifests(tree)) {
        for (line, content) in (1..).zip(text.lines()) {
            breaches.extend(words.iter().filter(|word| word.is_in_prose(content)).map(|word| word.breach(path, line)));
        }
    }
    breaches
}

impl Row<'_> {
    fn is_in_name(&self, name: &str, is_function: bool) -> bool {
        match self.kind {
            "name" => name == self.word,
            "function" => {
                is_function && name.contains(self.word) && !self.unless.iter().any(|word| name.contains(word))
            }
            _ => false,
        }
    }

    fn is_in_prose(&self, line: &str) -> bool {
        self.kind == "prose" && (has(line, self.word) || has(&line.to_lowercase(), self.word))
    }

    fn breach(&self, path: &str, line: usize) -> Breach {
        Breach::new(path, line, format!("`{}`: {}", self.word, self.instead))
    }
}

fn manifests(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.files().filter(|(path, _)| has_extension(path, "toml"))
}

/// All identifiers, whether each names a function here, and their lines.
fn names(tokens: &[TokenTree], mut is_function: bool, see: &mut dyn FnMut(&str, bool, usize)) {
    for token in tokens {
        if let Some(name) = ident(Some(token)) {
            see(&name, is_function, line(token));
            is_function = name == "fn";
        } else {
            names(&inside(token).unwrap_or_default(), false, see);
            is_function = false;
        }
    }
}

/// Whether a line has a word that is not a part of another one.
fn has(line: &str, word: &str) -> bool {
    let is_letter = |char: char| char.is_alphanumeric() || char == '_';
    line.match_indices(word).any(|(start, _)| {
        let end = start + word.len();
        let joined = word.ends_with(is_letter) && line[end..].starts_with(is_letter);
        !joined && !line[..start].ends_with(is_letter)
    })
}

#[test]
fn a_word_that_is_not_used_is_a_breach() {
    let words = words(
        "# Comment.\nname\tZany\tplain\nfunction\t_zig\tzag\tzen\nprose\tgoes zig\tgoes zag\nprose\tZIG\tzag\nprose\t/zig/\t-",
    );
    let rust = "//! It goes zig.\nstruct Zany;\nstruct ZanyList;\nfn f_zig() { g_zig() } fn zen_zig() {}\n// It goes zigzag, to a/zig/.\n";
    let tree = Tree::of(&[
        ("CHANGELOG.md", "It no longer goes zig."),
        ("Cargo.toml", "path = \"/zig/here\""),
        ("README.md", "Zany\nGoes zig\nzig, Zig, ZIG\n"),
        ("data.txt", "goes zig"),
        ("scripts/load", "#!/bin/sh\n# goes zig\n"),
        ("src/lib.rs", rust),
    ]);

    let expected = [
        "src/lib.rs:2: `Zany`: plain",
        "src/lib.rs:4: `_zig`: zag",
        "src/lib.rs:1: `goes zig`: goes zag",
        "README.md:2: `goes zig`",
        "README.md:3: `ZIG`",
        "scripts/load:2: `goes zig`",
        "Cargo.toml:1: `/zig/`",
    ];
    assert_says(&breaches(&tree, &words), &expected);
}
