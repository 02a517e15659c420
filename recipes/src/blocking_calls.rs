//! Calls that block now and then, in an actor that otherwise waits: `spawn_blocking`.
//!
//! What has begun there cannot be cancelled. So the actor awaits each call, and looks at its `stop` between two of them: when
//! it has ended, none is running. Dropped at its deadline, in the middle of a call, it leaves that call behind, in a thread of the runtime's
//! pool; and a runtime that is dropped, as at the end of an `async fn main`, waits for it, past every deadline. So the runtime is
//! made by hand here, and shut down within a limit. In an `async fn main`, end with `.exit()` instead.
//!
//! Interrupts:
//!
//! - `files` is interrupted through `|stop|`, and finishes the call that it is at.
//! - `signals` holds nothing, so it is dropped.
//!
//! Not covered: an actor that always blocks, such as a loop that reads. That is a `thread(..)`, which is detached where it is stuck, and
//! for which no runtime waits.

use std::time::Duration;

use run_group::{AnyError, Stop, run_group, signal};
use tokio::{runtime::Builder, sync::mpsc::Receiver, task::spawn_blocking};

/// Calls `write` for each item, until the process is asked to stop or there are no more. Both the group and what it has left
/// behind may take as long as the limit.
pub fn run<T: Send + 'static>(
    items: Receiver<T>,
    write: impl Fn(T) -> Result<(), AnyError> + Clone + Send + 'static,
    limit: Duration,
) -> Result<(), AnyError> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        run_group! {
            files:   |stop| files(items, write, stop),
            signals: signal::shutdown(),
        }
        .grace(limit)
        .await
    });
    runtime.shutdown_timeout(limit);
    Ok(result?)
}

async fn files<T: Send + 'static>(
    mut items: Receiver<T>,
    write: impl Fn(T) -> Result<(), AnyError> + Clone + Send + 'static,
    stop: Stop,
) -> Result<(), AnyError> {
    loop {
        let item = tokio::select! {
            item = items.recv() => item,
            () = stop.stopped() => return Ok(()),
        };
        let Some(item) = item else { return Ok(()) };
        let write = write.clone();
        spawn_blocking(move || write(item)).await??;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, mpsc};

    use run_group::Error;
    use tokio::sync::mpsc::channel;

    use super::*;
    use crate::support::{NEVER, alone_blocking, on_a_thread, receive};

    /// A call that says that it has begun, and blocks until it is let go.
    struct Call {
        begun: mpsc::Receiver<&'static str>,
        let_go: mpsc::Sender<()>,
        ended: mpsc::Receiver<Result<(), AnyError>>,
        written: Arc<Mutex<Vec<&'static str>>>,
    }

    fn start(limit: Duration) -> Call {
        let (items, inbox) = channel(2);
        let (call, begun) = mpsc::channel();
        let (let_go, gone) = mpsc::channel();
        let (gone, written) = (Arc::new(Mutex::new(gone)), Arc::new(Mutex::new(Vec::new())));
        let output = written.clone();
        let write = move |item| {
            call.send(item)?;
            gone.lock().unwrap().recv()?;
            output.lock().unwrap().push(item);
            Ok(())
        };
        let ended = on_a_thread(move || {
            items.try_send("one").unwrap();
            run(inbox, write, limit)
        });
        Call { begun, let_go, ended, written }
    }

    #[test]
    fn a_call_in_flight_is_finished() {
        let alone = alone_blocking();
        let call = start(NEVER);
        assert_eq!(receive(&call.begun), Some("one"));

        alone.terminate();
        call.let_go.send(()).unwrap();

        receive(&call.ended).unwrap().unwrap();
        assert_eq!(*call.written.lock().unwrap(), ["one"]);
    }

    #[test]
    fn a_call_that_hangs_is_left_behind() {
        let alone = alone_blocking();
        let call = start(Duration::from_millis(10));
        assert_eq!(receive(&call.begun), Some("one"));

        alone.terminate();

        let error = receive(&call.ended).unwrap().unwrap_err();
        assert_eq!(error.downcast_ref::<Error>().unwrap().stuck(), ["files"]);
    }
}
