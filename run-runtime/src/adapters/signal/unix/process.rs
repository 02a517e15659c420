//! What listens for signals in a process.

use core::sync::atomic::{AtomicI32, AtomicU32, Ordering};
use std::{
    boxed::Box,
    io,
    os::fd::AsRawFd,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::yield_now,
    vec::Vec,
};

use crate::{
    adapters::signal::{
        hub::{Delivery, Listen, Listeners, bit},
        system::{
            ALL, handler,
            helper::Helper,
            layers, number,
            system::{self, Published},
        },
    },
    outcome::signal::Signal,
    sync::SIGNALS,
};

/// The process that has listened for signals last: this one, or a parent that has forked it.
static LAST: Published<Process> = Published::EMPTY;

/// What listens for signals in a process. It is never freed: a handler may look at it at any time.
pub(super) struct Process {
    id: u32,
    /// Where the handlers write to. -1 while nobody listens.
    pipe: AtomicI32,
    /// How many handlers may be about to write there.
    writing: AtomicU32,
    listening: Mutex<Listening>,
}

#[derive(Default)]
struct Listening {
    listeners: Listeners,
    /// Started before the first listener is added, and ended after the last is removed.
    helper: Option<Helper>,
}

impl Process {
    /// This process, if it has listened for signals. For signal handlers, too.
    pub(super) fn current() -> Option<&'static Self> {
        LAST.get().filter(|process| process.is_current())
    }

    /// This process. What a child has inherited of its parent's groups is nothing to it.
    pub(super) fn current_or_new() -> &'static Self {
        let last = LAST.get();
        if let Some(process) = last.filter(|process| process.is_current()) {
            return process;
        }
        let new = Box::leak(Box::new(Process {
            id: std::process::id(),
            pipe: AtomicI32::new(-1),
            writing: AtomicU32::new(0),
            listening: Mutex::default(),
        }));
        if LAST.replace(last, new) {
            SIGNALS.reset();
        }
        LAST.get().unwrap_or(new)
    }

    fn is_current(&self) -> bool {
        self.id == std::process::id()
    }

    /// A signal has come. Returns whether somebody is going to look at it. For signal handlers.
    pub(super) fn mark(&self, signal: Signal) -> bool {
        self.writing.fetch_add(1, Ordering::SeqCst);
        let is_heeded = SIGNALS.mark(bit(signal));
        let pipe = self.pipe.load(Ordering::SeqCst);
        if is_heeded && pipe >= 0 {
            system::write_byte(pipe);
        }
        self.writing.fetch_sub(1, Ordering::SeqCst);
        is_heeded
    }

    pub(super) fn add(&'static self, listener: Arc<dyn Listen>) -> io::Result<()> {
        let mut listening = self.lock();
        // What came before is not for this listener.
        let delivery = listening.deliver();
        let added = self.add_to(&mut listening, listener);
        drop(listening);
        finish(delivery);
        added
    }

    fn add_to(&'static self, listening: &mut Listening, listener: Arc<dyn Listen>) -> io::Result<()> {
        if listening.helper.is_none() {
            let helper = Helper::start(self)?;
            self.pipe.store(helper.pipe().as_raw_fd(), Ordering::SeqCst);
            listening.helper = Some(helper);
        }
        listening.listeners.push(listener.clone());
        for &signal in listener.signals() {
            SIGNALS.heed(bit(signal));
            layers::install(signal)?;
        }
        Ok(())
    }

    /// Removes a listener, if it is there.
    pub(super) fn remove(&self, listener: &Arc<dyn Listen>) {
        if !self.is_current() {
            return;
        }
        let mut listening = self.lock();
        // What has come by now may be a copy of a signal that has been heard.
        let delivery = listening.deliver();
        listening.listeners.retain(|other| !Arc::ptr_eq(other, listener));
        let mut unheard = Vec::new();
        for signal in ALL.into_iter().filter(|signal| listener.signals().contains(signal)) {
            if !listening.listens_for(signal) {
                let is_default = layers::restore(signal);
                let is_marked = SIGNALS.stop_heeding(bit(signal));
                if is_default && (is_marked || listener.unseen() & bit(signal) != 0) {
                    unheard.push(signal);
                }
            }
        }
        let helper = if listening.listeners.is_empty() { listening.helper.take() } else { None };
        if helper.is_some() {
            self.pipe.store(-1, Ordering::SeqCst);
            // Whoever has read the pipe before writes a byte, and no more.
            while self.writing.load(Ordering::SeqCst) > 0 {
                yield_now();
            }
        }
        drop(listening);
        finish(delivery);
        if let Some(helper) = helper {
            helper.end();
        }
        // Now they do what they do without a group.
        for signal in unheard {
            system::send_to_process(number(signal));
        }
    }

    /// Looks at the signals that have come, and delivers them.
    pub(super) fn look(&self) {
        let delivery = self.lock().deliver();
        finish(delivery);
    }

    /// The same in a helper. `begin` is called before anybody is woken. Returns whether this is still the helper.
    pub(super) fn look_as(&self, is_helper: impl FnOnce(&Helper) -> bool, begin: impl FnOnce()) -> bool {
        let mut listening = self.lock();
        if !listening.helper.as_ref().is_some_and(is_helper) {
            return false;
        }
        let delivery = listening.deliver();
        begin();
        drop(listening);
        finish(delivery);
        true
    }

    fn lock(&self) -> MutexGuard<'_, Listening> {
        self.listening.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listening {
    /// Puts the signals that have come where they are listened for.
    fn deliver(&mut self) -> Delivery {
        SIGNALS.take(|marked| {
            let signals = ALL.into_iter().filter(|&signal| marked & bit(signal) != 0);
            Delivery::put(signals, &self.listeners)
        })
    }

    fn listens_for(&self, signal: Signal) -> bool {
        self.listeners.iter().any(|listener| listener.signals().contains(&signal))
    }
}

/// Wakes those who have got a signal. What nobody wanted does what it did before there was a group: a handler that ours has
/// replaced has been called already.
fn finish(mut delivery: Delivery) {
    delivery.wake();
    for &signal in &delivery.unwanted {
        handler::pass_on(signal);
    }
}
