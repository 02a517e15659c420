//! Where a group is, and what each of its actors does.

use core::{fmt, time::Duration};
use std::vec::Vec;

use crate::outcome::names::Text;

/// Where a group is.
///
/// ```
/// use run_group::{Status, run_group, status::Phase};
///
/// let status = Status::new();
/// assert_eq!(status.phase(), Phase::NotStarted);
/// run_group! { job: async { Ok(()) } => drop }.status(&status).run().unwrap();
/// assert_eq!(status.phase(), Phase::Ended);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// It has not been polled.
    NotStarted,
    /// Not all of its actors are ready.
    Starting,
    /// All were ready at one time, and there is no cause.
    Running,
    /// There is a cause, but the group goes on serving for a while: see [`Group::lame_duck`](crate::Group::lame_duck).
    LameDuck,
    /// From the cause, or the end of the lame duck, to the return.
    Draining,
    /// It has returned, or was dropped.
    Ended,
}

/// What an actor does.
///
/// ```
/// use run_group::status::State;
///
/// // As a page shows them.
/// assert_eq!([State::Waiting, State::NotReady].map(|state| state.to_string()), ["waiting", "not ready"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// It has not been started: it waits for its `#[when(..)]`, or for those that it is `#[after]`.
    Waiting,
    /// It has been started, and has not said that it is ready, as it will.
    Starting,
    /// It is ready.
    Ready,
    /// It was ready, and is no more: see [`Ready::unset`](crate::Ready::unset).
    NotReady,
    /// It has been interrupted, and it or its interrupt has not finished.
    Interrupted,
    /// It has ended.
    Ended,
}

/// One actor, as it was when [`Status::actors`](crate::Status::actors) was asked.
///
/// ```
/// use run_group::{Status, run_group, status::State};
/// use std::time::Duration;
///
/// let status = Status::new();
/// let page = status.clone();
/// run_group! {
///     db:   |_, ready| async move {
///         let actors = page.actors();
///         let http = &actors[1];
///         assert_eq!((http.name(), http.state()), ("http", State::Waiting));
///         assert!(http.waits_for().eq(["db"]) && http.elapsed() < Duration::from_secs(60));
///         drop(ready);
///         Ok(())
///     } => drop,
///     #[after(db)]
///     http: std::future::pending::<()>() => drop,
/// }
/// .status(&status)
/// .run()
/// .unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Actor {
    pub(super) name: Text,
    pub(super) state: State,
    pub(super) elapsed: Duration,
    pub(super) waits_for: Vec<Text>,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Phase::NotStarted => "not started",
            Phase::Starting => "starting",
            Phase::Running => "running",
            Phase::LameDuck => "lame duck",
            Phase::Draining => "draining",
            Phase::Ended => "ended",
        })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            State::Waiting => "waiting",
            State::Starting => "starting",
            State::Ready => "ready",
            State::NotReady => "not ready",
            State::Interrupted => "interrupted",
            State::Ended => "ended",
        })
    }
}

impl Actor {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it does.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// For how long it has done that.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Those that it is `#[after]`, and that are not ready, as long as it waits for them.
    pub fn waits_for(&self) -> impl Iterator<Item = &str> {
        self.waits_for.iter().map(|name| &**name)
    }
}

/// The names of those that a group in this phase waits for.
pub(super) fn awaited(phase: Phase, actors: &[Actor]) -> impl Iterator<Item = &str> {
    let is_waited_for = |actor: &Actor| actors.iter().any(|other| other.waits_for.contains(&actor.name));
    let is_awaited = move |actor: &&Actor| match (phase, actor.state) {
        (Phase::Starting, State::Starting)
        | (Phase::Running, State::NotReady)
        | (Phase::Draining, State::Interrupted) => true,
        (Phase::Starting, State::Waiting) => actor.waits_for.is_empty(),
        (Phase::Starting, _) => is_waited_for(actor),
        _ => false,
    };
    actors.iter().filter(is_awaited).map(Actor::name)
}
