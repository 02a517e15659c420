//! No warning, from rustc or from any group of clippy.
#![deny(warnings, unused_qualifications, unreachable_code, unused_must_use, unused_lifetimes, unused_results)]
#![deny(rust_2018_idioms, missing_debug_implementations, unreachable_pub, single_use_lifetimes, redundant_lifetimes)]
#![deny(let_underscore_drop, trivial_casts, trivial_numeric_casts, unused_import_braces, unit_bindings)]
#![deny(missing_copy_implementations, explicit_outlives_requirements, variant_size_differences, redundant_imports)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::shadow_same, clippy::shadow_unrelated)]
#![forbid(unsafe_code)]

use run_group::{AnyError, CancellationToken, Stop, run_group, thread};
use std::convert::Infallible;
use std::fmt::{self, Display};
use std::time::Duration;

#[derive(Debug)]
struct MyError;

impl Display for MyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mine")
    }
}

impl From<fmt::Error> for MyError {
    fn from(_: fmt::Error) -> Self {
        Self
    }
}

async fn work() {
    std::future::ready(()).await;
}

async fn fails() -> Result<(), fmt::Error> {
    std::future::ready(Ok(())).await
}

async fn never() -> ! {
    std::future::pending().await
}

async fn infallible() -> Infallible {
    std::future::pending().await
}

async fn nested_result() -> Result<Result<(), fmt::Error>, fmt::Error> {
    std::future::ready(Ok(Ok(()))).await
}

async fn serve(stop: Stop) -> Result<(), fmt::Error> {
    stop.stopped_owned().await;
    Ok(())
}

fn on_cause<E>(cause: &run_group::Cause<'_, E>) {
    assert!(!cause.actor().is_empty());
}

async fn take(number: u32) {
    assert_ne!(std::future::ready(number).await, 1);
}

async fn shutdown() -> Result<(), AnyError> {
    fails().await?;
    Ok(())
}

async fn group(listen: Option<&str>, token: &CancellationToken) -> Result<(), AnyError> {
    let mut count = 0;
    run_group! {
        work: work() => drop,
        never() => drop,
        infallible() => drop,
        nested_result() => drop,
        fails() => {},
        |stop| serve(stop),
        both: |stop| serve(stop) => { count += 1; },
        token.cancelled() => token,
        owned: token.cancelled() => token.clone(),
        async { fails().await?; Ok(()) } => |cause| on_cause(cause),
        ends: async { loop { std::future::pending::<()>().await } } => drop,
        later: work() => async { work().await },
        fallible: work() => async { shutdown().await },
        closure: work() => |cause| { let actor = cause.actor().to_owned(); async move { drop(actor); } },
        guarded: work() if listen.is_some() => drop,
        bound: async { fails().await?; Ok::<(), AnyError>(()) } if let Some(_) = listen => drop,
        chained: |stop| serve(stop) if let Some(listen) = listen && !listen.is_empty() => |_| (),
        thread(|| ()) => {},
        |stop| thread(move || while !stop.is_stopped() { std::thread::yield_now(); }),
        run_group! { work() => drop } => drop,
        #[cfg(not(any()))]
        here: work() => drop,
        #[cfg(any())]
        here: work() => {},
        #[cfg(unix)]
        #[cfg(not(unix))]
        nowhere: work() => drop,
        #[may_finish]
        warm_up: work() => drop,
        #[must_run]
        consumer: |stop| serve(stop),
        #[when(work())]
        gated: |stop| serve(stop),
        #[when(fails())]
        fallible_gate: fails() => drop,
        #[when(async { work().await; token.is_cancelled() })]
        inline_gate: async { fails().await?; Ok(()) } => {},
        #[grace(Duration::from_secs(8))]
        graced: |stop| serve(stop) => async { work().await },
        #[grace(Duration::from_secs(8))]
        #[when(work())]
        #[must_run]
        all_of_them: |stop| serve(stop) if listen.is_some(),
        #[outlives(consumer, gated)]
        pool: |stop| serve(stop),
        #[outlives(pool, here, each, numbered)]
        #[cfg(all())]
        log: |stop| serve(stop) => {},
        #[outlives(..)]
        last: |stop| serve(stop) => || (),
        each: |stop| serve(stop) for _ in 0..2,
        numbered: take(number) for number in 0..3 if number != 1 => move |cause| { on_cause(cause); assert_ne!(number, 1); },
        pairs: async move { fails().await?; take(number).await; drop(name); Ok(()) } for (name, number) in [(String::new(), 2)] => async {},
        chained_items: |stop| serve(stop) for word in ["one", "two"] if let Some(first) = word.chars().next() && first.is_ascii() => |_| (),
        threads: thread(|| ()) for _ in 0..2 => {},
        nested: run_group! { work() for _ in 0..2 => drop } for _ in 0..2 => drop,
        tokens: both.cancelled() for both in [token, token] => both,
        #[when(take(number))]
        #[grace(Duration::from_secs(u64::from(number)))]
        gates: |stop| serve(stop) for number in [2, 3],
        never_ends: never() for _ in 0..2 => drop,
        word[word]: take(2) for word in ["one", "two"] => drop,
        owned_word[*word]: take(2) for word in &[String::from("one"), String::from("two")] => drop,
        word_of_chain[number + 1]: take(number) for number in [Some(2), None] if let Some(number) = number => drop,
        in_a_task: run_group::task(async { fails().await?; Ok(()) }) => drop,
        in_a_thread: thread(|| { let _: u8 = "3".parse()?; Ok(()) }) => {},
        with_a_token: |stop: CancellationToken| async { stop.cancelled().await; Ok(()) },
        with_nothing: |_: Stop| work() => drop,
        async_closure: work() => async || { fails().await?; Ok(()) },
    }
    .on_cause(|_| {})
    .await?;
    assert_eq!(count, 1);
    Ok(())
}

async fn typed() -> Result<(), run_group::Error<MyError>> {
    run_group! {
        type Error = MyError;
        fails() => drop,
        async { fails().await?; Ok(()) } => drop,
        |stop| serve(stop),
    }
    .await
}

fn main() -> Result<(), AnyError> {
    let token = CancellationToken::new();
    run_group! {
        group: async { group(Some("here"), &token).await?; Ok(()) } => drop,
        typed: async { typed().await.map_err(|error| error.to_string())?; Ok(()) } => async {},
    }
    .run()?;
    Ok(())
}
