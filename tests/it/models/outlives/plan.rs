//! What the actors of a group plan to do, and what can be seen of them.

use crate::support::Random;

pub const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

/// The form of an actor's interrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `=> drop`
    Drop,
    /// `=> { .. }`
    Block,
    /// `=> || { ..; async { .. } }`
    Async,
    /// `|stop|`
    Stop,
}

pub const FORMS: [Form; 4] = [Form::Drop, Form::Block, Form::Async, Form::Stop];

/// How an actor or its interrupt ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    Ok,
    Err,
    Panic,
}

/// What one actor does.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub form: Form,
    /// In which of its polls it ends by itself, counted from 1.
    pub ends_at: Option<u32>,
    /// How often it is polled after it was asked to stop, before the poll in which it ends.
    pub lingers: u32,
    pub end: Finish,
    /// How many polls its `async` interrupt needs, at least one.
    pub interrupt_polls: u32,
    /// How its interrupt ends. A block that fails panics; a `|stop|` alone cannot fail.
    pub interrupt_end: Finish,
    /// Whether its drop panics.
    pub drop_panics: bool,
    /// Whether it and its `async` interrupt wake themselves in each poll that leaves them pending.
    pub wakes_itself: bool,
}

impl Plan {
    /// An actor that waits for its interrupt, and ends with `Ok` in the first poll after it.
    pub fn waits(form: Form) -> Self {
        Plan {
            form,
            ends_at: None,
            lingers: 0,
            end: Finish::Ok,
            interrupt_polls: 1,
            interrupt_end: Finish::Ok,
            drop_panics: false,
            wakes_itself: false,
        }
    }

    /// A plan for an actor that is not the cause. Where `fails`, it may fail in every way there is.
    pub fn random(random: &mut Random, form: Form, fails: bool) -> Self {
        let mut finish = || match random.below(8) {
            0 if fails => Finish::Err,
            1 if fails => Finish::Panic,
            _ => Finish::Ok,
        };
        let (end, interrupt_end) = (finish(), finish());
        Plan {
            form,
            // Not in the first poll, which is the one of the cause.
            ends_at: random.one_in(3).then(|| 2 + random.below(4)),
            lingers: random.below(3),
            end,
            interrupt_polls: 1 + random.below(3),
            interrupt_end,
            drop_panics: fails && random.one_in(8),
            wakes_itself: random.one_in(3),
        }
    }
}

/// What can be seen of a group. Each event is of one actor, given by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Polled(usize),
    Dropped(usize),
    /// Its interrupt was called.
    Called(usize),
    /// Its `async` interrupt was polled.
    InterruptPolled(usize),
    /// Its `|stop|` was set.
    Stopped(usize),
}

/// What happens, poll by poll of the group, and how it ends: the failures in order, each as `a failed: why`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct History {
    pub polls: Vec<Vec<Event>>,
    pub failures: Vec<String>,
}
