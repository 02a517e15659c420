//! A group in a group, three deep, in each place where an expression stands.
#![deny(warnings)]

use run_group::{AnyError, run_group};

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
    }
    .run()?;
    Ok(())
}
