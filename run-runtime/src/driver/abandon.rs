//! How a group is dropped before its end.

use crate::{
    driver::{
        erased::{Slots, each_in_turn},
        turns::Order,
    },
    outcome::panic::catch,
    slot::op::{SlotOp, SlotStatus, abandon},
};

/// Drops the actors of a group in the order written, or where some outlive others, each in its turn. The first panic is
/// resumed when all are dropped, unless the group is dropped by a panic.
#[cold]
pub(crate) fn abandon_all(group: &mut dyn Slots) {
    until_done(group, |group| {
        if group.lifecycle().is_ordered() {
            each_in_turn(
                group,
                Order::of_stop,
                |_| true,
                SlotStatus::remains,
                |group, index| abandon_at(group, index, false),
                &mut false,
            );
        } else {
            (0..group.indices()).for_each(|index| abandon_at(group, index, false));
        }
    });
}

/// Does the same in a group that is an actor, and stays until the tasks in it have ended, which are cancelled.
#[cold]
pub(crate) fn drop_all(group: &mut dyn Slots) {
    until_done(group, |group| {
        if group.lifecycle().is_ordered() {
            each_in_turn(
                group,
                Order::of_stop,
                |_| true,
                SlotStatus::remains,
                |group, index| abandon_at(group, index, true),
                &mut false,
            );
        }
        // Also what outlives a task.
        for index in 0..group.indices() {
            abandon_at(group, index, true);
            group.apply(index, &mut SlotOp::Release);
        }
    });
}

fn abandon_at<G: Slots + ?Sized>(group: &mut G, index: u32, cancel: bool) {
    abandon(&mut |op| group.apply(index, op), cancel);
}

/// Calls `drop` until it does not panic: a slot whose drop has panicked is visited again, for what remains in it.
fn until_done(group: &mut dyn Slots, drop: impl Fn(&mut dyn Slots)) {
    let mut first = None;
    while let Err(caught) = catch(|| drop(group)) {
        if first.is_none() {
            first = Some(caught);
        }
    }
    if let Some(first) = first {
        first.resume_unless_panicking();
    }
}
