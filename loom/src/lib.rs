//! Every interleaving of the runtime's concurrent modules, and every value that their atomics may be seen with.
//!
//! The modules are the runtime's own files. They take their locks and atomics from `crate::sync`, which here are those of
//! [loom](https://docs.rs/loom). To model one more module: name what it uses in `sync`, include its file below, and give
//! it a file of models.
//!
//! `cargo test -p loom-tests` prints for each model how many interleavings there are, and how often each outcome was
//! seen.

#![cfg(test)]

mod explore;
mod sync;

// What the modules take from the rest of the runtime.
mod cause;
mod interrupt;

#[path = "../../run-runtime/src/mailbox.rs"]
mod mailbox;
#[path = "../../run-runtime/src/stop.rs"]
mod stop;
#[path = "../../run-runtime/src/wake.rs"]
mod wake;

#[path = "oneshot.rs"]
mod oneshot_models;
#[path = "stop.rs"]
mod stop_models;
#[path = "wake.rs"]
mod wake_models;
