//! Each mistake that the compiler finds in what `run_group!` gives, tried in each place of a list.
//!
//! A mistake that the macro reports itself is in `ui/`, and so is the whole text of one message of each kind. Here each
//! mistake is made by the first, the middle and the last of three actors, and must be one error, at the token that is
//! wrong, in words that say what it is. Beside it, a neighbour's own mistake must still be found.
//!
//! A mistake is one entry below. Each becomes a few functions of a program that is compiled once, as a user would.

use std::{collections::BTreeMap, env, fs, iter, ops::Range, path::Path, process::Command, slice};

use serde_json::Value;

/// Mistakes that are not yet shown as they should be.
const TO_BE_MENDED: &[&str] =
    &["a future of nothing in particular", "a future of nothing in particular, with `|stop|`"];

/// Stands for a mistake where an error is shown in none of the functions.
const NOWHERE: &str = "an error outside of all functions";

/// What the type checker finds.
const TYPES: &[Mistake] = &[
    // What is no actor.
    mistake("a number as an actor", "work: «5u32» => drop").says(&["`u32` is not an actor"]),
    mistake("a number as an actor with `|stop|`", "work: |stop| «5u32»").says(&["`u32` is not an actor"]),
    mistake("a number as an actor with a guard", "work: «5u32» if ready() => drop").says(&["`u32` is not an actor"]),
    mistake("a number in a nested group", "work: |stop| run_group! { inner: «5u32» => &stop }")
        .says(&["`u32` is not an actor"]),
    mistake("a unit as an actor", "work: «tell()» => drop").says(&["`()` is not an actor"]),
    mistake("a closure's value as an actor", "work: «work» => drop")
        .with("let work = || ();")
        .says(&["closure", "is not an actor"]),
    mistake("a function's name as an actor", "work: «fine» => drop").says(&["{fine}", "is not an actor"]),
    // How an actor may not end.
    mistake("a number that would be lost", "count: «count()» => drop").says(&["the outcome `u32`", "would be lost"]),
    mistake("a number that would be lost, with `|stop|`", "count: |stop| «count()»")
        .says(&["the outcome `u32`", "would be lost"]),
    mistake("a number that would be lost, with a guard", "count: «count()» if let Some(_) = maybe() => drop")
        .says(&["the outcome `u32`", "would be lost"]),
    mistake("a number that a thread ends with", "count: «thread(|| 3u32)» => {}")
        .says(&["the outcome `u32`", "would be lost"]),
    mistake("an option that would be lost", "find: «find()» => drop")
        .with("async fn find() -> Option<()> { None }")
        .says(&["the outcome `Option<()>`", "would be lost"]),
    mistake("a number in a result", "count: «count()» => drop")
        .with("async fn count() -> std::io::Result<u32> { Ok(3) }")
        .says(&["the outcome `u32`", "would be lost"]),
    mistake("an error that does not convert", "parse: «parse()» => drop")
        .error_type("std::io::Error")
        .with("async fn parse() -> Result<(), ParseIntError> { Ok(()) }")
        .says(&["the error `ParseIntError`", "does not convert", "`std::io::Error`"]),
    mistake("what is no error", "code: «code()» => drop").says(&["the error `u32`", "does not convert", "`AnyError`"]),
    mistake("a number in a thread", "work: thread(«5») => {}").says(&["expected a `FnOnce()` closure"]),
    mistake("a future in a thread", "work: thread(«fine()») => {}").says(&["expected a `FnOnce()` closure"]),
    mistake("a future that a thread ends with", "work: «thread(|| fine())» => {}")
        .says(&["the outcome `impl Future", "would be lost"]),
    mistake("a thread's closure with a parameter", "work: «thread(|_: u32| ())» => {}")
        .says(&["closure is expected to take 0 arguments"]),
    // An inline block.
    mistake("a block with a value", "work: async { Ok(«5») } => drop").says(&["mismatched types"]),
    mistake("a block with an error that is not converted", "work: async { Err(«\"text\"») } => drop")
        .says(&["mismatched types"]),
    mistake("a block that ends with another error", "work: async { «code().await» } => drop")
        .says(&["mismatched types"]),
    mistake("a block that returns a number", "work: async { return «5»; } => drop").says(&["mismatched types"]),
    mistake("a block behind statements that ends with a number", "work: { tell(); async { «5» } } => drop")
        .says(&["mismatched types"]),
    mistake("a block that ends with a number", "work: async { «3» } => drop").says(&["mismatched types"]),
    mistake("a block with `|stop|` that ends with a number", "work: |stop| async { «3» }").says(&["mismatched types"]),
    mistake("a block that ends with a call's unit", "work: async { «fine().await» } => drop")
        .says(&["mismatched types"]),
    mistake("a `?` that does not convert", "work: async { parse()«?»; Ok(()) } => drop")
        .error_type("std::io::Error")
        .with("fn parse() -> Result<(), ParseIntError> { Ok(()) }")
        .says(&["`?` couldn't convert the error to `std::io::Error`"]),
    mistake("a `?` on what is no error", "work: async { code().await«?»; Ok(()) } => drop")
        .says(&["`?` couldn't convert the error", "`u32: std::error::Error`"]),
    // What does not interrupt.
    mistake("a thread interrupted by `drop`", "work: thread(|| ()) => «drop»")
        .says(&["a thread cannot be interrupted by `drop`"]),
    mistake("a thread with `|stop|` interrupted by `drop`", "work: |stop| thread(move || drop(stop)) => «drop»")
        .says(&["a thread cannot be interrupted by `drop`"]),
    mistake("a number as an interrupt", "work: fine() => «5»").says(&["`{integer}` interrupts nothing"]),
    mistake("a call as an interrupt", "work: fine() => «token.cancel()»").says(&["`()` interrupts nothing"]),
    mistake("a call as an interrupt, with `|stop|`", "work: |stop| stop.stopped_owned() => «token.cancel()»")
        .says(&["`()` interrupts nothing"]),
    mistake("a value in a block", "work: fine() => «{ token }»")
        .says(&["this interrupt does nothing with its value", "`CancellationToken`"]),
    mistake("a value that a closure gives", "work: fine() => |_| «token»")
        .says(&["this interrupt does nothing with its value", "`CancellationToken`"]),
    mistake("a value that a closure without parameters gives", "work: fine() => || «token»")
        .says(&["this interrupt does nothing with its value", "`CancellationToken`"]),
    mistake("a future lost in a block", "work: fine() => «{ fine() }»")
        .says(&["this interrupt does nothing with its value", "impl Future"]),
    mistake("a future lost in a closure", "work: fine() => || «fine()»")
        .says(&["this interrupt does nothing with its value", "impl Future"]),
    mistake("an async interrupt that ends with a value", "work: fine() => «async { 3 }»")
        .says(&["an `async` interrupt ends with `()`", "not with `{integer}`"]),
    mistake("an async closure that ends with a value", "work: fine() => |_| «async { 3 }»")
        .says(&["an `async` interrupt ends with `()`", "not with `{integer}`"]),
    mistake("an async interrupt with the wrong error", "work: fine() => «async { code().await }»").says(&[
        "an `async` interrupt ends with `()`",
        "`Result<(), AnyError>`",
        "not with `Result<(), u32>`",
    ]),
    mistake("a closure with a parameter of another type", "work: fine() => «|cause: u32| drop(cause)»")
        .says(&["type mismatch in closure arguments"]),
    mistake("an async closure with a parameter of another type", "work: fine() => «|_: u32| async {}»")
        .says(&["type mismatch in closure arguments"]),
    mistake("a reference as an interrupt", "work: fine() => «&7»").says(&["`&{integer}` interrupts nothing"]),
    mistake("a thread's value that is not `Send`", "work: «thread(|| Err::<(), _>(Local(Rc::new(()))))» => {}")
        .error_type("Local")
        .says(&["`Rc<()>` cannot be sent between threads safely"]),
    // A guard.
    mistake("a guard that is no bool", "work: fine() if «3» => drop").says(&["mismatched types"]),
    mistake("a guard in a chain that is no bool", "work: fine() if ready() && «3» => drop").says(&["mismatched types"]),
    mistake("a pattern that does not fit", "work: fine() if let «Some(_)» = 3 => drop").says(&["mismatched types"]),
    mistake("a pattern in a chain that does not fit", "work: fine() if ready() && let «Some(_)» = 3 => drop")
        .says(&["mismatched types"]),
    // A gate.
    mistake("a gate that is no future", "#[when(«5»)] work: fine() => drop").says(&["`{integer}` is not a future"]),
    mistake("a gate whose error does not convert", "#[when(«code()»)] work: fine() => drop").says(&[
        "the error `u32`",
        "does not convert",
        "`AnyError`",
    ]),
    mistake("a wrong argument of a gate", "#[when(serve(«5»))] work: fine() => drop").says(&["mismatched types"]),
    mistake("an unknown function in a gate", "#[when(«wrok»())] work: fine() => drop")
        .says(&["cannot find function `wrok`"]),
    mistake("a number as an actor behind a gate", "#[when(fine())] work: «5u32» => drop")
        .says(&["`u32` is not an actor"]),
    mistake("a number that would be lost behind a gate", "#[when(fine())] count: «count()» => drop")
        .says(&["the outcome `u32`", "would be lost"]),
    // A grace.
    mistake("a grace that is no duration", "#[grace(«5»)] work: fine() => drop").says(&["mismatched types"]),
    mistake("a grace that is none for each", "#[grace(«item»)] work: fine() for item in 0..2u32 => drop")
        .says(&["mismatched types"]),
    mistake("a wrong argument of a grace", "#[grace(Duration::from_secs(«\"5\"»))] work: fine() => drop")
        .says(&["mismatched types"]),
    mistake("an unknown value in a grace", "#[grace(«limit»)] work: fine() => drop")
        .says(&["cannot find value `limit`"]),
    mistake("a number as an actor with a grace", "#[grace(Duration::ZERO)] work: «5u32» => drop")
        .says(&["`u32` is not an actor"]),
    mistake("a gate that is no future, with a grace", "#[grace(Duration::ZERO)] #[when(«5»)] work: fine() => drop")
        .says(&["`{integer}` is not a future"]),
    // A row.
    mistake("items of a number", "work: fine() for _ in «5» => drop").says(&["`{integer}` is not an iterator"]),
    mistake("a pattern that does not fit the items", "work: fine() for «Some(_)» in [3] => drop")
        .says(&["mismatched types"]),
    mistake("an unknown name of the items", "work: fine() for _ in «itmes» => drop")
        .says(&["cannot find value `itmes`"]),
    mistake("a number as each actor", "work: «5u32» for _ in 0..2 => drop").says(&["`u32` is not an actor"]),
    mistake("an item as each actor", "work: «item» for item in 0..2u32 => drop").says(&["`u32` is not an actor"]),
    mistake("a number as each actor, with `|stop|`", "work: |stop| «5u32» for _ in 0..2")
        .says(&["`u32` is not an actor"]),
    mistake("numbers that would be lost", "work: «count()» for _ in 0..2 => drop")
        .says(&["the outcome `u32`", "would be lost"]),
    mistake("blocks that end with a number", "work: async { «3» } for _ in 0..2 => drop").says(&["mismatched types"]),
    mistake("threads interrupted by `drop`", "work: thread(|| ()) for _ in 0..2 => «drop»")
        .says(&["a thread cannot be interrupted by `drop`"]),
    mistake("an item as the interrupt", "work: fine() for item in 0..2u32 => «item»")
        .says(&["`u32` interrupts nothing"]),
    mistake("an item in a block", "work: fine() for item in 0..2u32 => «{ item }»")
        .says(&["this interrupt does nothing with its value", "`u32`"]),
    mistake("an item as the guard", "work: fine() for item in 0..2u32 if «item» => drop").says(&["mismatched types"]),
    mistake("a gate of each that is no future", "#[when(«item»)] work: fine() for item in 0..2u32 => drop")
        .says(&["`u32` is not a future"]),
    mistake("a wrong argument of each", "work: serve(«item») for item in 0..2u32 => drop").says(&["mismatched types"]),
    // The other attributes.
    mistake("a number as an actor that may finish", "#[may_finish] work: «5u32» => drop")
        .says(&["`u32` is not an actor"]),
    mistake("a number as an actor that outlives another", "#[outlives(one)] work: «5u32» => drop")
        .says(&["`u32` is not an actor"]),
    mistake("a number as an actor that is configured in", "#[cfg(all())] work: «5u32» => drop")
        .says(&["`u32` is not an actor"]),
    mistake(
        "a number in place of an actor that is configured out",
        "#[cfg(any())] work: 5u32 => drop, #[cfg(all())] work: «6u8» => drop",
    )
    .says(&["`u8` is not an actor"]),
    // The user's own expressions.
    mistake("a wrong argument of the actor", "work: serve(«5») => drop").says(&["mismatched types"]),
    mistake("a wrong argument behind `|stop|`", "work: |stop| hold(«5», stop)").says(&["mismatched types"]),
    mistake("a wrong argument in the guard", "work: fine() if is_open(«5») => drop").says(&["mismatched types"]),
    mistake("a wrong argument in the interrupt", "work: fine() => { is_open(«5»); }").says(&["mismatched types"]),
    mistake("an unknown method of the actor", "work: token.«vanish»() => drop").says(&["no method named `vanish`"]),
    mistake("an unknown method of the cause", "work: fine() => |cause| cause.«vanish»()")
        .says(&["no method named `vanish`"]),
    mistake("an unknown method of the stop signal", "work: |stop| stop.«vanish»()").says(&["no method named `vanish`"]),
    mistake("a `?` around the group", "work: serve(path()«?») => drop")
        .with("fn path() -> std::io::Result<&'static str> { Ok(\"\") }")
        .says(&["the `?` operator can only be used"]),
    // A name that nobody has given.
    mistake("an unknown function as the actor", "work: «wrok»() => drop").says(&["cannot find function `wrok`"]),
    mistake("an unknown function behind `|stop|`", "work: |stop| «wrok»(stop)").says(&["cannot find function `wrok`"]),
    mistake("an unknown function in a block", "work: async { «wrok»().await; Ok(()) } => drop")
        .says(&["cannot find function `wrok`"]),
    mistake("an unknown function in the guard", "work: fine() if «wrok»() => drop")
        .says(&["cannot find function `wrok`"]),
    mistake("an unknown value in the guard", "work: fine() if «on» => drop").says(&["cannot find value `on`"]),
    mistake("an unknown function in a block interrupt", "work: fine() => { «wrok»() }")
        .says(&["cannot find function `wrok`"]),
    mistake("an unknown function in a closure", "work: fine() => |_| «wrok»()").says(&["cannot find function `wrok`"]),
    mistake("an unknown function in an async interrupt", "work: fine() => async { «wrok»().await }")
        .says(&["cannot find function `wrok`"]),
    mistake("an unknown value as the interrupt", "work: fine() => «tokne»").says(&["cannot find value `tokne`"]),
    mistake("an unknown module", "work: «nowhere»::serve() => drop").says(&["nowhere"]),
];

/// What is found when the types are right: what a thread may not take with it.
const THREADS: &[Mistake] =
    &[mistake("a thread's closure that is not `Send`", "work: thread(«move || drop(shared)») => {}")
        .with("let shared = Rc::new(());")
        .says(&["`Rc<()>` cannot be sent between threads safely"])];

/// What is found when all else is right.
const LAST: &[Mistake] = &[
    mistake("a future of nothing in particular", "work: «std::future::pending()» => drop")
        .says(&["type annotations needed"]),
    mistake("a future of nothing in particular, with `|stop|`", "work: |stop| «std::future::pending()»")
        .says(&["type annotations needed"]),
    mistake("an interrupt that could be anything", "work: fine() => «\"5\".parse().unwrap()»")
        .says(&["type annotations needed"]),
    mistake("a pattern that not every item fits", "work: fine() for «Some(_)» in [maybe()] => drop")
        .says(&["refutable pattern in `for` loop binding"]),
    mistake("a block that is not `Send`", "work: async { fine().await; drop(«shared»); Ok(()) } => drop")
        .used("let shared = Rc::new(()); let group = GROUP; «move_away(group)»;")
        .says(&["future cannot be sent between threads safely"])
        .points_out("captured value is not `Send`"),
    mistake("a block that is not `Send`, awaited", "work: async { fine().await; drop(«shared»); Ok(()) } => drop")
        .used("let shared = Rc::new(()); let future = async move { GROUP.await }; «move_away(future)»;")
        .says(&["future cannot be sent between threads safely"])
        .points_out("captured value is not `Send`"),
    mistake("an async interrupt that is not `Send`", "work: fine() => async { fine().await; drop(«shared») }")
        .used("let shared = Rc::new(()); let group = GROUP; «move_away(group)»;")
        .says(&["future cannot be sent between threads safely"])
        .points_out("captured value is not `Send`"),
];

/// What is found when the types are right.
const BORROWS: &[Mistake] = &[
    mistake("moved before", "work: take(«name») => drop")
        .with("let name = String::new(); drop(name);")
        .says(&["use of moved value: `name`"]),
    mistake("moved by two actors", "work: take(«name») => drop")
        .behind("take(name) => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("moved by two blocks", "work: «async move» { drop(name); Ok(()) } => drop")
        .behind("async move { drop(name); Ok(()) } => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("moved by two interrupts", "work: fine() => «move ||» drop(name)")
        .behind("fine() => move || drop(name)")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("moved by the actor and its interrupt", "work: take(name) => «{ drop(name) }»")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("borrowed by an actor for too short", "work: serve(«&name») => drop")
        .used("let group; { let name = String::new(); group = GROUP; } drop(group);")
        .says(&["`name` does not live long enough"]),
    mistake("borrowed by a block for too short", "work: async { serve(&«name»).await; Ok(()) } => drop")
        .used("let group; { let name = String::new(); group = GROUP; } drop(group);")
        .says(&["`name` does not live long enough"]),
    mistake("borrowed by an interrupt for too short", "work: fine() => { is_open(&«name»); }")
        .used("let group; { let name = String::new(); group = GROUP; } drop(group);")
        .says(&["`name` does not live long enough"]),
    mistake("borrowed by a value for too short", "work: fine() => «&name»")
        .used("let group; { let name = CancellationToken::new(); group = GROUP; } drop(group);")
        .says(&["`name` does not live long enough"]),
    mistake("a guard's value that is borrowed by the actor", "work: serve(«&name») if let Some(name) = text() => drop")
        .says(&["`name` does not live long enough"]),
    mistake(
        "a guard's value that is borrowed by a block",
        "work: async { serve(&«name»).await; Ok(()) } if let Some(name) = text() => drop",
    )
    .says(&["`name` does not live long enough"]),
    mistake(
        "a guard's value that is borrowed by the interrupt",
        "work: fine() if let Some(name) = text() => { is_open(&«name»); }",
    )
    .says(&["`name` does not live long enough"]),
    mistake("moved by each of a row", "work: take(«name») for _ in 0..2 => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("borrowed exclusively by each of a row", "work: change(«&mut count») for _ in 0..2 => drop")
        .with("let mut count = 0;")
        .says(&["cannot borrow `count` as mutable more than once"]),
    mistake("an item that is borrowed by its actor", "work: serve(«&name») for name in text() => drop")
        .says(&["`name` does not live long enough"]),
    mistake("an item that is borrowed by its interrupt", "work: fine() for name in text() => { is_open(&«name»); }")
        .says(&["`name` does not live long enough"]),
    mistake("a temporary in a row", "work: serve(&«String::new()») for _ in 0..2 => drop")
        .says(&["temporary value dropped while borrowed"]),
    mistake("moved by a gate", "#[when(take(«name»))] work: fine() => drop")
        .behind("take(name) => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("moved by a gate and its actor", "#[when(take(name))] work: take(«name») => drop")
        .with("let name = String::new();")
        .says(&["use of moved value: `name`"]),
    mistake("a temporary behind a guard", "work: serve(&«String::new()») if ready() => drop")
        .says(&["temporary value dropped while borrowed"]),
    mistake("a stop signal that is borrowed", "work: |stop| wait(«&stop»)").says(&["`stop` does not live long enough"]),
    mistake("a thread that borrows", "work: thread(«||» drop(&name)) => {}")
        .with("let name = String::new();")
        .says(&["closure may outlive the current function"]),
    mistake("changed though it is not `mut`", "work: change(«&mut count») => drop")
        .with("let count = 0;")
        .says(&["cannot borrow `count` as mutable"]),
    mistake("an unsafe call", "work: «danger()» => drop")
        .with("async unsafe fn danger() {}")
        .says(&["is unsafe and requires unsafe"]),
    mistake("borrowed exclusively by two actors", "work: change(«&mut count») => drop")
        .behind("change(&mut count) => drop")
        .with("let mut count = 0;")
        .says(&["cannot borrow `count` as mutable more than once"]),
    mistake("borrowed exclusively by the actor and its interrupt", "work: change(&mut count) => «{ count += 1 }»")
        .with("let mut count = 0;")
        .says(&["cannot borrow `count` as mutable more than once"]),
    mistake("changed while it is borrowed", "work: change(«&mut count») => drop")
        .behind("async { println!(\"{count}\"); Ok(()) } => drop")
        .with("let mut count = 0;")
        .says(&["cannot borrow `count` as mutable", "also borrowed as immutable"]),
];

/// A neighbour's.
const NUMBER: Mistake = mistake("", "own: «7u8» => drop").says(&["`u8` is not an actor"]);

/// What is found early in a function keeps the compiler from looking for the rest: so a neighbour's own mistake is of the
/// same kind, but for those that are looked for last.
const KINDS: &[Kind] = &[
    Kind {
        name: "types",
        mistakes: TYPES,
        uses: &[
            "let _ = GROUP;",
            "GROUP.await.unwrap();",
            "let _ = GROUP.run();",
            "let group = GROUP.grace(Duration::ZERO); move_away(async move { group.await });",
        ],
        neighbour: NUMBER,
        found_last: false,
    },
    Kind {
        name: "threads",
        mistakes: THREADS,
        uses: &["let _ = GROUP;", "GROUP.await.unwrap();", "let _ = GROUP.run();"],
        neighbour: mistake("", "own: thread(«move || drop(own)») => {}")
            .with("let own = Rc::new(0);")
            .says(&["`Rc<i32>` cannot be sent between threads safely"]),
        found_last: false,
    },
    Kind {
        name: "last",
        mistakes: LAST,
        uses: &["let _ = GROUP;", "GROUP.await.unwrap();", "let _ = GROUP.run();"],
        neighbour: NUMBER,
        found_last: true,
    },
    Kind {
        name: "borrows",
        mistakes: BORROWS,
        uses: &["let _ = GROUP;", "GROUP.await.unwrap();", "let _ = GROUP.run();"],
        neighbour: mistake("", "own: take(«gone») => drop")
            .with("let gone = String::new(); drop(gone);")
            .says(&["use of moved value: `gone`"]),
        found_last: false,
    },
];

/// What the entries use.
const DECLARATIONS: &str = "\
#![allow(warnings)]
use run_group::{CancellationToken, Stop, run_group, signal, thread};
use std::{num::ParseIntError, rc::Rc, time::Duration};

#[derive(Debug)]
struct Local(Rc<()>);

impl std::fmt::Display for Local {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) }
}

impl From<std::io::Error> for Local {
    fn from(_: std::io::Error) -> Self { Local(Rc::new(())) }
}

fn main() {}
fn ready() -> bool { true }
fn maybe() -> Option<u8> { None }
fn text() -> Option<String> { None }
fn is_open(_: &str) -> bool { true }
fn tell() {}
fn move_away<T: Send + 'static>(_: T) {}
async fn fine() {}
async fn count() -> u32 { 3 }
async fn code() -> Result<(), u32> { Ok(()) }
async fn serve(_: &str) {}
async fn hold(_: &str, _: Stop) {}
async fn wait(_: &Stop) {}
async fn take(_: String) {}
async fn change(_: &mut u32) {}
";

/// The two other actors of a list.
const FINE: [&str; 2] =
    ["one: async { std::fs::read(\"one\")?; Ok(()) } => drop", "two: |stop| stop.stopped_owned() => { tell() }"];

#[test]
fn each_mistake_is_one_error_at_its_token_wherever_its_actor_stands() {
    let [one, two] = FINE.map(Actor::Fine);
    let mut wrong = sweep("alone", |mistake, _| {
        let wrong = Actor::Wrong(mistake);
        vec![("first", [wrong, one, two]), ("in the middle", [one, wrong, two]), ("last", [one, two, wrong])]
    });
    let mended: Vec<_> = TO_BE_MENDED.iter().filter(|mistake| wrong.remove(**mistake).is_none()).collect();
    assert!(wrong.is_empty(), "{}", list(&wrong));
    assert!(mended.is_empty(), "{mended:?} are mended, take them off the list");
}

#[test]
fn a_neighbours_own_mistake_is_found_beside_each() {
    let fine = Actor::Fine(FINE[0]);
    let mut wrong = sweep("beside", |mistake, kind| {
        let wrong = if kind.found_last { Actor::Overlooked(mistake) } else { Actor::Wrong(mistake) };
        let neighbour = Actor::Wrong(&kind.neighbour);
        vec![("before a neighbour's", [wrong, fine, neighbour]), ("behind a neighbour's", [neighbour, wrong, fine])]
    });
    wrong.retain(|mistake, _| !TO_BE_MENDED.contains(mistake));
    assert!(wrong.is_empty(), "{}", list(&wrong));
}

/// One of each, which says what it is.
fn list(wrong: &BTreeMap<&str, Vec<String>>) -> String {
    let lines = wrong.iter().map(|(mistake, variants)| format!("{mistake}, {} times: {}", variants.len(), variants[0]));
    lines.collect::<Vec<_>>().join("\n")
}

/// Mistakes that the compiler finds in one go.
struct Kind {
    name: &'static str,
    mistakes: &'static [Mistake],
    /// What becomes of the groups, in place of `GROUP`: each is tried.
    uses: &'static [&'static str],
    /// One more, for a neighbour to make.
    neighbour: Mistake,
    /// Whether the compiler looks for them only where nothing else is wrong, so that only the neighbour's is found.
    found_last: bool,
}

/// A mistake that an actor can have.
struct Mistake {
    name: &'static str,
    /// The actor that has it. The wrong token, or the wrong expression, stands between `«` and `»`.
    actor: &'static str,
    /// Words of the error.
    says: &'static [&'static str],
    /// Statements before the group.
    declares: &'static str,
    /// What becomes of the group, where the mistake shows in one use only.
    used: Option<&'static str>,
    /// Words of the note that is shown at the wrong token, where the error itself is shown at the use.
    points_out: Option<&'static str>,
    error_type: Option<&'static str>,
    /// An actor that stands first in the list, whom the mistake takes something from.
    behind: Option<&'static str>,
}

const fn mistake(name: &'static str, actor: &'static str) -> Mistake {
    Mistake { name, actor, says: &[], declares: "", used: None, points_out: None, error_type: None, behind: None }
}

impl Mistake {
    const fn says(self, says: &'static [&'static str]) -> Self {
        Mistake { says, ..self }
    }

    const fn with(self, declares: &'static str) -> Self {
        Mistake { declares, ..self }
    }

    const fn used(self, used: &'static str) -> Self {
        Mistake { used: Some(used), ..self }
    }

    const fn points_out(self, note: &'static str) -> Self {
        Mistake { points_out: Some(note), ..self }
    }

    const fn error_type(self, error: &'static str) -> Self {
        Mistake { error_type: Some(error), ..self }
    }

    const fn behind(self, actor: &'static str) -> Self {
        Mistake { behind: Some(actor), ..self }
    }
}

/// One of a list.
#[derive(Clone, Copy)]
enum Actor {
    Fine(&'static str),
    Wrong(&'static Mistake),
    /// Wrong, too, but something else is to be found first.
    Overlooked(&'static Mistake),
}

/// A program of many functions, each with one group.
struct Program {
    name: &'static str,
    source: String,
    functions: Vec<Function>,
}

struct Function {
    mistake: &'static str,
    /// In which list, and what becomes of the group.
    variant: String,
    /// Where it stands in the source, in bytes. So are the places of its errors.
    range: Range<usize>,
    errors: Vec<Expected>,
}

struct Expected {
    place: Range<usize>,
    says: &'static [&'static str],
    note: Option<(Range<usize>, &'static str)>,
}

impl Program {
    fn new(name: &'static str) -> Self {
        Program { name, source: DECLARATIONS.into(), functions: Vec::new() }
    }

    fn add(&mut self, mistake: &Mistake, place: &str, list: &[Actor], used: &str) {
        let mistakes = || {
            list.iter().filter_map(|actor| match actor {
                Actor::Fine(_) => None,
                Actor::Wrong(mistake) | Actor::Overlooked(mistake) => Some(*mistake),
            })
        };
        let start = self.source.len();
        self.write(&format!("\nasync fn function_{}(token: CancellationToken) {{\n", self.functions.len()));
        for mistake in mistakes() {
            self.write(mistake.declares);
        }
        let (before, behind) = used.split_once("GROUP").expect("the group is used");
        self.write(before);
        self.write("run_group! {\n");
        if let Some(error) = mistakes().find_map(|mistake| mistake.error_type) {
            self.write(&format!("type Error = {error};\n"));
        }
        for actor in mistakes().filter_map(|mistake| mistake.behind) {
            self.write(&format!("{actor},\n"));
        }
        let mut marked = Vec::new();
        for actor in list {
            match actor {
                Actor::Fine(actor) => drop(self.write(actor)),
                Actor::Overlooked(mistake) => drop(self.write(mistake.actor)),
                Actor::Wrong(mistake) => {
                    let place = self.write(mistake.actor).expect("the wrong token is marked");
                    marked.push((mistake, place));
                }
            }
            self.write(",\n");
        }
        self.write("}");
        let shown_at_the_use = self.write(behind);
        self.write("\n}\n");
        let errors = marked.into_iter().map(|(mistake, marked)| {
            let (place, note) = match mistake.points_out {
                None => (marked, None),
                Some(note) => (shown_at_the_use.clone().expect("the use is marked"), Some((marked, note))),
            };
            Expected { place, says: mistake.says, note }
        });
        self.functions.push(Function {
            mistake: mistake.name,
            variant: format!("{place}: {used}"),
            range: start..self.source.len(),
            errors: errors.collect(),
        });
    }

    /// Writes it without the marks, and says where what they mark has gone.
    fn write(&mut self, text: &str) -> Option<Range<usize>> {
        let Some((before, marked)) = text.split_once('«') else {
            self.source.push_str(text);
            return None;
        };
        let (marked, behind) = marked.split_once('»').expect("a mark is closed");
        self.source.push_str(before);
        let start = self.source.len();
        self.source.push_str(marked);
        let end = self.source.len();
        self.source.push_str(behind);
        Some(start..end)
    }

    /// Says of each mistake in which functions it is not shown as expected, and of all errors that are in none.
    fn compare(&self, errors: &[Error]) -> BTreeMap<&'static str, Vec<String>> {
        let mut own: Vec<Vec<&Value>> = vec![Vec::new(); self.functions.len()];
        let mut wrong: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for Error { message, .. } in errors.iter().filter(|error| error.program == self.name) {
            match self.function(message) {
                Some(index) => own[index].push(message),
                None => wrong.entry(NOWHERE).or_default().push(self.describe(message)),
            }
        }
        for (function, own) in self.functions.iter().zip(own) {
            let once = |expected| own.iter().filter(|error| self.fits(error, expected)).count() == 1;
            if own.len() != function.errors.len() || !function.errors.iter().all(once) {
                let expected = function.errors.iter().map(|expected| self.describe_expected(expected));
                let found = own.iter().map(|error| self.describe(error));
                let lines = expected.chain(found).collect::<String>();
                wrong.entry(function.mistake).or_default().push(format!("{}{lines}", function.variant));
            }
        }
        wrong
    }

    /// The function that an error belongs to: where it is shown, or, if that is in no function, where a part of it is.
    fn function(&self, error: &Value) -> Option<usize> {
        let children = error["children"].as_array().into_iter().flatten();
        let parts = iter::once(error).chain(children);
        let mut spans: Vec<_> = parts.flat_map(|part| part["spans"].as_array().into_iter().flatten()).collect();
        spans.sort_by_key(|span| span["is_primary"] != true);
        // What is shown in a macro is also shown where that is called.
        spans
            .into_iter()
            .flat_map(|span| iter::successors(Some(span), |span| span.pointer("/expansion/span")))
            .filter_map(|span| self.range(span))
            .find_map(|shown| self.functions.iter().position(|function| function.range.contains(&shown.start)))
    }

    fn fits(&self, error: &Value, expected: &Expected) -> bool {
        let says = |word: &&str| text(&error["message"]).contains(word);
        let notes = || error["children"].as_array().into_iter().flatten();
        self.is_at(error, &expected.place)
            && expected.says.iter().all(says)
            && expected.note.as_ref().is_none_or(|(place, message)| {
                notes().any(|note| self.is_at(note, place) && text(&note["message"]).contains(message))
            })
    }

    /// Whether this is shown from the beginning of a place on, and not beyond its end.
    fn is_at(&self, diagnostic: &Value, place: &Range<usize>) -> bool {
        self.place(diagnostic).is_some_and(|shown| shown.start == place.start && shown.end <= place.end)
    }

    /// Where an error or a note is shown, if it is in this program and in one place.
    fn place(&self, diagnostic: &Value) -> Option<Range<usize>> {
        let spans = diagnostic["spans"].as_array().into_iter().flatten();
        let mut primary = spans.filter(|span| span["is_primary"] == true);
        match (primary.next(), primary.next()) {
            (Some(span), None) => self.range(span),
            _ => None,
        }
    }

    fn range(&self, span: &Value) -> Option<Range<usize>> {
        let byte = |name: &str| span[name].as_u64().and_then(|byte| usize::try_from(byte).ok());
        (text(&span["file_name"]) == self.file()).then_some(byte("byte_start")?..byte("byte_end")?)
    }

    fn file(&self) -> String {
        format!("{}.rs", self.name)
    }

    fn describe_expected(&self, expected: &Expected) -> String {
        let note = expected
            .note
            .as_ref()
            .map(|(place, message)| format!(" and {message:?} at `{}`", &self.source[place.clone()]));
        let place = &self.source[expected.place.clone()];
        format!("\n    expected {:?} at `{place}`{}", expected.says, note.unwrap_or_default())
    }

    fn describe(&self, error: &Value) -> String {
        let place = self.place(error).map_or("a place outside", |place| &self.source[place]);
        format!("\n    found    {:?} at `{place}`", text(&error["message"]))
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
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
    let errors = compile(&folder);
    programs.iter().flat_map(|program| program.compare(&errors)).collect()
}

/// A package of its own, as a user has one.
fn write_package(folder: &Path, package: &str, programs: &[Program]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let binaries =
        programs.iter().map(|program| format!("[[bin]]\nname = '{}'\npath = '{}'\n", program.name, program.file()));
    let manifest = format!(
        "[package]\nname = 'sweep-{package}'\nedition = '2024'\nautobins = false\n\n[workspace]\n\n\
         [dependencies]\nrun-group = {{ path = '{}' }}\n\n{}",
        root.display(),
        binaries.collect::<Vec<_>>().join("\n"),
    );
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    for program in programs {
        fs::write(folder.join(program.file()), &program.source).unwrap();
    }
    // The versions that are here already.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}

/// What the compiler says, and of which program.
struct Error {
    program: String,
    message: Value,
}

fn compile(folder: &Path) -> Vec<Error> {
    let output = Command::new(env::var_os("CARGO").expect("cargo runs the tests"))
        .args(["check", "--bins", "--keep-going", "--offline", "--message-format=json", "--target-dir"])
        .arg(folder.with_file_name("target"))
        .current_dir(folder)
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let messages = stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut errors = Vec::new();
    for mut message in messages {
        let program = text(&message["target"]["name"]).to_owned();
        let message = message["message"].take();
        // The last error counts the others.
        if message["level"] == "error" && !text(&message["message"]).starts_with("aborting due to") {
            errors.push(Error { program, message });
        }
    }
    let stray = errors.iter().find(|error| KINDS.iter().all(|kind| kind.name != error.program));
    if let Some(stray) = stray {
        panic!("{}: {}", stray.program, text(&stray.message["rendered"]));
    }
    assert!(!errors.is_empty(), "nothing was compiled: {}", String::from_utf8_lossy(&output.stderr));
    errors
}
