//! Each mistake that the compiler finds in what `run_group!` expands into, tried in each place of a list.
//!
//! A mistake that the macro reports itself is in `ui/`, and so is the whole text of one message of each kind. Here each
//! mistake is made by the first, the middle and the last of three actors, and must be one error, at the token that is
//! wrong, in words that say what it is. Beside it, a neighbour's own mistake must still be found.
//!
//! | file | has |
//! |---|---|
//! | `main` | the tests |
//! | `compile` | what calls the compiler |
//! | `program` | what it compiles: a few functions for each mistake |
//! | `kinds` | the mistakes, by when the compiler finds them |
//! | `types`, `late`, `borrows` | the mistakes, an entry for each |
//! | `mistake` | what an entry says |

mod borrows;
mod compile;
mod kinds;
mod late;
mod mistake;
mod program;
mod types;

use std::{collections::BTreeMap, env, path::Path, slice};

use crate::{
    compile::{compile, write_package},
    kinds::KINDS,
    mistake::{Kind, Mistake},
    program::{Actor, Program},
};

/// The two other actors of a list.
const FINE: [&str; 2] =
    ["one: async { std::fs::read(\"one\")?; Ok(()) } => drop", "two: |stop| stop.stopped_owned() => { log() }"];

#[test]
fn each_mistake_is_one_error_wherever_its_actor_stands() {
    let [one, two] = FINE.map(Actor::Fine);
    let wrong = sweep("alone", |mistake, _| {
        let wrong = Actor::Wrong(mistake);
        vec![("first", [wrong, one, two]), ("in the middle", [one, wrong, two]), ("last", [one, two, wrong])]
    });
    assert!(wrong.is_empty(), "{}", list(&wrong));
}

#[test]
fn a_neighbours_own_mistake_is_found_beside_each() {
    let fine = Actor::Fine(FINE[0]);
    let wrong = sweep("beside", |mistake, kind| {
        let wrong = if kind.found_last { Actor::Overlooked(mistake) } else { Actor::Wrong(mistake) };
        let neighbour = Actor::Wrong(&kind.neighbour);
        vec![("before a neighbour's", [wrong, fine, neighbour]), ("after a neighbour's", [neighbour, wrong, fine])]
    });
    assert!(wrong.is_empty(), "{}", list(&wrong));
}

/// A line for each mistake, with one of its variants as an example.
fn list(wrong: &BTreeMap<&str, Vec<String>>) -> String {
    let lines = wrong.iter().map(|(mistake, variants)| format!("{mistake}, {} times: {}", variants.len(), variants[0]));
    lines.collect::<Vec<_>>().join("\n")
}

/// Compiles each mistake, in each of its lists and in each use. Returns those that are not shown as expected.
fn sweep(
    package: &str,
    lists: impl Fn(&'static Mistake, &'static Kind) -> Vec<(&'static str, [Actor; 3])>,
) -> BTreeMap<&'static str, Vec<String>> {
    let program = |kind: &'static Kind| {
        let mut program = Program::new(kind.name);
        for mistake in kind.mistakes {
            for (place, list) in lists(mistake, kind) {
                for used in mistake.used.as_ref().map_or(kind.uses, slice::from_ref) {
                    program.add(mistake, place, &list, used);
                }
            }
        }
        program
    };
    let programs: Vec<_> = KINDS.iter().map(program).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep").join(package);
    write_package(&folder, package, &programs);
    let errors = compile(&folder, &programs);
    programs.iter().flat_map(|program| program.compare(&errors)).collect()
}
