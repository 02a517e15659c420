//! What listens for signals, and how a signal gets there.

use core::sync::atomic::{AtomicBool, Ordering};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
    vec::Vec,
};

use crate::outcome::signal::Signal;

/// The bit of a signal in a set of them.
pub(super) fn bit(signal: Signal) -> u32 {
    1 << signal as u32
}

/// A signal that has come. All who listen for it share it.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) signal: Signal,
    /// When it was looked at.
    pub(super) at: Instant,
    is_seen: AtomicBool,
}

impl Arrival {
    pub(super) fn new(signal: Signal, at: Instant) -> Self {
        Arrival { signal, at, is_seen: AtomicBool::new(false) }
    }

    /// One of those who have got it has looked at it.
    pub(super) fn see(&self) {
        self.is_seen.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_seen(&self) -> bool {
        self.is_seen.load(Ordering::Relaxed)
    }
}

/// Whether a listener has heard a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// It has taken it.
    Taken,
    /// It has, but unless another takes it, the signal is to do what it does where nobody listens.
    Beside,
    Not,
}

/// What may listen for signals.
pub(super) trait Listen: Send + Sync {
    /// The signals that it listens for.
    fn signals(&self) -> &[Signal];

    /// A signal has come. Keeps it, but wakes nobody.
    fn put(&self, arrival: &Arc<Arrival>) -> Heard;

    /// Wakes whoever waits for what has been put.
    fn wake(&self);

    /// Takes those that have been put and that it has not looked at.
    fn take_unseen(&self) -> Vec<Arc<Arrival>> {
        Vec::new()
    }
}

/// All that listens in this process.
pub(super) type Listeners = Vec<Arc<dyn Listen>>;

/// Signals that have been put where they are listened for.
#[must_use = "somebody is to be woken"]
#[derive(Default)]
pub(super) struct Delivery {
    /// Those who have got one, and are to be woken.
    woken: Listeners,
    /// The signals that none of their listeners wanted.
    pub(super) unwanted: Vec<Signal>,
}

impl Delivery {
    /// Puts each signal where it is listened for. Nobody is woken before all listeners have it: a group that ends because of a
    /// signal is then no surprise to a group around it that listens for the same one.
    pub(super) fn put(signals: impl Iterator<Item = Signal>, listeners: &Listeners) -> Self {
        let (mut delivery, now) = (Delivery::default(), Instant::now());
        for signal in signals {
            let listening = listeners.iter().filter(|listener| listener.signals().contains(&signal));
            let arrival = Arc::new(Arrival::new(signal, now));
            let mut is_taken = false;
            for listener in listening {
                let heard = listener.put(&arrival);
                is_taken |= heard == Heard::Taken;
                if heard != Heard::Not {
                    delivery.woken.push(listener.clone());
                }
            }
            if !is_taken {
                delivery.unwanted.push(signal);
            }
        }
        delivery
    }

    /// Wakes those who have got a signal. Not under a lock: wakers are foreign code. If one panics, the others are woken all
    /// the same, and the panic has been printed.
    pub(super) fn wake(&mut self) {
        for listener in self.woken.drain(..) {
            let _ = catch_unwind(AssertUnwindSafe(|| listener.wake()));
        }
    }
}
