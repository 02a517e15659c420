//! Law 14: when an actor is ready, and what waits for that. `models::start` tries every order of up to four actors.

mod after;
mod cause;
mod missing;
mod nested;
mod on_ready;
mod panics;
mod record;
mod rows;
mod startup;
mod unready;
mod unset;
mod wakes;
mod who;

use std::{
    future::{Future, poll_fn},
    task::Poll,
};

use run_group::Ready;

use crate::support::{DetectDrop, Flag, Log};

/// An actor that sets its `Ready` in the first poll that sees its flag set, and goes on for ever. It says `poll x` at every
/// poll, and `drop x` when it is dropped.
fn sets(name: &'static str, log: &Log, ready: Ready, when: &Flag) -> impl Future<Output = ()> {
    let (log, when, detect) = (log.clone(), when.clone(), DetectDrop(name, log.clone()));
    poll_fn(move |cx| {
        // The closure holds all of it.
        let _ = &detect;
        log.say(format_args!("poll {name}"));
        if when.wait(cx) {
            ready.set();
        }
        Poll::Pending
    })
}
