//! Law 11: when the time is up, what is stuck is dropped. All on a paused clock, or by explicit polls.

mod actor_limit;
mod drain;
mod lame_duck;
mod last_call;
mod limit;
mod no_timer;
mod stuck;

use std::future::pending;

use crate::support::{DetectDrop, Log};

/// An actor that never ends, and says when it is dropped.
async fn hang(name: &'static str, log: &Log) {
    let _drop = DetectDrop(name, log.clone());
    pending::<()>().await;
}
