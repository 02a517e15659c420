//! `thread(closure)`: actors on threads of their own.

mod drop;
mod joined;
mod lifecycle;
mod outcome;
// On Windows, shutting a socket down does not end a read that waits.
#[cfg(unix)]
mod read;

use std::{future::Future, pin::Pin};

use crate::support::poll;

/// Polls a group for the first time.
fn start<F: Future>(group: Pin<&mut F>) {
    assert!(poll(group).is_pending());
}
