//! What the actors of a group plan to do, and what can be seen of them.

use crate::support::Random;

pub const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// What makes an actor ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `|_, ready|`
    Says,
    /// Its start.
    Plain,
    /// `#[may_finish]`: its start, but those after it wait for its `Ok`.
    Finishes,
    /// `#[may_finish]` and `|_, ready|`
    SaysAndFinishes,
}

impl Kind {
    pub fn says(self) -> bool {
        matches!(self, Kind::Says | Kind::SaysAndFinishes)
    }

    pub fn may_finish(self) -> bool {
        matches!(self, Kind::Finishes | Kind::SaysAndFinishes)
    }
}

/// How an actor ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Ok,
    Err,
    Panic,
}

/// What one actor does.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub kind: Kind,
    /// In which of its polls it sets its `Ready`, counted from 1; 0 if that is set before.
    pub ready_at: u32,
    /// In which of its polls it ends by itself, counted from 1.
    pub ends_at: Option<u32>,
    pub end: End,
    /// How often it is polled after its interrupt, before the poll in which it ends, with `Ok`.
    pub lingers: u32,
}

impl Plan {
    /// An actor that waits for its interrupt.
    pub fn of(kind: Kind) -> Self {
        Plan { kind, ready_at: 1, ends_at: None, end: End::Ok, lingers: 1 }
    }

    pub fn random(random: &mut Random, kind: Kind) -> Self {
        let ends_at = (kind.may_finish() || random.one_in(4)).then(|| 1 + random.below(4));
        let end = if random.one_in(4) { End::Err } else { End::Ok };
        Plan { kind, ready_at: random.below(4), ends_at, end, lingers: random.below(3) }
    }
}

/// The plans of a group's actors, of which those without one are left out; and in which of its polls the group is asked to stop.
#[derive(Clone, Debug)]
pub struct Case {
    pub plans: Vec<Option<Plan>>,
    pub asked_at: u32,
}

impl Case {
    pub fn of(plans: &[Plan], asked_at: u32) -> Self {
        Case { plans: plans.iter().copied().map(Some).collect(), asked_at }
    }
}

/// What can be seen of a group. Those of an actor have its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Polled(usize),
    Dropped(usize),
    /// Its interrupt was called.
    Called(usize),
    /// All are ready.
    Ready,
    Cause,
}

/// What happens, poll by poll of the group, and how it ends: the failures in order, each as `a failed: why`, and who was not ready at the
/// cause.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct History {
    pub polls: Vec<Vec<Event>>,
    pub failures: Vec<String>,
    pub unready: Vec<String>,
}
