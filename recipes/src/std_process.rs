//! A child process that a thread waits for, without a runtime. The interrupt kills it.
//!
//! Interrupts:
//!
//! - `worker` is a thread in `wait`, which returns when the child ends, so the interrupt kills the child. A `Child` of
//!   the standard library cannot be killed while a thread waits for it. A `SharedChild` can; and one that has been
//!   waited for is not killed. That matters because an interrupt is called also when its actor has ended long ago, and
//!   by then another process may have the number of the child.
//! - The interrupt sets `asked` before it kills, so that the thread can distinguish this end from others. A `|stop|`
//!   would come too late: it is set when the interrupt has finished.
//!
//! Not covered: a child that has to finish its work. One that ends at the end of its input is interrupted by
//! `drop(stdin)`; one that ends on a signal is [sent one](crate::tokio_process). The children of the child live on.

use std::{process::Command, sync::Arc};

use run_group::{AnyError, Stop, run_group, signal, thread};
use shared_child::SharedChild;

/// Runs the command until it ends, or until the process is asked to stop.
pub fn run(mut command: Command) -> Result<(), AnyError> {
    // From here on a signal counts: one that comes while the child starts ends the group, and the child with it.
    let signals = signal::shutdown();
    let child = Arc::new(SharedChild::spawn(&mut command)?);
    let (waited_for, asked) = (child.clone(), Stop::new());
    let was_asked = asked.clone();
    run_group! {
        worker:  thread(move || wait(&waited_for, &was_asked)) => { asked.stop(); child.kill().ok(); },
        signals: signals => drop,
    }
    .run()?;
    Ok(())
}

fn wait(child: &SharedChild, asked: &Stop) -> Result<(), AnyError> {
    let status = child.wait()?;
    if status.success() || asked.is_stopped() { Ok(()) } else { Err(status.to_string().into()) }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead, BufReader},
        os::{fd::OwnedFd, unix::net::UnixStream},
        process::Stdio,
    };

    use super::*;
    use crate::support::{alone_blocking, on_a_thread, receive};

    #[test]
    fn the_child_is_killed_and_waited_for() {
        let alone = alone_blocking();
        let (ours, theirs) = UnixStream::pair().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "echo started; exec sleep 60"]).stdout(OwnedFd::from(theirs)).stderr(Stdio::null());
        let service = on_a_thread(|| run(command));
        let mut lines = BufReader::new(ours).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "started");

        alone.terminate();

        receive(&service).unwrap().unwrap();
        // No process has its output open any more.
        assert!(lines.next().is_none());
    }

    #[test]
    fn a_child_that_fails_ends_the_group() {
        let _alone = alone_blocking();
        let mut command = Command::new("sh");
        command.args(["-c", "exit 3"]);

        let error = receive(&on_a_thread(|| run(command))).unwrap().unwrap_err();

        assert_eq!(format!("{error:?}"), "actor `worker` failed: exit status: 3");
    }
}
