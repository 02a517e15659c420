//! Mistakes in an interrupt, at the end of an inline block, and between two actors.

use super::mistake::{Mistake, mistake};

const NO_INTERRUPT: &str = "this actor has no interrupt: write `=> drop`, `=> { .. }` or `=> token` after it, or let it \
                            take a stop signal, `|stop| actor`";
const NO_COMMA: &str = "expected `,` before the next actor";
const NO_OK: &str = "an inline `async` block ends with a `Result`: write `Ok(())` at its end";
const WAITS: &str = "what waits goes into an `async` block: `=> async { .. }`";
const NO_CLOSURE_END: &str = "this closure is not finished: its parameters stand between two `|`";
const NOTHING_AFTER_ARROW: &str =
    "expected an interrupt after `=>`: `drop`, `{ .. }`, `|cause| ..`, `async { .. }` or a value";
const DROP_IS_A_WORD: &str = "to have the actor dropped, write `=> drop`: it is a word here";
const ASYNC_WITH_CAUSE: &str = "the future of an `async` closure would borrow the cause: write `|cause| { let why = cause.to_string(); async move { .. } }`";

const NO_MEMBER: &str = "expected a field or a method after this `.`";

pub const INTERRUPTS: &[Mistake] = &[
    // The interrupt.
    mistake("no interrupt", "«work»: async { Ok(()) }", NO_INTERRUPT),
    mistake("no interrupt, no name", "«async» { Ok(()) }", NO_INTERRUPT),
    mistake("no interrupt after a condition", "«work»: async { Ok(()) } if on", NO_INTERRUPT),
    mistake("no interrupt after a loop", "«work»: async { Ok(()) } for x in rows", NO_INTERRUPT),
    mistake("no interrupt and no comma", "work: async { Ok(()) } «play»: g() => drop", NO_COMMA),
    mistake("no interrupt and no comma after a call", "work: f() «play»: g() => drop", NO_COMMA),
    mistake("nothing after the arrow", "work: f() «=>»", NOTHING_AFTER_ARROW),
    mistake("nothing after the arrow, and the next actor", "work: f() «=>» play: g() => drop", NOTHING_AFTER_ARROW),
    mistake("half an interrupt", "work: f() => stop«.» ; play: g() => drop", NO_MEMBER),
    mistake("half a closure as the interrupt", "work: f() => «|»cause; play: g() => drop", NO_CLOSURE_END),
    mistake("a hole in an interrupt", "work: f() => log(a «b»)", "expected `,`"),
    mistake("a function for a word", "work: f() => «mem»::drop", DROP_IS_A_WORD),
    mistake("a function of `std` for a word", "work: f() => «std»::mem::drop", DROP_IS_A_WORD),
    mistake(
        "a closure with two parameters",
        "work: f() => |cause, «more»| log()",
        "an interrupt has one parameter at the most, the cause: `|cause| ..`",
    ),
    mistake("an async closure with the cause", "work: f() => «async» |cause| log(cause)", ASYNC_WITH_CAUSE),
    mistake("an async closure that moves, with the cause", "work: f() => «async» move |_| log()", ASYNC_WITH_CAUSE),
    mistake("a block that waits", "work: f() => { log().«await» }", WAITS),
    mistake("a closure that waits", "work: f() => || log().«await»", WAITS),
    mistake("a closure that waits deep inside", "work: f() => |_| { if on { [log().«await»]; } }", WAITS),
    mistake(
        "a block that waits beside one that may",
        "work: f() => { spawn(async { x.await }); log().«await» }",
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
    mistake("a block in a block", "work: { log(); async { f().await«;» } } => drop", NO_OK),
    // Between two actors.
    mistake("no comma", "work: f() => drop «play»: g() => drop", NO_COMMA),
    mistake("no comma before one without a name", "work: f() => drop «g»() => drop", NO_COMMA),
    mistake("no comma before an attribute", "work: f() => drop «#»[may_finish] play: g() => drop", NO_COMMA),
    mistake("no comma after a stop signal", "work: |stop| f(stop) «play»: g() => drop", NO_COMMA),
    mistake("a literal after the interrupt", "work: f() => drop «5»", NO_COMMA),
    mistake("a semicolon", "work: f() => drop«;» play: g() => drop", "actors are separated by `,`, not by `;`"),
    mistake("two arrows", "work: f() => drop «=>» drop", "expected `,`: an actor has one interrupt, after one `=>`"),
];
