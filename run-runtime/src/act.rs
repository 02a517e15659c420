//! What is done to one actor, apart from the others.

use core::task::Context;

use crate::order::Ahead;

/// What is done to one actor with its interrupt, whatever its type: one way to each, for all that is not done so often
/// that it is worth one of its own.
#[allow(missing_debug_implementations, reason = "it is made to be done")]
pub enum Act<'a, 'cx> {
    Poll(&'a mut Context<'cx>),
    Interrupt,
    /// Its time is up.
    GiveUp,
    /// Drops what has panicked.
    Clear,
    /// The group is dropped.
    Abandon,
    /// The group returns.
    Release,
    /// Asks what stays of it whether the group is to give up.
    Watch(&'a mut Context<'cx>, &'a mut bool),
    /// Adds what it has before it.
    Look(&'a mut Ahead),
    /// Records whether it has been started.
    Record,
    /// Adds its name, if it has been interrupted and has not ended.
    #[cfg(feature = "tracing")]
    Wait(&'a mut std::vec::Vec<crate::table::Name>),
}
