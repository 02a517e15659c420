//! What the tests share: processes to look at from outside, and clients of an HTTP service.

mod client;
mod example;
#[path = "../../support/process.rs"]
mod process;
mod random;
mod running;
mod service;
pub mod sigaction;

use self::example::example;
pub use self::{
    client::{Connection, Habit, Seen, balancer, client},
    process::{End, GUARD, Process, alone, expect_code, program, test_of},
    random::{number, random, seed},
    running::{kill, shell},
    service::service,
};
