//! What is shared between threads. Each module but `clock` is run in every interleaving by `loom-tests`.

pub(crate) mod block_on;
pub(crate) mod clock;
#[cfg_attr(windows, allow(dead_code, reason = "events come in a thread, which delivers them itself"))]
pub(crate) mod marks;
pub(crate) mod oneshot;
mod primitives;
pub(crate) mod ready;
pub(crate) mod stop;
pub(crate) mod stopped;
mod tree;
#[cfg(test)]
mod tree_model;
mod waiters;
pub(crate) mod wakers;

use crate::sync::{marks::Marks, primitives::AtomicU32};

/// The signals of this process.
pub(crate) static SIGNALS: Marks = Marks { pending: AtomicU32::new(0), heeded: AtomicU32::new(0) };
