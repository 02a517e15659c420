//! How the output of an actor is read.

use super::Expansion;

/// What reads the output of an actor with this expression.
#[track_caller]
fn read(body: &str) -> String {
    let expansion = Expansion::of(&format!("work: {body} => drop"));
    assert!(expansion.errors.is_empty(), "{body}");
    let read = expansion.actors().remove(0).fill.expect("it is filled").read;
    read.split_once("__private::").expect("it calls the runtime").1.to_owned()
}

#[test]
fn a_block_or_closure_in_an_actor_may_leave_its_error_open() {
    let actors = [
        "async { f()?; Ok(()) }.instrument(span)",
        "{ log(); Box::pin(async move { f()?; Ok(()) }) }",
        "task(async { f()?; Ok(()) })",
        "thread(|| { f()?; Ok(()) })",
        "spawn(move |at| f(at))",
        "timeout(limit, async { f()?; Ok(()) }).fuse()",
    ];
    for actor in actors {
        assert_eq!(read(actor), "open_outcome(__output,__error,(0,0))", "{actor}");
    }
}

#[test]
fn a_call_and_an_inline_block_leave_nothing_open() {
    assert_eq!(read("task(f(asynchronous))"), "outcome(__output,__error)");
    assert_eq!(read("async { f()?; Ok(()) }"), "async_outcome(__output,__error)");
}
