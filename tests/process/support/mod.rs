//! What the tests share: processes to look at from outside, and clients of an HTTP service.

mod client;
mod process;
mod service;
pub mod sigaction;

use self::process::example;
pub use self::{
    client::{Connection, Habit, Seen, balancer, client},
    process::{End, GUARD, Process, alone, expect_code, kill, shell, test_of},
    service::service,
};
