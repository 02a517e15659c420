//! An actor that never ends causes no warning of unreachable code.
#![deny(warnings, unreachable_code)]

use run_group::{AnyError, run_group};
use std::convert::Infallible;

async fn never() -> ! {
    loop {
        std::future::pending::<()>().await;
    }
}

async fn infallible() -> Infallible {
    std::future::pending().await
}

async fn never_fails() -> Result<Infallible, AnyError> {
    std::future::pending().await
}

fn main() -> Result<(), AnyError> {
    run_group! {
        never() => drop,
        infallible() => drop,
        never_fails() => drop,
        Box::pin(never()) => drop,
        std::future::pending::<()>() => drop,
        async { loop { std::future::pending::<()>().await } } => drop,
        async { never().await } => drop,
        |stop| async { stop.stopped().await; never().await } => drop,
        never() for _ in 0..2 => drop,
        infallible() for _ in 0..2 if true => drop,
        async { loop { std::future::pending::<()>().await } } for _ in 0..2 => drop,
        job: async { Ok(()) } => drop,
    }
    .run()?;
    Ok(())
}
