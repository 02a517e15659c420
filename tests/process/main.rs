//! What needs a process of its own: signals, exit codes, the examples as their users run them.
#![cfg(unix)]

mod client;
mod codes;
mod deadline;
mod examples;
mod leaks;
mod load;
mod process;
mod service;
mod signals;
