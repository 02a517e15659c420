//! What a group says of itself: events and spans for `tracing`, and the record that a report is made of.
//!
//! Each has a stand-in for where its feature is off, so that callers need few `cfg`s of their own.

#[cfg_attr(not(feature = "std"), path = "no_recorder.rs")]
pub(crate) mod recorder;
#[cfg(feature = "std")]
pub mod status;
#[cfg_attr(not(feature = "tracing"), path = "no_trace.rs")]
pub(crate) mod trace;
