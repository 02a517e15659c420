//! `Group::run`: a group for a plain `fn main`.

use core::{
    future::Future,
    pin::pin,
    task::{Context, Poll},
};
use std::{
    sync::Arc,
    task::Wake,
    thread::{self, Thread},
};

use crate::{
    group::{Group, options::Options},
    outcome::error::Error,
    slot::list::List,
};

impl<L: List<E>, E, O: Options<E>> Group<L, E, O> {
    /// Runs the group to its end on this thread, which it blocks: for a plain `fn main`.
    ///
    /// With the feature `tokio` the thread has a runtime while the group runs, so that tokio's timers and sockets work in
    /// the actors. The list is evaluated before that: what needs the runtime when it is made, such as
    /// `tokio::time::sleep(..)`, goes into an `async` block. What an actor has spawned there and not joined is
    /// cancelled with the runtime.
    ///
    /// ```
    /// use run_group::{run_group, thread};
    ///
    /// fn main() -> Result<(), run_group::AnyError> {
    ///     run_group! {
    ///         worker: |stop| thread(move || while !stop.is_stopped() { std::thread::yield_now() }),
    ///         job:    async { Ok(()) } => drop,
    ///     }
    ///     .run()?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The group's.
    ///
    /// # Panics
    ///
    /// With the feature `tokio`: inside a tokio runtime, which it would block; write `.await` there. Otherwise as the
    /// group does.
    pub fn run(self) -> Result<(), Error<E>> {
        #[cfg(feature = "tokio")]
        return crate::adapters::tokio::block_on::block_on(self);
        #[cfg(not(feature = "tokio"))]
        return block_on(self);
    }
}

/// Polls a future on this thread, which sleeps in between.
#[cfg_attr(feature = "tokio", allow(dead_code, reason = "tokio's runtime takes its place"))]
fn block_on<F: Future>(future: F) -> F::Output {
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
