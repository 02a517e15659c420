//! `Phase`: what a group is doing.

/// The phase of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Set from the start, unless it is [`Unsettled`](Self::Unsettled). Never again after the first exit that counts.
    Running,
    /// As [`Running`](Self::Running), which it comes from and goes back to: but something has changed, so that other actors may have
    /// their turn to be started, or all may be ready; or a nested group drains alone.
    Unsettled,
    /// Set by the first exit that counts, until the group acts on it in the same poll. Between two polls only where the group has been
    /// asked to stop there.
    Exited,
    /// Set by a failure in [`Exited`](Self::Exited), so that there is to be no lame duck. Never between two polls.
    ExitedTogether,
    /// Set after `on_cause` in a group with limits. Left in the same poll, unless there is a lame duck, in which the group goes
    /// on serving. Never in a group without limits.
    LameDuck,
    /// Set by a failure in [`LameDuck`](Self::LameDuck), and after [`ExitedTogether`](Self::ExitedTogether): the
    /// lame duck is over. Never between two polls.
    LameDuckOver,
    /// Set when the interrupts are about to be called; what is live is then joined. Never before `on_cause`.
    Draining,
    /// Set when the time is up, from any phase with a cause: what has been interrupted is dropped as stuck. Never left but
    /// for [`Ended`](Self::Ended).
    GivingUp,
    /// Set when the group returns. Never left.
    Ended,
}
