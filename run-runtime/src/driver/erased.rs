//! A group without its types, as the driver uses it. So the driver is compiled once, with the crate.

#[cfg(feature = "tokio")]
use core::time::Duration;
use core::{
    ops::Range,
    task::{Context, Poll},
};

#[cfg(feature = "std")]
use crate::outcome::names::Name;
#[cfg(feature = "std")]
use crate::state::{cold::Untyped, last_call::LastCall};
use crate::{
    driver::{
        limits::Asked,
        turns::{Order, Turns},
    },
    observe::recorder::Recorder,
    outcome::{names::Table, panic::Caught},
    slot::{
        limit::Passed,
        op::{SlotOp, SlotStatus, status},
    },
    state::lifecycle::Lifecycle,
};

/// The slots of a group, one by one, by index. An index counts as in [`List`](crate::slot::list::List).
pub(crate) trait Slots {
    fn lifecycle(&mut self) -> &mut Lifecycle;

    /// The index of the first actor in this slot. For any slot after the last, the number of all indices.
    fn index(&self, slot: u32) -> u32;

    /// What the actor with this number is called.
    #[cfg(feature = "std")]
    fn name(&self, number: u32) -> Name<'_>;

    /// Does something to the actor with this index, if there is one.
    fn apply(&mut self, index: u32, op: &mut SlotOp<'_, '_>);

    /// The number of all indices.
    fn indices(&self) -> u32 {
        self.index(u32::MAX)
    }
}

/// A group with all that a poll of it needs.
pub(crate) trait Driven: Slots {
    /// Polls all actors, in the order written.
    fn poll_all(&mut self, cx: &mut Context<'_>);

    /// Calls all interrupts that have not been called, in the order written.
    fn interrupt_all(&mut self);

    /// Traces the cause.
    fn trace_cause(&mut self);

    /// Calls the `on_cause` functions that have not been called.
    fn on_cause(&mut self);

    /// Keeps the panic of the actor that the group is at, or of its interrupt; or of its gate, if it has not been `started`.
    fn panicked(&mut self, caught: Caught, started: bool);

    /// Keeps the panic of a function or a future that the group was given.
    fn group_panicked(&mut self, caught: Caught);

    /// As in `Options::prepare`.
    fn prepare(&mut self);

    /// As in `Options::restart_limits`.
    fn restart_limits(&mut self);

    /// As in `Options::poll_asked`.
    fn poll_asked(&mut self, cx: &mut Context<'_>) -> Poll<Asked>;

    /// Whether it is still to be found out when all are ready.
    fn awaits_ready(&mut self) -> bool;

    /// All are ready.
    fn on_ready(&mut self);

    /// The startup limit has passed. Who is not ready is noted with the failure.
    #[cfg(feature = "tokio")]
    fn not_ready_in_time(&mut self, limit: Duration);

    /// As in `Options::poll_lame_duck`.
    fn poll_lame_duck(&mut self, cx: &mut Context<'_>) -> Poll<()>;

    /// As in `Options::poll_time_up`.
    fn poll_time_up(&mut self, cx: &mut Context<'_>) -> Poll<Passed>;

    fn recorder(&mut self) -> Option<&mut Recorder>;

    /// Records that the actor with this index is there, if it is one.
    fn record_actor(&mut self, index: u32);

    /// When actors have been interrupted, and when the group has given up.
    #[cfg(feature = "std")]
    fn last_call(&mut self) -> &mut LastCall;

    /// The part of the cold state that has no types, if there is one.
    #[cfg(feature = "std")]
    fn untyped(&mut self) -> Option<&mut Untyped>;

    /// Makes that part, if there is none.
    #[cfg(feature = "std")]
    fn make_untyped(&mut self);
}

pub(crate) fn status_at<G: Slots + ?Sized>(group: &mut G, index: u32) -> SlotStatus {
    status(&mut |op| group.apply(index, op))
}

/// Does `op` to all actors, in the order written.
#[inline(never)]
pub(crate) fn to_all(group: &mut dyn Driven, op: &mut SlotOp<'_, '_>) {
    for index in 0..group.indices() {
        group.apply(index, op);
    }
}

/// Does `what` to every actor of each slot that has one which `is_due`, in the order of turns. Slots that have none which `takes_part`
/// are as if they were vacant. Sets `had_turn` before each slot. After a panic of `what`, the next call goes on with what is due.
#[inline(never)]
pub(crate) fn each_in_turn<G: Slots + ?Sized>(
    group: &mut G,
    order: fn(&'static Table) -> Order,
    takes_part: fn(SlotStatus) -> bool,
    is_due: fn(SlotStatus) -> bool,
    mut what: impl FnMut(&mut G, u32),
    had_turn: &mut bool,
) {
    let table = group.lifecycle().table();
    let mut turns = Turns::new(order(table), u16::try_from(table.names.len()).unwrap_or(u16::MAX));
    let any = |group: &mut G, slot, is: fn(SlotStatus) -> bool| {
        indices_of(group, slot).map(|index| status_at(group, index)).any(|status| takes_part(status) && is(status))
    };
    while let Some(slot) = turns.next(is_due, &mut |slot, is| any(group, slot, is)) {
        *had_turn = true;
        for index in indices_of(group, slot) {
            what(group, index);
        }
    }
}

pub(crate) fn indices_of<G: Slots + ?Sized>(group: &G, slot: u16) -> Range<u32> {
    group.index(slot.into())..group.index(u32::from(slot) + 1)
}
