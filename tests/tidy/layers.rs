//! In the runtime, a file imports from its own folder and from those below, never from one above.

use crate::support::{
    breach::{Breach, assert_none, assert_says},
    imports::{Crate, Edge},
    tree::Tree,
};

const SOURCE: &str = "run-runtime/src";
/// Only declares the folders and exports from them, so it is above all of them.
const MAP: &str = "run-runtime/src/lib.rs";
/// From top to bottom.
const FOLDERS: [&str; 9] = ["expansion", "adapters", "group", "driver", "slot", "state", "observe", "sync", "outcome"];

#[test]
fn the_runtime_imports_downwards_only() {
    assert_none(&breaches(&Tree::repository()));
}

fn breaches(tree: &Tree) -> Vec<Breach> {
    let runtime = Crate::read(tree, SOURCE);
    let homeless = runtime.files().filter(|&file| file != MAP && layer(file).is_none());
    let homeless =
        homeless.map(|file| Breach::new(file, 1, format!("belongs in one of the folders {}", FOLDERS.join(", "))));
    let edges = runtime.edges();
    homeless.chain(edges.iter().filter_map(upward)).collect()
}

fn upward(edge: &Edge) -> Option<Breach> {
    let from = layer(&edge.from)?;
    let breach = |what| Some(Breach::new(&edge.from, edge.line, format!("`crate::{}` {what}", edge.path)));
    if edge.to == MAP {
        return breach("is lib.rs's own, which is above all folders; put it into one".to_owned());
    }
    // A name that a folder only re-exports counts as a name of that folder. What lib.rs re-exports counts where it is
    // from.
    let written = Some(&edge.written).filter(|&written| written != MAP);
    let to = written.into_iter().chain([&edge.to]).filter_map(|file| layer(file)).min()?;
    if to >= from {
        return None;
    }
    breach(format!(
        "is in {}, which is above {}; move it down, or give what is needed as an argument",
        FOLDERS[to], FOLDERS[from],
    ))
}

/// How far down a file is.
fn layer(path: &str) -> Option<usize> {
    let (folder, _) = path.strip_prefix(SOURCE)?.strip_prefix('/')?.split_once('/')?;
    FOLDERS.iter().position(|&name| name == folder)
}

#[cfg(test)]
fn breaches_of(files: &[(&str, &str)]) -> Vec<Breach> {
    let files = files.iter().map(|(path, text)| (format!("{SOURCE}/{path}"), *text)).collect::<Vec<_>>();
    breaches(&Tree::of(&files.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>()))
}

#[test]
fn an_import_from_above_is_a_breach() {
    let files =
        [("lib.rs", ""), ("group/core.rs", ""), ("slot/op.rs", "use std::fmt;\n\nuse crate::group::core::Core;")];

    assert_says(
        &breaches_of(&files),
        &["run-runtime/src/slot/op.rs:3: `crate::group::core::Core` is in group, which is above slot"],
    );
}

#[test]
fn a_path_from_above_is_a_breach() {
    let files = [
        ("lib.rs", ""),
        (
            "sync/stop.rs",
            "fn f() {\n    crate::state::cause::g()\n}\n#[cfg(test)]\nmod tests { use super::super::super::state::h; }",
        ),
        ("state/cause.rs", ""),
        ("state/mod.rs", ""),
    ];

    assert_says(
        &breaches_of(&files),
        &[
            "run-runtime/src/sync/stop.rs:2: `crate::state::cause::g` is in state, which is above sync",
            "run-runtime/src/sync/stop.rs:5: `crate::state::h` is in state, which is above sync",
        ],
    );
}

#[test]
fn a_name_of_lib_rs_is_looked_for_where_it_is_from() {
    let files = [
        ("lib.rs", "pub use group::Group; pub use outcome::end::End; pub fn own() {}"),
        ("group/mod.rs", "use crate::End;"),
        ("outcome/end.rs", "use crate::{Group,\n    own};"),
    ];

    assert_says(
        &breaches_of(&files),
        &[
            "run-runtime/src/outcome/end.rs:1: `crate::Group` is in group, which is above outcome",
            "run-runtime/src/outcome/end.rs:2: `crate::own` is lib.rs's own",
        ],
    );
}

#[test]
fn a_name_that_a_folder_above_passes_on_is_a_breach() {
    let files = [
        ("lib.rs", ""),
        ("group/mod.rs", "pub(crate) use crate::outcome::end::End;"),
        ("slot/op.rs", "use crate::group::End;"),
        ("outcome/end.rs", ""),
    ];

    assert_says(&breaches_of(&files), &["run-runtime/src/slot/op.rs:1: `crate::group::End` is in group"]);
}

#[test]
fn a_file_in_no_folder_is_a_breach() {
    assert_says(
        &breaches_of(&[("lib.rs", ""), ("loose.rs", ""), ("misc/a.rs", "")]),
        &[
            "run-runtime/src/loose.rs:1: belongs in one of the folders",
            "run-runtime/src/misc/a.rs:1: belongs in one of the",
        ],
    );
}

#[test]
fn an_import_from_below_and_from_beside_is_none() {
    let files = [
        ("lib.rs", "mod group;"),
        ("group/mod.rs", "use self::report::Report; use crate::{slot::{list::List, op}, outcome::end::End};"),
        ("group/report/mod.rs", "use super::Group;"),
        ("slot/list.rs", "use super::op::Op;"),
        ("slot/op.rs", "use crate::outcome::end::End;"),
        ("outcome/end.rs", "/// Not an import: [`Group`](crate::group::Group).\npub struct End;"),
    ];

    assert_none(&breaches_of(&files));
}
