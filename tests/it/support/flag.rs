//! A flag that wakes the task that waits for it.

use std::{
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Waker},
};

/// Is set once, and wakes the last task that waited for it. All clones are the same flag.
#[derive(Clone, Debug, Default)]
pub struct Flag(Arc<Mutex<(bool, Option<Waker>)>>);

impl Flag {
    pub fn new() -> Self {
        Flag::default()
    }

    pub fn set(&self) {
        let mut flag = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        flag.0 = true;
        let waker = flag.1.take();
        drop(flag);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub fn is_set(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Whether it is set. If not, it wakes this task when it is.
    pub fn wait(&self, cx: &Context<'_>) -> bool {
        let mut flag = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !flag.0 {
            flag.1 = Some(cx.waker().clone());
        }
        flag.0
    }
}
