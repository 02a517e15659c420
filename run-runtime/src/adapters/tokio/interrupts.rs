//! Tokio's tokens, senders and handles as interrupts.

use tokio::{
    sync::{broadcast, oneshot, watch},
    task::AbortHandle,
};
use tokio_util::sync::CancellationToken;

use crate::{slot::interrupt::Interrupt, state::cause::Cause};

#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for CancellationToken {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.cancel();
    }
}

#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for &CancellationToken {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.cancel();
    }
}

/// Sends. Where the receiver is gone, nothing waits for the message.
#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for oneshot::Sender<()> {
    fn interrupt(self, _: &Cause<'_, E>) {
        let _ = self.send(());
    }
}

/// Sends `true`, also where nobody receives yet.
#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for watch::Sender<bool> {
    fn interrupt(self, cause: &Cause<'_, E>) {
        (&self).interrupt(cause);
    }
}

/// Sends `true`, also where nobody receives yet.
#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for &watch::Sender<bool> {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.send_replace(true);
    }
}

/// Sends. Where nobody receives, nothing waits for the message.
#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for broadcast::Sender<()> {
    fn interrupt(self, cause: &Cause<'_, E>) {
        (&self).interrupt(cause);
    }
}

/// Sends. Where nobody receives, nothing waits for the message.
#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for &broadcast::Sender<()> {
    fn interrupt(self, _: &Cause<'_, E>) {
        let _ = self.send(());
    }
}

/// Aborts the task.
#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for AbortHandle {
    fn interrupt(self, cause: &Cause<'_, E>) {
        (&self).interrupt(cause);
    }
}

/// Aborts the task.
#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for &AbortHandle {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.abort();
    }
}
