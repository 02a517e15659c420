//! Whether all are ready; who is not, and whom they wait for.

#[cfg(feature = "std")]
use std::vec::Vec;

use crate::{
    driver::erased::{Slots, status_at},
    slot::op::SlotStatus,
};
#[cfg(feature = "std")]
use crate::{
    driver::{erased::indices_of, turns::Order},
    outcome::error::Unready,
};

/// Whether all actors are ready.
pub(super) fn is_ready<G: Slots + ?Sized>(group: &mut G) -> bool {
    !(0..group.indices()).map(|index| status_at(group, index)).any(SlotStatus::is_unready)
}

/// The actors that are not ready, in the order written.
#[cfg(feature = "std")]
#[cold]
pub(crate) fn unready(group: &mut dyn Slots) -> Vec<Unready> {
    let mut unready = Vec::new();
    for index in 0..group.indices() {
        let status = status_at(group, index);
        if status.is_unready() && !status.unlisted {
            let name = group.name(status.number).to_text();
            unready.push(Unready { name, waits_for: waits_for(group, status) });
        }
    }
    unready
}

/// The actors and rows that it waits for.
#[cfg(feature = "std")]
fn waits_for(group: &mut dyn Slots, status: SlotStatus) -> Vec<&'static str> {
    if !status.held {
        return Vec::new();
    }
    let table = group.lifecycle().table();
    let failed = group.lifecycle().cause().and_then(|(number, _)| number);
    let awaited = Order::of_start(table).awaited(table.position(status.number).slot);
    let is_awaited = |(slot, waits_for): &(u16, fn(SlotStatus) -> bool)| {
        let mut statuses = indices_of(group, *slot).map(|index| status_at(group, index));
        // Also for one that has just failed.
        statuses.any(|status| waits_for(status) || status.never_ready || Some(status.number) == failed)
    };
    awaited.filter(is_awaited).map(|(slot, _)| table.slot_name(slot)).collect()
}
