//! A thread that waits for a future, without a runtime.

use core::{
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};
use std::{sync::Arc, task::Wake, time::Instant};

use crate::sync::primitives::{
    AtomicBool, Ordering,
    thread::{Thread, current, park, park_timeout},
};

/// Polls a future on this thread, which sleeps in between.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    match poll_until(future, None) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("it waits without end"),
    }
}

/// Polls a future on this thread, which sleeps in between, for this long at most.
pub(crate) fn block_on_for<F: Future>(future: F, limit: Duration) -> Poll<F::Output> {
    // If the clock cannot represent the end, it is centuries from now.
    poll_until(future, Instant::now().checked_add(limit))
}

fn poll_until<F: Future>(future: F, end: Option<Instant>) -> Poll<F::Output> {
    let mut future = pin!(future);
    let sleeper = Arc::new(Sleeper { thread: current(), woken: AtomicBool::new(false) });
    let waker = Waker::from(sleeper.clone());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Poll::Ready(output);
        }
        if !sleeper.sleep_until(end) {
            return Poll::Pending;
        }
    }
}

/// A thread that sleeps until it is woken. It may be unparked by others, and others may use up that it was, as another executor on
/// this thread does; so whether it has been woken is kept here.
struct Sleeper {
    thread: Thread,
    // Set by a wake, before the thread is unparked. Cleared when the thread goes on, before its next poll.
    woken: AtomicBool,
}

impl Sleeper {
    /// Sleeps until it has been woken since the last call. Returns false if the time is up before.
    fn sleep_until(&self, end: Option<Instant>) -> bool {
        while !self.woken.load(Ordering::Acquire) {
            match end.map(|end| end.saturating_duration_since(Instant::now())) {
                None => park(),
                Some(Duration::ZERO) => return false,
                Some(left) => park_timeout(left),
            }
        }
        // Not a store: the poll has to see what was done before each wake that is cleared here.
        self.woken.swap(false, Ordering::Acquire);
        true
    }
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}
