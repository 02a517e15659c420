//! Changes of files, with the `notify` crate: a thread that blocks until something changes.
//!
//! Interrupts:
//!
//! - `changes` is a thread that reads a channel. The watcher holds the sender, so the interrupt drops the watcher: that
//!   closes the channel, and the loop ends after the events that it had already received. Every thread that reads a
//!   channel can be interrupted like this: drop the sender.
//! - Where something else holds a sender too, that does not end the loop; then send a message that does.
//!
//! Not covered: bursts (`notify-debouncer-mini` has the same shape), a directory that is itself replaced, a queue of
//! the kernel's that overflows (`event.need_rescan()`).

use std::{path::Path, sync::mpsc};

use notify::{Event, RecursiveMode, Watcher};
use run_group::{AnyError, run_group, signal, thread};

/// Calls `changed` for each change below the directory, until the process is asked to stop.
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
            Ok(())
        }) => { drop(watcher) },
        signals: signal::shutdown(),
    }
    .run()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;
    use crate::support::{alone_blocking, on_a_thread, receive, until_blocking};

    /// A directory for this test alone.
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
    fn a_change_in_hand_is_handled_to_its_end() {
        let alone = alone_blocking();
        let directory = Directory::new();
        let path = directory.0.clone();
        let (start, started) = mpsc::channel();
        let (leave, waits) = mpsc::channel::<()>();
        let (finish, finished) = mpsc::channel();
        let service = on_a_thread(move || {
            run(&path, move |event| {
                start.send(event.paths.clone()).unwrap();
                // The first event waits for the message, all later ones find the channel closed.
                waits.recv().ok();
                finish.send(()).unwrap();
            })
        });
        // A change is only seen once the directory is watched.
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
