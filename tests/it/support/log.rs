//! What happened, in order.

use std::{
    fmt::Display,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Events, in order. All clones are the same log; it may cross threads.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub fn new() -> Self {
        Log::default()
    }

    pub fn say(&self, event: impl Display) {
        let event = event.to_string();
        self.events().push(event);
    }

    /// All events since the log was last taken.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.events())
    }

    /// Takes all events, and compares them.
    #[track_caller]
    pub fn expect(&self, expected: &[&str]) {
        assert_eq!(self.take(), expected);
    }

    /// How often an event is in it. Takes nothing.
    pub fn count(&self, event: &str) -> usize {
        self.events().iter().filter(|said| *said == event).count()
    }

    /// How often `what name` is in it, for each name. Takes nothing.
    pub fn counts<const N: usize>(&self, what: &str, names: [&str; N]) -> [usize; N] {
        names.map(|name| self.count(&format!("{what} {name}")))
    }

    fn events(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
