//! Calls through somebody's `macro_rules!`, with fragments of every kind, and nested ones.
#![deny(warnings)]

use run_group::{AnyError, Stop, run_group};

macro_rules! all {
    ($($name:ident: $actor:expr => $interrupt:expr),* $(,)?) => {
        run_group! { $($name: $actor => $interrupt),* }
    };
}

macro_rules! guarded {
    ($error:ty; $($actor:expr, $guard:expr;)*) => {
        run_group! { type Error = $error; $($actor if $guard => drop,)* }
    };
}

macro_rules! with_pattern {
    ($pattern:pat = $value:expr => $actor:expr) => {
        run_group! { $actor if let $pattern = $value => drop }
    };
}

macro_rules! stoppable {
    ($($stop:ident $actor:expr;)*) => {
        run_group! { $(|$stop| $actor,)* }
    };
}

macro_rules! blocks {
    ($actor:block $interrupt:block) => {
        run_group! { work: async $actor => $interrupt }
    };
}

macro_rules! tokens {
    ($($tokens:tt)*) => {
        run_group! { $($tokens)* }
    };
}

/// The macro brings the names, and the interrupts with them.
macro_rules! with_signals {
    ($($tokens:tt)*) => {
        tokens! {
            $($tokens)*
            ended: async { Ok(()) } => drop,
        }
    };
}

macro_rules! own_stop {
    ($actor:path) => {
        run_group! { server: |stop| $actor(stop) => { let _ = 3; }, job: async { Ok(()) } => drop }
    };
}

async fn work() {}

async fn serve(stop: Stop) {
    stop.stopped().await;
}

fn main() -> Result<(), AnyError> {
    let stop = Stop::new();
    all! { one: work() => drop, two: async { Ok(()) } => || (), three: stop.stopped() => &stop }.run()?;
    all! { one: work() => { stop.stop() }, two: work() => async {}, three: work() => |_cause| {} }.run()?;
    guarded! { std::fmt::Error; work(), true; work(), 1 > 2; }.run()?;
    with_pattern! { Some(2) | None = Some(3) => work() }.run()?;
    stoppable! { stop serve(stop); _stop work(); handle async { drop(handle); Ok(()) }; }.run()?;
    blocks! { { work().await; Ok(()) } { stop.stop() } }.run()?;
    tokens! { one: work() => drop, two: |stop| serve(stop) }.run()?;
    with_signals! { server: |stop| serve(stop), }.run()?;
    own_stop! { serve }.run()?;
    Ok(())
}
