//! Wakers that count, and wakers that are kept.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Wake, Waker},
    thread,
};

/// Counts how often it was woken.
#[derive(Debug, Default)]
pub struct Wakes(AtomicUsize);

impl Wakes {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// How often it was woken since the last call.
    pub fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A waker, and how often it was woken.
pub fn counting_waker() -> (Arc<Wakes>, Waker) {
    let wakes = Wakes::new();
    (wakes.clone(), wakes.into())
}

/// The waker that an actor was last polled with.
#[derive(Clone, Default)]
pub struct KeptWaker(Arc<Mutex<Option<Waker>>>);

impl KeptWaker {
    pub fn keep(&self, waker: &Waker) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker.clone());
    }

    pub fn get(&self) -> Waker {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().expect("the actor has been polled")
    }

    pub fn wake_on_another_thread(&self) {
        let waker = self.get();
        on_another_thread(move || waker.wake());
    }
}

/// Runs on another thread, and waits for it.
pub fn on_another_thread(f: impl FnOnce() + Send + 'static) {
    thread::spawn(f).join().unwrap();
}
