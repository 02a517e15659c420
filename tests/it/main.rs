//! What the contract promises, a module for each of its areas.

mod allocations;
mod deadlines;
mod drops;
mod dsl;
mod errors;
mod executors;
mod fairness;
mod interrupts;
mod laws;
mod model;
mod order;
mod original;
mod outcomes;
mod panics;
mod send_sync;
mod sizes;
mod stop;
mod support;
mod threads;
mod wakers;
