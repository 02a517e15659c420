//! What an editor needs to complete a name after a dot: the list as it is, and the list with the editor's own word after the dot,
//! are expanded into the same tokens up to that place. Of the list as it is, one mistake is reported.

use proc_macro2::{TokenStream, TokenTree};

use super::Expansion;

/// The word that an editor writes where a name is typed.
const WORD: &str = "intellijRulezz";

/// Actors that are being typed, with a `¦` where the editor is asked.
const ACTORS: &[&str] = &[
    // The body.
    "work: pool.¦",
    "work: pool.¦ => drop",
    "work: pool.get().¦",
    "work: pool.get()?.¦ => drop",
    "work: pool.0.¦ => drop",
    "work: pools[0].¦ => drop",
    "work: maintain(pool).await.¦ => drop",
    "pool.¦ => drop",
    "work: maintain(pool.¦) => drop",
    "work: maintain(&pool.¦, 5) => drop",
    "work: maintain(pool.¦).instrument(span) => drop",
    "work: f(|x| x.¦) => drop",
    "work: Box::pin(pool.¦) => drop",
    "work: thread(move || pool.¦) => {}",
    "work: thread(move || { pool.¦ }) => {}",
    "work: task(pool.¦) => drop",
    "work: pool.¦ if on => drop",
    "work: pool.¦ for pool in pools => drop",
    "work[pool.¦]: maintain(pool) for pool in pools => drop",
    // An `async` block.
    "work: async { pool.¦ } => drop",
    "work: async { pool.¦; Ok(()) } => drop",
    "work: async { pool.¦\nOk(()) } => drop",
    "work: async { pool.get().¦\nlet conn = 5; Ok(()) } => drop",
    "work: async { let conn = pool.¦; Ok(()) } => drop",
    "work: async { let conn = pool.¦\nconn.close().await; Ok(()) } => drop",
    "work: async { if pool.¦ { return Ok(()); } Ok(()) } => drop",
    "work: async { loop { pool.¦ } } => drop",
    "work: async { loop { pool.¦\nother(); } } => drop",
    "work: async move { for conn in pool.¦ {} Ok(()) } => drop",
    "work: async { match pool.¦ { _ => Ok(()) } } => drop",
    "work: { let copy = pool.¦; async { Ok(()) } } => drop",
    // `|stop|`
    "work: |stop| pool.¦",
    "work: |stop| stop.¦",
    "work: |stop| maintain(pool, stop.¦)",
    "work: |stop| async { stop.¦ }",
    "work: |stop| async { stop.¦\nOk(()) }",
    "work: |stop: CancellationToken| stop.¦",
    // The interrupt.
    "work: f() => pool.¦",
    "work: f() => &pool.¦",
    "work: f() => { pool.¦ }",
    "work: f() => { pool.¦; }",
    "work: f() => { log(); pool.¦ }",
    "work: f() => { pool.¦\nlog(); }",
    "work: f() => || pool.¦",
    "work: f() => |cause| cause.¦",
    "work: f() => |cause| log(cause.¦)",
    "work: f() => |cause| { cause.¦ }",
    "work: f() => async { pool.¦ }",
    "work: f() => async { pool.close().await.¦ }",
    "work: f() => |cause| async { pool.¦ }",
    // The guard, and `for`.
    "work: f() if pool.¦ => drop",
    "work: f() if on && pool.¦ => drop",
    "work: f() if !pool.¦ => drop",
    "work: f() if let Some(conn) = pool.¦ => drop",
    "work: f() if let Some(conn) = pool.get() && conn.¦ => drop",
    "work: f(x) for x in pool.¦ => drop",
    "work: f(x) for x in rows if x.¦ => drop",
    // Attributes.
    "#[when(pool.¦)] work: f() => drop",
    "#[when(async { pool.¦ })] work: f() => drop",
    "#[grace(config.¦)] work: f() => drop",
    "#[drain(config.¦)] work: f() => drop",
    "#[cfg(unix)] work: pool.¦ => drop",
    "#[may_finish] work: pool.¦ => drop",
    // A nested group.
    "sub: run_group! { work: pool.¦ => drop }",
    "sub: run_group! { a: f() => drop, work: pool.¦\nb: g() => drop }",
    "sub: run_group! { work: f() => drop } => { pool.¦ }",
    "#[grace(config.¦)] sub: run_group! { work: f() => drop }",
    "sub: run_group! { work: f() => drop }.grace(config.¦)",
    // A name that has begun.
    "work: pool.ma¦ => drop",
    "work: f() => { pool.cl¦ }",
    "work: async { pool.ma¦\nOk(()) } => drop",
];

/// The others, one of each form.
const OTHERS: [&str; 3] = [
    "alpha: first(1) => { log(1) }",
    "#[outlives(alpha)] beta: |stop| second(stop)",
    "gamma: third(x) for x in 0..3 => drop",
];

/// The list with this actor in one place, without and with the comma after it.
fn lists(actor: &str) -> Vec<String> {
    let mut lists = Vec::new();
    for place in 0..=OTHERS.len() {
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
    for list in ACTORS.iter().flat_map(|actor| lists(actor)) {
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
    for actor in ACTORS.iter().filter(|actor| actor.contains(".¦")) {
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
