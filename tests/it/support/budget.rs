//! Actors that spend tokio's cooperative budget, or never stop asking to be polled.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

use run_group::AnyError;
use tokio::task::{coop::consume_budget, yield_now};

/// Never waits: it takes all of the budget that its task has, in every poll.
pub async fn burn(polls: &Cell<u32>) -> Result<(), AnyError> {
    loop {
        polls.set(polls.get() + 1);
        if polls.get() > 100_000 {
            return Err("the others have had no turn".into());
        }
        consume_budget().await;
    }
}

/// Takes a little of the budget, so many times.
pub async fn sip(times: u32) -> Result<(), AnyError> {
    for _ in 0..times {
        consume_budget().await;
    }
    Ok(())
}

/// Always wants to be polled again, and never ends.
pub fn busy(polls: &Cell<u32>) -> impl Future<Output = ()> + '_ {
    poll_fn(|cx| {
        polls.set(polls.get() + 1);
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}

/// Polls a group once inside a task of tokio's, with its whole budget left.
///
/// # Panics
///
/// If the group ends.
pub async fn poll_with_full_budget<F: Future + ?Sized>(group: &mut Pin<Box<F>>) {
    yield_now().await;
    let poll = poll_fn(|cx| Poll::Ready(group.as_mut().poll(cx))).await;
    assert!(poll.is_pending(), "it has ended");
}
