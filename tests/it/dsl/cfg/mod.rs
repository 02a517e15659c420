//! `#[cfg]` on actors: one that is configured out is not there.
//!
//! `#[cfg(all())]` is in and `#[cfg(any())]` is out in every configuration, so one test binary has them all.

mod configurations;
mod forms;
mod names;
