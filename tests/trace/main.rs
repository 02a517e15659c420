//! What `tracing` is given: stable names, which dashboards and alerts may rely on.

mod events;
mod lines;
mod start;
mod subscriber;
