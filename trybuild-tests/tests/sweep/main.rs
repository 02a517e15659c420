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
//! | `types`, `late`, `borrows`, `habits` | the mistakes, an entry for each |
//! | `form` | what stands around a mistake in its own actor |
//! | `mistake` | what an entry says |

mod borrows;
mod compile;
mod features;
mod form;
mod habits;
mod kinds;
mod late;
mod mistake;
mod program;
mod types;

use std::{collections::BTreeMap, env, path::Path, slice};

use crate::{
    compile::{compile, write_package},
    form::Form,
    kinds::{HABITS, KINDS},
    mistake::{Kind, Mistake},
    program::{Actor, Program},
};

/// The two other actors of a list.
const FINE: [&str; 2] =
    ["one: async { std::fs::read(\"one\")?; Ok(()) } => drop", "two: |stop| stop.stopped_owned() => { log() }"];

#[test]
fn each_mistake_is_one_error_wherever_its_actor_stands() {
    let [one, two] = FINE.map(Actor::Fine);
    let wrong = sweep("alone", KINDS, &[Form::Plain], |mistake, _| {
        let wrong = Actor::Wrong(mistake);
        vec![("first", [wrong, one, two]), ("in the middle", [one, wrong, two]), ("last", [one, two, wrong])]
    });
    assert!(wrong.is_empty(), "{}", list(&wrong));
}

/// The same, where they are conditional or rows themselves.
const CONDITIONAL: [&str; 2] = [
    "#[cfg(all())] one: async { std::fs::read(\"one\")?; Ok(()) } if ready() => drop",
    "two: |stop| stop.stopped_owned() for _ in 0..2 => { log() }",
];

#[test]
fn each_habit_is_one_error_wherever_its_actor_stands() {
    let [one, two] = CONDITIONAL.map(Actor::Fine);
    let wrong = sweep("habits", HABITS, &Form::ALL, |mistake, _| {
        let wrong = Actor::Wrong(mistake);
        vec![("first", [wrong, one, two]), ("in the middle", [one, wrong, two]), ("last", [one, two, wrong])]
    });
    assert!(wrong.is_empty(), "{} mistakes: {}", wrong.len(), list(&wrong));
}

#[test]
fn what_needs_a_feature_says_which() {
    let mut program = Program::after("features", features::DECLARATIONS);
    for mistake in features::WITHOUT_STD {
        let one = Actor::Fine("one: fine() => drop");
        let list = [Actor::Wrong(mistake), one];
        program.add(mistake, Form::Plain, "first", &list, mistake.used.unwrap_or("let _ = GROUP;"));
    }
    let programs = [program];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep/features");
    write_package(&folder, "features", "", &programs);
    let wrong = programs[0].compare(&compile(&folder, &programs));
    assert!(wrong.is_empty(), "{}", list(&wrong));
}

#[test]
fn a_neighbours_own_mistake_is_found_beside_each() {
    let fine = Actor::Fine(FINE[0]);
    let wrong = sweep("beside", KINDS, &[Form::Plain], |mistake, kind| {
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
    kinds: &'static [Kind],
    forms: &[Form],
    lists: impl Fn(&'static Mistake, &'static Kind) -> Vec<(&'static str, [Actor; 3])>,
) -> BTreeMap<&'static str, Vec<String>> {
    let program = |kind: &'static Kind| {
        let mut program = Program::new(kind.name);
        for mistake in kind.mistakes {
            for (place, list) in lists(mistake, kind) {
                for used in mistake.used.as_ref().map_or(kind.uses, slice::from_ref) {
                    for form in forms.iter().filter(|form| form.fits(mistake.actor)) {
                        program.add(mistake, *form, place, &list, used);
                    }
                }
            }
        }
        program
    };
    let programs: Vec<_> = kinds.iter().map(program).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sweep").join(package);
    write_package(&folder, package, "'std', 'tokio'", &programs);
    let errors = compile(&folder, &programs);
    programs.iter().flat_map(|program| program.compare(&errors)).collect()
}
