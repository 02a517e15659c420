//! What the contract promises, a module for each of its areas.

mod allocations;
mod cfg;
mod deadlines;
mod drops;
mod dsl;
mod errors;
mod executors;
mod fairness;
mod finish;
mod gates;
mod interrupts;
mod laws;
mod model;
mod order;
mod original;
mod outcomes;
mod panics;
mod rows;
mod send_sync;
mod sizes;
mod stop;
mod support;
mod tasks;
mod threads;
mod wakers;
