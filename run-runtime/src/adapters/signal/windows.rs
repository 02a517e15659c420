//! Signals on Windows: console events. The handler does not learn which of them came.

use std::{
    io,
    string::ToString,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    vec::Vec,
};

use crate::{adapters::signal::heard::Heard, outcome::signal::Signal};

/// Listens until it is dropped.
#[derive(Debug)]
pub(super) struct Listening {
    heard: Weak<Heard>,
}

impl Listening {
    pub(super) fn new(signals: &[Signal], heard: &Arc<Heard>) -> io::Result<Self> {
        let listening = Listening { heard: Arc::downgrade(heard) };
        if signals.contains(&Signal::Interrupt) || signals.contains(&Signal::Terminate) {
            LISTENERS.add(listening.heard.clone())?;
        }
        Ok(listening)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        LISTENERS.lock().all.retain(|heard| !heard.ptr_eq(&self.heard));
    }
}

/// All listeners. A handler stays once it is installed; without a listener, it does what the system would have done.
static LISTENERS: Listeners = Listeners(Mutex::new(All { installed: false, all: Vec::new() }));

/// The exit code of a console program that is ended by Ctrl-C.
const CONTROL_C_EXIT: i32 = i32::from_ne_bytes(0xC000_013A_u32.to_ne_bytes());

struct Listeners(Mutex<All>);

struct All {
    installed: bool,
    all: Vec<Weak<Heard>>,
}

impl Listeners {
    fn add(&self, heard: Weak<Heard>) -> io::Result<()> {
        let mut listeners = self.lock();
        if !listeners.installed {
            ctrlc::set_handler(|| LISTENERS.hear()).map_err(|error| io::Error::other(error.to_string()))?;
            listeners.installed = true;
        }
        listeners.all.push(heard);
        Ok(())
    }

    fn hear(&self) {
        let all: Vec<_> = self.lock().all.iter().filter_map(Weak::upgrade).collect();
        // Every listener counts the signal. Where it is one too many for any of them, it has its default action.
        let later = all.iter().filter(|heard| heard.hear(Signal::Interrupt)).count();
        if later > 0 || all.is_empty() {
            std::process::exit(CONTROL_C_EXIT);
        }
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
