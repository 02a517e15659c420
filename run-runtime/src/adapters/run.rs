//! `Group::run` and its kin: a group for a plain `fn main`.

use core::fmt;

#[cfg(feature = "tokio")]
use crate::adapters::tokio::block_on;
#[cfg(not(feature = "tokio"))]
use crate::sync::block_on;
use crate::{
    group::{
        Group,
        options::Options,
        report::{Report, Reporting},
    },
    outcome::error::Error,
    slot::list::List,
};

impl<L: List<E>, E, O: Options<E>> Group<L, E, O> {
    /// Runs the group to its end on this thread, which it blocks: for a plain `fn main`.
    ///
    /// With the feature `tokio` the thread has a current-thread runtime while the group runs, so that tokio's timers and sockets work in
    /// the actors. The list is evaluated before that: what needs the runtime when it is made, such as
    /// `tokio::time::sleep(..)`, goes into an `async` block. What an actor has spawned there and not joined is
    /// cancelled with the runtime. All of that shares the one thread: a call in an actor that blocks until a task has answered
    /// [never returns](https://docs.rs/run-group/latest/run_group/guide/deadlines/index.html#what-a-deadline-cannot-stop).
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
    /// Where another program keeps the main thread, such as a user interface, the group
    /// [runs on a thread beside it](https://docs.rs/run-group/latest/run_group/guide/functions/index.html#a-main-thread-that-is-taken).
    ///
    /// # Errors
    ///
    /// The error of the group.
    ///
    /// # Panics
    ///
    /// With the feature `tokio`, if it is called inside a tokio runtime: write `.await` there. And whenever the group itself
    /// panics.
    #[track_caller]
    pub fn run(self) -> Result<(), Error<E>> {
        block_on(self, "`.run()`", "`.await`")
    }

    /// Runs the group to its end on this thread, as [`run`](Self::run) does, and ends the process as [`exit`](Self::exit) does:
    /// it prints the group's error, if there is one, and the exit code is that of the group's report.
    ///
    /// ```no_run
    /// use run_group::{run_group, signal, thread};
    ///
    /// # fn watch(_: run_group::Stop) {}
    /// fn main() {
    ///     run_group! {
    ///         watcher: |stop| thread(move || watch(stop)),
    ///         signals: signal::shutdown(),
    ///     }
    ///     .run_and_exit()
    /// }
    /// ```
    ///
    /// # Panics
    ///
    /// With the feature `tokio`, if it is called inside a tokio runtime: write `.exit().await` there.
    #[track_caller]
    pub fn run_and_exit(self) -> !
    where
        E: fmt::Display,
    {
        block_on(self.exit(), "`.run_and_exit()`", "`.exit().await`")
    }
}

impl<L: List<E>, E, O: Options<E>> Reporting<L, E, O> {
    /// Runs the group to its end on this thread, as [`Group::run`] does, and returns its report. `main` may return that, too:
    ///
    /// ```
    /// use run_group::{Report, run_group};
    ///
    /// fn main() -> Report {
    ///     run_group! { job: async { Ok(()) } => drop }.report().run()
    /// }
    /// ```
    ///
    /// # Panics
    ///
    /// With the feature `tokio`, if it is called inside a tokio runtime: write `.await` there.
    #[track_caller]
    pub fn run(self) -> Report<E> {
        block_on(self, "`.run()`", "`.await`")
    }
}

/// Runs a future to its end on this thread. `asked` is what asks for it, as it is written, and `instead` what to write in a runtime.
#[track_caller]
fn block_on<F: Future>(future: F, asked: &str, instead: &str) -> F::Output {
    #[cfg(feature = "tokio")]
    return block_on::block_on(future, asked, instead);
    #[cfg(not(feature = "tokio"))]
    return {
        let _ = (asked, instead);
        block_on::block_on(future)
    };
}
