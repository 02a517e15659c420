//! `Listener`: signals that do not end a group.

use core::{fmt, mem};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    vec::Vec,
};

use crate::{
    adapters::signal::{
        hub::{Arrival, Heard, Listen},
        system::Listening,
    },
    outcome::signal::Signal,
    sync::{block_on::block_on, stop::Stop},
};

/// Gives the signals that the process receives, one after the other; from [`listen`](super::listen).
///
/// While a signal waits to be asked for, another of its kind is the same one, as the system has it. Where two wait for the
/// next signal, one of them gets it.
///
/// It listens until it is dropped. What it has not given by then is lost.
pub struct Listener {
    queue: Arc<Queue>,
    _listening: Listening,
}

impl Listener {
    pub(super) fn new(signals: Vec<Signal>) -> std::io::Result<Self> {
        let queue = Arc::new(Queue { signals, pending: Mutex::default() });
        Ok(Listener { _listening: Listening::new(queue.clone())?, queue })
    }

    /// Waits for the next signal. It needs no runtime.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future loses no signal.
    pub async fn next(&self) -> Signal {
        loop {
            match self.queue.take() {
                Ok(signal) => return signal,
                Err(came) => came.stopped_owned().await,
            }
        }
    }

    /// Waits for the next signal, and blocks this thread: for threads, not for tasks.
    ///
    /// ```no_run
    /// use run_group::{Signal, signal};
    ///
    /// let hangups = signal::listen([Signal::Hangup]);
    /// loop {
    ///     println!("{}: reads the configuration again", hangups.blocking_next());
    /// }
    /// ```
    #[must_use = "the signal is taken"]
    pub fn blocking_next(&self) -> Signal {
        block_on(self.next())
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("signals", &self.queue.signals).finish_non_exhaustive()
    }
}

/// The signals that a listener has not given yet.
struct Queue {
    signals: Vec<Signal>,
    pending: Mutex<Pending>,
}

#[derive(Default)]
struct Pending {
    /// Each kind once, in the order in which they came.
    arrivals: VecDeque<Arc<Arrival>>,
    /// Set when the next signal is there. Then another one takes its place.
    came: Stop,
}

impl Queue {
    /// The next signal, or what is set when there is one.
    fn take(&self) -> Result<Signal, Stop> {
        let mut pending = self.lock();
        let arrival = pending.arrivals.pop_front().ok_or_else(|| pending.came.clone())?;
        arrival.see();
        Ok(arrival.signal)
    }

    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listen for Queue {
    fn signals(&self) -> &[Signal] {
        &self.signals
    }

    fn put(&self, arrival: &Arc<Arrival>) -> Heard {
        let mut pending = self.lock();
        if pending.arrivals.iter().all(|other| other.signal != arrival.signal) {
            pending.arrivals.push_back(arrival.clone());
        }
        Heard::Taken
    }

    fn wake(&self) {
        let came = mem::take(&mut self.lock().came);
        came.stop();
    }
}
