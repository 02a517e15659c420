//! Signals on Windows: console events.
//!
//! The system calls the handlers of a process in a thread that it makes for the event, the one that was added last first,
//! until one returns true. So ours may lock and wake. But until the last has returned, the system holds the lock that
//! `SetConsoleCtrlHandler` takes, hence:
//!
//! 1. What our handler locks is not held when that function is called.
//! 2. That function is not called when a group returns: another handler may be waiting for just that, and tokio's waits for ever
//!    once the console is closed. Our handler is not taken away. While nothing listens, it passes everything on.

use std::{
    io, iter,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    vec::Vec,
};

use windows_sys::{
    Win32::System::Console::{
        CTRL_BREAK_EVENT, CTRL_C_EVENT, CTRL_CLOSE_EVENT, CTRL_SHUTDOWN_EVENT, SetConsoleCtrlHandler,
    },
    core::BOOL,
};

use crate::{
    adapters::signal::hub::{Delivery, Listen, Listeners},
    outcome::signal::Signal,
    sync::SIGNALS,
};

static LISTENERS: Mutex<Listeners> = Mutex::new(Vec::new());

/// Held while a listener is added.
static ADDING: Mutex<()> = Mutex::new(());

/// Listens until it is dropped.
pub(super) struct Listening(Arc<dyn Listen>);

impl Listening {
    pub(super) fn new(listener: Arc<dyn Listen>) -> io::Result<Self> {
        let _adding = lock(&ADDING);
        if lock(&LISTENERS).is_empty() {
            put_in_front()?;
        }
        lock(&LISTENERS).push(listener.clone());
        Ok(Listening(listener))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        lock(&LISTENERS).retain(|listener| !Arc::ptr_eq(listener, &self.0));
    }
}

/// Waits until a signal that is being delivered has been put wherever it is listened for.
pub(super) fn look() {
    drop(lock(&LISTENERS));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

const PASS_ON: BOOL = 0;
const HEARD: BOOL = 1;

/// Our handler.
extern "system" fn handle(event: u32) -> BOOL {
    let signal = match event {
        CTRL_C_EVENT | CTRL_BREAK_EVENT => Signal::Interrupt,
        CTRL_CLOSE_EVENT | CTRL_SHUTDOWN_EVENT => Signal::Terminate,
        // A user logs off: this comes to services alone, and it need not be their user.
        _ => return PASS_ON,
    };
    let listeners = lock(&LISTENERS);
    let mut delivery = SIGNALS.take(|_| Delivery::put(iter::once(signal), &listeners));
    drop(listeners);
    if !delivery.unwanted.is_empty() {
        return PASS_ON;
    }
    delivery.wake();
    if signal == Signal::Terminate {
        // The system ends the process as soon as this returns, and otherwise after some seconds: time to drain.
        loop {
            thread::park();
        }
    }
    HEARD
}

/// Has our handler called before those that there are, and only once.
#[allow(unsafe_code)]
fn put_in_front() -> io::Result<()> {
    // SAFETY: the function is there as long as the program, may be called in any thread, and does not unwind.
    let added = unsafe {
        // This fails if it has not been added.
        SetConsoleCtrlHandler(Some(handle), false.into());
        SetConsoleCtrlHandler(Some(handle), true.into())
    };
    if added == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
