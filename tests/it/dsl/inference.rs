//! Blocks and closures that leave their error type open have the group's; those that give one keep it.

use std::{
    fmt,
    future::{Future, Ready, pending, ready},
    num::ParseIntError,
    time::Duration,
};

use futures::{FutureExt, TryFutureExt};
use run_group::{CancellationToken, run_group, task, thread};
use tokio::time::timeout;

use crate::support::{done, drive, failures};

/// What the text is, as the error of each actor says it.
const NO_NUMBER: &str = "invalid digit found in string";

fn number(text: &str) -> Result<u8, ParseIntError> {
    text.parse()
}

async fn no_number() -> Result<(), ParseIntError> {
    ready(number("x").map(drop)).await
}

/// An error into which no other converts.
#[derive(Debug)]
struct Own(String);

impl fmt::Display for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "own: {}", self.0)
    }
}

impl std::error::Error for Own {}

#[expect(clippy::needless_pass_by_value, reason = "the parameter says what the error is")]
fn own(error: ParseIntError) -> Own {
    Own(error.to_string())
}

#[test]
fn a_question_mark_works_in_a_block_with_methods() {
    let group = run_group! {
        fused: async { number("x")?; Ok(()) }.fuse() => drop,
        boxed: Box::pin(async { no_number().await?; Ok(()) }) => drop,
        moved: async move { number("x")?; Ok(()) }.boxed_local().fuse() => drop,
    };
    let expected = ["fused", "boxed", "moved"].map(|actor| format!("{actor} failed: {NO_NUMBER}"));
    assert_eq!(failures(&drive(group).unwrap_err()), expected);
}

#[tokio::test]
async fn a_question_mark_works_in_a_task() {
    let error = run_group! {
        a: task(async { no_number().await?; Ok(()) }) => drop,
        b: |stop| task(async move {
            stop.stopped().await;
            number("x")?;
            Ok(())
        }),
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), [format!("a failed: {NO_NUMBER}"), format!("b failed: {NO_NUMBER}")]);
}

#[test]
fn a_question_mark_works_in_a_thread() {
    let error = run_group! {
        a: thread(|| { number("x")?; Ok(()) }) => {},
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), [format!("a failed: {NO_NUMBER}")]);
}

#[test]
fn a_question_mark_works_in_a_gate_that_ends_otherwise() {
    let group = run_group! {
        #[when(async { number("3")?; no_number().await })]
        a: done() => drop,
        #[when(async { let three = number("3")?; if three == 3 { return Err("three".into()); } Ok(()) })]
        b: done() => drop,
        #[when(async { loop { number("x")?; if "x" == "y" { return Ok(()); } } }.fuse())]
        c: done() => drop,
    };
    let expected = [format!("a failed: {NO_NUMBER}"), "b failed: three".into(), format!("c failed: {NO_NUMBER}")];
    assert_eq!(failures(&drive(group).unwrap_err()), expected);
}

#[test]
fn a_question_mark_works_in_an_async_interrupt() {
    let group = run_group! {
        a: done() => async { number("x")?; Ok(()) },
        b: done() => |_| async { if number("3")? == 3 { return Err("three".into()); } Ok(()) },
        c: done() => async || { no_number().await?; Ok(()) },
    };
    let expected = [format!("a failed: {NO_NUMBER}"), "b failed: three".into(), format!("c failed: {NO_NUMBER}")];
    assert_eq!(failures(&drive(group).unwrap_err()), expected);
}

#[test]
fn an_error_in_a_branch_converts_into_the_groups() {
    let group = run_group! {
        three: async { match number("3")? { 3 => Err("three".into()), _ => Ok(()) } }.fuse() => drop,
        four: async { if number("4")? == 4 { return Err("four".into()); } Ok(()) }.fuse() => drop,
        always: async { ready(()).await; Err("always".into()) }.fuse() => drop,
        other: async { { { number("x")?; } if "x" == "y" { Ok(()) } else { Err("other".into()) } } }.fuse() => drop,
    };
    let expected = [
        "three failed: three".into(),
        "four failed: four".into(),
        "always failed: always".into(),
        format!("other failed: {NO_NUMBER}"),
    ];
    assert_eq!(failures(&drive(group).unwrap_err()), expected);
}

#[tokio::test]
async fn an_error_inside_an_outcome_is_the_groups() {
    let token = CancellationToken::new();
    let error = run_group! {
        b: token.run_until_cancelled(async { number("x")?; Ok(()) }) => drop,
        a: timeout(Duration::from_secs(1), async { number("x")?; Ok(()) }) => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), [format!("b failed: {NO_NUMBER}"), format!("a failed: {NO_NUMBER}")]);
}

#[test]
fn an_error_type_that_a_block_gives_is_kept() {
    let group = run_group! {
        turbofish: async { number("x")?; Ok::<(), ParseIntError>(()) }.map_err(own) => drop,
        tail: async { number("3")?; no_number().await }.map_err(own) => drop,
        branch: async { if let Err(error) = number("x") { Err(error) } else { Ok(()) } }.map_err(own) => drop,
        method: async { number("x")?; Ok(()) }.map_err(own) => drop,
        unit: async {}.fuse() => drop,
    };
    let expected = ["turbofish", "tail", "branch", "method"].map(|actor| format!("{actor} failed: own: {NO_NUMBER}"));
    assert_eq!(failures(&drive(group).unwrap_err()), expected);
}

#[tokio::test]
async fn what_never_ends_needs_no_type() {
    run_group! {
        polled: async { loop { pending::<()>().await; } }.fuse() => drop,
        task: task(async { loop { pending::<()>().await; } }) => drop,
        inside: timeout(Duration::MAX, async { loop { pending::<()>().await; } }) => drop,
        spawned: tokio::spawn(async { loop { pending::<()>().await; } }).fuse() => drop,
        job: done() => drop,
    }
    .await
    .unwrap();
}

#[test]
fn a_function_named_task_or_thread_says_what_it_takes() {
    fn task<F: Future<Output = Result<(), ParseIntError>>>(future: F) -> impl Future<Output = Result<(), Own>> {
        future.map_err(own)
    }
    fn thread(run: impl FnOnce() -> Result<(), ParseIntError>) -> Ready<Result<(), Own>> {
        ready(run().map_err(own))
    }
    let group = run_group! {
        task: task(async { number("x")?; Ok(()) }) => drop,
        thread: thread(|| { number("x")?; Ok(()) }) => drop,
    };
    let expected = ["task", "thread"].map(|actor| format!("{actor} failed: own: {NO_NUMBER}"));
    assert_eq!(failures(&drive(group).unwrap_err()), expected);
}
