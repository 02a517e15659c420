//! A list in which one actor is still being typed.
//!
//! The others stand on lines of their own, before and after it, and are expanded as if it were finished: the editor
//! still shows what is wrong with them, and offers their names. Of the actor itself one thing is reported, in its own
//! line, whether its comma is there already or not. The same goes for a nested group.

use super::{Expansion, Filled, dense};

/// An actor as far as it has been typed.
struct Half {
    text: &'static str,
    /// What has been typed of its body, if that is whole.
    body: Option<&'static str>,
    /// Whether a word that is typed at its end is expanded. An editor types one to find out what would fit.
    completes: bool,
    /// Whether it might be all: whether the actor knows how to stop, its tokens do not show.
    whole: bool,
}

const fn half(text: &'static str) -> Half {
    Half { text, body: None, completes: false, whole: false }
}

impl Half {
    const fn body(self, body: &'static str) -> Self {
        Half { body: Some(body), ..self }
    }

    const fn completes(self) -> Self {
        Half { completes: true, ..self }
    }

    const fn whole(self) -> Self {
        Half { whole: true, ..self }
    }
}

/// What `async { x. }` is expanded to.
const BLOCK: &str = "async{iffalse{returnkrate::__private::never::<krate::__private::AnyError>();}x.;loop{}}";

const HALVES: &[Half] = &[
    // The body.
    half("work:").completes(),
    half("work: pool.").body("pool.").completes(),
    half("work: pool.get().").body("pool.get().").completes(),
    half("work: pool.maintain().await.").body("pool.maintain().await.").completes(),
    half("work: pool::").completes(),
    half("work: f() +").completes(),
    half("work: &").completes(),
    half("work: &mut").completes(),
    half("work: !").completes(),
    half("work: x as").completes(),
    half("work: x =").completes(),
    half("work: f(x.)").body("f(x.)"),
    half("work: f(x, y +)"),
    half("work: f(x y)"),
    half("work: f[x y]").body("f[x]"),
    half("work: f::<"),
    half("work: f::<u8"),
    half("work: async"),
    half("work: async move"),
    half("work: async { x. }").body(BLOCK),
    half("work: async { let }"),
    half("work: if"),
    half("work: if on"),
    half("work: if on { f() } else"),
    half("work: match"),
    half("work: match on"),
    half("work: loop"),
    half("work: 'outer"),
    half("work: 'outer:"),
    half("work: thread").body("thread").whole(),
    half("work: thread(|| )"),
    half("work: thread(move)"),
    // `|stop|`
    half("work: |"),
    half("work: |stop"),
    half("work: |stop|").completes(),
    half("work: |stop| pool.").body("pool.").completes(),
    half("work: |stop| f(stop.)").body("f(stop.)"),
    half("work: |stop| async"),
    // The interrupt.
    half("work: f()").body("f()").whole(),
    half("work: f() =").completes(),
    half("work: f() =>").body("f()").completes(),
    half("work: f() => stop.").body("f()").completes(),
    half("work: f() => stop::").body("f()").completes(),
    half("work: f() => &").body("f()").completes(),
    half("work: f() => |").body("f()"),
    half("work: f() => |cause").body("f()"),
    half("work: f() => |cause|").body("f()").completes(),
    half("work: f() => |cause| log(cause.)").body("f()"),
    half("work: f() => |cause| cause.").body("f()").completes(),
    half("work: f() => move").body("f()"),
    half("work: f() => async").body("f()"),
    half("work: f() => async move").body("f()"),
    half("work: f() => { stop. }").body("f()"),
    half("work: f() => drop if").body("f()"),
    // `if`
    half("work: f() if").body("f()").completes(),
    half("work: f() if on").body("f()").whole(),
    half("work: f() if on.").body("f()").completes(),
    half("work: f() if on &&").body("f()").completes(),
    half("work: f() if let").body("f()"),
    half("work: f() if let Some").body("f()"),
    half("work: f() if let Some(x)").body("f()"),
    half("work: f() if let Some(x) =").body("f()").completes(),
    half("work: f() if let Some(x) = on.").body("f()").completes(),
    half("work: f() if on =>").body("f()").completes(),
    // `for`
    half("work: f() for").body("f()"),
    half("work: f() for x").body("f()"),
    half("work: f() for (x, y)").body("f()"),
    half("work: f() for x in").body("f()").completes(),
    half("work: f() for x in rows.").body("f()").completes(),
    half("work: f() for x in rows").body("f()").whole(),
    half("work: f() for x in rows if").body("f()").completes(),
    // `name[..]:`
    half("work[]: f() for x in rows => drop").body("f()"),
    half("work[x.]: f() for x in rows => drop").body("f()"),
    half("work[x]:"),
    half("work[x]: f() for x in").body("f()").completes(),
    half("work[x]: f() => drop").body("f()"),
    // Attributes, before an actor that is there already and before none.
    half("#"),
    half("#[]"),
    half("#[outl]"),
    half("#[outlives]"),
    half("#[outlives()]"),
    half("#[outlives(alpha,, )]"),
    half("#[outlives(alpha omega)]"),
    half("#[when()]"),
    half("#[when(gate.)]"),
    half("#[grace(Duration::)]"),
    half("#[cfg]"),
    half("#[cfg()]"),
    half("# work: f() => drop").body("f()"),
    half("#[] work: f() => drop").body("f()"),
    half("#[outl] work: f() => drop").body("f()"),
    half("#[outlives] work: f() => drop").body("f()"),
    half("#[outlives()] work: f() => drop").body("f()"),
    half("#[outlives(alp)] work: f() => drop").body("f()"),
    half("#[when()] work: f() => drop").body("f()"),
    half("#[when(gate.)] work: f() => drop").body("f()"),
    half("#[grace(Duration::)] work: f() => drop").body("f()"),
    half("#[cfg()] work: f() => drop").body("f()"),
];

/// The actors beside it, one of each form, in the order written.
const OTHERS: [&str; 3] = [
    "alpha: first(1) => { log(1) }",
    "#[outlives(alpha)] beta: |stop| second(stop, 2)",
    "gamma: third(x, 3) for x in 0..3 if x > 1 => drop",
];

/// What each of them is expanded to: its name, and words of its own in the expansion.
const EXPANDED: [(&str, &[&str]); 3] = [
    ("alpha", &["first(1)", "||{log(1)}"]),
    ("beta", &["stop_handle::<", "second(stop,2)", "then_stop("]),
    ("gamma", &["forxin0..3{", "ifx>1{", "third(x,3)", "krate::__private::ByDrop"]),
];

/// The list, with a half-typed actor in this place. A comma is missing after it where it has none of its own.
fn list(half: &str, comma: &str, place: usize) -> (String, usize) {
    let mut lines: Vec<_> = OTHERS.iter().map(|other| format!("{other},")).collect();
    lines.insert(place, format!("{half}{comma}"));
    (lines.join("\n"), place + 1)
}

/// What an actor is called in its list.
fn own_name(actor: &Filled) -> &str {
    actor.name.strip_prefix("sub.").unwrap_or(&actor.name)
}

fn check_others(expansion: &Expansion, complaints: &mut Vec<String>) {
    let actors = expansion.actors();
    for (name, words) in EXPANDED {
        let found: Vec<_> = actors.iter().filter(|actor| own_name(actor) == name && actor.fill.is_some()).collect();
        let [actor] = found[..] else {
            complaints.push(format!("`{name}` is expanded {} times", found.len()));
            continue;
        };
        let tokens: String = actor.tokens.split_whitespace().collect();
        let lost = words.iter().filter(|word| !tokens.contains(**word));
        complaints.extend(lost.map(|word| format!("`{name}` has lost its `{word}`")));
    }
}

/// Tries each in each place, without and with its comma, in a list and in a nested group.
#[track_caller]
fn try_all(check: impl Fn(&Half, &Expansion, usize, &mut Vec<String>), text: impl Fn(&Half) -> Option<String>) {
    let mut all = Vec::new();
    for half in HALVES {
        let Some(text) = text(half) else { continue };
        for (place, comma) in (0..=OTHERS.len()).flat_map(|place| [(place, ""), (place, ",")]) {
            // Without its comma, what is whole makes a mistake of another kind, and an attribute is the next actor's.
            let is_whole = half.whole || text.ends_with("=> drop") || text.starts_with('#') && !text.contains("work");
            if is_whole && comma.is_empty() && place < OTHERS.len() {
                continue;
            }
            let (list, line) = list(&text, comma, place);
            let nested = format!("sub: run_group! {{\n{list}\n}}");
            for (list, line) in [(list, line), (nested, line + 1)] {
                let mut complaints = Vec::new();
                check(half, &Expansion::of(&list), line, &mut complaints);
                if !complaints.is_empty() {
                    all.push(format!("{list}\n  {}\n", complaints.join("\n  ")));
                }
            }
        }
    }
    assert!(all.is_empty(), "{} of them:\n\n{}", all.len(), all.join("\n"));
}

#[test]
fn the_others_are_expanded() {
    try_all(|_, expansion, _, complaints| check_others(expansion, complaints), |half| Some(half.text.to_owned()));
}

#[test]
fn one_mistake_is_reported_in_the_line_that_is_typed() {
    let check = |half: &Half, expansion: &Expansion, line: usize, complaints: &mut Vec<String>| {
        let found: Vec<_> = expansion.errors.iter().map(|error| (error.start(), &error.message)).collect();
        let is_right = match &expansion.errors[..] {
            [] => half.whole,
            [error] => !half.whole && error.start().line == line && !error.is_at_call_site(),
            _ => false,
        };
        if !is_right {
            complaints.push(format!("expected one in line {line}, found {found:?}"));
        }
    };
    try_all(check, |half| Some(half.text.to_owned()));
}

#[test]
fn it_keeps_its_name_and_what_it_has_of_a_body() {
    let check = |half: &Half, expansion: &Expansion, _: usize, complaints: &mut Vec<String>| {
        let actors = expansion.actors();
        if actors.len() != OTHERS.len() + 1 {
            let names: Vec<_> = actors.iter().map(|actor| &actor.name).collect();
            complaints.push(format!("the actors are {names:?}"));
        }
        let named = actors.iter().find(|actor| own_name(actor) == "work");
        if half.text.contains("work") && named.is_none() {
            complaints.push("its name is lost".to_owned());
        }
        let body = named.and_then(|actor| actor.fill.as_ref()).map(|fill| without_mistake(&fill.body));
        if body.as_deref() != half.body {
            complaints.push(format!("its body is {body:?}"));
        }
    };
    try_all(check, |half| Some(half.text.to_owned()));
}

/// A body without what stands after a dot that has no name, and without the block that makes a stop signal.
fn without_mistake(body: &str) -> String {
    const END: &str = "\"})";
    let Some((before, rest)) = body.split_once("__half_typed") else { return body.to_owned() };
    let body = format!("{before}{}", rest.split_once(END).expect("a mistake ends").1);
    let checked = body.split_once("__private::actor(").and_then(|(_, body)| body.strip_suffix(",__error)}"));
    checked.unwrap_or(&body).to_owned()
}

#[test]
fn a_word_typed_at_its_end_is_expanded() {
    let check = |_: &Half, expansion: &Expansion, _: usize, complaints: &mut Vec<String>| {
        if !dense(&expansion.tokens).contains("marker") {
            complaints.push(format!("no `marker`: {:?}", expansion.errors.first().map(|error| &error.message)));
        }
        check_others(expansion, complaints);
    };
    try_all(check, |half| half.completes.then(|| format!("{} marker", half.text)));
}

/// An attribute with nothing after it is the next actor's.
#[test]
fn a_half_typed_attribute_belongs_to_the_next_actor() {
    for half in HALVES.iter().filter(|half| half.text.starts_with('#') && !half.text.contains("work")) {
        let expansion = Expansion::of(&format!("{}\nalpha: first(1) => drop,\nomega: second(2) => drop", half.text));

        let bodies: Vec<_> = expansion.actors().into_iter().map(|actor| actor.fill.map(|fill| fill.body)).collect();
        assert_eq!(bodies, [Some("first(1)".to_owned()), Some("second(2)".to_owned())], "{}", half.text);
        assert_eq!(expansion.error().start().line, 1, "{}", half.text);
    }
}
