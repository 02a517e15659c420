//! `Group::drain`: a time limit whose end is no failure.

use core::time::Duration;

use crate::{
    adapters::tokio::timer::Timer,
    group::{Group, options::Deadline},
    slot::{limit::Drains, list::List},
};

impl<L: List<E>, E, O> Group<L, E, O> {
    /// Bounds the shutdown by this time as [`grace`](Self::grace) does, but to cut an actor then is no failure: for streams
    /// that never end, and for work that may be lost.
    ///
    /// The group ends with `Ok`, and [`report`](Self::report) says of such an actor that it was [dropped](crate::End::Dropped), and
    /// how long it was waited for. The same holds for an actor that is cut because of a second signal; not for one whose own `#[grace]`
    /// has passed. Of several limits the first that passes counts, and says whether it is a failure. For one actor
    /// alone, write `#[drain(limit)]` before it.
    ///
    /// ```
    /// use run_group::run_group;
    /// use std::{future::pending, time::Duration};
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// run_group! {
    ///     job:    async { Ok(()) } => drop,
    ///     server: pending::<()>() => || {}, // has a stream that never ends
    /// }
    /// .drain(Duration::from_secs(10))
    /// .await
    /// .unwrap();
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// At its first poll, if there is no tokio runtime with a timer.
    #[track_caller]
    pub fn drain(self, limit: Duration) -> Group<L, E, Deadline<O, Drains<Timer>>> {
        let limit = Drains { limit: Timer::new(limit, ".drain(..)") };
        self.map_options(|inner| Deadline { inner, limit })
    }
}
