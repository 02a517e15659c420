//! What the type checker finds.

use crate::mistake::{Mistake, mistake};

pub const TYPES: &[Mistake] = &[
    // What is no actor.
    mistake("a number as an actor", "work: «5u32» => drop").says(&["`u32` is not an actor"]),
    mistake("a number as an actor with `|stop|`", "work: |stop| «5u32»").says(&["`u32` is not an actor"]),
    mistake("a number as an actor with a guard", "work: «5u32» if ready() => drop").says(&["`u32` is not an actor"]),
    mistake("a number in a nested group", "work: |stop| run_group! { inner: «5u32» => &stop }")
        .says(&["`u32` is not an actor"]),
    mistake("a unit as an actor", "work: «log()» => drop").says(&["`()` is not an actor"]),
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
        .with("async fn find() -> Option<u8> { None }")
        .says(&["the outcome `u8`", "would be lost"]),
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
    mistake("a thread's closure with a parameter", "work: thread(|«_»: u32| ()) => {}")
        .says(&["the stop signal stands before `thread`"]),
    // An inline block.
    mistake("a block with a value", "work: async { Ok(«5») } => drop").says(&["mismatched types"]),
    mistake("a block with an error that is not converted", "work: async { Err(«\"text\"») } => drop")
        .says(&["mismatched types"]),
    mistake("a block that ends with another error", "work: async { «code().await» } => drop")
        .says(&["mismatched types"]),
    mistake("a block that returns a number", "work: async { return «5»; } => drop").says(&["mismatched types"]),
    mistake("a block after statements that ends with a number", "work: { log(); async { «5» } } => drop")
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
        .says(&["`?` couldn't convert the error", "IntoAnyError` is not satisfied"]),
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
    // An actor that does not know how to stop.
    mistake("no interrupt", "«work»: fine()").says(&["this actor has no interrupt"]),
    mistake("no interrupt and no name", "«fine()»").says(&["this actor has no interrupt"]),
    mistake("no interrupt after a guard", "«work»: fine() if ready()").says(&["this actor has no interrupt"]),
    mistake("no interrupt after a loop", "«work»: fine() for _ in 0..2").says(&["this actor has no interrupt"]),
    mistake("no interrupt of a box", "«work»: Box::pin(fine())").says(&["this actor has no interrupt"]),
    mistake("no interrupt of a thread", "«work»: thread(|| ())").says(&["this actor has no interrupt"]),
    mistake("no interrupt of a group in a box", "«work»: Box::pin(run_group! { fine() => drop })")
        .says(&["this actor has no interrupt"]),
    mistake("no interrupt after a gate", "#[when(fine())] «work»: fine()").says(&["this actor has no interrupt"]),
    // A nested group.
    mistake(
        "a number in a nested group that is transparent",
        "sub: run_group! { fine() => drop, inner: «5u32» => drop }",
    )
    .says(&["`u32` is not an actor"]),
    mistake("no interrupt in a nested group", "sub: run_group! { fine() => drop, «inner»: fine() } if ready()")
        .says(&["this actor has no interrupt"]),
    mistake(
        "a number that would be lost in a nested group",
        "sub: run_group! { deep: run_group! { «count()» => drop } }",
    )
    .says(&["the outcome `u32`", "would be lost"]),
    mistake("a thread in a nested group that is dropped", "sub: run_group! { inner: thread(|| ()) => {} } => «drop»")
        .says(&["a thread cannot be interrupted by `drop`"]),
    mistake("two threads in one", "sub: run_group! { a: thread(|| ()) => {}, b: thread(|| ()) => {} } => «drop»")
        .says(&["a thread cannot be interrupted by `drop`"]),
    mistake(
        "a thread in a group of its own that is dropped",
        "sub: run_group! { fine() => drop, inner: thread(|| ()) => {} }.grace(Duration::ZERO) => «drop»",
    )
    .says(&["a thread cannot be interrupted by `drop`"]),
    mistake("an interrupt of a nested group that does nothing", "sub: run_group! { fine() => drop } => «{ token }»")
        .says(&["this interrupt does nothing with its value", "`CancellationToken`"]),
    mistake("a gate of a nested group that is no future", "#[when(«5»)] sub: run_group! { fine() => drop }")
        .says(&["`{integer}` is not a future"]),
    mistake("a grace of a nested group that is no duration", "#[grace(«5»)] sub: run_group! { fine() => drop }")
        .says(&["mismatched types"]),
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
    mistake("a number as an actor after a gate", "#[when(fine())] work: «5u32» => drop")
        .says(&["`u32` is not an actor"]),
    mistake("a number that would be lost after a gate", "#[when(fine())] count: «count()» => drop")
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
    mistake("a wrong argument after `|stop|`", "work: |stop| hold(«5», stop)").says(&["mismatched types"]),
    mistake("a wrong argument in the guard", "work: fine() if is_open(«5») => drop").says(&["mismatched types"]),
    mistake("a wrong argument in the interrupt", "work: fine() => { is_open(«5»); }").says(&["mismatched types"]),
    mistake("an unknown method of the actor", "work: token.«vanish»() => drop").says(&["no method named `vanish`"]),
    mistake("an unknown method of the cause", "work: fine() => |cause| cause.«vanish»()")
        .says(&["no method named `vanish`"]),
    mistake("an unknown method of the stop signal", "work: |stop| stop.«vanish»()").says(&["no method named `vanish`"]),
    mistake("a `?` around the group", "work: serve(path()«?») => drop")
        .with("fn path() -> std::io::Result<&'static str> { Ok(\"\") }")
        .says(&["the `?` operator can only be used"]),
    // A name that is not defined.
    mistake("an unknown function as the actor", "work: «wrok»() => drop").says(&["cannot find function `wrok`"]),
    mistake("an unknown function after `|stop|`", "work: |stop| «wrok»(stop)").says(&["cannot find function `wrok`"]),
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
