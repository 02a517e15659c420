//! The tokio side: its signals as interrupts, its runtime for a plain `fn main`.

use core::future::Future;

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
};
use tokio_util::sync::CancellationToken;

use crate::{cause::Cause, interrupt::Interrupt};

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

/// Sends. A receiver that is gone needs no telling.
impl<E> Interrupt<E> for oneshot::Sender<()> {
    fn interrupt(self, _: &Cause<'_, E>) {
        let _ = self.send(());
    }
}

/// Runs a future on a runtime of this thread's own.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    assert!(
        Handle::try_current().is_err(),
        "`run()` blocks its thread, which belongs to a runtime here: write `.await` instead"
    );
    let runtime = Builder::new_current_thread().enable_all().build().expect("cannot start a runtime");
    let output = runtime.block_on(future);
    // What was left to block elsewhere must not keep this thread.
    runtime.shutdown_background();
    output
}
