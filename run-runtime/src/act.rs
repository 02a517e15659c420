//! What is done to one actor, apart from the others.

use core::task::Context;

/// What is done to one actor with its interrupt, whatever its type: one way to each, for all that is not done so often
/// that it is worth one of its own.
#[allow(missing_debug_implementations, reason = "it is made to be done")]
pub enum Act<'a, 'cx> {
    Poll(&'a mut Context<'cx>),
    Interrupt,
    /// Tells what is live of it.
    Look(&'a mut Seen),
    /// Its time is up.
    GiveUp,
    /// Drops what has panicked: the actor, or its interrupt.
    Clear {
        telling: bool,
    },
    /// The group is dropped.
    Abandon,
    /// The group returns.
    Release,
    /// Asks what stays of it whether the group is to give up.
    Watch(&'a mut Context<'cx>, &'a mut bool),
}

/// What is live of an actor: nothing, where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    pub(crate) number: u32,
    /// The actor has not ended.
    pub(crate) live: bool,
    /// Its gate has not opened.
    pub(crate) waiting: bool,
    /// Its interrupt has not been called.
    pub(crate) untold: bool,
    /// Its interrupt has been called, and has not finished.
    pub(crate) telling: bool,
}

impl Seen {
    /// Anything.
    pub(crate) fn any(self) -> bool {
        self.live || self.untold || self.telling
    }
}
