//! The runtime's `sync`: the product's own files, on loom's primitives.

#[path = "../../../run-runtime/src/sync/block_on.rs"]
mod block_on;
#[allow(dead_code, reason = "a forked process is no interleaving")]
#[path = "../../../run-runtime/src/sync/marks.rs"]
pub(crate) mod marks;
#[allow(dead_code, reason = "a question that is asked under no race")]
#[path = "../../../run-runtime/src/sync/oneshot.rs"]
pub(crate) mod oneshot;
pub(crate) mod primitives;
#[path = "../../../run-runtime/src/sync/ready.rs"]
pub(crate) mod ready;
#[path = "../../../run-runtime/src/sync/stop.rs"]
pub(crate) mod stop;
#[path = "../../../run-runtime/src/sync/stopped.rs"]
pub(crate) mod stopped;
#[path = "../../../run-runtime/src/sync/tree.rs"]
mod tree;
#[path = "../../../run-runtime/src/sync/waiters.rs"]
mod waiters;
#[allow(dead_code, reason = "with which actor a poll begins is no interleaving")]
#[path = "../../../run-runtime/src/sync/wakers.rs"]
pub(crate) mod wakers;
