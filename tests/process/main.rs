//! What needs a process of its own: signals, exit codes, the examples as their users run them.
#![cfg(unix)]

mod caller;
mod deadline;
mod examples;
mod exit_code;
mod leaks;
mod load;
mod moments;
mod monitor;
mod service;
mod signals;
mod support;
