//! The thread that looks at the signals while no group is polled.

use core::sync::atomic::{AtomicBool, Ordering};
use std::{
    io::{self, Read},
    os::unix::net::UnixStream,
    sync::Arc,
    thread::{self, Builder, JoinHandle, yield_now},
    time::{Duration, Instant},
};

use crate::adapters::signal::system::{process::Process, system::with_signals_blocked};

/// A thread, and the pipe that it reads from. Signals are blocked in it, so that no handler runs there.
pub(super) struct Helper {
    pipe: UnixStream,
    /// Kept open, so that writing to the pipe never fails.
    _reader: Arc<UnixStream>,
    /// Set while it calls wakers.
    is_waking: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Helper {
    pub(super) fn start(process: &'static Process) -> io::Result<Self> {
        let (reader, pipe) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        let (reader, is_waking) = (Arc::new(reader), Arc::new(AtomicBool::new(false)));
        let run = {
            let (reader, is_waking) = (reader.clone(), is_waking.clone());
            move || run(process, &reader, &is_waking)
        };
        let thread = with_signals_blocked(|| Builder::new().name("signals".into()).spawn(run))?;
        Ok(Helper { pipe, _reader: reader, is_waking, thread })
    }

    pub(super) fn pipe(&self) -> &UnixStream {
        &self.pipe
    }

    /// Ends the thread and waits for it. Not if that is this very thread, since some executors poll in `wake` itself; and not for
    /// long if it is in a waker, which may wait for what this thread holds.
    pub(super) fn end(self) {
        const LONG: Duration = Duration::from_millis(50);
        drop(self.pipe);
        if self.thread.thread().id() == thread::current().id() {
            return;
        }
        let start = Instant::now();
        while self.is_waking.load(Ordering::Acquire) {
            if start.elapsed() > LONG {
                return;
            }
            yield_now();
        }
        // It has nothing left to do. A panic of it has been printed.
        let _ = self.thread.join();
    }
}

fn run(process: &'static Process, mut reader: &UnixStream, is_waking: &Arc<AtomicBool>) {
    loop {
        match reader.read(&mut [0; 64]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(1..) => {
                let is_this = |helper: &Helper| Arc::ptr_eq(&helper.is_waking, is_waking);
                let looked = process.look_as(is_this, || is_waking.store(true, Ordering::Release));
                is_waking.store(false, Ordering::Release);
                if !looked {
                    return;
                }
            }
            // The pipe is closed: nobody listens any more.
            Ok(0) | Err(_) => return,
        }
    }
}
