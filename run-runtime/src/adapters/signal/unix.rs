//! Signals on Unix.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{Builder, JoinHandle, current},
    vec::Vec,
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2},
    flag::register_conditional_default,
    iterator::{Handle, Signals},
    low_level::emulate_default_handler,
};

use crate::{adapters::signal::heard::Heard, outcome::signal::Signal};

fn number(signal: Signal) -> i32 {
    match signal {
        Signal::Interrupt => SIGINT,
        Signal::Terminate => SIGTERM,
        Signal::Hangup => SIGHUP,
        Signal::Quit => SIGQUIT,
        Signal::User1 => SIGUSR1,
        Signal::User2 => SIGUSR2,
    }
}

/// Listens for signals, in a thread of its own, until it is dropped.
#[derive(Debug)]
pub(super) struct Listening {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
    signals: Vec<Signal>,
}

impl Listening {
    pub(super) fn new(signals: &[Signal], heard: &Arc<Heard>) -> io::Result<Self> {
        // The default action is registered first, because a handler runs its actions in that order. The last action may
        // wake a group, which then ends and stops listening; by then the default action must have been decided.
        for &signal in signals {
            DEFAULTS.install(number(signal))?;
        }
        let mut incoming = Signals::new(signals.iter().copied().map(number))?;
        let handle = incoming.handle();
        let (known, heard) = (signals.to_vec(), heard.clone());
        let thread = Builder::new().name("signals".into()).spawn(move || {
            for number in incoming.forever() {
                let signal = known.iter().copied().find(|&signal| self::number(signal) == number);
                if signal.is_some_and(|signal| heard.hear(signal)) {
                    // This does not return. If it fails, nothing is left to try.
                    let _ = emulate_default_handler(number);
                }
            }
        })?;
        for &signal in signals {
            DEFAULTS.listen(number(signal));
        }
        Ok(Listening { handle, thread: Some(thread), signals: signals.to_vec() })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // In this order, so that no signal is lost between the two.
        for &signal in &self.signals {
            DEFAULTS.unlisten(number(signal));
        }
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            // The thread waits only for the handle. It may be this very thread: some executors poll, and so drop, in `wake` itself.
            if thread.thread().id() != current().id() {
                let _ = thread.join();
            }
        }
    }
}

/// All signals that ever had a listener.
///
/// A handler stays once it is installed. As long as a signal has no listener, its handler does what the system would have done.
static DEFAULTS: Defaults = Defaults(Mutex::new(Vec::new()));

struct Defaults(Mutex<Vec<Listened>>);

/// One signal, and how many listeners it has.
struct Listened {
    number: i32,
    listeners: usize,
    default_applies: Arc<AtomicBool>,
}

impl Defaults {
    /// Installs the handler of the default action, which acts as long as `default_applies`.
    fn install(&self, number: i32) -> io::Result<()> {
        let mut defaults = self.lock();
        if !defaults.iter().any(|listened| listened.number == number) {
            let default_applies = Arc::new(AtomicBool::new(true));
            register_conditional_default(number, default_applies.clone())?;
            defaults.push(Listened { number, listeners: 0, default_applies });
        }
        Ok(())
    }

    fn listen(&self, number: i32) {
        self.change(number, |listeners| listeners + 1);
    }

    fn unlisten(&self, number: i32) {
        self.change(number, |listeners| listeners - 1);
    }

    fn change(&self, number: i32, change: impl FnOnce(usize) -> usize) {
        if let Some(listened) = self.lock().iter_mut().find(|listened| listened.number == number) {
            listened.listeners = change(listened.listeners);
            listened.default_applies.store(listened.listeners == 0, Ordering::SeqCst);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Listened>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
