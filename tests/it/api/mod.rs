//! The public items beside the list.

mod any_error;
mod any_group;
mod cause;
mod dotnet;
mod dskit;
mod error;
mod executors;
mod oklog;
mod report;
mod run;
mod send_sync;
mod status;
mod stop;
pub mod support;
pub mod task;
mod thread;
mod until;
