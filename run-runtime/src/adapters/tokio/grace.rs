//! `Group::grace`: a deadline on tokio's clock.

use core::time::Duration;

use crate::{
    adapters::tokio::timer::Timer,
    group::{Group, options::Deadline},
    slot::list::List,
};

impl<L: List<E>, E, O> Group<L, E, O> {
    /// Bounds the shutdown by this time, counted from the cause on tokio's clock. It is a [`deadline`](Self::deadline), but the
    /// actors that are interrupted later have more than one poll: a *last call* of a tenth of this time, at most a second.
    ///
    /// ```
    /// use run_group::run_group;
    /// use std::{future::pending, time::Duration};
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let error = run_group! {
    ///     job:    async { Ok(()) } => drop,
    ///     server: pending::<()>() => || {}, // which does not make it stop
    /// }
    /// .grace(Duration::from_secs(10))
    /// .await
    /// .unwrap_err();
    /// assert_eq!(error.stuck(), ["server"]);
    /// # }
    /// ```
    ///
    /// Tokio moves a clock that is paused to the next timer when its runtime has nothing to do. So in a test with a
    /// [`thread`](crate::thread()) the time may be up at once: let `tokio::task::spawn_blocking` run the code, or resume the clock.
    ///
    /// # Panics
    ///
    /// At its first poll, if there is no tokio runtime with a timer.
    #[doc(alias = "timeout")]
    #[doc(alias = "shutdown_timeout")]
    #[track_caller]
    pub fn grace(self, limit: Duration) -> Group<L, E, Deadline<O, Timer>> {
        let limit = Timer::new(limit, ".grace(..)");
        self.map_options(|inner| Deadline { inner, limit })
    }
}
