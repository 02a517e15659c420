//! A group in a group, three deep, in each place where an expression stands.
#![deny(warnings)]

use run_group::{AnyError, run_group};
use std::time::Duration;

async fn work() {}

fn main() -> Result<(), AnyError> {
    run_group! {
        outer: run_group! {
            middle: run_group! {
                inner: |_stop| work(),
                other: async { Ok(()) } => drop,
            } => drop,
            beside: work() => async { run_group! { work() => drop }.await.ok(); },
        } => { drop(run_group! { work() => drop }) },
        block: async {
            run_group! { work: work() => drop, more: |stop| async { stop.stopped().await; Ok(()) } }.await?;
            Ok(())
        } => drop,
        guarded: work() if run_group! { work() => drop }.run().is_ok() => drop,
        #[when(run_group! { #[when(run_group! { work() for _ in 0..2 => drop })] work() => drop })]
        #[grace(Duration::from_secs(u64::from(run_group! { work() => drop }.run().is_ok())))]
        gated: run_group! { |_stop| work() for _ in 0..2, #[cfg(any())] work() => drop } => drop,
        row: run_group! {
            a: run_group! { work() if number + more > 3 => drop } for more in [number, 2] => drop,
            #[outlives(a)]
            b: |stop| async move { drop(stop); run_group! { work() for _ in 0..more => drop }.await?; Ok(()) }
                for more in 0..number
                if run_group! { work() for _ in 0..more => drop }.run().is_ok(),
        } for number in run_group! { work() => drop }.run().map(|()| [1, 2])? => async move {
            run_group! { #[may_finish] work() for _ in 0..number => drop }.await.ok();
        },
    }
    .run()?;
    let flag = Some(3);
    run_group! {
        #[grace(Duration::from_secs(1))]
        one: ::run_group::run_group! {
            #[when(work())]
            two: run_group!(
                #[may_finish]
                three: run_group![work() => drop, |stop| stop.stopped_owned(), work() for _ in 0..2 => {}] if flag.is_some(),
                four: |_stop| work(),
            ) => async { work().await },
            #[outlives(..)]
            five: work() => drop,
        } if let Some(number) = flag && number > 2 => move |cause| assert!(!cause.to_string().is_empty() && number == 3),
        #[outlives(..)]
        six: run_group! { seven: run_group! { borrows(&String::from("a temporary")) => drop } => {} } => async {},
        #[outlives(one)]
        typed: run_group! { type Error = std::io::Error; work() => drop },
        #[must_run]
        told: |stop| run_group! { told: stop.stopped() => drop },
        #[cfg(any())]
        absent: run_group! { undefined() => undefined },
        job: work() => drop,
    }
    .run()?;
    Ok(())
}

async fn borrows(_: &str) {}
