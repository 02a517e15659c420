//! What the contract promises, a module for each of its areas.

mod allocations;
mod before_the_merge;
mod cfg;
mod dsl;
mod errors;
mod executors;
mod finish;
mod gates;
mod interrupts;
mod laws;
mod models;
mod original;
mod outcomes;
mod report;
mod rows;
mod send_sync;
mod sizes;
mod stop;
mod support;
mod tasks;
mod threads;

use before_the_merge::{fairness, model};
