//! What happened to each actor, and when: for the report, and only where there is to be one.

#[cfg(feature = "std")]
pub(crate) use recorded::{Entry, Record};

/// How an actor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "std"), allow(dead_code, reason = "there is no report to look at it"))]
pub(crate) enum Ending {
    Ok,
    Dropped,
    Stuck,
    /// It failed, or its interrupt did: the number of the failure.
    Failed(usize),
}

/// Without a place to keep it in, nothing is recorded.
#[cfg(not(feature = "std"))]
pub(crate) enum Record {}

#[cfg(feature = "std")]
mod recorded {
    use core::time::Duration;
    use std::vec::Vec;

    use super::Ending;
    use crate::table::Place;

    #[cfg(not(feature = "tokio"))]
    use std::time::Instant;

    /// Tokio's clock can be paused, and then all that is told of time is told by it.
    #[cfg(feature = "tokio")]
    use tokio::time::Instant;

    /// What happened to each actor, and when. All times count from the first poll of the group.
    #[derive(Debug)]
    pub(crate) struct Record {
        since: Instant,
        pub(crate) cause: Option<Duration>,
        pub(crate) end: Duration,
        /// In the order written.
        pub(crate) actors: Vec<Entry>,
    }

    /// What happened to one actor.
    #[derive(Clone, Copy, Debug)]
    pub(crate) struct Entry {
        pub(crate) place: Place,
        pub(crate) started: Option<Duration>,
        /// When it ended, where that was before it was interrupted.
        pub(crate) left: Option<Duration>,
        pub(crate) interrupted: Option<Duration>,
        /// When it, and its interrupt, had ended.
        pub(crate) ended: Option<Duration>,
        pub(crate) end: Option<Ending>,
    }

    impl Record {
        pub(crate) fn new() -> Self {
            Record { since: Instant::now(), cause: None, end: Duration::ZERO, actors: Vec::new() }
        }

        fn now(&self) -> Duration {
            self.since.elapsed()
        }

        /// What is known of an actor. One that is heard of for the first time has been there from the first poll on.
        fn entry(&mut self, place: Place, started: bool) -> &mut Entry {
            let index = self.actors.binary_search_by_key(&place, |entry| entry.place).unwrap_or_else(|index| {
                let started = started.then_some(Duration::ZERO);
                let (left, interrupted, ended, end) = (None, None, None, None);
                self.actors.insert(index, Entry { place, started, left, interrupted, ended, end });
                index
            });
            &mut self.actors[index]
        }

        /// There is an actor, and whether it has been started.
        pub(crate) fn is_there(&mut self, place: Place, started: bool) {
            // Asked after every poll: the clock is looked at only where there is something new.
            if started && self.entry(place, started).started.is_none() {
                let now = self.now();
                self.entry(place, started).started = Some(now);
            } else {
                self.entry(place, started);
            }
        }

        pub(crate) fn cause(&mut self) {
            self.cause = Some(self.now());
        }

        pub(crate) fn interrupted(&mut self, place: Place) {
            let now = self.now();
            self.entry(place, false).interrupted.get_or_insert(now);
        }

        /// It, or its interrupt, has ended. What comes first is how, but a failure is a failure.
        pub(crate) fn ended(&mut self, place: Place, end: Ending) {
            let now = self.now();
            let entry = self.entry(place, true);
            if entry.interrupted.is_none() {
                // Nobody ends by himself who has not been started, maybe in the very same poll.
                entry.started.get_or_insert(now);
                entry.left.get_or_insert(now);
            }
            let is_final = matches!(entry.end, Some(Ending::Failed(_) | Ending::Stuck));
            if !is_final && (entry.end.is_none() || end != Ending::Ok) {
                entry.end = Some(end);
            }
            entry.ended = Some(now);
        }

        pub(crate) fn finish(&mut self) {
            self.end = self.now();
        }
    }
}

#[cfg(not(feature = "std"))]
impl Record {
    #[allow(clippy::unused_self)]
    pub(crate) fn is_there(&mut self, _: crate::table::Place, _: bool) {
        match *self {}
    }
    pub(crate) fn cause(&mut self) {
        match *self {}
    }
    pub(crate) fn interrupted(&mut self, _: crate::table::Place) {
        match *self {}
    }
    pub(crate) fn ended(&mut self, _: crate::table::Place, _: Ending) {
        match *self {}
    }
}
