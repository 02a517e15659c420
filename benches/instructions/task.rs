//! A task that is driven by hand.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// What the waker points at: it is counted, so that a clone and a drop of it cost what they cost in a runtime.
#[derive(Default)]
struct Flag {
    woken: AtomicBool,
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
    }
}

/// Polls a future as a runtime does: when it has been woken.
pub struct Task {
    flag: Arc<Flag>,
    waker: Waker,
}

impl Task {
    pub fn new() -> Self {
        let flag = Arc::new(Flag::default());
        Task { waker: flag.clone().into(), flag }
    }

    /// The first poll, which needs no wake.
    pub fn start<F: Future>(&self, future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(&self.waker))
    }

    pub fn is_woken(&self) -> bool {
        self.flag.woken.load(Ordering::Acquire)
    }

    /// The poll that a wake has asked for. Inlined, so that whether it is does not depend on what else the program has.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "what is counted are the groups, and not this call")]
    pub fn resume<F: Future>(&self, future: Pin<&mut F>) -> Poll<F::Output> {
        assert!(self.flag.woken.swap(false, Ordering::Acquire), "it has not been woken");
        self.start(future)
    }

    pub fn finish<F: Future>(&self, mut future: Pin<&mut F>, mut poll: Poll<F::Output>) -> F::Output {
        loop {
            match poll {
                Poll::Ready(output) => return output,
                Poll::Pending => poll = self.resume(future.as_mut()),
            }
        }
    }
}
