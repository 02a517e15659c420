//! What the contract promises, a module for each of its areas.

mod allocations;
mod dsl;
mod errors;
mod executors;
mod fairness;
mod laws;
mod original;
mod panics;
mod sizes;
mod stop;
mod support;
mod threads;
mod wakers;
