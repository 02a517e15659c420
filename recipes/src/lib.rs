//! Recipes for `run-group`: one file for each thing that a service runs, to be copied into yours.
//!
//! Each says what it does, why every interrupt is what it is, and what it does not cover. The tests of each start it,
//! use it, stop it as a service manager would, and check that the work in flight was finished.
#![cfg(unix)]
// A recipe always returns the error of its group.
#![allow(clippy::missing_errors_doc)]

pub mod actix_web;
pub mod axum;
pub mod blocking_calls;
pub mod blocking_flush;
pub mod dependency;
pub mod hyper;
pub mod job_queue;
pub mod kubernetes;
pub mod log_guard;
pub mod migration;
pub mod notify;
pub mod pool;
pub mod reload;
pub mod sd_notify;
pub mod second_runtime;
pub mod slow_drain;
pub mod standby;
pub mod std_process;
pub mod stdin;
pub mod terminal_child;
pub mod tokio_process;
pub mod tonic;
pub mod warm_cache;
pub mod websocket;

/// Pages of the guide that compare a group with crates which nothing else in the repository needs, or not with all their features.
#[cfg(doctest)]
mod guide {
    #[doc = include_str!("../../docs/from_go.md")]
    mod from_go {}
    #[doc = include_str!("../../docs/from_graceful_shutdown.md")]
    mod from_graceful_shutdown {}
    #[doc = include_str!("../../docs/from_select.md")]
    mod from_select {}
    #[doc = include_str!("../../docs/from_tasks.md")]
    mod from_tasks {}
}

#[cfg(test)]
mod support;
