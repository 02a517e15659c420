//! What the contract promises, a module for each of its areas.

mod api;
mod costs;
mod dsl;
mod laws;
mod models;
mod support;
