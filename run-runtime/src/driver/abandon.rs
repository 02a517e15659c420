//! How a group is dropped before its end.

use crate::{
    driver::erased::{Slots, each_in_turn},
    outcome::panic::catch,
    slot::op::{SlotStatus, abandon},
};

/// Drops the actors of a group in the order written, or where some outlive others, each in its turn. The first panic is
/// resumed when all are dropped, unless the group is dropped by a panic.
#[cold]
pub(crate) fn abandon_all(group: &mut dyn Slots) {
    let abandon_at = |group: &mut dyn Slots, index| abandon(&mut |op| group.apply(index, op));
    let mut first = None;
    // A slot whose drop has panicked is visited again, for what remains in it.
    while let Err(caught) = catch(|| {
        if group.lifecycle().is_ordered() {
            each_in_turn(group, |_| true, SlotStatus::remains, |group, index| abandon_at(group, index), &mut false);
        } else {
            (0..group.indices()).for_each(|index| abandon_at(group, index));
        }
    }) {
        if first.is_none() {
            first = Some(caught);
        }
    }
    if let Some(first) = first {
        first.resume_unless_panicking();
    }
}
