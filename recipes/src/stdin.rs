//! Lines of the standard input.
//!
//! Nothing can interrupt a thread that blocks in a read of it: the standard input cannot be shut down like a socket, and
//! to close it wakes nobody. So the thread that reads is no actor. It is detached, and sends the lines through a channel
//! to an actor that any interrupt ends. It is left behind in its read when the process exits.
//!
//! Interrupts:
//!
//! - `lines` waits for a channel and holds nothing, so it is dropped. If a line must be handled to its end, take a
//!   `|stop|` and wait for both.
//! - `signals` holds nothing, so it is dropped.
//!
//! Why not `tokio::io::stdin()`: it blocks a thread of the runtime's pool, for which `#[tokio::main]` waits when it
//! returns. The process then exits when somebody types the next line.
//!
//! Not covered: who else reads the standard input after the group. The thread may take one more line from it.

use std::{
    io::{self, BufRead, BufReader, Read},
    thread,
    time::Duration,
};

use run_group::{Error, run_group, signal};
use tokio::sync::mpsc::{self, Receiver};

/// Calls `handle` for each line, until the input ends or the process is asked to stop. The input is `std::io::stdin()`.
pub async fn run(input: impl Read + Send + 'static, mut handle: impl FnMut(&str)) -> Result<(), Error> {
    let mut lines = lines(input);
    run_group! {
        lines: async {
            while let Some(line) = lines.recv().await {
                handle(&line?);
            }
            Ok(())
        } => drop,
        signals: signal::shutdown(),
    }
    .grace(Duration::from_secs(60))
    .await
}

/// Reads on a detached thread. It reads the next line only when this one has been received.
fn lines(input: impl Read + Send + 'static) -> Receiver<io::Result<String>> {
    let (sender, lines) = mpsc::channel(1);
    thread::spawn(move || {
        for line in BufReader::new(input).lines() {
            if sender.blocking_send(line).is_err() {
                break;
            }
        }
    });
    lines
}

#[cfg(test)]
mod tests {
    use std::{io::Write, os::unix::net::UnixStream};

    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    use super::*;
    use crate::support::{alone, soon};

    /// An input that is open, the lines that were handled, and what became of the service.
    fn start() -> (UnixStream, UnboundedReceiver<String>, impl Future<Output = Result<(), Error>>) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (handle, handled) = unbounded_channel();
        let service = tokio::spawn(run(theirs, move |line| handle.send(line.to_owned()).unwrap()));
        (ours, handled, async { soon(service).await.unwrap() })
    }

    #[tokio::test]
    async fn a_stop_does_not_wait_for_the_next_line() {
        let alone = alone().await;
        let (mut input, mut handled, service) = start();
        input.write_all(b"hello\n").unwrap();
        assert_eq!(soon(handled.recv()).await.unwrap(), "hello");

        alone.terminate();

        // The input is still open, and the grace much longer than a test may take.
        service.await.unwrap();
    }

    #[tokio::test]
    async fn the_end_of_the_input_ends_the_service() {
        let _alone = alone().await;
        let (mut input, mut handled, service) = start();
        input.write_all(b"hello\nworld").unwrap();
        drop(input);

        service.await.unwrap();

        assert_eq!(handled.recv().await.unwrap(), "hello");
        assert_eq!(handled.recv().await.unwrap(), "world");
    }
}
