//! Changes of files, by the `notify` crate: a thread that blocks until something changes.
//!
//! Interrupts:
//!
//! - `changes` is a thread, blocked in a channel. The watcher has the other end of it, so dropping the watcher closes the
//!   channel, and the loop ends behind what it had already received. What is an interrupt for a watcher is one for every
//!   thread that reads a channel: drop what sends.
//! - Where somebody else holds a sender too, that does not end it; then send a message that says so.
//!
//! Not covered: bursts (`notify-debouncer-mini` has the same shape), a directory that is itself replaced, a queue of the
//! kernel's that overflows (`event.need_rescan()`).

use std::{path::Path, sync::mpsc};

use notify::{Event, RecursiveMode, Watcher};
use run_group::{AnyError, run_group, signal, thread};

/// Calls `changed` for whatever is written below the directory, until the process is asked to stop.
pub fn run(directory: &Path, mut changed: impl FnMut(&Event) + Send + 'static) -> Result<(), AnyError> {
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender)?;
    watcher.watch(directory, RecursiveMode::Recursive)?;
    run_group! {
        changes: thread(move || {
            for event in events {
                let event: Event = event?;
                if event.kind.is_create() || event.kind.is_modify() || event.kind.is_remove() {
                    changed(&event);
                }
            }
            Ok::<_, notify::Error>(())
        }) => { drop(watcher) },
        signals: signal::shutdown() => drop,
    }
    .run()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;
    use crate::support::{alone_blocking, on_a_thread, receive, until_blocking};

    /// A directory of this test's own.
    struct Directory(PathBuf);

    impl Directory {
        fn new() -> Self {
            let path = std::env::temp_dir().join(format!("run-group-notify-{}", std::process::id()));
            fs::create_dir(&path).unwrap();
            Directory(path)
        }
    }

    impl Drop for Directory {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn a_change_that_is_being_handled_is_handled_to_its_end() {
        let alone = alone_blocking();
        let directory = Directory::new();
        let path = directory.0.clone();
        let (start, started) = mpsc::channel();
        let (leave, waits) = mpsc::channel::<()>();
        let (finish, finished) = mpsc::channel();
        let service = on_a_thread(move || {
            run(&path, move |event| {
                start.send(event.paths.clone()).unwrap();
                // The first waits until it is told, the others until nobody can tell them.
                waits.recv().ok();
                finish.send(()).unwrap();
            })
        });
        // Until it watches, there is nothing to see.
        let file = directory.0.join("file");
        until_blocking(|| {
            fs::write(&file, "changed").unwrap();
            started.try_recv().is_ok_and(|paths: Vec<_>| paths == [file.clone()])
        });

        alone.terminate();
        leave.send(()).unwrap();
        drop(leave);

        receive(&service).unwrap().unwrap();
        assert_eq!(finished.try_iter().count(), 1 + started.try_iter().count());
    }
}
