//! The cooperative budget that tokio gives a task for each poll: whether it is spent.
//!
//! When a task has spent it, every channel, timer and socket of tokio's says that it is not ready. All actors of a group share
//! the budget of their task. If every poll of the group began with the same actor, one that is always busy would leave the
//! others nothing.

/// Whether the budget of this poll is spent.
#[cfg(feature = "tokio")]
pub(crate) fn is_spent() -> bool {
    !tokio::task::coop::has_budget_remaining()
}

/// Without tokio there is no budget.
#[cfg(not(feature = "tokio"))]
pub(crate) fn is_spent() -> bool {
    false
}
