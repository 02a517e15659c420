//! `Group::status`: a group that shows what it does.

use crate::{group::Group, observe::status::Status, slot::list::List};

impl<L: List<E>, E, O> Group<L, E, O> {
    /// Keeps a [`Status`] up to date, from the group's first poll to its end: for a readiness probe, a status page, or anybody in another
    /// task or thread who asks which actor is waited for. Called again with another, that one takes the place of the first.
    ///
    /// A wake of an actor costs nothing more for it. When something changes, a lock is taken for a moment.
    ///
    /// ```
    /// use run_group::{Status, run_group};
    ///
    /// # fn main() -> Result<(), run_group::AnyError> {
    /// let status = Status::new();
    /// let probe = status.clone(); // for the task that answers `/readyz`
    /// run_group! {
    ///     server: |stop| stop,
    ///     job:    async move {
    ///         assert!(!probe.is_ready());
    ///         Ok(())
    ///     } => drop,
    /// }
    /// .status(&status)
    /// .run()?;
    /// assert_eq!(status.phase().to_string(), "ended");
    /// # Ok(()) }
    /// ```
    pub fn status(mut self, status: &Status) -> Self {
        self.actors.state.start_recording();
        if let Some(recorder) = self.actors.state.recorder() {
            recorder.keep(status);
        }
        self
    }
}
