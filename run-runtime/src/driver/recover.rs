//! How a poll of the group goes on after a panic.

use core::task::Context;

#[cfg(feature = "std")]
use crate::{driver::last_call::give_up, outcome::gave_up::GaveUp, state::last_call::Terms};
use crate::{
    driver::{
        erased::{Driven, status_at},
        limits::GroupLimits,
        round::{Round, Step},
    },
    observe::trace::GroupTrace,
    outcome::panic::{Caught, catch},
    slot::op::clear_after_panic,
    state::lifecycle::Phase,
};

/// Keeps a panic and drops what has panicked. Then sets the step, and how many actors it is done with, so that the round goes
/// on after the panic.
#[cold]
#[inline(never)]
pub(super) fn recover(round: &mut Round<'_>, group: &mut dyn Driven, caught: Caught) {
    match round.step {
        // A function that has been called is not called again; the others still are.
        Step::OnCause => group.group_panicked(caught),
        // It can no longer be known when the time is up. To stop now is a smaller mistake than never to stop.
        Step::Limits => {
            group.group_panicked(caught);
            if matches!(group.lifecycle().phase(), Phase::LameDuck | Phase::LameDuckOver) {
                // The interrupts have not been called.
                round.step = Step::Interrupt;
            }
            #[cfg(feature = "std")]
            give_up(group, GaveUp::TimeUp, Terms::AT_ONCE);
            #[cfg(not(feature = "std"))]
            group.lifecycle().give_up();
        }
        Step::Poll | Step::Settle | Step::Interrupt | Step::Cut => {
            let start = if round.step == Step::Poll { round.start } else { 0 };
            let (index, indices) = (current_index(group), group.indices());
            // After a panic of an actor, its interrupt is still to be polled. The step is done with a slot after a panic of its
            // interrupt, which comes last; and after a second panic at its actor, which could otherwise repeat for ever, as that
            // of a `tracing` subscriber may.
            let is_done = group.lifecycle().is_at_interrupt() || round.panicked.replace(index) == Some(index);
            round.done = (index + indices - start) % indices + u32::from(is_done);
            #[cfg(feature = "std")]
            if let Some(wakers) = round.wakers.as_mut().filter(|_| round.step == Step::Poll) {
                round.bits_taken = true;
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
pub(super) fn go_on_in_round(
    step: Step,
    caught: Caught,
    group: &mut dyn Driven,
    trace: &mut GroupTrace,
    cx: &mut Context<'_>,
) -> Option<u32> {
    let limits = GroupLimits::NONE;
    Round::new(group.lifecycle(), trace, limits, 0).run(group, cx, |round, group, _| {
        round.step = step;
        recover(round, group, caught);
    })
}

/// Keeps the panic, and drops what it came from. That may panic again.
fn keep_and_clear(group: &mut dyn Driven, caught: Caught) {
    let mut next = Some(caught);
    while let Some(caught) = next {
        let (index, at_interrupt) = (current_index(group), group.lifecycle().is_at_interrupt());
        let started = !status_at(group, index).waiting;
        // It is kept first, and then traced. If a `tracing` subscriber panics, that is not worth a second try.
        let _ = catch(|| group.panicked(caught, started));
        next = catch(|| clear_after_panic(&mut |op| group.apply(index, op), at_interrupt)).err();
    }
}

/// The index of the actor that the group is at.
fn current_index(group: &mut dyn Driven) -> u32 {
    let position = group.lifecycle().current_position();
    group.index(position.slot.into()) + position.item
}
