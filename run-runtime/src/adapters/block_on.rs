//! An executor without tokio: for a plain `fn main`, and for a thread that waits.

use core::{
    pin::pin,
    task::{Context, Poll},
};
use std::{
    sync::Arc,
    task::Wake,
    thread::{self, Thread},
};

/// Polls a future on this thread, which sleeps in between.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        thread::park();
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}
