//! One poll of a group of which nothing is asked but to run, as most are.

use core::task::Context;

use crate::{
    course::Phase,
    crew::Work,
    panic::catch,
    pass::{At, Stage, Step, go_on_behind, next},
    trace::Life,
};

/// What a [`Pass`](crate::pass) does, in a straight line, where there is no deadline, no order, no report and nobody has a
/// waker of his own. Behind a panic it is for a pass to go on.
#[inline(never)]
pub(crate) fn poll(work: &mut dyn Work, life: &mut Life, mut at: At, cx: &mut Context<'_>) -> Option<u32> {
    match catch(|| straight(work, &mut at, cx)) {
        Err(caught) => go_on_behind(caught, at, work, life, cx),
        Ok(()) if work.course().live == 0 => None,
        Ok(()) => Some(next(0, work)),
    }
}

#[inline]
fn straight(work: &mut dyn Work, at: &mut At, cx: &mut Context<'_>) {
    work.poll_each(cx);
    if at.stage != Stage::Running || !work.course().has_cause() {
        return;
    }
    *at = At { step: Step::Cause, stage: Stage::Stopping };
    work.on_cause(true);
    *at = At { step: Step::Interrupt, stage: Stage::Polled };
    work.course().phase = Phase::Draining;
    work.interrupt_each();
    if work.course().live > 0 {
        at.step = Step::Poll;
        work.poll_each(cx);
    }
}
