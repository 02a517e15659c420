//! A tokio runtime for a plain `fn main`.

use tokio::runtime::{Builder, Handle, Runtime};

/// Runs a future to its end, on a new runtime on this thread. `asked` is what asks for it, as it is written, and `instead` what to
/// write in a runtime.
#[track_caller]
pub(crate) fn block_on<F: Future>(future: F, asked: &str, instead: &str) -> F::Output {
    assert!(
        Handle::try_current().is_err(),
        "{asked} blocks its thread, which belongs to a runtime here: write {instead} instead"
    );
    let runtime = Builder::new_current_thread().enable_all().build().expect("cannot start a runtime");
    let background = Background(Some(runtime));
    background.0.as_ref().expect("taken when it is dropped").block_on(future)
}

/// A runtime that, when it is dropped, does not wait for work that still blocks elsewhere. A panic drops it, too.
struct Background(Option<Runtime>);

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
