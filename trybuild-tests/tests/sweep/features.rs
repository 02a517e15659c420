//! What needs a feature that is off.

use crate::mistake::{Mistake, mistake};

/// What the entries use.
pub const DECLARATIONS: &str = "\
#![allow(warnings)]
use run_group::run_group;
use std::{convert::Infallible, time::Duration};

fn main() {}
struct Token;
fn ready() -> bool { true }
async fn fine() {}
";

const STD: &[&str] = &["needs the feature `std`"];
const TOKIO: &[&str] = &["needs the feature `tokio`"];

/// Without `std`.
pub const WITHOUT_STD: &[Mistake] = &[
    mistake("a row", "work: fine() «for» _ in 0..2 => drop").error_type("Infallible").says(STD),
    mistake("a row of items that are used", "work: { drop(x); fine() } «for» x in 0..2 => drop")
        .error_type("Infallible")
        .says(STD),
    mistake("a stop signal", "work: |«stop»| async { stop.stopped().await; Ok(()) }")
        .error_type("Infallible")
        .says(STD),
    mistake("a stop signal with a type", "work: |«stop»: Token| fine()").error_type("Infallible").says(STD),
    mistake("a readiness", "work: |_, «ready»| fine() => drop").error_type("Infallible").says(STD),
    mistake("a grace", "#[«grace»(Duration::ZERO)] work: fine() => drop").error_type("Infallible").says(TOKIO),
    mistake("a drain", "#[«drain»(Duration::ZERO)] work: fine() => drop").error_type("Infallible").says(TOKIO),
    mistake("a report", "work: fine() => drop").used("let _ = GROUP.«report»();").error_type("Infallible").says(STD),
    mistake("a report that is awaited", "work: fine() => drop")
        .used("let _ = GROUP.«report»().await;")
        .error_type("Infallible")
        .says(STD),
    mistake("a run", "work: fine() => drop").used("let _ = GROUP.«run»();").error_type("Infallible").says(STD),
    mistake("a grace of the group", "work: fine() => drop")
        .used("let _ = GROUP.«grace»(Duration::ZERO).await;")
        .error_type("Infallible")
        .says(TOKIO),
    mistake("no error type", "«work»: fine() => drop").says(STD),
];
