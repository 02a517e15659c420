//! What is done to one actor, apart from the others.

use core::task::Context;

/// What is done to one actor with its interrupt, whatever its type: one way to each, for all that is not done so often
/// that it is worth one of its own.
#[allow(missing_debug_implementations, reason = "it is made to be done")]
pub enum Act<'a, 'cx> {
    Poll(&'a mut Context<'cx>),
    Interrupt,
    Look(&'a mut Seen),
    /// Tells it that the group is dropped.
    Tell,
    /// Says that it is stuck.
    Stuck,
    /// Drops the actor, if it is live; to `cancel` it, unless that does not end it.
    Drop {
        cancel: bool,
    },
    /// Drops what is left of the interrupt.
    Clear,
    /// The group returns.
    Release,
    /// Asks what stays of it whether the group is to give up.
    Watch(&'a mut Context<'cx>, &'a mut bool),
}

/// What there is of an actor with its interrupt: nothing, where there is none.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a question that somebody asks")]
pub struct Seen {
    pub(crate) number: u32,
    /// The actor has not ended.
    pub(crate) live: bool,
    /// Its gate has not opened.
    pub(crate) waiting: bool,
    /// It runs on when it is dropped.
    pub(crate) survives_drop: bool,
    /// Its interrupt has not been called.
    pub(crate) untold: bool,
    /// Its interrupt has been called, and has not finished.
    pub(crate) telling: bool,
    /// Its interrupt tells it also where it panics.
    pub(crate) tells_anyway: bool,
}

impl Seen {
    /// Anything.
    pub(crate) fn any(self) -> bool {
        self.live || self.untold || self.telling
    }

    /// Something that has been told to end.
    pub(crate) fn is_ending(self) -> bool {
        !self.untold && (self.live || self.telling)
    }
}

/// Does something to the one actor that it is about.
pub(crate) type Do<'a> = &'a mut dyn FnMut(&mut Act<'_, '_>);

pub(crate) fn look(act: Do<'_>) -> Seen {
    let mut seen = Seen::default();
    act(&mut Act::Look(&mut seen));
    seen
}

// What drops both drops the actor first. If a drop panics, the next call goes on behind it.

/// Its time is up: where it has been told to end, it is stuck.
pub(crate) fn give_up(act: Do<'_>) {
    if look(act).is_ending() {
        act(&mut Act::Stuck);
        act(&mut Act::Drop { cancel: false });
        act(&mut Act::Clear);
    }
}

/// It has panicked, or while it was `telling` its interrupt has.
pub(crate) fn clear(act: Do<'_>, telling: bool) {
    if !telling {
        return act(&mut Act::Drop { cancel: false });
    }
    let seen = look(act);
    let knows = seen.tells_anyway && !seen.waiting;
    if !knows {
        act(&mut Act::Drop { cancel: true });
    }
    act(&mut Act::Clear);
}

/// The group is dropped: what that does not end is told first, and not waited for.
pub(crate) fn abandon(act: Do<'_>) {
    let seen = look(act);
    if seen.survives_drop && seen.untold {
        act(&mut Act::Tell);
    }
    act(&mut Act::Drop { cancel: false });
    act(&mut Act::Clear);
}
