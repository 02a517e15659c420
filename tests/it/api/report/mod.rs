//! `Report`: everything that happened, and how it is shown. All on a paused clock.

mod actors;
mod future;
mod result;
mod timeline;

use std::fmt;

use run_group::{Report, Signal, Stop};
use static_assertions::assert_impl_all;
use tokio::time::sleep;

use crate::api::support::MS;

assert_impl_all!(Report: Send, Sync, fmt::Display, fmt::Debug, std::process::Termination);

/// An actor that takes some milliseconds to stop.
async fn stops(stop: Stop, millis: u32) {
    stop.stopped().await;
    sleep(millis * MS).await;
}

/// An actor that receives a signal after some milliseconds.
async fn receives(millis: u32) -> Signal {
    sleep(millis * MS).await;
    Signal::Terminate
}

/// Each actor, and how it ended.
fn ends<E: fmt::Display>(report: &Report<E>) -> Vec<String> {
    report.actors().map(|actor| format!("{} {}", actor.name(), actor.end())).collect()
}
