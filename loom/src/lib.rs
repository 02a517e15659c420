//! Every interleaving of the runtime's concurrent modules, and every value that their atomics may be seen with.
//!
//! The modules are the runtime's own files, in `sync`, where `primitives` has the locks and atomics of
//! [loom](https://docs.rs/loom). To model one more module: name what it uses in `primitives`, include its file below,
//! and give it a file of models.
//!
//! `cargo test -p loom-tests` prints for each model how many interleavings there are, and how often each outcome was
//! seen.

#![cfg(test)]

mod explore;

mod sync;

#[path = "marks.rs"]
mod marks_models;
#[path = "oneshot.rs"]
mod oneshot_models;
#[path = "ready.rs"]
mod ready_models;
#[path = "stop.rs"]
mod stop_models;
#[path = "wakers.rs"]
mod wakers_models;
