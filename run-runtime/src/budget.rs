//! How much its task lets a group do in one poll.
//!
//! A task of tokio's has a budget for each poll: when it is spent, every channel, timer and socket says that it is not
//! ready. All actors of a group share it. If every pass began with the same actor, one that is always busy would leave
//! the others nothing, ever.

/// Whether nothing is left of it.
#[cfg(feature = "tokio")]
pub(crate) fn is_spent() -> bool {
    !tokio::task::coop::has_budget_remaining()
}

/// Other tasks have none.
#[cfg(not(feature = "tokio"))]
pub(crate) fn is_spent() -> bool {
    false
}
