//! The clock of a group, and an alarm on it.

#[cfg(feature = "tokio")]
use core::{panic::AssertUnwindSafe, pin::Pin};
use core::{
    task::{Context, Poll},
    time::Duration,
};
#[cfg(feature = "tokio")]
use std::boxed::Box;
use std::{
    sync::{Arc, mpsc},
    thread,
};

#[cfg(not(feature = "tokio"))]
pub(crate) use std::time::Instant;

/// Tokio's clock, since it can be paused: all times of a group are of one clock.
#[cfg(feature = "tokio")]
pub(crate) use tokio::time::Instant;

#[cfg(feature = "tokio")]
use tokio::{
    runtime::Handle,
    task::coop::unconstrained,
    time::{Sleep, sleep},
};

#[cfg(feature = "tokio")]
use crate::outcome::panic::catch;
use crate::sync::oneshot::Oneshot;

/// A timer of the tokio runtime that this is called in, if it has one.
#[cfg(feature = "tokio")]
pub(crate) fn tokio_timer(after: Duration) -> Option<Sleep> {
    Handle::try_current().ok()?;
    // Only a panic tells whether a runtime has a timer.
    let mut timer = None;
    let _ = catch(|| timer = Some(sleep(after)));
    timer
}

/// Goes off once, after a time: by tokio's timer where there is one, otherwise by a thread that waits.
#[derive(Debug)]
pub(crate) enum Alarm {
    /// It is polled to its end, or dropped.
    #[cfg(feature = "tokio")]
    Timer(AssertUnwindSafe<Pin<Box<Sleep>>>),
    /// The thread ends when the sender is dropped. Where there is no thread to be had, it never goes off.
    Thread { rings: Arc<Oneshot<()>>, _end: mpsc::Sender<()> },
}

impl Alarm {
    pub(crate) fn new(after: Duration) -> Self {
        #[cfg(feature = "tokio")]
        if let Some(timer) = tokio_timer(after) {
            return Alarm::Timer(AssertUnwindSafe(Box::pin(timer)));
        }
        let (rings, (end, ended)) = (Arc::new(Oneshot::new()), mpsc::channel::<()>());
        let ring = rings.clone();
        let wait = move || {
            if ended.recv_timeout(after) == Err(mpsc::RecvTimeoutError::Timeout) {
                ring.send(());
            }
        };
        let _ = thread::Builder::new().name("run_group alarm".into()).spawn(wait);
        Alarm::Thread { rings, _end: end }
    }

    /// Waits until it goes off. Not called again after that.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match self {
            // The time passes even if the actors have spent the task's budget.
            #[cfg(feature = "tokio")]
            Alarm::Timer(timer) => Pin::new(&mut unconstrained(&mut **timer)).poll(cx),
            Alarm::Thread { rings, .. } => rings.poll_recv(cx),
        }
    }
}
