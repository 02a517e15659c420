//! What needs a process of its own: signals, exit codes, the examples as their users run them.
#![cfg(unix)]

mod examples;
mod leaks;
mod process;
mod service;
mod signals;
