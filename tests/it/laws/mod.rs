//! The laws of the contract, a module each, with the numbers that they have there.

mod cause;
mod deadline;
mod drop;
mod empty;
mod fairness;
mod interrupt_all;
mod join;
mod never_twice;
mod panics;
mod result;
mod start;
mod wakes;
