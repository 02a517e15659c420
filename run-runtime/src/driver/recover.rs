//! How a poll of the group goes on after a panic.

use core::task::Context;

use crate::{
    driver::{
        erased::Driven,
        round::{Bounds, Round, Step},
    },
    observe::trace::GroupTrace,
    outcome::panic::{Caught, catch},
    slot::op::clear_after_panic,
};

/// Keeps a panic, drops what has panicked, and finds out with which actor the step goes on.
#[cold]
#[inline(never)]
pub(super) fn recover(round: &mut Round<'_>, group: &mut dyn Driven, caught: Caught) {
    match round.step {
        // A function that has been called is not called again; the others still are.
        Step::Cause | Step::OnCause => group.group_panicked(caught),
        // When the time is up can no longer be known. A shutdown without a bound would be the worse mistake.
        Step::Limits => {
            group.group_panicked(caught);
            group.lifecycle().give_up();
        }
        Step::Poll | Step::Interrupt | Step::GiveUp => {
            let start = if round.step == Step::Poll { round.start } else { 0 };
            let (index, indices) = (current_index(group), group.indices());
            // After an actor that has panicked, its interrupt is still to be polled; after an interrupt, nothing of the slot is.
            // Nor is it after a second panic at one actor: neither the actor nor its interrupt can have caused that one, but
            // something beside them, such as a `tracing` subscriber, which may do so for ever.
            let is_done = group.lifecycle().is_at_interrupt() || round.panicked.replace(index) == Some(index);
            round.done = (index + indices - start) % indices + u32::from(is_done);
            #[cfg(feature = "std")]
            if let Some(wakers) = round.wakers.as_mut().filter(|_| round.step == Step::Poll) {
                round.resumed = true;
                if !is_done {
                    wakers.add(index);
                }
            }
            keep_and_clear(group, caught);
        }
    }
}

/// Goes on with a poll of the fast path that has got to this step, after a panic.
#[cold]
#[inline(never)]
pub(super) fn resume(
    step: Step,
    caught: Caught,
    group: &mut dyn Driven,
    trace: &mut GroupTrace,
    cx: &mut Context<'_>,
) -> Option<u32> {
    let bounds = Bounds { bounded: false, retains: false };
    Round::new(group.lifecycle(), trace, bounds).run(group, cx, |round, group| {
        // By now the lifecycle is at the actor that has panicked. The fast path began with the first one.
        (round.start, round.first_polled) = (0, 0);
        round.step = step;
        recover(round, group, caught);
    })
}

/// Keeps the panic, and drops what it came from. That may panic again.
fn keep_and_clear(group: &mut dyn Driven, caught: Caught) {
    let mut next = Some(caught);
    while let Some(caught) = next {
        group.panicked(caught);
        let (index, at_interrupt) = (current_index(group), group.lifecycle().is_at_interrupt());
        next = catch(|| clear_after_panic(&mut |op| group.apply(index, op), at_interrupt)).err();
    }
}

/// The index of the actor that the group is at.
fn current_index(group: &mut dyn Driven) -> u32 {
    let place = group.lifecycle().current_place();
    group.index(place.slot.into()) + place.item
}
