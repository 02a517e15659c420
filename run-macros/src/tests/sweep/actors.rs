//! Mistakes in an actor, from its name to its condition.

use super::mistake::{Mistake, NAMELESS, mistake};

const NO_ACTOR: &str = "expected an actor: a future, or `thread(..)`";
const NO_ARROW: &str = "expected `=>` between the actor and its interrupt";
const CLOSURE: &str = "an actor is a future, not a closure: `|stop|`, which hands it a stop signal, is written plainly";
const PLAIN_NAME: &str = "`|stop|` and `|stop, ready|` take plain names";
const NOTHING_TO_STOP_IT: &str = "after `|_|` this actor needs an interrupt: write `=> drop`, `=> { .. }` or `=> token` after it, \
                                  or give its stop signal a name, `|stop| actor`";
const NO_CLOSURE_END: &str = "this closure is not finished: its parameters stand between two `|`";
const STRUCT_LITERAL: &str = "a struct literal stands between parentheses here";
const OPEN_END: &str = "`break` and `return` stand between parentheses here";

const NO_MEMBER: &str = "expected a field or a method after this `.`";

pub const ACTORS: &[Mistake] = &[
    // The name.
    mistake("a keyword as a name", "«type»: f() => drop", "`type` is a keyword: as a name, write `r#type`")
        .hides_names(NAMELESS),
    mistake("another keyword as a name", "«async»: f() => drop", "`async` is a keyword: as a name, write `r#async`")
        .hides_names(NAMELESS),
    mistake("a word that no name can be", "«self»: f() => drop", "`self` cannot be a name: write another, or none")
        .hides_names(NAMELESS),
    mistake("an underscore as a name", "«_»: f() => drop", "`_` cannot be a name: write another, or none")
        .hides_names(NAMELESS),
    mistake("a name without a colon", "work «f»() => drop", "expected `:` between the name `work` and its actor"),
    mistake(
        "a name without a colon before a block",
        "work «async» { Ok(()) } => drop",
        "expected `:` between the name `work` and its actor",
    ),
    mistake(
        "a name without a colon before a literal",
        "work «5» => drop",
        "expected `:` between the name `work` and its actor",
    ),
    mistake(
        "a name without a colon before a stop signal",
        "work «|»stop| f(stop)",
        "expected `:` between the name `work` and its actor",
    ),
    mistake(
        "a name without a colon before a token",
        "work «|»stop: CancellationToken| f(stop)",
        "expected `:` between the name `work` and its actor",
    ),
    mistake(
        "a name without a colon before an underscore",
        "work «|»_| f() => drop",
        "expected `:` between the name `work` and its actor",
    ),
    mistake(
        "a name with an equals sign",
        "work «=» f() => drop",
        "expected `:` between the name and its actor, found `=`",
    ),
    mistake("a name twice", "work: f() => drop, «work»: g() => drop", "the name `work` is given twice"),
    mistake("a name twice, once raw", "work: f() => drop, «r#work»: g() => drop", "the name `r#work` is given twice"),
    mistake(
        "a name twice, once with `cfg`",
        "#[cfg(unix)] work: f() => drop, «work»: g() => drop",
        "the name `work` is given twice: each that bears it needs a `#[cfg]`",
    ),
    // The actor.
    mistake("no actor before the arrow", "work: «=>» drop", NO_ACTOR),
    mistake("no actor before the comma", "work:«,» play: g() => drop", NO_ACTOR),
    mistake("no actor before a semicolon", "work:«;» play: g() => drop", NO_ACTOR),
    mistake("no actor before the next", "work«:» play: g() => drop", NO_ACTOR),
    mistake("an arrow alone", "«=>» drop", NO_ACTOR).hides_names(NAMELESS),
    mistake("two commas", "work: f() => drop,«,» play: g() => drop", NO_ACTOR).hides_names(NAMELESS),
    mistake("an operator without its right side", "work: f() + «=>» drop", "expected an expression"),
    mistake("a dot without a name", "work: pool«.» => drop", NO_MEMBER),
    mistake("a hole in an argument list", "work: f(a «b») => drop", "expected `,`"),
    mistake("a hole in an index", "work: f[a «b»] => drop", "unexpected token, expected `]`"),
    mistake("a hole in parentheses", "work: (a «b») => drop", "expected `,`"),
    mistake(
        "an actor that runs into the next",
        "work: pool «+» play: g() => drop",
        "this expression is not finished: the actor `play` begins after it",
    ),
    mistake(
        "an equals sign for the arrow",
        "work: f() «=» drop",
        "expected `=>` between the actor and its interrupt, found `=`",
    ),
    mistake("a thin arrow", "work: f() «->» drop", NO_ARROW),
    mistake("a colon for the arrow", "work: f() «:» drop", NO_ARROW),
    mistake("an arrow with its ends swapped", "work: f() «>=» drop", "expected `=>`, found `>=`"),
    mistake(
        "an arrow with its ends swapped after `|stop|`",
        "work: |stop| f(stop) «>=» drop",
        "expected `=>`, found `>=`",
    ),
    mistake(
        "an arrow with its ends swapped after a condition",
        "work: f() if on «>=» drop",
        "expected `=>`, found `>=`",
    ),
    mistake("a thick arrow the other way", "work: f() «<=» { log() }", "expected `=>`, found `<=`"),
    mistake("two equals signs for the arrow", "work: f() «==» drop", "expected `=>`, found `==`"),
    mistake("no arrow before a closure", "work: f() «|»cause| log(cause)", "expected `=>`, found `|`"),
    mistake("a bar for the arrow", "work: f() «|» drop", "expected `=>`, found `|`"),
    mistake(
        "an equals sign for the arrow after `|stop|`",
        "work: |stop| f(stop) «=» drop",
        "expected `=>` between the actor and its interrupt, found `=`",
    ),
    mistake("no arrow after `|stop|`", "work: |stop| f(stop) «drop»", NO_ARROW),
    mistake("no arrow before a block after `|stop|`", "work: |stop| f(stop) «{» log() }", NO_ARROW),
    mistake("no arrow", "work: f() «drop»", NO_ARROW),
    mistake("no arrow before a block", "work: f() «{» log() }", NO_ARROW),
    // `|stop|`
    mistake(
        "a closure of nothing",
        "work: «||» f() => drop",
        "an actor is a future, not a closure: write `thread(|| ..)` for synchronous code",
    ),
    mistake("a closure that moves", "work: «move» |stop| f(stop)", CLOSURE),
    mistake("an async closure", "work: «async» |stop| f(stop)", CLOSURE),
    mistake("a const closure", "work: «const» |stop| f(stop)", CLOSURE),
    mistake("a closure with a return type", "work: |stop| «->» Serve { f(stop) }", CLOSURE),
    mistake("a closure with a lifetime", "work: «for»<'a> |stop| f(stop)", CLOSURE),
    mistake(
        "three things that are handed over",
        "work: |stop, ready, «more»| f(stop)",
        "an actor is handed two things at most: its stop signal, and with `|stop, ready|` its `Ready`",
    ),
    mistake("a pattern for `ready`", "work: |stop, «mut ready»| f(stop)", PLAIN_NAME),
    mistake("a pattern for the stop signal", "work: |«(»stop, _)| f(stop)", PLAIN_NAME),
    mistake("a mutable stop signal", "work: |«mut» stop| f(stop)", PLAIN_NAME),
    mistake("a stop signal by reference", "work: |«ref» stop| f(stop)", PLAIN_NAME),
    mistake("a pattern with a type for the stop signal", "work: |«Stop»(stop): Stop| f(stop)", PLAIN_NAME),
    mistake(
        "a stop signal without its type",
        "work: |stop«:» | f(stop)",
        "expected a type after `:`, as in `|stop: CancellationToken|`",
    ),
    mistake("an underscore and no interrupt", "work: |«_»| f()", NOTHING_TO_STOP_IT),
    mistake("an underscore with a type and no interrupt", "work: |«_»: Stop| f() if on", NOTHING_TO_STOP_IT),
    mistake("half a stop signal", "work: «|»stop => drop", NO_CLOSURE_END),
    mistake("a stop signal without an actor", "work: |stop| «=>» drop", "expected an expression"),
    // `for`
    mistake(
        "a name for an item without `for`",
        "work«[»id]: f() => drop",
        "what stands in brackets names the items of a row: `name[id]: actor for id in ids`",
    ),
    mistake(
        "no name for an item",
        "work«[»]: f() for x in rows => drop",
        "expected what names the item: `name[id]: actor for id in ids`",
    ),
    mistake("half a name for an item", "work[x«.»]: f() for x in rows => drop", NO_MEMBER),
    mistake(
        "two names for an item",
        "work[x«,» y]: f() for (x, y) in rows => drop",
        "one value names an item: join them, `name[format_args!(\"{a}-{b}\")]`",
    ),
    mistake(
        "a keyword before the name of an item",
        "«match»[x]: f() for x in rows => drop",
        "`match` is a keyword: as a name, write `r#match`",
    )
    .hides_names(NAMELESS),
    mistake(
        "a name for an item without a colon",
        "work[x] «f»(x) for x in rows => drop",
        "expected `:` between the name `work` and its actor",
    ),
    mistake(
        "`for` without a pattern",
        "work: f() for «=>» drop",
        "expected a pattern after `for`: `actor for item in items => interrupt`",
    ),
    mistake(
        "`for` without `in`",
        "work: f() for item «=>» drop",
        "expected `in`: `actor for item in items => interrupt`",
    ),
    mistake(
        "`for` without items",
        "work: f() for item in «=>» drop",
        "expected what the items are taken from, after `in`",
    ),
    mistake("`for` over a struct literal", "work: f() for item in Items «{» all: true } => drop", STRUCT_LITERAL),
    mistake(
        "`for` twice",
        "work: f() for x in rows «for» y in x => drop",
        "an actor has one `for`: take the items from one iterator",
    ),
    mistake(
        "`for` after the condition",
        "work: f() if on «for» x in rows => drop",
        "`for` stands before `if`, which sees its items: `actor for item in items if condition`",
    ),
    mistake(
        "`for` after the interrupt",
        "work: f() => drop «for» x in rows",
        "`for` stands before `=>`: `actor for item in items => interrupt`",
    ),
    // `if`
    mistake("`if` without a condition", "work: f() if «=>» drop", "expected a condition after `if`"),
    mistake("`if` with half a condition", "work: f() if on && «=>» drop", "expected an expression"),
    mistake("`if` with a struct literal", "work: f() if on == Switch «{» on: true } => drop", STRUCT_LITERAL),
    mistake("`if` with `return`", "work: f() if on && !«return» done => drop", OPEN_END),
    mistake("`for` with `break`", "work: f() for x in 0..«break» => drop", OPEN_END),
    mistake("`if` with `else`", "work: f() if on «else» g() => drop", NO_ARROW),
    mistake("`if` twice", "work: f() if on «if» open => drop", "an actor has one condition: join them with `&&`"),
    mistake(
        "`if` after the interrupt",
        "work: f() => drop «if» on",
        "the condition stands before `=>`: `actor if condition => interrupt`",
    ),
    mistake(
        "`if let` without a pattern",
        "work: f() if let «=>» drop",
        "expected a pattern after `let`: `if let pattern = value`",
    ),
    mistake(
        "`if let` without a value",
        "work: f() if let Some(x) «=>» drop",
        "expected `=` and a value: `if let pattern = value`",
    ),
    mistake("`if let` with half a value", "work: f() if let Some(x) = «=>» drop", "expected an expression"),
];
