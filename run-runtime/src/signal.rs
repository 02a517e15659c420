//! Signals that ask the process to stop. They need no runtime.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
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
    consts::{SIGINT, SIGTERM},
    flag::register_conditional_default,
    iterator::{Handle, Signals},
};

use crate::{cause::Signal, mailbox::Mailbox};

/// An actor that ends, well, when the process is asked to stop: by `SIGINT` (Ctrl-C) or `SIGTERM`.
///
/// Which one it was is in the cause: [`Cause::signal`](crate::Cause::signal). It listens from the moment that the
/// expression is evaluated, so a signal before the group's first poll is not lost, until it has ended or is dropped;
/// from then on signals have their default action again, so a second Ctrl-C ends the process at once. It needs no
/// runtime: a thread of its own waits for the signal.
///
/// ```no_run
/// use run_group::{run_group, signal};
///
/// # async fn serve() {}
/// # async fn main_() -> Result<(), run_group::AnyError> {
/// run_group! {
///     server:  serve() => drop,
///     signals: signal::shutdown() => drop,
/// }
/// .on_cause(|cause| eprintln!("{cause}")) // "received SIGTERM"
/// .await?;
/// # Ok(()) }
/// ```
///
/// # Panics
///
/// If the system refuses to listen: it has no file descriptor or no thread left.
pub fn shutdown() -> Shutdown {
    match Listener::new(&[(SIGINT, Signal::Interrupt), (SIGTERM, Signal::Terminate)]) {
        Ok(listener) => Shutdown { listener },
        Err(error) => panic!("cannot listen for signals: {error}"),
    }
}

/// An actor that ends when the process is asked to stop; from [`shutdown`].
#[derive(Debug)]
#[must_use = "a signal ends the group that it stands in"]
pub struct Shutdown {
    listener: Listener,
}

impl Future for Shutdown {
    type Output = Signal;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Signal> {
        self.listener.inbox.poll_take(cx)
    }
}

/// Listens for signals, in a thread of its own, until it is dropped.
#[derive(Debug)]
struct Listener {
    inbox: Arc<Mailbox<Signal>>,
    handle: Handle,
    thread: Option<JoinHandle<()>>,
    signals: &'static [(i32, Signal)],
}

impl Listener {
    fn new(signals: &'static [(i32, Signal)]) -> io::Result<Self> {
        // The default action comes first. A handler does what was asked of it in that order, and the last thing that it
        // does may wake a group that ends and stops listening: it must have looked at the default action by then.
        for &(number, _) in signals {
            DEFAULTS.install(number)?;
        }
        let mut incoming = Signals::new(signals.iter().map(|&(number, _)| number))?;
        let inbox = Arc::new(Mailbox::new());
        let handle = incoming.handle();
        let thread = Builder::new().name("signals".into()).spawn({
            let inbox = inbox.clone();
            move || {
                for number in incoming.forever() {
                    if let Some(&(_, signal)) = signals.iter().find(|(known, _)| *known == number) {
                        inbox.put(signal);
                    }
                }
            }
        })?;
        for &(number, _) in signals {
            DEFAULTS.listen(number);
        }
        Ok(Listener { inbox, handle, thread: Some(thread), signals })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // In this order, so that no signal falls between the two.
        for &(number, _) in self.signals {
            DEFAULTS.unlisten(number);
        }
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            // It waits for nothing but the handle, unless this is its own doing: it woke who drops this here.
            if thread.thread().id() != current().id() {
                let _ = thread.join();
            }
        }
    }
}

/// The default action of a signal that nobody listens for any more.
///
/// A handler, once installed in a process, stays. So that a signal does not go unheard when the last listener has left,
/// the handler then does what the system would have done.
static DEFAULTS: Defaults = Defaults(Mutex::new(Vec::new()));

struct Defaults(Mutex<Vec<Listened>>);

/// One signal, and who listens for it.
struct Listened {
    number: i32,
    listeners: usize,
    unheard: Arc<AtomicBool>,
}

impl Defaults {
    /// Makes sure that the handler knows the default action.
    fn install(&self, number: i32) -> io::Result<()> {
        let mut defaults = self.lock();
        if !defaults.iter().any(|listened| listened.number == number) {
            let unheard = Arc::new(AtomicBool::new(true));
            register_conditional_default(number, unheard.clone())?;
            defaults.push(Listened { number, listeners: 0, unheard });
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
            listened.unheard.store(listened.listeners == 0, Ordering::SeqCst);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Listened>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
