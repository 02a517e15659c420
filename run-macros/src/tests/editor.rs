//! What an editor needs to complete a name after a dot: the list as it is, and the list with the editor's own word after the dot,
//! are expanded into the same tokens up to that place. Of the list as it is, one mistake is reported.

use proc_macro2::{TokenStream, TokenTree};

use super::Expansion;

/// The word that an editor writes where a name is typed.
const WORD: &str = "intellijRulezz";

const TABLE: &str = include_str!("completions.tsv");

/// The actors that are being typed, with a `¦` where the editor is asked.
fn actors() -> Vec<String> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let actors = rows.map(|row| row.split_once('\t').expect("a name and an actor").1.replace("\\n", "\n"));
    actors.collect()
}

/// The others, one of each form.
const OTHERS: [&str; 3] = [
    "alpha: first(1) => { log(1) }",
    "#[outlives(alpha)] beta: |stop| second(stop)",
    "gamma: third(x) for x in 0..3 => drop",
];

/// The list with this actor in one place, without and with the comma after it.
fn lists(actor: &str) -> Vec<String> {
    let mut lists = Vec::new();
    for place in [0, OTHERS.len()] {
        for comma in ["", ","] {
            let mut lines: Vec<_> = OTHERS.iter().map(|other| format!("{other},")).collect();
            lines.insert(place, format!("{actor}{comma}"));
            lists.push(lines.join("\n"));
        }
    }
    lists
}

/// Every token, a delimiter being one, too.
fn flat(tokens: TokenStream, all: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                all.push(format!("{:?}", group.delimiter()));
                flat(group.stream(), all);
                all.push("end".to_owned());
            }
            token => all.push(token.to_string()),
        }
    }
}

/// The tokens up to the place, without the part of a name that has been typed.
fn before(list: &str, end: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut all = Vec::new();
    flat(Expansion::of(list).tokens, &mut all);
    let place = all.iter().position(|token| end(token))?;
    all.truncate(place);
    Some(all)
}

#[test]
fn what_stands_before_a_name_is_expanded_as_if_it_were_there() {
    let mut wrong = Vec::new();
    for list in actors().iter().flat_map(|actor| lists(actor)) {
        let with = before(&list.replace('¦', WORD), |token| token.ends_with(WORD));
        let mut as_it_is = Vec::new();
        flat(Expansion::of(&list.replace('¦', "")).tokens, &mut as_it_is);
        match with {
            Some(with) if as_it_is.starts_with(&with) => {}
            with => wrong
                .push(format!("{list}\n  {:?}", with.map(|with| as_it_is.iter().zip(&with).position(|(a, b)| a != b)))),
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn a_dot_without_a_name_is_one_mistake() {
    let mut wrong = Vec::new();
    for actor in actors().iter().filter(|actor| actor.contains(".¦") && !actor.contains("half:")) {
        // What follows on the next line would be the name.
        if actor.contains(".¦\n") && !actor.contains(".¦\nlet") && !actor.contains(".¦\nb:") {
            continue;
        }
        for list in lists(actor) {
            let expansion = Expansion::of(&list.replace('¦', ""));
            if expansion.errors.len() != 1 {
                let all: Vec<_> = expansion.errors.iter().map(|error| &error.message).collect();
                wrong.push(format!("{list}\n  {all:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n\n{}", wrong.len(), wrong.join("\n\n"));
}
