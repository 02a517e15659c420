//! Calls through `macro_rules!` of the user, with fragments of every kind, and nested ones.
#![deny(warnings)]

use run_group::{AnyError, Stop, run_group};
use std::time::Duration;

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

/// Adds an actor of its own to the tokens.
macro_rules! with_one_more {
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

macro_rules! rows {
    ($($actor:expr, $pattern:pat, $items:expr, $condition:expr, $interrupt:expr;)*) => {
        run_group! { $($actor for $pattern in $items if $condition => $interrupt),* }
    };
}

macro_rules! row_with_stop {
    ($name:ident, $stop:ident, $actor:expr, $item:ident, $last:literal) => {
        run_group! { $name: |$stop| $actor for $item in 0..$last if let 1 = $item }
    };
}

macro_rules! row_of_blocks {
    ($plain:block $inline:block $pattern:pat_param, $items:block $condition:block $interrupt:block) => {
        run_group! {
            plain: $plain for $pattern in $items if $condition => $interrupt,
            inline: async $inline for $pattern in $items if $condition && let true = $condition => async $interrupt,
        }
    };
}

/// A predicate and a statement that read as expressions, expressions that cannot stand before a block, a type that
/// cannot stand after a `&`.
macro_rules! of_another_kind {
    ($on:meta, $off:meta, $first:stmt, $items:expr, $condition:expr, $object:ty) => {
        run_group! {
            type Error = &'static $object;
            #[cfg($on)]
            work: work() => drop,
            #[cfg($off)]
            none: none() => drop,
            row: async { $first Ok(()) } for _ in $items if $condition => drop,
        }
    };
}

struct Items {
    first: u8,
}

impl Iterator for Items {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        self.first.checked_sub(1).inspect(|first| self.first = *first)
    }
}

impl Items {
    fn is_empty(&self) -> bool {
        self.first == 0
    }
}

macro_rules! row_over {
    ($items:ty, $take:path) => {
        run_group! { $take(item) for item in <$items>::from([2, 3]) if let 2 | 3 = item => drop }
    };
}

macro_rules! chain {
    ($first:expr, $pattern:pat = $value:expr, $last:expr) => {
        run_group! { work() if $first && let $pattern = $value && $last => drop }
    };
}

macro_rules! terms {
    ($gate:expr, $limit:expr, $error:ty; $($actor:expr),*) => {
        run_group! {
            type Error = $error;
            $(#[when($gate)] #[grace($limit)] #[may_finish] $actor => drop),*
        }
    };
}

macro_rules! terms_of_blocks {
    ($gate:block $limit:block) => {
        run_group! { #[when(async $gate)] #[grace($limit)] work() => drop, #[when($gate)] work() => drop }
    };
}

macro_rules! ordered {
    ($first:ident $($name:ident)* ; $last:ident) => {
        run_group! {
            $first: work() => drop,
            $(#[outlives($first)] $name: |_stop| work(),)*
            #[outlives($first, $($name),*)]
            $last: |_stop| work(),
        }
    };
}

macro_rules! configured {
    ($on:meta, $off:meta; $name:ident: $actor:expr, $never:expr) => {
        run_group! {
            #[cfg($on)]
            $name: $actor => drop,
            #[cfg($off)]
            $name: $never => drop,
            #[cfg(all($on, not($off)))]
            #[outlives($name)]
            work() => drop,
        }
    };
}

macro_rules! attributes {
    ($(#[$attribute:meta] $actor:expr;)*) => {
        run_group! { first: work() => drop, $(#[$attribute] $actor => drop),* }
    };
}

async fn work() {}

async fn take(_: u64) {}

async fn serve(stop: Stop) {
    stop.stopped().await;
}

fn main() -> Result<(), AnyError> {
    let yes = std::env::args().count() > 0;
    let _ = of_another_kind!(
        target_pointer_width = "64",
        not(any(unix, windows)),
        if yes { work().await },
        Items { first: 3 },
        !Items { first: 3 }.is_empty(),
        dyn std::error::Error + Sync
    );
    let stop = Stop::new();
    all! { one: work() => drop, two: async { Ok(()) } => || (), three: stop.stopped() => &stop }.run()?;
    all! { one: work() => { stop.stop() }, two: work() => async {}, three: work() => |_cause| {} }.run()?;
    guarded! { std::fmt::Error; work(), true; work(), 1 > 2; }.run()?;
    with_pattern! { Some(2) | None = Some(3) => work() }.run()?;
    stoppable! { stop serve(stop); _stop work(); handle async { drop(handle); Ok(()) }; }.run()?;
    blocks! { { work().await; Ok(()) } { stop.stop() } }.run()?;
    tokens! { one: work() => drop, two: |stop| serve(stop) }.run()?;
    with_one_more! { server: |stop| serve(stop), }.run()?;
    own_stop! { serve }.run()?;
    rows! {
        take(item), item, 0..2 + 1, item > 1 || item == 0, drop;
        work(), Some(_) | None, [Some(3)], true, { stop.stop() };
        async move { drop(text); Ok(()) }, (text, _), [(String::new(), 2)], { let on = true; on }, async {};
        take(*item), item, &[1, 2], true && !false, |_cause| {};
        stop.stopped(), (), [(); 2], if true { true } else { false }, &stop;
    }
    .run()?;
    row_with_stop! { server, stop, async { drop(stop); Ok(()) }, number, 2 }.run()?;
    row_of_blocks! {
        { work() } { work().await; Ok(()) } _, { let end = 2; 0..end } { let on = true; on } {}
    }
    .run()?;
    row_over! { Vec<u64>, take }.run()?;
    chain! { 1 > 2 || true, Some(2) | None = Some(2), 2 > 1 || false }.run()?;
    terms! { work(), Duration::from_secs(4) * 2, std::fmt::Error; work(), async { Ok(()) } }.run().unwrap();
    terms! { async { work().await }, Duration::MAX, AnyError; run_group! { work() => drop } }.run()?;
    terms_of_blocks! { { work() } { Duration::ZERO } }.run()?;
    ordered! { http metrics pool; log }.run()?;
    configured! { all(), any(); server: work(), undefined() }.run()?;
    configured! { unix, not(unix); server: work(), undefined() }.run()?;
    attributes! { #[may_finish] work(); #[when(work())] work(); #[cfg(any())] undefined(); #[outlives(first)] work(); }.run()?;
    Ok(())
}
