//! What the contract promises, a module for each of its areas.

mod api;
mod costs;
mod deadlines;
mod drops;
mod dsl;
mod fairness;
mod lame_duck;
mod laws;
mod model;
mod order;
mod panics;
mod support;
mod wakers;
mod woken;
