//! The stopwatch that an actor starts or stops, in the middle of a group's run.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

thread_local! {
    // Everything runs on one thread.
    static START: Cell<Option<Instant>> = const { Cell::new(None) };
    static TOOK: Cell<Option<Duration>> = const { Cell::new(None) };
}

pub fn start() {
    START.set(Some(Instant::now()));
}

pub fn stop() {
    let now = Instant::now();
    TOOK.set(START.take().map(|start| now - start));
}

/// The time from the last start to the stop after it.
pub fn took() -> Duration {
    TOOK.take().expect("started and stopped")
}
