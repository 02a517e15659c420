//! Mistakes in what stands before an actor.

use super::mistake::{Mistake, NAMELESS, mistake};

const NO_ACTOR: &str = "expected an actor: a future, or `thread(..)`";
const CFG: &str = "`#[cfg]` takes a predicate: `#[cfg(feature = \"metrics\")]`";
const PREDICATE: &str = "expected a predicate, such as `unix` or `feature = \"metrics\"`";
const OUTLIVES: &str = "`#[outlives]` takes the names of those that end first, `#[outlives(http)]`, or all others, \
                        `#[outlives(..)]`";
const AFTER: &str =
    "`#[after]` takes the names of those that are ready before this actor starts: `#[after(db, cache)]`";
const AFTER_ALL: &str = "`#[after]` takes names, not `..`: to start last, an actor names those that it needs";
const AFTER_NAME: &str = "expected the name of an actor: `#[after(http, db)]`";
const AFTER_COMMA: &str = "names are separated by `,`: `#[after(http, db)]`";
const OUTLIVES_NAME: &str = "expected the name of an actor: `#[outlives(http, db)]`";
const OUTLIVES_COMMA: &str = "names are separated by `,`: `#[outlives(http, db)]`";
const OUTLIVES_ALONE: &str = "`..` is all others: write it alone, or the names alone";
const WHEN: &str = "`#[when]` takes one future, that the actor waits for: `#[when(ready.notified())]`";
const GRACE: &str = "`#[grace]` takes one duration: `#[grace(Duration::from_secs(8))]`";
const DRAIN: &str = "`#[drain]` takes one duration: `#[drain(Duration::from_secs(8))]`";
const TWO_LIMITS: &str = "`#[grace]` and `#[drain]` contradict each other: with one it is a failure if the time is up, with the \
                          other it is none";
const CONTRADICT: &str = "`#[may_finish]` and `#[must_run]` contradict each other: with one the actor may end with `Ok` before \
                          it is asked to, with the other that is an error";
const UNKNOWN: &str = "this attribute means nothing here: an actor has `#[cfg(..)]`, `#[outlives(..)]`, `#[after(..)]`, `#[when(..)]`, \
                       `#[grace(..)]`, `#[drain(..)]`, `#[may_finish]` and `#[must_run]`";

pub const ATTRIBUTES: &[Mistake] = &[
    // What is no attribute.
    mistake(
        "an inner attribute",
        "#«!»[may_finish] work: f() => drop",
        "an attribute of an actor is written without `!`: `#[may_finish]`",
    ),
    mistake("a `#` alone", "«#»work: f() => drop", "expected an attribute after `#`: `#[may_finish]`"),
    mistake("an empty attribute", "#[«]» work: f() => drop", UNKNOWN),
    mistake("an attribute that is a number", "#[«5»] work: f() => drop", UNKNOWN),
    mistake("two words in an attribute", "#[may_finish «soon»] work: f() => drop", "expected `]` after the attribute"),
    mistake("half an attribute", "#[«outl»] work: f() => drop", UNKNOWN),
    mistake("an attribute, and nothing after it", "#[«outlives»()]", OUTLIVES).hides_names(NAMELESS),
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
        "an attribute after the name",
        "work: «#»[may_finish] f() => drop",
        "attributes stand before the name: `#[may_finish] name: actor`",
    ),
    mistake(
        "a loop around the actor",
        "work: «for» _ in 0..3 { f() } => drop",
        "a row's `for` stands after its actor: `actor for item in items => interrupt`",
    ),
    mistake("a `cfg` of nothing", "#[«cfg»] work: f() => drop", CFG),
    mistake("a `cfg` with empty parentheses", "#[«cfg»()] work: f() => drop", CFG),
    mistake("a `cfg` with a value", "#[«cfg» = \"unix\"] work: f() => drop", CFG),
    mistake("a `cfg` with brackets", "#[«cfg»[unix]] work: f() => drop", CFG),
    // `#[outlives]`
    mistake("`outlives` without names", "#[«outlives»] work: f() => drop", OUTLIVES),
    mistake("`outlives` with empty parentheses", "#[«outlives»()] work: f() => drop", OUTLIVES),
    mistake("`outlives` with a value", "#[«outlives» = \"alpha\"] work: f() => drop", OUTLIVES),
    mistake("`outlives` a number", "#[outlives(alpha, «5»)] work: f() => drop", OUTLIVES_NAME),
    mistake("`outlives` one dot", "#[outlives(«.»)] work: f() => drop", OUTLIVES_NAME),
    mistake("`outlives` a comma", "#[outlives(«,»)] work: f() => drop", OUTLIVES_NAME),
    mistake("`outlives` without a comma", "#[outlives(alpha «omega»)] work: f() => drop", OUTLIVES_COMMA),
    mistake(
        "`outlives` a path",
        "#[outlives(alpha«::»omega)] work: f() => drop",
        "a nested group is named as a whole: the names in it are its own",
    ),
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
    .lists_names(),
    mistake(
        "`outlives` an unknown one",
        "#[outlives(alpha, «queue»)] work: f() => drop",
        "no actor has the name `queue`: there is `alpha`, `omega`",
    )
    .lists_names(),
    mistake(
        "`outlives` one that is called by its expression",
        "#[outlives(«serve»)] work: f() => drop, serve() => drop",
        "no actor was given the name `serve`: write it before the one you mean, `serve: serve(..)`",
    )
    .lists_names(),
    mistake(
        "`outlives` the same one twice",
        "#[outlives(alpha, omega, «alpha»)] work: f() => drop",
        "`alpha` is named twice",
    ),
    mistake(
        "two that outlive each other",
        "#[outlives(«play»)] work: f() => drop, #[outlives(work)] play: g() => drop",
        "a cycle, none of which could ever be interrupted: `work` outlives `play` outlives `work`",
    ),
    // `#[after]`
    mistake("`after` without names", "#[«after»] work: f() => drop", AFTER),
    mistake("`after` with empty parentheses", "#[«after»()] work: f() => drop", AFTER),
    mistake("`after` all others", "#[after(«..»)] work: f() => drop", AFTER_ALL),
    mistake("`after` a number", "#[after(alpha, «5»)] work: f() => drop", AFTER_NAME),
    mistake("`after` without a comma", "#[after(alpha «omega»)] work: f() => drop", AFTER_COMMA),
    mistake(
        "`after` twice",
        "#[after(alpha)] #[«after»(omega)] work: f() => drop",
        "`#[after]` is given twice: write one, `#[after(a, b)]`",
    ),
    mistake("`after` itself", "#[after(«work»)] work: f() => drop", "`work` cannot be after itself"),
    mistake(
        "`after` one whose name is slightly wrong",
        "#[after(«alpa»)] work: f() => drop",
        "no actor has the name `alpa`: did you mean `alpha`?",
    )
    .lists_names(),
    mistake("`after` the same one twice", "#[after(alpha, «alpha»)] work: f() => drop", "`alpha` is named twice"),
    mistake(
        "two that are after each other",
        "#[after(«play»)] work: f() => drop, #[after(work)] play: g() => drop",
        "a cycle, none of which could ever start: `work` is after `play` is after `work`",
    ),
    mistake(
        "one that is after what it outlives",
        "#[outlives(«play»)] #[after(play)] work: f() => drop, play: g() => drop",
        "a cycle, none of which could ever be interrupted: `work` outlives `play`, `work` is after `play` (an actor is \
         interrupted before those that it is after)",
    ),
    // `#[when]`, `#[grace]` and `#[drain]`
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
    mistake("`drain` without a duration", "#[«drain»] work: f() => drop", DRAIN),
    mistake("`drain` with two durations", "#[drain(short()«,» long())] work: f() => drop", DRAIN),
    mistake(
        "`drain` twice",
        "#[drain(short())] #[«drain»(long())] work: f() => drop",
        "`#[drain]` is given twice: write one",
    ),
    mistake("`drain` after `grace`", "#[grace(short())] #[«drain»(long())] work: f() => drop", TWO_LIMITS),
    mistake("`grace` after `drain`", "#[drain(short())] #[«grace»(long())] work: f() => drop", TWO_LIMITS),
    // `#[may_finish]` and `#[must_run]`
    mistake(
        "`may_finish` with something after it",
        "#[«may_finish»(true)] work: f() => drop",
        "`#[may_finish]` stands alone: write nothing after it",
    ),
    mistake(
        "`must_run` with a value",
        "#[«must_run» = true] work: f() => drop",
        "`#[must_run]` stands alone: write nothing after it",
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
];
