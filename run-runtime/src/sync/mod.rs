//! What is shared between threads. Each module is run in every interleaving by `loom-tests`.

pub(crate) mod oneshot;
mod primitives;
pub(crate) mod stop;
mod waiters;
pub(crate) mod wakers;
