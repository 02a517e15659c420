//! `Group::run`: a group for a plain `fn main`.

#[cfg(not(feature = "tokio"))]
use crate::adapters::block_on::block_on;
#[cfg(feature = "tokio")]
use crate::adapters::tokio::block_on::block_on;
use crate::{
    group::{Group, options::Options},
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
        block_on(self)
    }
}
