//! What a crate's files import from each other: by `use`, and by paths in the code.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenTree};

use super::{
    tokens::{ident, inside, is_path_separator, is_punct, line, read},
    tree::Tree,
};

type Path = Vec<String>;

/// The files of a crate, as the modules that they are.
pub struct Crate {
    files: BTreeMap<Path, String>,
    imports: Vec<Import>,
    /// The names that a `use` makes in its module, and what each is. `None` is something of another crate.
    aliases: BTreeMap<Path, Vec<Option<Path>>>,
}

/// One path to another module of the crate.
struct Import {
    file: String,
    line: usize,
    /// From the root of the crate.
    path: Path,
}

/// One file needs another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: String,
    pub line: usize,
    pub path: String,
    /// The file that the path leads to, before it is followed through a `use`, and after.
    pub written: String,
    pub to: String,
}

impl Crate {
    /// The crate whose `lib.rs` is in `source`.
    pub fn read(tree: &Tree, source: &str) -> Self {
        let of_crate = |path: &str| path.strip_prefix(source)?.strip_prefix('/')?.strip_suffix(".rs").map(module);
        let sources = tree.rust().filter_map(|(path, text)| Some((of_crate(path)?, path, text))).collect::<Vec<_>>();
        let files = sources.iter().map(|(module, path, _)| (module.clone(), (*path).to_owned())).collect();
        let mut read_so_far = Self { files, imports: Vec::new(), aliases: BTreeMap::new() };
        for (module, path, text) in sources {
            read_so_far.walk(path, &module, &read(path, text));
        }
        read_so_far
    }

    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(String::as_str)
    }

    /// From each file to each other one that it imports from, once for each place.
    pub fn edges(&self) -> BTreeSet<Edge> {
        let mut edges = BTreeSet::new();
        for Import { file, line, path } in &self.imports {
            let mut targets = BTreeSet::new();
            self.follow(path, 0, &mut targets);
            for to in targets.into_iter().filter(|to| to != file) {
                let written = self.files[self.module_of(path)].clone();
                edges.insert(Edge { from: file.clone(), line: *line, path: path.join("::"), written, to });
            }
        }
        edges
    }

    /// The files that a path leads to: several where a name is imported once for each configuration.
    fn follow(&self, path: &[String], steps: usize, targets: &mut BTreeSet<String>) {
        let module = self.module_of(path);
        let name = path.get(..=module.len()).unwrap_or(path);
        match self.aliases.get(name) {
            Some(aliases) if name.len() > module.len() && steps < 8 => {
                for alias in aliases.iter().flatten() {
                    self.follow(&[alias, &path[name.len()..]].concat(), steps + 1, targets);
                }
            }
            _ => drop(targets.insert(self.files[module].clone())),
        }
    }

    /// The innermost module on a path that is a file.
    fn module_of<'a>(&self, path: &'a [String]) -> &'a [String] {
        let prefixes = (0..=path.len()).rev().map(|end| &path[..end]);
        prefixes.into_iter().find(|prefix| self.files.contains_key(*prefix)).expect("a crate has a lib.rs")
    }

    fn walk(&mut self, file: &str, module: &Path, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            let (token, rest) = (&tokens[at], &tokens[at + 1..]);
            at += 1;
            match ident(Some(token)).as_deref() {
                None if is_path_separator(&tokens[at - 1..]) => at += 1 + usize::from(ident(rest.get(1)).is_some()),
                None => {
                    if let Some(inside) = inside(token) {
                        self.walk(file, module, &inside);
                    }
                }
                Some("mod") if rest.len() > 1 => {
                    if let (Some(name), Some(inside)) = (ident(rest.first()), inside(&rest[1])) {
                        self.walk(file, &child(module, &name), &inside);
                        at += 2;
                    }
                }
                Some("pub") if is_restriction(rest.first()) => at += 1,
                // Otherwise this word begins a bound, `use<'a>`.
                Some("use") if is_path_separator(rest) || is_tree(rest.first()) => {
                    let length = rest.iter().position(|token| is_punct(Some(token), ';')).unwrap_or(rest.len());
                    if !is_path_separator(rest) {
                        self.use_tree(file, module, &rest[..length], &[]);
                    }
                    at += length;
                }
                Some(_) => {
                    let (names, length) = path(&tokens[at - 1..]);
                    at += length - 1;
                    if names.len() > 1 {
                        self.import(file, module, line(token), &names);
                    }
                }
            }
        }
    }

    /// What is between `use` and `;`, or one part of what is in the braces after `prefix`.
    fn use_tree(&mut self, file: &str, module: &Path, tokens: &[TokenTree], prefix: &[String]) {
        let (names, length) = path(tokens);
        let mut full = [prefix, &names].concat();
        let rest = &tokens[length..];
        let rest = if is_path_separator(rest) { &rest[2..] } else { rest };
        if let Some(inside) = rest.first().and_then(inside) {
            for part in inside.split(|token| is_punct(Some(token), ',')).filter(|part| !part.is_empty()) {
                self.use_tree(file, module, part, &full);
            }
        } else if let Some(token) = tokens.first() {
            if full.last().is_some_and(|last| last == "self") && full.len() > 1 {
                full.pop();
            }
            let target = self.import(file, module, line(token), &full);
            if !is_punct(rest.first(), '*') {
                let renamed = ident(rest.first()).filter(|word| word == "as").and_then(|_| ident(rest.get(1)));
                if let Some(name) = renamed.or(full.last().cloned()) {
                    self.aliases.entry(child(module, &name)).or_default().push(target);
                }
            }
        }
    }

    /// Records a path that is written in `module`. Gives it as seen from the root, if it is one of this crate.
    fn import(&mut self, file: &str, module: &Path, line: usize, names: &[String]) -> Option<Path> {
        let (mut start, mut rest) = match names.first()?.as_str() {
            "crate" => (Path::new(), &names[1..]),
            "self" => (module.clone(), &names[1..]),
            "super" => (module.clone(), names),
            name if self.files.contains_key(&child(module, name)) => (module.clone(), names),
            _ => return None,
        };
        while rest.first().is_some_and(|name| name == "super") {
            start.pop();
            rest = &rest[1..];
        }
        let path = [start.as_slice(), rest].concat();
        self.imports.push(Import { file: file.to_owned(), line, path: path.clone() });
        Some(path)
    }
}

/// The names of the path at the beginning, up to what is no name, and how many tokens they are.
fn path(tokens: &[TokenTree]) -> (Path, usize) {
    let (mut names, mut at) = (Path::new(), 0);
    while let Some(name) = ident(tokens.get(at)) {
        names.push(name);
        at += 1;
        if !is_path_separator(&tokens[at..]) || ident(tokens.get(at + 2)).is_none() {
            break;
        }
        at += 2;
    }
    (names, at)
}

fn module(path: &str) -> Path {
    let mut names = path.split('/').map(str::to_owned).collect::<Path>();
    if names.last().is_some_and(|name| name == "mod") || names == ["lib"] {
        names.pop();
    }
    names
}

fn child(module: &Path, name: &str) -> Path {
    [module.as_slice(), &[name.to_owned()]].concat()
}

/// What a tree of a `use` may begin with.
fn is_tree(token: Option<&TokenTree>) -> bool {
    match token {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        token => ident(token).is_some(),
    }
}

/// `(in path)`.
fn is_restriction(token: Option<&TokenTree>) -> bool {
    token.and_then(inside).is_some_and(|inside| ident(inside.first()).is_some_and(|first| first == "in"))
}

/// Each edge as `from:line path -> to`, without `src/` and `.rs`.
#[cfg(test)]
fn edges(files: &[(&str, &str)]) -> Vec<String> {
    let short = |path: &str| path.trim_start_matches("src/").trim_end_matches(".rs").to_owned();
    let edges = Crate::read(&Tree::of(files), "src").edges();
    edges
        .iter()
        .map(|edge| format!("{}:{} {} -> {}", short(&edge.from), edge.line, edge.path, short(&edge.to)))
        .collect()
}

#[test]
fn every_part_of_a_use_is_an_import() {
    let a = "use crate::{\n    b::{self, B},\n    c::*,\n};\nuse std::fmt;\nuse super::b::Other as Name;\n";

    assert_eq!(
        edges(&[("src/lib.rs", ""), ("src/a.rs", a), ("src/b.rs", ""), ("src/c.rs", "")]),
        ["a:2 b -> b", "a:2 b::B -> b", "a:3 c -> c", "a:6 b::Other -> b"],
    );
}

#[test]
fn a_path_in_the_code_is_an_import() {
    let a = "fn f(b: &crate::b::B) { g!(super::b::C, $crate::b::d(1)); <T as ::c::X>::b::e(); }\n/// [`crate::c::C`]\nconst A: &str = \"crate::c\";\n";

    assert_eq!(
        edges(&[("src/lib.rs", ""), ("src/a.rs", a), ("src/b.rs", ""), ("src/c.rs", "")]),
        ["a:1 b::B -> b", "a:1 b::C -> b", "a:1 b::d -> b"],
    );
}

#[test]
fn a_module_in_a_file_is_that_file() {
    let a = "mod tests { use super::A; use super::super::b::B; mod inner { use crate::a::C; } }";

    assert_eq!(edges(&[("src/lib.rs", ""), ("src/a.rs", a), ("src/b.rs", "")]), ["a:1 b::B -> b"]);
}

#[test]
fn visibility_is_no_import() {
    let a = "pub(in crate::b) struct A; pub(super) fn f() {}";

    assert!(edges(&[("src/lib.rs", ""), ("src/b/mod.rs", ""), ("src/b/a.rs", a)]).is_empty());
}

#[test]
fn a_name_that_is_imported_again_is_followed() {
    let lib = "pub use b::B;\npub use tokio::Token;";
    let a = "use crate::{B, Token};\nuse crate::d::E;";

    assert_eq!(
        edges(&[
            ("src/lib.rs", lib),
            ("src/a.rs", a),
            ("src/b.rs", ""),
            ("src/d/mod.rs", "pub use e::E;"),
            ("src/d/e.rs", "")
        ]),
        ["a:1 B -> b", "a:2 d::E -> d/e", "d/mod:1 d::e::E -> d/e", "lib:1 b::B -> b"],
    );
}

#[test]
fn a_module_names_its_children_without_a_prefix() {
    assert_eq!(
        edges(&[("src/lib.rs", ""), ("src/a/mod.rs", "fn f() { b::f(); std::mem::drop(1) }"), ("src/a/b.rs", "")]),
        ["a/mod:1 a::b::f -> a/b"],
    );
}

#[test]
fn what_only_looks_like_a_use_is_no_import() {
    let a = "fn f() -> impl Sized + use<'_> { g(crate::b::B) }\nfn h() { quote! { use #crate_name::x; } }";

    assert_eq!(edges(&[("src/lib.rs", ""), ("src/a.rs", a), ("src/b.rs", "")]), ["a:1 b::B -> b"]);
}
