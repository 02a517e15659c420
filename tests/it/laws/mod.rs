//! The laws of `docs/laws.md`, a module each.

mod cause;
mod deadline;
mod drop;
mod empty;
mod fairness;
mod interrupt_all;
mod join;
mod members;
mod never_twice;
mod panics;
mod ready;
mod result;
mod start;
mod wakes;
