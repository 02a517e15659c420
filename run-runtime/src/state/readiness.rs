//! How an actor comes to be ready: it is there, it is started, it says so.

#[cfg(feature = "tokio")]
use core::time::Duration;
#[cfg(feature = "std")]
use std::vec::Vec;

#[cfg(feature = "tokio")]
use crate::outcome::{error::Error, exit::ExitKind};
use crate::state::State;
#[cfg(feature = "std")]
use crate::{
    observe::trace,
    outcome::{error::Unready, names::Name},
    sync::ready::Change,
};

impl<E> State<E> {
    /// In the first poll: records that an actor is there.
    #[cfg(feature = "std")]
    pub(crate) fn record_actor(&mut self, number: u32, waiting: bool, says_ready: bool) {
        let table = self.lifecycle.table();
        let (untyped, position) = (self.cold.make_untyped(), table.position(number));
        let name = Name { table, given: untyped.given_names.as_deref(), number };
        if let Some(recorder) = &mut untyped.recorder {
            recorder.enter(position, name, waiting, says_ready);
        }
    }
    /// The gate of the actor that the group is at has opened: it is about to be started. Not an actor's is that of a nested group.
    #[cold]
    pub(crate) fn gate_opened(&mut self, is_actors: bool) {
        self.lifecycle.unsettle();
        if is_actors {
            let position = self.lifecycle.current_position();
            if let Some(recorder) = self.cold.recorder() {
                recorder.started(position);
            }
        }
    }

    /// The actor that the group is at has said whether it is ready. Once there is a cause, none becomes ready.
    #[cfg(feature = "std")]
    #[cold]
    pub(crate) fn readiness_changed(&mut self, change: Change) {
        if !self.lifecycle.is_running() {
            return;
        }
        if change.is_first {
            self.lifecycle.unsettle();
            if trace::ON {
                trace::ready(self.current_name());
            }
        }
        let position = self.lifecycle.current_position();
        if let Some(recorder) = self.cold.recorder() {
            recorder.readiness_changed(position, change);
        }
    }

    /// The startup limit has passed, and these actors are not ready.
    #[cfg(feature = "tokio")]
    #[cold]
    pub(crate) fn not_ready_in_time(&mut self, limit: Duration, unready: Vec<Unready>) {
        self.lifecycle.count_exit_of_no_actor(ExitKind::Unready);
        self.cold.push_failure(Error::not_ready(limit, unready));
    }

    /// Notes who is not ready when there is a cause. It is noted once.
    #[cfg(feature = "std")]
    #[cold]
    pub(crate) fn note_unready(&mut self, unready: Vec<Unready>) {
        self.cold.note_unready(unready);
    }
}
