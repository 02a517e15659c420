//! What people bring along from elsewhere: from `select!`, Go, a `match`, a struct literal, and from other crates.

use crate::mistake::{Mistake, mistake};

const PATTERN: &[&str] = &["an actor has a name, not a pattern"];
const AFTER: &[&str] = &["the condition stands after the actor"];
const STATEMENT: &[&str] = &["a statement stands before `run_group!`"];
const WORD: &[&str] = &["the name of an actor is"];
const ROW: &[&str] = &["a row's `for` stands after its actor"];
const MANY: &[&str] = &["write one actor for each"];
const MAYBE: &[&str] = &["an actor that may be missing has a condition"];
const NO_ACTOR: &[&str] = &["is not an actor"];
const NOTHING: &[&str] = &["interrupts nothing"];

/// What the macro itself finds.
pub const HABITS: &[Mistake] = &[
    // `select!`
    mistake("a pattern of `select!`", "«Some(_)» = maybe_later() => drop").says(PATTERN),
    mistake("an `Ok` of `select!`", "«Ok(())» = fine() => drop").says(PATTERN),
    mistake("an underscore of `select!`", "«_» = fine() => drop").says(PATTERN),
    mistake("a pair of `select!`", "«(a, b)» = fine() => drop").says(PATTERN),
    mistake("a path as a pattern", "«Option::Some(x)» = fine() => { drop(x) }").says(PATTERN),
    mistake("a name of `select!`", "result «=» fine() => drop").says(&["found `=`"]),
    mistake("`biased;`", "«biased»; work: fine() => drop").says(&["leave `biased;` out"]),
    mistake("an `else` of `select!`", "«else» => drop").says(&["a group has no `else`"]),
    mistake("an `else` with a block", "«else» => { log() }").says(&["a group has no `else`"]),
    mistake("a condition after a comma", "work: fine()«,» if ready() => drop").says(&["without a comma"]),
    mistake("a condition after a comma, no name", "fine()«,» if ready() => { log() }").says(&["without a comma"]),
    mistake("an underscore and an arrow", "«_» => drop").says(PATTERN),
    mistake("a block that handles the value", "work: fine() => «{ 5 }»").says(&["does nothing with its value"]),
    // A `match`.
    mistake("a guard before the colon", "work «if» ready(): fine() => drop").says(AFTER),
    mistake("a chain before the colon", "work «if» ready() && maybe().is_some(): fine() => drop").says(AFTER),
    mistake("`if` without `let`", "work: take(p) if «Some(p) = text()» => drop")
        .says(&["expected `let` before the pattern"]),
    mistake("an `if` before the actor", "«if» ready() { fine() } => drop").says(AFTER),
    mistake("an `if` before the actor, with a name", "work: «if» ready() { fine() } => drop").says(AFTER),
    mistake("an `if` around an actor and its interrupt", "«if» ready() { work: fine() => drop }")
        .says(&["the condition stands after"]),
    // Statements.
    mistake("`let` in the list", "«let» x = 5; work: fine() => drop").says(STATEMENT),
    mistake("`let` with a type in the list", "«let» x: u8 = 5; work: fine() => drop").says(STATEMENT),
    mistake("`let mut` in the list", "«let» mut x = token.clone(); work: fine() => drop").says(STATEMENT),
    mistake("`use` in the list", "«use» std::time::Instant; work: fine() => drop").says(STATEMENT),
    mistake("two statements in the list", "work: fine() => drop, «let» x = 5; fine() => drop").says(STATEMENT),
    mistake("a semicolon after an actor", "work: fine() => drop«;» more: fine() => drop").says(&["separated by `,`"]),
    // A struct literal.
    mistake("a rest", "work: fine() => drop, «..»rest").says(&["a list has no rest"]),
    mistake("a rest with a call", "«..»Default::default()").says(&["a list has no rest"]),
    mistake("a string as a name", "«\"work\"»: fine() => drop").says(WORD),
    mistake("a number as a name", "«1»: fine() => drop").says(WORD),
    mistake("a character as a name", "«'w'»: fine() => drop").says(WORD),
    mistake("a name with a hyphen", "http«-»api: fine() => drop").says(WORD),
    mistake("a name with a hyphen and a number", "http«-»2: fine() => drop").says(WORD),
    mistake("a name that is a path", "http«::»api: fine() => drop").says(WORD),
    mistake("a public name", "«pub» work: fine() => drop").says(&["stands alone"]),
    mistake("a mutable name", "«mut» work: fine() => drop").says(&["stands alone"]),
    mistake("a colon and an equals sign", "work: «=» fine() => drop").says(&["found `=`"]),
    mistake("a walrus", "work :«=» fine() => drop").says(&["found `=`"]),
    mistake("a pair", "«(»fine(), || log())").says(&["without parentheses"]),
    mistake("a pair with a name", "work: «(»fine(), token)").says(&["without parentheses"]),
    mistake("a pair and an arrow", "work: «(»fine(), fine()) => drop").says(&["without parentheses"]),
    // Attributes.
    mistake("an attribute after the arrow", "work: fine() => «#»[may_finish] drop")
        .says(&["attributes stand before the name"]),
    mistake("an attribute after the colon", "work: «#»[may_finish] fine() => drop")
        .says(&["attributes stand before the name"]),
    mistake("a field in `outlives`", "#[outlives(one«.»x)] work: fine() => drop").says(&["named as a whole"]),
    mistake("an index in `outlives`", "#[outlives(one«[0]»)] work: fine() => drop").says(&["named as a whole"]),
    mistake("three dots in `outlives`", "#[outlives(«...»)] work: fine() => drop").says(&["two dots"]),
    mistake("two dots and an equals sign in `outlives`", "#[outlives(«..=»)] work: fine() => drop").says(&["two dots"]),
    mistake("a string in `outlives`", "#[outlives(«\"one\"»)] work: fine() => drop").says(&["the name of an actor"]),
    mistake("a reference in `outlives`", "#[outlives(«&»one)] work: fine() => drop").says(&["the name of an actor"]),
    mistake("a misspelled name in `outlives`", "#[outlives(«onee»)] work: fine() => drop")
        .says(&["did you mean `one`?"]),
    mistake("an equals sign in `outlives`", "#[«outlives» = \"one\"] work: fine() => drop").says(&["takes the names"]),
    mistake("an outer name in a nested `outlives`", "sub: run_group! { #[outlives(«one»)] work: fine() => drop }")
        .says(&["`one` is outside of this nested group"]),
    mistake(
        "an outer name in a nested `outlives`, beside one alike",
        "sub: run_group! { #[outlives(«one»)] work: fine() => drop, on: fine() => drop }",
    )
    .says(&["`one` is outside of this nested group"]),
    mistake(
        "a nested name in an outer `outlives`",
        "sub: run_group! { inner: fine() => drop }, #[outlives(«inner»)] more: fine() => drop",
    )
    .says(&["`inner` is in a nested group"]),
    mistake("another word for `outlives`", "#[«depends_on»(one)] work: fine() => drop").says(&["means nothing here"]),
    mistake("an attribute of a function", "#[«inline»] work: fine() => drop").says(&["means nothing here"]),
    mistake("seconds with a suffix", "#[grace(«5s»)] work: fine() => drop").says(&["invalid suffix `s`"]),
    mistake("an equals sign in `grace`", "#[«grace» = 5] work: fine() => drop")
        .says(&["`#[grace]` takes one duration"]),
    mistake("arguments of `may_finish`", "#[«may_finish»(true)] work: fine() => drop").says(&["stands alone"]),
    // Rows.
    mistake("`for` before the actor", "«for» x in 0..2 { fine() => drop }").says(ROW),
    mistake("`for` before the name", "«for» x in 0..2: fine() => drop").says(ROW),
    mistake("`for` after the name", "work: «for» x in 0..2 { fine() } => drop").says(ROW),
    mistake("`for` after the name of an item", "work[x]: «for» x in 0..2 { fine() } => drop").says(ROW),
    mistake("`for` after the arrow", "work: fine() => drop «for» x in 0..2").says(&["`for` stands before `=>`"]),
    mistake("`if` after the arrow", "work: fine() => drop «if» ready()").says(&["the condition stands before `=>`"]),
    // What is no actor.
    mistake("a bare loop", "work: «loop» { log() } => drop").says(&["`async { loop { .. } }`"]),
    mistake("a bare loop that awaits", "work: «loop» { fine().await } => drop").says(&["`async { loop { .. } }`"]),
    mistake("a bare `while`", "work: «while» ready() { log() } => drop").says(&["async { while"]),
    mistake("a bare `while let`", "work: «while» let Some(_) = maybe() {} => drop").says(&["async { while"]),
    mistake("a block that awaits", "work: «{» fine().await; } => drop").says(&["`async { .. }`"]),
    mistake("a vector", "work: «vec»![fine(), fine()] => drop").says(MANY),
    mistake("an array", "work: «[»fine(), fine()] => drop").says(MANY),
    mistake("a `Some`", "work: «Some»(fine()) => drop").says(MAYBE),
    mistake("a `None`", "work: «None» => drop").says(MAYBE),
    mistake("an async closure in a thread", "work: thread(«async» || log()) => {}")
        .says(&["a thread runs code that blocks"]),
    mistake("an async block in a thread", "work: thread(«async» { log() }) => {}")
        .says(&["a thread runs code that blocks"]),
    mistake("an async block that moves in a thread", "work: thread(«async» move { log() }) => {}")
        .says(&["a thread runs code that blocks"]),
    mistake("a stop signal of a thread's closure", "work: thread(move |«stop»| log()) => {}")
        .says(&["`|stop| thread(move || ..)`"]),
    mistake("a closure", "work: «||» fine() => drop").says(&["not a closure"]),
    mistake("an async stop signal", "work: «async» |stop| stop.stopped().await").says(&["not a closure"]),
    mistake("an async stop signal that moves", "work: «async» move |stop| stop.stopped().await")
        .says(&["not a closure"]),
    mistake("a stop signal that moves", "work: «move» |stop| stop.stopped_owned()").says(&["not a closure"]),
    mistake("`todo!()` without an arrow", "«work»: todo!()").says(&["this actor has no interrupt"]),
    mistake("`unimplemented!()` without an arrow", "«work»: unimplemented!(\"later\")")
        .says(&["this actor has no interrupt"]),
    mistake("half an actor", "work: token«.» => drop").says(&["expected a field or a method"]),
    // What is no interrupt.
    mistake("a call of `drop`", "work: fine() => «drop»(token)").says(&["this would be called at once"]),
    mistake("a call of `drop` without arguments", "work: fine() => «drop»()").says(&["write `=> drop`"]),
    mistake("an underscore as an interrupt", "work: fine() => «_»").says(&["expected an interrupt"]),
    mistake("a block that awaits, as an interrupt", "work: fine() => { fine().«await» }").says(&["`=> async { .. }`"]),
    mistake("a closure that awaits, as an interrupt", "work: fine() => || fine().«await»").says(&["`=> async { .. }`"]),
    mistake("an async closure with the cause", "work: fine() => «async» |cause| log()")
        .says(&["would borrow the cause"]),
    mistake("an interrupt with two parameters", "work: fine() => |cause, «more»| log()")
        .says(&["one parameter at the most"]),
    mistake("two interrupts", "work: fine() => drop «=>» drop").says(&["one interrupt"]),
    mistake("a thin arrow", "work: fine() «->» drop").says(&["expected `=>`"]),
];

/// What the compiler finds.
pub const TYPED: &[Mistake] = &[
    // What is no actor.
    mistake("a variable that is a vector", "work: «list» => drop").with("let list = vec![fine()];").says(NO_ACTOR),
    mistake("an iterator", "work: «items.into_iter().map(|_| fine())» => drop")
        .with("let items = vec![1];")
        .says(NO_ACTOR),
    mistake("a variable that is an option", "work: «maybe()» => drop").says(NO_ACTOR),
    mistake("an option, mapped", "work: «maybe().map(|_| fine())» => drop").says(NO_ACTOR),
    mistake("a result with a future", "work: «Ok::<_, ()>(fine())» => drop").says(NO_ACTOR),
    mistake("a function that is not called", "work: «fine» => drop").says(NO_ACTOR),
    mistake("a method that is not called", "work: «Stop::new» => drop").says(NO_ACTOR),
    mistake("a thread of std", "work: «std::thread::spawn(|| ())» => {}").says(NO_ACTOR),
    mistake("a unit", "work: «()» => drop").says(NO_ACTOR),
    mistake("a text", "work: «\"text\"» => drop").says(NO_ACTOR),
    mistake("an awaited future", "work: «fine().await» => drop").says(NO_ACTOR),
    mistake("an awaited future with `|stop|`", "work: |stop| «fine().await»").says(NO_ACTOR),
    mistake("a token", "work: «token.clone()» => drop").says(NO_ACTOR),
    mistake("a boxed closure", "work: «Box::new(|| log())» => drop").says(NO_ACTOR),
    mistake("a closure with a value", "work: «work» => drop").with("let work = async || {};").says(NO_ACTOR),
    mistake("a duration", "work: «Duration::ZERO» => drop").says(NO_ACTOR),
    mistake("a reference to a future", "work: «&fine()» => drop").says(NO_ACTOR),
    mistake("a block without an actor", "work: «{ log(); }» => drop").says(NO_ACTOR),
    mistake("a spawned task that is dropped", "work: tokio::spawn(fine()) => «drop»")
        .says(&["a `JoinHandle` cannot be interrupted by `drop`"]),
    mistake("a spawned task without an interrupt", "«work»: tokio::spawn(fine())")
        .says(&["this actor has no interrupt"]),
    mistake("a thread interrupted by `drop`", "work: thread(|| ()) => «drop»")
        .says(&["a thread cannot be interrupted by `drop`"]),
    mistake("a call without an arrow", "«work»: fine()").says(&["this actor has no interrupt"]),
    // What is no interrupt.
    mistake("a future as an interrupt", "work: fine() => «fine()»").says(NOTHING),
    mistake("a result of a send", "work: fine() => «send()»")
        .with("fn send() -> Result<(), u8> { Ok(()) }")
        .says(NOTHING),
    mistake("a result of an `mpsc`", "work: fine() => «tx.send(())»")
        .with("let (tx, _) = tokio::sync::mpsc::unbounded_channel::<()>();")
        .says(NOTHING),
    mistake("a sender of an `mpsc`", "work: fine() => «tx»")
        .with("let (tx, _) = tokio::sync::mpsc::channel::<()>(1);")
        .says(NOTHING),
    mistake("a sender of std's", "work: fine() => «tx»")
        .with("let (tx, _) = std::sync::mpsc::channel::<()>();")
        .says(NOTHING),
    mistake("a result of an `oneshot`", "work: fine() => «tx.send(())»")
        .with("let (tx, _) = tokio::sync::oneshot::channel::<()>();")
        .says(NOTHING),
    mistake("a join handle", "work: fine() => «handle»").with("let handle = tokio::spawn(fine());").says(NOTHING),
    mistake("a call that aborts", "work: fine() => «handle.abort()»")
        .with("let handle = tokio::spawn(fine());")
        .says(NOTHING),
    mistake("a word that is no interrupt", "work: fine() => «abort»").says(&["cannot find value `abort`"]),
    mistake("a function that is not called, as an interrupt", "work: fine() => «log»").says(NOTHING),
    mistake("a flag", "work: fine() => «&flag»")
        .with("let flag = std::sync::atomic::AtomicBool::new(false);")
        .says(NOTHING),
    mistake("an option with a token", "work: fine() => «Some(token)»").says(NOTHING),
    mistake("two tokens", "work: fine() => «(token.clone(), token)»").says(NOTHING),
    mistake("a text as an interrupt", "work: fine() => «\"stop\"»").says(NOTHING),
    mistake("a unit as an interrupt", "work: fine() => «()»").says(NOTHING),
    mistake("a bool as an interrupt", "work: fine() => «true»").says(NOTHING),
    mistake("a boxed closure as an interrupt", "work: fine() => «Box::new(|| log())»").says(NOTHING),
    mistake("a notify", "work: fine() => «notify.notify_one()»")
        .with("let notify = tokio::sync::Notify::new();")
        .says(NOTHING),
    mistake("a method that is not called, as an interrupt", "work: fine() => token.«cancel»")
        .says(&["attempted to take value of method `cancel`"]),
    mistake("a block with a result", "work: fine() => «{ send() }»")
        .with("fn send() -> Result<(), u8> { Ok(()) }")
        .says(&["does nothing with its value"]),
    mistake("a closure with a result", "work: fine() => || «send()»")
        .with("fn send() -> Result<(), u8> { Ok(()) }")
        .says(&["does nothing with its value"]),
    // `|stop|`
    mistake("`stop.cancelled()`", "work: |stop| async { stop.«cancelled»().await; Ok(()) }")
        .says(&["a `Stop` has no `cancelled`"]),
    mistake("`stop.is_cancelled()`", "work: |stop| thread(move || while !stop.«is_cancelled»() {})")
        .says(&["a `Stop` has no `is_cancelled`"]),
    mistake("`stop.recv()`", "work: |stop| async { stop.«recv»().await; Ok(()) }").says(&["a `Stop` has no `recv`"]),
    mistake("a stop signal by reference, where an owned one is asked for", "work: |stop| hold(\"\", «&stop»)")
        .says(&["mismatched types"]),
    mistake("a stop signal of another type", "work: |stop: «u32»| fine()").says(&["no actor is handed a `u32`"]),
    mistake("a stop signal of a misspelled type", "work: |stop: «CancelationToken»| fine()")
        .says(&["cannot find type"]),
    mistake("the stop signal in the interrupt", "work: |stop| hold(\"\", stop) => { «stop».stop() }")
        .says(&["cannot find value `stop`"]),
    mistake("a stop signal called as a function", "work: |stop| async { «stop»(); Ok(()) }")
        .says(&["expected function, found"]),
    // Errors and results.
    mistake("a report that is not awaited", "work: fine() => drop")
        .used("let _ = GROUP.report().«into_result»();")
        .says(&["await it first"]),
    mistake("the exit code of a report that is not awaited", "work: fine() => drop")
        .used("std::process::exit(GROUP.report().«exit_code»().into())")
        .says(&["await it first"]),
    mistake("a group that is not awaited", "work: fine() => drop").used("GROUP.«unwrap»();").says(&["await it first"]),
    mistake("a missing `move` of a thread", "work: |stop| thread(«||» while !stop.is_stopped() {})")
        .says(&["closure may outlive"]),
    mistake("a boxed error without `Send`", "work: «code2()» => drop")
        .with("async fn code2() -> Result<(), Box<dyn std::error::Error>> { Ok(()) }")
        .says(&["does not convert"]),
    mistake("a boxed error without `Send`, by `?`", "work: async { code2().await«?»; Ok(()) } => drop")
        .with("async fn code2() -> Result<(), Box<dyn std::error::Error>> { Ok(()) }")
        .says(&["`?` couldn't convert the error"]),
    mistake(
        "an error in a block that is not converted",
        "work: async { return Err(«std::io::Error::other(\"\")»); } => drop",
    )
    .says(&["mismatched types"]),
    mistake("a missing `From`", "work: «parse2()» => drop")
        .error_type("std::io::Error")
        .with("async fn parse2() -> Result<(), ParseIntError> { Ok(()) }")
        .says(&["does not convert"]),
    mistake("a missing `From` in a block", "work: async { \"5\".parse::<u8>()«?»; Ok(()) } => drop")
        .error_type("std::io::Error")
        .says(&["`?` couldn't convert"]),
    mistake("a text as an error in a block", "work: async { Err(\"text\")«?»; Ok(()) } => drop")
        .error_type("std::io::Error")
        .says(&["`?` couldn't convert"]),
    mistake("a number that a call ends with", "work: «count()» => drop").says(&["would be lost"]),
    mistake("an `Ok` with a value", "work: async { Ok(«5») } => drop").says(&["mismatched types"]),
    mistake("an `Ok` without its unit", "work: async { «Ok»() } => drop").says(&["this enum variant takes 1 argument"]),
];
