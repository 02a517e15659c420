//! Each mistake that the macro itself reports, made by the first, the middle and the last of three actors.
//!
//! It must be one error, at the token that is wrong, in just these words, and the two actors beside it must be expanded
//! all the same. What the compiler finds in the expansion is not here: that takes a compiler.

mod actors;
mod attributes;
mod error_type;
mod interrupts;
mod mistake;

use std::fmt::Write;

use super::{Expansion, Filled, Reported, start_of};
use actors::ACTORS;
use attributes::ATTRIBUTES;
use error_type::{HEADS, NOT_FIRST};
use interrupts::INTERRUPTS;
use mistake::Mistake;

/// The mistakes that an actor can have, wherever it stands.
fn mistakes() -> impl Iterator<Item = &'static Mistake> + Clone {
    ATTRIBUTES.iter().chain(ACTORS).chain(INTERRUPTS)
}

const ALPHA: &str = "alpha: first(1) => { log(1) }";
const OMEGA: &str = "omega: second(2) => drop";

/// The list with these actors in it, each on lines of its own.
fn list(actors: &[&str]) -> String {
    actors.join(",\n")
}

/// What is wrong with how the mistake is reported, in a list that has no other.
fn complaint(mistake: &Mistake, list: &str) -> Option<String> {
    let start = start_of(list);
    let expansion = Expansion::of(&list.replace(['«', '»'], ""));
    let mut found = String::new();
    for error in &expansion.errors {
        let at = if error.is_at_call_site() { " (the whole call)" } else { "" };
        let here = error.start();
        writeln!(found, "  {}:{}{at}: {}", here.line, here.column, error.message).unwrap();
    }
    let said = matches!(&expansion.errors[..], [error] if error.message == mistake.message && error.cfg.is_none());
    if !said {
        return Some(format!("expected\n  {}:{}: {}\nfound\n{found}", start.line, start.column, mistake.message));
    }
    let error = expansion.error();
    if error.start() != start || error.is_at_call_site() {
        return Some(format!("expected at {}:{}, found\n{found}", start.line, start.column));
    }
    neighbours(&expansion)
}

/// What is missing of the two actors that are right.
fn neighbours(expansion: &Expansion) -> Option<String> {
    let expected = [
        ("alpha", "first(1)", "krate::__private::closure(__error,||{log(1)},"),
        ("omega", "second(2)", "krate::__private::ByDrop"),
    ];
    let actors = expansion.actors();
    for (name, body, interrupt) in expected {
        // Its group is named before it, if it is in one.
        let is_called = |actor: &&Filled| actor.name.rsplit('.').next() == Some(name);
        match actors.iter().find(is_called).and_then(|actor| actor.fill.as_ref()) {
            Some(fill) if fill.body == body && fill.interrupt.starts_with(interrupt) => {}
            fill => return Some(format!("`{name}` is not expanded as it is written: {fill:?}")),
        }
    }
    None
}

#[track_caller]
fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} of them:\n\n{}", complaints.len(), complaints.join("\n"));
}

/// Tries each mistake in lists of its own, and collects what is wrong.
#[track_caller]
fn sweep<'a>(mistakes: impl IntoIterator<Item = &'a Mistake>, lists: impl Fn(&str) -> Vec<String>) {
    let mut complaints = Vec::new();
    for mistake in mistakes {
        for list in lists(mistake.actor) {
            if let Some(complaint) = complaint(mistake, &list) {
                complaints.push(format!("{}, in\n{list}\n{complaint}", mistake.name));
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn a_mistake_in_the_first_of_three_is_reported() {
    sweep(mistakes(), |actor| vec![list(&[actor, ALPHA, OMEGA]), list(&[actor, ALPHA, OMEGA, ""])]);
}

#[test]
fn a_mistake_in_the_middle_of_three_is_reported() {
    sweep(mistakes(), |actor| vec![list(&[ALPHA, actor, OMEGA]), list(&[ALPHA, actor, OMEGA, ""])]);
}

#[test]
fn a_mistake_in_the_last_of_three_is_reported() {
    sweep(mistakes(), |actor| vec![list(&[ALPHA, OMEGA, actor]), list(&[ALPHA, OMEGA, actor, ""])]);
}

#[test]
fn a_mistake_in_the_error_type_is_reported() {
    sweep(HEADS, |head| vec![format!("{head}\n{ALPHA},\n{OMEGA}")]);
}

#[test]
fn an_error_type_in_the_wrong_place_is_reported() {
    let places = |actor: &str| vec![list(&[ALPHA, actor, OMEGA]), list(&[ALPHA, OMEGA, actor])];
    sweep(NOT_FIRST, places);
}

#[test]
fn every_mistake_is_reported_beside_an_error_type() {
    sweep(mistakes(), |actor| vec![format!("type Error = Failure;\n{}", list(&[ALPHA, actor, OMEGA]))]);
}

/// A list with a nested group in it, which has these actors.
fn nest(actors: &[&str]) -> String {
    format!("f() => drop,\nsub: run_group! {{\n{}\n}} if on => {{ log() }},\nlast: g() => drop", list(actors))
}

#[test]
fn a_mistake_in_a_nested_group_is_reported() {
    sweep(mistakes(), |actor| vec![nest(&[actor, ALPHA, OMEGA]), nest(&[ALPHA, actor, OMEGA, ""])]);
    sweep(NOT_FIRST, |actor| vec![nest(&[ALPHA, actor, OMEGA])]);
}

#[test]
fn a_mistake_beside_a_nested_group_is_reported() {
    let nested = "run_group! { inner: f() => drop }";
    sweep(mistakes(), |actor| vec![list(&[ALPHA, nested, actor, OMEGA]), list(&[actor, nested, ALPHA, OMEGA])]);
}

#[test]
fn mistakes_at_each_level_are_all_reported() {
    let list = "#[outlives(nothing)] a: |_| f(),\nsub: run_group! {\nb: |_| g(),\ndeep: run_group! { c: async {} },\n},\nd: |_| h()";
    let expansion = Expansion::of(list);

    let lines: Vec<_> = expansion.errors.iter().map(|error| error.start().line).collect();
    assert_eq!(lines, [1, 6, 3, 4, 4, 1]);
}

#[test]
fn an_empty_nested_list_is_wrong_where_it_stands() {
    let expansion = Expansion::of("f() => drop,\nsub: run_group! {} => drop");
    let error = expansion.error();

    assert_eq!(error.message, "a group needs an actor: `run_group! { actor => interrupt, .. }`");
    assert_eq!((error.start().line, error.start().column), (2, 5));
}

#[test]
fn a_name_of_another_level_is_reported_as_such() {
    let list = "#[outlives(a)] x: f() => drop,\nsub: run_group! { deep: run_group! {\n#[outlives(x)] a: f() => drop } },\n\
                more: run_group! { a: f() => drop }";
    let expansion = Expansion::of(list);

    let found: Vec<_> = expansion.errors.iter().map(|error| (error.start().line, &error.message[..])).collect();
    let inside = "`a` is in a nested group, whose names are its own: name that group instead";
    let outside = "`x` is outside of this nested group, whose names are its own: write the attribute before the group";
    assert_eq!(found, [(1, inside), (3, outside)]);
}

#[test]
fn a_mistake_depends_on_the_cfg_of_its_group_too() {
    let list = "#[cfg(unix)] sub: run_group! { #[cfg(a)] x: f() => drop, #[cfg(b)] x: f() => drop }";
    let expansion = Expansion::of(list);

    assert_eq!(expansion.error().cfg.as_deref(), Some("unix,a,b"));
}

#[test]
fn an_empty_list_is_wrong_as_a_whole() {
    let expansion = Expansion::of("");
    let error = expansion.error();

    assert_eq!(error.message, "a group needs an actor: `run_group! { actor => interrupt, .. }`");
    assert!(error.is_at_call_site());
    assert!(expansion.actors().is_empty());
}

#[test]
fn a_list_with_nothing_but_an_error_type_is_wrong_there() {
    let expansion = Expansion::of("type Error = Failure;");
    let error = expansion.error();

    assert_eq!(error.message, "a group needs an actor: `run_group! { actor => interrupt, .. }`");
    assert_eq!((error.start().line, error.start().column), (1, 0));
}

#[test]
fn an_unknown_name_is_reported_where_no_other_has_one() {
    let expansion = Expansion::of("#[outlives(queue)] work: f() => drop, g().await => drop");
    let message = "no actor has the name `queue`: no other actor has one: write `name: actor`";

    assert_eq!(expansion.error().message, message);
    assert_eq!(expansion.error().start().column, 11);
}

#[test]
fn no_two_mistakes_hide_each_other() {
    // All pairs take a while where nothing is optimized: each mistake meets a few others there.
    let step = if cfg!(debug_assertions) { 7 } else { 1 };
    let heads = HEADS.iter().map(|head| (head, format!("{}\n{ALPHA},\n", head.actor)));
    let firsts = mistakes().map(|first| (first, format!("{ALPHA},\n{},\n", first.actor))).chain(heads);
    let pairs = firsts.flat_map(|(first, begin)| mistakes().map(move |second| (first, begin.clone(), second)));
    let mut complaints = Vec::new();
    for (first, begin, second) in pairs.step_by(step) {
        // Other names, as long as these, so that no mistake of a third kind is made.
        let rename = |text: &str| text.replace("work", "toil").replace("play", "rest").replace("serve", "reply");
        let list = format!("{begin}{},\n{OMEGA}", rename(second.actor));
        complaints.extend(both(first, second, &rename(second.message), &list));
    }
    assert_none(&complaints);
}

/// What is wrong with how these two mistakes are reported, in a list that has no others.
fn both(first: &Mistake, second: &Mistake, second_message: &str, list: &str) -> Option<String> {
    let expansion = Expansion::of(&list.replace(['«', '»'], ""));
    let mut missing = String::new();
    let mut expected = 0;
    let marks =
        [(first, second, first.message, start_of(list)), (second, first, second_message, start_of_second(list))];
    for (mistake, other, message, start) in marks {
        // The end of an actor is always found. What may be hidden is a wrong name: see `hides_names`.
        if mistake.lists_names && other.hides_names.is_some() {
            continue;
        }
        expected += 1;
        // Among the names that it lists are those of the other.
        let says = |error: &Reported| error.message == message || mistake.lists_names;
        if !expansion.errors.iter().any(|error| error.start() == start && says(error)) {
            write!(missing, "\n  not reported at {}:{}: {message}", start.line, start.column).unwrap();
        }
    }
    if expansion.errors.len() != expected {
        let all: Vec<_> = expansion.errors.iter().map(|error| (error.start(), &error.message)).collect();
        write!(missing, "\n  {expected} mistakes, {} reported: {all:?}", all.len()).unwrap();
    }
    (!missing.is_empty()).then(|| format!("{} and {}, in\n{list}{missing}\n", first.name, second.name))
}

/// Where the second mark is.
fn start_of_second(list: &str) -> proc_macro2::LineColumn {
    start_of(&list.replacen(['«', '»'], "", 2))
}
