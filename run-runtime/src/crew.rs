//! A group as it is driven: its actors and what is known of them, whatever their types. So the code that drives groups is
//! compiled once, and not with each.

use core::{
    ops::Range,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use crate::kept::Aside;
use crate::{
    act::{Act, Seen, look},
    course::Course,
    order::Turns,
    panic::Caught,
    record::Record,
};

/// The actors with their interrupts, one by one. An index counts what there is room for, as in
/// [`List`](crate::list::List).
pub(crate) trait Crew {
    /// How far the group has got.
    fn course(&mut self) -> &mut Course;

    /// The index of the first actor in this slot; behind the last slot, how many actors there is room for.
    fn index(&self, slot: u32) -> u32;

    /// Does something to the actor with this index, if there is one there.
    fn act(&mut self, index: u32, act: &mut Act<'_, '_>);

    /// How many actors there is room for.
    fn room(&self) -> u32 {
        self.index(u32::MAX)
    }
}

/// What a poll of the group needs besides.
pub(crate) trait Work: Crew {
    /// Polls all, in the order written.
    fn poll_each(&mut self, cx: &mut Context<'_>);

    /// Calls all interrupts that have not been called, in the order written.
    fn interrupt_each(&mut self);

    /// Calls what is to be called with the cause and has not been: for the `first` time, or again behind a panic.
    fn on_cause(&mut self, first: bool);

    /// Keeps a panic: that of the current actor, or the group's own, of what it was given to call.
    fn panicked(&mut self, caught: Caught, group: bool);

    /// As in [`Options`](crate::options::Options).
    fn prepare(&mut self);

    /// As above.
    fn poll_served(&mut self, cx: &mut Context<'_>) -> Poll<()>;

    /// As above.
    fn poll_up(&mut self, cx: &mut Context<'_>) -> Poll<()>;

    fn record(&mut self) -> Option<&mut Record>;

    /// What is kept aside, if anything is.
    #[cfg(feature = "std")]
    fn aside(&mut self) -> Option<&mut Aside>;

    /// From now on something is, though there may be nothing in it.
    #[cfg(feature = "std")]
    fn make_aside(&mut self);
}

pub(crate) fn look_at<C: Crew + ?Sized>(crew: &mut C, index: u32) -> Seen {
    look(&mut |act| crew.act(index, act))
}

/// Does this to every slot of which something remains, in its turn: until it is nobody's. Whatever panics in between, the
/// next call goes on behind it. Before each, `turn` is set.
#[inline(never)]
pub(crate) fn in_turn<C: Crew + ?Sized>(
    crew: &mut C,
    remains: fn(Seen) -> bool,
    does: impl Fn(&mut C, u32),
    turn: &mut bool,
) {
    let mut turns = Turns::new(crew.course().table);
    while let Some(slot) =
        turns.next(remains, &mut |slot, is| indices(crew, slot).any(|index| is(look_at(crew, index))))
    {
        *turn = true;
        for index in indices(crew, slot) {
            does(crew, index);
        }
    }
}

fn indices<C: Crew + ?Sized>(crew: &C, slot: u16) -> Range<u32> {
    crew.index(slot.into())..crew.index(u32::from(slot) + 1)
}
