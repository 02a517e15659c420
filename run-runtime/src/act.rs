//! What is done to one actor, apart from the others.

use core::{pin::Pin, task::Context};

use crate::{list::List, state::State};

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

pub(crate) fn look<E, L: List<E>>(list: Pin<&mut L>, index: u32, first: u32, state: &mut State<E>) -> Seen {
    let mut seen = Seen::default();
    list.act(index, first, state, &mut Act::Look(&mut seen));
    seen
}

// What drops both drops the actor first. If a drop panics, the next call goes on behind it.

/// Its time is up: where it has been told to end, it is stuck.
pub(crate) fn give_up<E, L: List<E>>(mut list: Pin<&mut L>, index: u32, first: u32, state: &mut State<E>) {
    let seen = look(list.as_mut(), index, first, state);
    if seen.is_ending() {
        state.course.enter(seen.number);
        list.as_mut().act(index, first, state, &mut Act::Stuck);
        list.as_mut().act(index, first, state, &mut Act::Drop { cancel: false });
        list.act(index, first, state, &mut Act::Clear);
    }
}

/// It has panicked, or while it was `telling` its interrupt has.
pub(crate) fn clear<E, L: List<E>>(mut list: Pin<&mut L>, index: u32, state: &mut State<E>, telling: bool) {
    if !telling {
        return list.act(index, 0, state, &mut Act::Drop { cancel: false });
    }
    let seen = look(list.as_mut(), index, 0, state);
    let knows = seen.tells_anyway && !seen.waiting;
    if !knows {
        list.as_mut().act(index, 0, state, &mut Act::Drop { cancel: true });
    }
    list.act(index, 0, state, &mut Act::Clear);
}

/// The group is dropped: what that does not end is told first, and not waited for.
pub(crate) fn abandon<E, L: List<E>>(mut list: Pin<&mut L>, index: u32, state: &mut State<E>) {
    let seen = look(list.as_mut(), index, 0, state);
    if seen.survives_drop && seen.untold {
        list.as_mut().act(index, 0, state, &mut Act::Tell);
    }
    list.as_mut().act(index, 0, state, &mut Act::Drop { cancel: false });
    list.act(index, 0, state, &mut Act::Clear);
}
