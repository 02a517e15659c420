//! The tokio side: its tokens and senders as interrupts, its clock, its runtime for a plain `fn main`.

pub(crate) mod task;
pub(crate) mod timer;

use core::future::Future;

use tokio::{
    runtime::{Builder, Handle, Runtime},
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
    let background = Background(Some(runtime));
    background.0.as_ref().expect("taken when it is dropped").block_on(future)
}

/// A runtime that, dropped by a panic too, does not wait for what was left to block elsewhere.
struct Background(Option<Runtime>);

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
