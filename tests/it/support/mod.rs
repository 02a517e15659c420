//! What the tests share, one noun a file.

mod actors;
pub mod budget;
mod drops;
mod flag;
mod log;
pub mod numbered;
mod panics;
mod pin_check;
mod polling;
mod random;
mod results;
mod script;
mod time;
mod wakers;

pub use self::{
    actors::Actors,
    drops::{DetectDrop, PanicOnDrop},
    flag::Flag,
    log::Log,
    panics::{panic_of, panic_text},
    pin_check::PinCheck,
    polling::{drive, drive_beside_threads, poll, poll_once, ready},
    random::Random,
    results::failures,
    script::{Script, Step, done, holding, script},
    time::SECOND,
    wakers::{KeptWaker, Wakes, counting_waker, on_another_thread},
};
