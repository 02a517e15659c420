//! Tokio's tokens and senders as interrupts.

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use crate::{slot::interrupt::Interrupt, state::cause::Cause};

impl<E> Interrupt<E> for CancellationToken {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.cancel();
    }
}

impl<E> Interrupt<E> for &CancellationToken {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.cancel();
    }
}

/// Sends. Where the receiver is gone, nothing waits for the message.
impl<E> Interrupt<E> for oneshot::Sender<()> {
    fn interrupt(self, _: &Cause<'_, E>) {
        let _ = self.send(());
    }
}
