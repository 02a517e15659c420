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

        fn entry(&mut self, place: Place) -> &mut Entry {
            let index = self.actors.binary_search_by_key(&place, |entry| entry.place).unwrap_or_else(|index| {
                let (started, interrupted, ended, end) = (None, None, None, None);
                self.actors.insert(index, Entry { place, started, interrupted, ended, end });
                index
            });
            &mut self.actors[index]
        }

        /// There is an actor, and whether it has been started.
        pub(crate) fn is_there(&mut self, place: Place, started: bool) {
            let now = self.now();
            let entry = self.entry(place);
            if started {
                entry.started.get_or_insert(now);
            }
        }

        pub(crate) fn cause(&mut self) {
            self.cause = Some(self.now());
        }

        pub(crate) fn interrupted(&mut self, place: Place) {
            let now = self.now();
            self.entry(place).interrupted.get_or_insert(now);
        }

        /// It, or its interrupt, has ended. What comes first is how, but a failure is a failure.
        pub(crate) fn ended(&mut self, place: Place, end: Ending) {
            let now = self.now();
            let entry = self.entry(place);
            if !matches!(entry.end, Some(Ending::Failed(_) | Ending::Stuck))
                && (entry.end.is_none() || end != Ending::Ok)
            {
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
