//! Stands for `trace` where the feature `tracing` is off: nothing is observed, and all of it compiles to nothing.
#![allow(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "the signatures are those of `trace`")]

use core::fmt;

use crate::outcome::{end::End, names::Name};

pub(crate) const ON: bool = false;

pub(crate) fn stopping(_: Option<&str>, _: &dyn fmt::Display) {}

#[cfg(feature = "std")]
pub(crate) fn ready(_: Name<'_>) {}

pub(crate) fn interrupted(_: Name<'_>) {}

pub(crate) fn ended(_: &str, _: End<&dyn fmt::Display>) {}

#[derive(Debug)]
pub(crate) struct ActorSpan;

impl ActorSpan {
    pub(crate) const NEW: Self = ActorSpan;

    pub(crate) fn enter(&mut self, _: Name<'_>) -> Entered {
        Entered
    }
}

pub(crate) struct Entered;

impl Entered {
    pub(crate) fn poll(&self, _: bool) -> PollTimer {
        PollTimer
    }
}

pub(crate) struct PollTimer;

impl PollTimer {
    pub(crate) fn opened(&self) {}
}

#[derive(Debug)]
pub(crate) struct GroupTrace;

impl GroupTrace {
    pub(crate) const NEW: Self = GroupTrace;

    pub(crate) fn start(&mut self, _: u32) {}
    pub(crate) fn cause(&mut self) {}
    pub(crate) fn end(&self) {}
}

#[cfg(feature = "std")]
pub(crate) fn in_current_span<T>(f: impl FnOnce() -> T) -> impl FnOnce() -> T {
    f
}

#[cfg(feature = "tokio")]
pub(crate) fn future_in_current_span<F: Future>(future: F) -> F {
    future
}

/// The spans of the members of a set: there are none.
#[cfg(feature = "tokio")]
#[derive(Clone, Debug)]
pub(crate) struct MemberSpans;

#[cfg(feature = "tokio")]
impl MemberSpans {
    pub(crate) fn of(_: &str) -> Self {
        MemberSpans
    }

    pub(crate) fn enter<F: Future>(&self, _: &str, future: F) -> F {
        future
    }
}
