//! Each mistake that the macro itself reports, made by the first, the middle and the last of three actors.
//!
//! It must be one error, at the token that is wrong, in just these words, and the two actors beside it must be expanded
//! all the same. What the compiler finds in the expansion is not here: that takes a compiler.

use std::fmt::Write;

use super::{Expansion, Reported, start_of};

/// What is wrong with an actor.
struct Mistake {
    name: &'static str,
    /// The actor, sometimes two of them, with the wrong token between `«»`.
    actor: &'static str,
    message: &'static str,
    /// Whether the message tells the names of the other actors, so that it depends on them.
    tells_names: bool,
    /// Why what is wrong with a name in somebody's `#[outlives(..)]` is not said beside this one.
    hides_names: Option<&'static str>,
}

const fn mistake(name: &'static str, actor: &'static str, message: &'static str) -> Mistake {
    Mistake { name, actor, message, tells_names: false, hides_names: None }
}

impl Mistake {
    const fn tells_names(self) -> Self {
        Mistake { tells_names: true, ..self }
    }

    const fn hides_names(self, why: &'static str) -> Self {
        Mistake { hides_names: Some(why), ..self }
    }
}

/// The name could not be read: any unknown one may be the one that was meant.
const NAMELESS: &str = "neither its name nor its body could be read, so that any name may be its own";

const NO_INTERRUPT: &str = "this actor has no interrupt: write `=> drop`, `=> { .. }` or `=> token` behind it, or let it \
                            take a stop signal, `|stop| actor`";
const NO_ACTOR: &str = "expected an actor: a future, or `thread(..)`";
const NO_ARROW: &str = "expected `=>` between the actor and its interrupt";
const NO_COMMA: &str = "expected `,` before the next actor";
const NO_OK: &str = "an inline `async` block ends with a `Result`: write `Ok(())` at its end";
const WAITS: &str = "what waits goes into an `async` block: `=> async { .. }`";
const CLOSURE: &str = "an actor is a future, not a closure: `|stop|`, which hands it a stop signal, is written plainly";
const PLAIN_NAME: &str = "`|stop|` takes a plain name";
const NO_CLOSURE_END: &str = "this closure is not finished: its parameters stand between two `|`";
const NOTHING_BEHIND_ARROW: &str =
    "expected an interrupt behind `=>`: `drop`, `{ .. }`, `|cause| ..`, `async { .. }` or a value";
const STRUCT_LITERAL: &str = "a struct literal stands between parentheses here";
const OPEN_END: &str = "`break` and `return` stand between parentheses here";
const DROP_IS_A_WORD: &str = "to have the actor dropped, write `=> drop`: it is a word here";
const ASYNC_INTERRUPT: &str = "an asynchronous interrupt is `async { .. }`, or `|cause| { ..; async move { .. } }`, which \
                               takes from the cause what it needs before it is polled";
const ERROR_TYPE: &str = "the group's error type is given as `type Error = MyError;`";
const ERROR_TYPE_ENDS: &str = "expected `;` behind the error type: `type Error = MyError;`";
const CFG: &str = "`#[cfg]` takes a predicate: `#[cfg(feature = \"metrics\")]`";
const PREDICATE: &str = "expected a predicate, such as `unix` or `feature = \"metrics\"`";
const OUTLIVES: &str = "`#[outlives]` takes the names of those that end first, `#[outlives(http)]`, or all others, \
                        `#[outlives(..)]`";
const OUTLIVES_NAME: &str = "expected the name of an actor: `#[outlives(http, db)]`";
const OUTLIVES_COMMA: &str = "names are separated by `,`: `#[outlives(http, db)]`";
const OUTLIVES_ALONE: &str = "`..` is all others: write it alone, or the names alone";
const WHEN: &str = "`#[when]` takes one future, that the actor waits for: `#[when(ready.notified())]`";
const GRACE: &str = "`#[grace]` takes one duration: `#[grace(Duration::from_secs(8))]`";
const CONTRADICT: &str = "`#[may_finish]` and `#[must_run]` contradict each other: with one the actor may end well before \
                          it is asked to, with the other that is an error";
const UNKNOWN: &str = "this attribute means nothing here: an actor has `#[cfg(..)]`, `#[outlives(..)]`, `#[when(..)]`, \
                       `#[grace(..)]`, `#[may_finish]` and `#[must_run]`";

const MISTAKES: &[Mistake] = &[
    // What is no attribute.
    mistake(
        "an inner attribute",
        "#«!»[may_finish] work: f() => drop",
        "an attribute of an actor is written without `!`: `#[may_finish]`",
    ),
    mistake("a `#` alone", "«#»work: f() => drop", "expected an attribute behind `#`: `#[may_finish]`"),
    mistake("an empty attribute", "#[«]» work: f() => drop", UNKNOWN),
    mistake("an attribute that is a number", "#[«5»] work: f() => drop", UNKNOWN),
    mistake("two words in an attribute", "#[may_finish «soon»] work: f() => drop", "expected `]` behind the attribute"),
    mistake("half an attribute", "#[«outl»] work: f() => drop", UNKNOWN),
    mistake("an attribute, and nothing behind it", "#[«outlives»()]", OUTLIVES).hides_names(NAMELESS),
    mistake("an attribute of nothing", "#[may_finish] «=>» drop", NO_ACTOR).hides_names(NAMELESS),
    // An attribute that means nothing here.
    mistake(
        "an attribute with one letter too many",
        "#[«may_finnish»] work: f() => drop",
        "`#[may_finnish]` means nothing here: did you mean `#[may_finish]`?",
    ),
    mistake("an unknown attribute", "#[«inline»] work: f() => drop", UNKNOWN),
    mistake("an attribute with a path", "#[«tokio»::main] work: f() => drop", UNKNOWN),
    mistake("an unsafe attribute", "#[«unsafe»(no_mangle)] work: f() => drop", UNKNOWN),
    mistake(
        "a conditional attribute",
        "#[«cfg_attr»(unix, may_finish)] work: f() => drop",
        "`#[cfg_attr]` means nothing here: write the actor twice, each time with its `#[cfg]`",
    ),
    mistake(
        "a lint that is allowed",
        "#[«allow»(unused)] work: f() => drop",
        "`#[allow]` means nothing here: write it before the statement that `run_group!` stands in",
    ),
    mistake(
        "a lint that is expected",
        "#[«expect»(unused)] work: f() => drop",
        "`#[expect]` means nothing here: write it before the statement that `run_group!` stands in",
    ),
    // `#[cfg]`
    mistake(
        "two predicates",
        "#[cfg(unix, «windows»)] work: f() => drop",
        "`#[cfg]` takes one predicate: join them, `all(unix, feature = \"metrics\")`",
    ),
    mistake(
        "`not` of two",
        "#[cfg(not(unix, «windows»))] work: f() => drop",
        "`not` takes one predicate: join them, `not(any(unix, windows))`",
    ),
    mistake("`not` of nothing", "#[cfg(all(unix, not(«)»))] work: f() => drop", "expected a predicate: `not(unix)`"),
    mistake("a number as a predicate", "#[cfg(«5»)] work: f() => drop", PREDICATE),
    mistake("a path as a predicate", "#[cfg(«a»::b)] work: f() => drop", PREDICATE),
    mistake(
        "an unknown list of predicates",
        "#[cfg(«some»(unix))] work: f() => drop",
        "expected `all(..)`, `any(..)`, `not(..)` or `name = \"value\"`",
    ),
    mistake(
        "a predicate without its quotes",
        "#[cfg(feature = «metrics»)] work: f() => drop",
        "expected a string, as in `feature = \"metrics\"`",
    ),
    mistake(
        "a string with a suffix in a predicate",
        "#[cfg(feature = «\"a\"x»)] work: f() => drop",
        "expected a string, as in `feature = \"metrics\"`",
    ),
    mistake(
        "an attribute behind the name",
        "work: «#»[may_finish] f() => drop",
        "attributes stand before the name: `#[may_finish] name: actor`",
    ),
    mistake(
        "a loop around the actor",
        "work: «for» _ in 0..3 { f() } => drop",
        "a row's `for` stands behind its actor: `actor for item in items => interrupt`",
    ),
    mistake("a `cfg` of nothing", "#[«cfg»] work: f() => drop", CFG),
    mistake("a `cfg` with empty parentheses", "#[«cfg»()] work: f() => drop", CFG),
    mistake("a `cfg` with a value", "#[«cfg» = \"unix\"] work: f() => drop", CFG),
    mistake("a `cfg` with brackets", "#[«cfg»[unix]] work: f() => drop", CFG),
    // `#[outlives]`
    mistake("`outlives` nobody", "#[«outlives»] work: f() => drop", OUTLIVES),
    mistake("`outlives` with empty parentheses", "#[«outlives»()] work: f() => drop", OUTLIVES),
    mistake("`outlives` with a value", "#[«outlives» = \"alpha\"] work: f() => drop", OUTLIVES),
    mistake("`outlives` a number", "#[outlives(alpha, «5»)] work: f() => drop", OUTLIVES_NAME),
    mistake("`outlives` one dot", "#[outlives(«.»)] work: f() => drop", OUTLIVES_NAME),
    mistake("`outlives` a comma", "#[outlives(«,»)] work: f() => drop", OUTLIVES_NAME),
    mistake("`outlives` without a comma", "#[outlives(alpha «omega»)] work: f() => drop", OUTLIVES_COMMA),
    mistake("`outlives` a path", "#[outlives(alpha«::»omega)] work: f() => drop", OUTLIVES_COMMA),
    mistake("`outlives` a name and the others", "#[outlives(alpha, «..»)] work: f() => drop", OUTLIVES_ALONE),
    mistake("`outlives` the others and a name", "#[outlives(«..», alpha)] work: f() => drop", OUTLIVES_ALONE),
    mistake("`outlives` the others twice", "#[outlives(.., «..»)] work: f() => drop", OUTLIVES_ALONE),
    mistake(
        "`outlives` twice",
        "#[outlives(alpha)] #[«outlives»(omega)] work: f() => drop",
        "`#[outlives]` is given twice: write one, `#[outlives(a, b)]`",
    ),
    mistake("`outlives` itself", "#[outlives(«work»)] work: f() => drop", "`work` cannot outlive itself"),
    mistake("`outlives` itself, raw", "#[outlives(«r#work»)] work: f() => drop", "`work` cannot outlive itself"),
    mistake(
        "`outlives` one whose name is slightly wrong",
        "#[outlives(«alpa»)] work: f() => drop",
        "no actor has the name `alpa`: did you mean `alpha`?",
    )
    .tells_names(),
    mistake(
        "`outlives` an unknown one",
        "#[outlives(alpha, «queue»)] work: f() => drop",
        "no actor has the name `queue`: there is `alpha`, `omega`",
    )
    .tells_names(),
    mistake(
        "`outlives` one that is called by its expression",
        "#[outlives(«serve»)] work: f() => drop, serve() => drop",
        "no actor was given the name `serve`: write it before the one you mean, `serve: serve(..)`",
    )
    .tells_names(),
    mistake(
        "`outlives` the same one twice",
        "#[outlives(alpha, omega, «alpha»)] work: f() => drop",
        "`alpha` is named twice",
    ),
    mistake(
        "two that outlive each other",
        "#[outlives(«play»)] work: f() => drop, #[outlives(work)] play: g() => drop",
        "a cycle, none of whom could ever be interrupted: `work` outlives `play` outlives `work`",
    ),
    // `#[when]` and `#[grace]`
    mistake("`when` without a future", "#[«when»] work: f() => drop", WHEN),
    mistake("`when` with empty parentheses", "#[«when»()] work: f() => drop", WHEN),
    mistake("`when` with a value", "#[«when» = ready()] work: f() => drop", WHEN),
    mistake("`when` with two futures", "#[when(ready()«,» set())] work: f() => drop", WHEN),
    mistake("`when` without a comma", "#[when(ready() «set»())] work: f() => drop", WHEN),
    mistake(
        "`when` with half an expression",
        "#[when(ready() +«)»] work: f() => drop",
        "unexpected end of input, expected an expression",
    ),
    mistake("`when` with a hole in a group", "#[when(set[1 «2»])] work: f() => drop", "unexpected token, expected `]`"),
    mistake(
        "`when` twice",
        "#[when(ready())] #[«when»(set())] work: f() => drop",
        "`#[when]` is given twice: write one, `#[when(async { a.await; b.await; })]`",
    ),
    mistake("`grace` without a duration", "#[«grace»] work: f() => drop", GRACE),
    mistake("`grace` with empty parentheses", "#[«grace»()] work: f() => drop", GRACE),
    mistake("`grace` with two durations", "#[grace(short()«,» long())] work: f() => drop", GRACE),
    mistake(
        "`grace` twice",
        "#[grace(short())] #[«grace»(long())] work: f() => drop",
        "`#[grace]` is given twice: write one",
    ),
    // `#[may_finish]` and `#[must_run]`
    mistake(
        "`may_finish` with something behind it",
        "#[«may_finish»(true)] work: f() => drop",
        "`#[may_finish]` stands alone: write nothing behind it",
    ),
    mistake(
        "`must_run` with a value",
        "#[«must_run» = true] work: f() => drop",
        "`#[must_run]` stands alone: write nothing behind it",
    ),
    mistake(
        "`may_finish` twice",
        "#[may_finish] #[«may_finish»] work: f() => drop",
        "`#[may_finish]` is given twice: write one",
    ),
    mistake(
        "`must_run` twice",
        "#[must_run] #[«must_run»] work: f() => drop",
        "`#[must_run]` is given twice: write one",
    ),
    mistake("`may_finish`, then `must_run`", "#[may_finish] #[«must_run»] work: f() => drop", CONTRADICT),
    mistake("`must_run`, then `may_finish`", "#[must_run] #[«may_finish»] work: f() => drop", CONTRADICT),
    // The error type in the wrong place, where it has attributes.
    mistake(
        "an error type with an attribute",
        "«#»[may_finish] type Error = Failure; work: f() => drop",
        "`type Error = ..;` has no attributes",
    ),
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
    mistake("a dot without a name", "work: pool. «=>» drop", "expected identifier or integer"),
    mistake("a hole in an argument list", "work: f(a «b») => drop", "expected `,`"),
    mistake("a hole in an index", "work: f[a «b»] => drop", "unexpected token, expected `]`"),
    mistake("a hole in parentheses", "work: (a «b») => drop", "expected `,`"),
    mistake(
        "an actor that runs into the next",
        "work: pool«.» play: g() => drop",
        "this expression is not finished: the actor `play` begins behind it",
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
        "an arrow with its ends swapped behind `|stop|`",
        "work: |stop| f(stop) «>=» drop",
        "expected `=>`, found `>=`",
    ),
    mistake(
        "an arrow with its ends swapped behind a condition",
        "work: f() if on «>=» drop",
        "expected `=>`, found `>=`",
    ),
    mistake("a thick arrow the other way", "work: f() «<=» { tell() }", "expected `=>`, found `<=`"),
    mistake("two equals signs for the arrow", "work: f() «==» drop", "expected `=>`, found `==`"),
    mistake("no arrow before a closure", "work: f() «|»cause| tell(cause)", "expected `=>`, found `|`"),
    mistake("a bar for the arrow", "work: f() «|» drop", "expected `=>`, found `|`"),
    mistake(
        "an equals sign for the arrow behind `|stop|`",
        "work: |stop| f(stop) «=» drop",
        "expected `=>` between the actor and its interrupt, found `=`",
    ),
    mistake("no arrow behind `|stop|`", "work: |stop| f(stop) «drop»", NO_ARROW),
    mistake("no arrow before a block behind `|stop|`", "work: |stop| f(stop) «{» tell() }", NO_ARROW),
    mistake("no arrow", "work: f() «drop»", NO_ARROW),
    mistake("no arrow before a block", "work: f() «{» tell() }", NO_ARROW),
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
    mistake("two stop signals", "work: |stop, «more»| f(stop)", "`|stop|` hands the actor one thing, its stop signal"),
    mistake("a pattern for the stop signal", "work: |«(»stop, _)| f(stop)", PLAIN_NAME),
    mistake("a mutable stop signal", "work: |«mut» stop| f(stop)", PLAIN_NAME),
    mistake("a stop signal by reference", "work: |«ref» stop| f(stop)", PLAIN_NAME),
    mistake("a stop signal with a type", "work: |«stop»: Stop| f(stop)", PLAIN_NAME),
    mistake("an underscore for the stop signal", "work: |«_»| f()", PLAIN_NAME),
    mistake("half a stop signal", "work: «|»stop => drop", NO_CLOSURE_END),
    mistake("a stop signal without an actor", "work: |stop| «=>» drop", "expected an expression"),
    // `for`
    mistake(
        "`for` without a pattern",
        "work: f() for «=>» drop",
        "expected a pattern behind `for`: `actor for item in items => interrupt`",
    ),
    mistake(
        "`for` without `in`",
        "work: f() for item «=>» drop",
        "expected `in`: `actor for item in items => interrupt`",
    ),
    mistake(
        "`for` without items",
        "work: f() for item in «=>» drop",
        "expected what the items are taken from, behind `in`",
    ),
    mistake("`for` over a struct literal", "work: f() for item in Items «{» all: true } => drop", STRUCT_LITERAL),
    mistake(
        "`for` twice",
        "work: f() for x in rows «for» y in x => drop",
        "an actor has one `for`: take the items from one iterator",
    ),
    mistake(
        "`for` behind the condition",
        "work: f() if on «for» x in rows => drop",
        "`for` stands before `if`, which sees its items: `actor for item in items if condition`",
    ),
    mistake(
        "`for` behind the interrupt",
        "work: f() => drop «for» x in rows",
        "`for` stands before `=>`: `actor for item in items => interrupt`",
    ),
    // `if`
    mistake("`if` without a condition", "work: f() if «=>» drop", "expected a condition behind `if`"),
    mistake("`if` with half a condition", "work: f() if on && «=>» drop", "expected an expression"),
    mistake("`if` with a struct literal", "work: f() if on == Switch «{» on: true } => drop", STRUCT_LITERAL),
    mistake("`if` with `return`", "work: f() if on && !«return» done => drop", OPEN_END),
    mistake("`for` with `break`", "work: f() for x in 0..«break» => drop", OPEN_END),
    mistake("`if` with `else`", "work: f() if on «else» g() => drop", NO_ARROW),
    mistake("`if` twice", "work: f() if on «if» open => drop", "an actor has one condition: join them with `&&`"),
    mistake(
        "`if` behind the interrupt",
        "work: f() => drop «if» on",
        "the condition stands before `=>`: `actor if condition => interrupt`",
    ),
    mistake(
        "`if let` without a pattern",
        "work: f() if let «=>» drop",
        "expected a pattern behind `let`: `if let pattern = value`",
    ),
    mistake(
        "`if let` without a value",
        "work: f() if let Some(x) «=>» drop",
        "expected `=` and a value: `if let pattern = value`",
    ),
    mistake("`if let` with half a value", "work: f() if let Some(x) = «=>» drop", "expected an expression"),
    // The interrupt.
    mistake("no interrupt", "«work»: f()", NO_INTERRUPT),
    mistake("no interrupt, no name", "«f»()", NO_INTERRUPT),
    mistake("no interrupt behind a condition", "«work»: f() if on", NO_INTERRUPT),
    mistake("no interrupt behind a loop", "«work»: f() for x in rows", NO_INTERRUPT),
    mistake("no interrupt, and the next actor behind it", "«work»: f() play: g() => drop", NO_INTERRUPT),
    mistake("nothing behind the arrow", "work: f() «=>»", NOTHING_BEHIND_ARROW),
    mistake("nothing behind the arrow, and the next actor", "work: f() «=>» play: g() => drop", NOTHING_BEHIND_ARROW),
    mistake("half an interrupt", "work: f() => stop. «;» play: g() => drop", "expected identifier or integer"),
    mistake("half a closure as the interrupt", "work: f() => «|»cause; play: g() => drop", NO_CLOSURE_END),
    mistake("a hole in an interrupt", "work: f() => tell(a «b»)", "expected `,`"),
    mistake("a function for a word", "work: f() => «mem»::drop", DROP_IS_A_WORD),
    mistake("a function of `std` for a word", "work: f() => «std»::mem::drop", DROP_IS_A_WORD),
    mistake(
        "a closure with two parameters",
        "work: f() => |cause, «more»| tell()",
        "an interrupt has one parameter at the most, the cause: `|cause| ..`",
    ),
    mistake("an async closure as the interrupt", "work: f() => «async» |cause| tell(cause)", ASYNC_INTERRUPT),
    mistake("a block that waits", "work: f() => { tell().«await» }", WAITS),
    mistake("a closure that waits", "work: f() => || tell().«await»", WAITS),
    mistake("a closure that waits deep inside", "work: f() => |_| { if on { [tell().«await»]; } }", WAITS),
    mistake(
        "a block that waits beside one that may",
        "work: f() => { spawn(async { x.await }); tell().«await» }",
        WAITS,
    ),
    // An inline block.
    mistake("an empty block", "work: «async» {} => drop", NO_OK),
    mistake("a block that ends in `await;`", "work: async { f().await«;» } => drop", NO_OK),
    mistake("a block that ends in `?;`", "work: async { f()?«;» } => drop", NO_OK),
    mistake("a block that ends in an assignment", "work: async { done = true«;» } => drop", NO_OK),
    mistake("a block that ends in `while`", "work: async { «while» on {} } => drop", NO_OK),
    mistake("a block that ends in `for`", "work: async { «for» x in y {} } => drop", NO_OK),
    mistake("a block that ends in `let`", "work: async { «let» x = 5; } => drop", NO_OK),
    mistake(
        "a block with a stop signal that ends in `await;`",
        "work: |stop| async { stop.stopped().await«;» }",
        NO_OK,
    ),
    mistake("a block in a block", "work: { tell(); async { f().await«;» } } => drop", NO_OK),
    // Between two actors.
    mistake("no comma", "work: f() => drop «play»: g() => drop", NO_COMMA),
    mistake("no comma before one without a name", "work: f() => drop «g»() => drop", NO_COMMA),
    mistake("no comma before an attribute", "work: f() => drop «#»[may_finish] play: g() => drop", NO_COMMA),
    mistake("no comma behind a stop signal", "work: |stop| f(stop) «play»: g() => drop", NO_COMMA),
    mistake("a literal behind the interrupt", "work: f() => drop «5»", NO_COMMA),
    mistake("a semicolon", "work: f() => drop«;» play: g() => drop", "actors are separated by `,`, not by `;`"),
    mistake("two arrows", "work: f() => drop «=>» drop", "expected `,`: an actor has one interrupt, behind one `=>`"),
];

/// What is wrong before the first actor.
const HEADS: &[Mistake] = &[
    mistake("an error type of another name", "type «Eror» = Failure;", ERROR_TYPE),
    mistake("an error type without a name", "type «=» Failure;", ERROR_TYPE),
    mistake("an error type without an equals sign", "type Error «Failure»;", ERROR_TYPE),
    mistake("an error type with a colon", "type Error«:» Failure;", ERROR_TYPE),
    mistake("an error type with an arrow", "type Error «=>» Failure;", ERROR_TYPE),
    mistake("an error type of nothing", "type Error =«;»", ERROR_TYPE),
    mistake("an error type that is none", "type Error = «5»;", "expected a type, as in `type Error = MyError;`"),
    mistake("an error type with a comma", "type Error = Failure«,»", ERROR_TYPE_ENDS),
    mistake("an error type with a bound", "type Error = Failure «where» Self: Sized;", ERROR_TYPE_ENDS),
    mistake("an error type with a hole", "type Error = [u8; 5 «6»];", "unexpected token, expected `]`"),
    mistake(
        "an error type twice",
        "type Error = Failure; «type» Error = Failure;",
        "`type Error = ..;` stands once, before the first actor",
    ),
];

/// What stands in the middle or at the end, where it is wrong.
const NOT_FIRST: &[Mistake] = &[
    mistake(
        "an error type in the wrong place",
        "«type» Error = Failure; work: f() => drop",
        "`type Error = ..;` stands once, before the first actor",
    ),
    mistake(
        "an error type in the wrong place, before one without a name",
        "«type» Error = Failure; f() => drop",
        "`type Error = ..;` stands once, before the first actor",
    ),
    mistake(
        "an error type with a comma in the wrong place",
        "«type» Error = Failure, #[may_finish] work: f() => drop",
        "`type Error = ..;` stands once, before the first actor",
    ),
    mistake(
        "an error type in the wrong place, alone",
        "«type» Error = Failure;",
        "`type Error = ..;` stands once, before the first actor",
    ),
];

const ALPHA: &str = "alpha: first(1) => { told(1) }";
const OMEGA: &str = "omega: second(2) => drop";

/// The list with these actors in it, each on lines of its own.
fn list(actors: &[&str]) -> String {
    actors.join(",\n")
}

/// What is wrong with how the mistake is reported in this list, which has no other.
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
        ("alpha", "first(1)", "krate::__private::call(__error,||{told(1)},"),
        ("omega", "second(2)", "krate::__private::Drop"),
    ];
    let actors = expansion.actors();
    for (name, body, interrupt) in expected {
        match actors.iter().find(|actor| actor.name == name).and_then(|actor| actor.fill.as_ref()) {
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
fn sweep(mistakes: &[Mistake], lists: impl Fn(&str) -> Vec<String>) {
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
fn the_first_of_three_is_wrong() {
    sweep(MISTAKES, |actor| vec![list(&[actor, ALPHA, OMEGA]), list(&[actor, ALPHA, OMEGA, ""])]);
}

#[test]
fn the_middle_of_three_is_wrong() {
    sweep(MISTAKES, |actor| vec![list(&[ALPHA, actor, OMEGA]), list(&[ALPHA, actor, OMEGA, ""])]);
}

#[test]
fn the_last_of_three_is_wrong() {
    sweep(MISTAKES, |actor| vec![list(&[ALPHA, OMEGA, actor]), list(&[ALPHA, OMEGA, actor, ""])]);
}

#[test]
fn the_error_type_before_the_actors_is_wrong() {
    sweep(HEADS, |head| vec![format!("{head}\n{ALPHA},\n{OMEGA}")]);
}

#[test]
fn the_error_type_is_in_the_wrong_place() {
    let places = |actor: &str| vec![list(&[ALPHA, actor, OMEGA]), list(&[ALPHA, OMEGA, actor])];
    sweep(NOT_FIRST, places);
}

#[test]
fn every_mistake_is_reported_beside_an_error_type() {
    sweep(MISTAKES, |actor| vec![format!("type Error = Failure;\n{}", list(&[ALPHA, actor, OMEGA]))]);
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
fn whoever_outlives_an_unknown_one_is_told_that_no_other_has_a_name() {
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
    let firsts = MISTAKES.iter().map(|first| (first, format!("{ALPHA},\n{},\n", first.actor))).chain(heads);
    let pairs = firsts.flat_map(|(first, begin)| MISTAKES.iter().map(move |second| (first, begin.clone(), second)));
    let mut complaints = Vec::new();
    for (first, begin, second) in pairs.step_by(step) {
        // Other names, as long as these, so that no mistake of a third kind is made.
        let rename = |text: &str| text.replace("work", "toil").replace("play", "rest").replace("serve", "reply");
        let list = format!("{begin}{},\n{OMEGA}", rename(second.actor));
        complaints.extend(both(first, second, &rename(second.message), &list));
    }
    assert_none(&complaints);
}

/// What is wrong with how these two are reported, that have a list to themselves.
fn both(first: &Mistake, second: &Mistake, second_message: &str, list: &str) -> Option<String> {
    let expansion = Expansion::of(&list.replace(['«', '»'], ""));
    let mut missing = String::new();
    let mut expected = 0;
    let marks =
        [(first, second, first.message, start_of(list)), (second, first, second_message, start_of_second(list))];
    for (mistake, other, message, start) in marks {
        // The end of an actor is always found. What may be hidden is a wrong name: see `hides_names`.
        if mistake.tells_names && other.hides_names.is_some() {
            continue;
        }
        expected += 1;
        // Among the names that it tells are those of the other.
        let says = |error: &Reported| error.message == message || mistake.tells_names;
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
