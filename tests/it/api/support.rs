//! What the tests of the public items share.

use std::{
    error::Error,
    fmt::{self, Debug, Display},
    future::Future,
    pin::Pin,
    sync::mpsc::{Receiver, RecvTimeoutError},
    task::{Context, Poll},
    thread::yield_now,
    time::Duration,
};

use futures::executor::block_on;
use run_group::Stop;

use crate::support::Log;

/// An error with a chain of sources.
#[derive(Debug, PartialEq)]
pub struct Chain(pub &'static [&'static str]);

impl Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0[0])
    }
}

impl Error for Chain {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // A source is given by reference, so the rest of the chain is leaked.
        match self.0 {
            [_, rest @ ..] if !rest.is_empty() => Some(Box::leak(Box::new(Chain(rest)))),
            _ => None,
        }
    }
}

pub const REFUSED: Chain = Chain(&["cannot connect", "connection refused", "os error 111"]);

pub const MS: Duration = Duration::from_millis(1);
pub const SECOND: Duration = Duration::from_secs(1);

/// How long a test waits for what should come at once, before it fails.
pub const GUARD: Duration = Duration::from_secs(30);

/// Fails unless the other end is dropped: what held it has ended.
#[track_caller]
pub fn expect_dropped(receiver: &Receiver<()>) {
    assert_eq!(receiver.recv_timeout(GUARD), Err(RecvTimeoutError::Disconnected));
}

/// Blocks its thread until it is stopped, and holds something until then.
pub fn block_until<T>(stop: &Stop, held: T) {
    block_on(stop.stopped());
    drop(held);
}

/// Ends at its first poll, and is slow to be dropped. What does not wait for its drop is logged before it.
pub struct SlowToDrop(pub &'static str, pub Log);

impl Future for SlowToDrop {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

impl Drop for SlowToDrop {
    fn drop(&mut self) {
        for _ in 0..10_000 {
            yield_now();
        }
        self.1.say(format_args!("drop {}", self.0));
    }
}
