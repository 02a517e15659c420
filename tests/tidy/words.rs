//! One word for one thing: those in `words.tsv` are not used.

use proc_macro2::TokenTree;

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    tokens::{ident, inside, line, read},
    tree::{Tree, has_extension},
};

/// The kind, the word, and what to say instead.
type Word<'a> = (&'a str, &'a str, &'a str);

#[test]
fn the_words_are_those_of_the_project() {
    assert_none(&breaches(&Tree::repository(), &words(include_str!("words.tsv"))));
}

fn words(table: &str) -> Vec<Word<'_>> {
    let rows = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| match row[..] {
        [kind @ ("name" | "function" | "prose"), word, instead] => (kind, word, instead),
        _ => panic!("no row of words: {row:?}"),
    })
    .collect()
}

fn breaches(tree: &Tree, words: &[Word<'_>]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, text) in tree.rust() {
        names(&read(path, text), false, &mut |name, is_function, line| {
            let is_it = |&&(kind, word, _): &&Word<'_>| match kind {
                "name" => name == word,
                "function" => is_function && name.contains(word),
                _ => false,
            };
            breaches.extend(words.iter().filter(is_it).map(|word| breach(path, line, word)));
        });
    }
    for (path, text) in tree.rust().chain(tree.markdown()).chain(tree.scripts()).chain(manifests(tree)) {
        for (line, content) in (1..).zip(text.lines()) {
            let any_case = content.to_lowercase();
            let is_it = |(kind, word, _): &&Word<'_>| *kind == "prose" && (has(&any_case, word) || has(content, word));
            breaches.extend(words.iter().filter(is_it).map(|word| breach(path, line, word)));
        }
    }
    breaches
}

fn breach(path: &str, line: usize, (_, word, instead): &Word<'_>) -> Breach {
    Breach::new(path, line, format!("`{word}`: {instead}"))
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
        "# Comment.\nname\tZany\tplain\nfunction\t_zig\tzag\nprose\tgoes zig\tgoes zag\nprose\tZIG\tzag\nprose\t/zig/\t-",
    );
    let rust =
        "//! It goes zig.\nstruct Zany;\nstruct ZanyList;\nfn f_zig() { g_zig() }\n// It goes zigzag, to a/zig/.\n";
    let tree = Tree::of(&[
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
