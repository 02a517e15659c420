//! A child process that is asked to stop, and killed where it does not.
//!
//! Interrupts:
//!
//! - `worker` is interrupted through `|stop|`: its actor sends SIGTERM, waits for as long as its patience lasts, then
//!   kills. All three need the `Child`, so they are in the actor that has it, and not in an interrupt.
//! - `kill_on_drop`: whatever drops the actor, a grace of the group or a group that is dropped half-way, leaves no
//!   child.
//! - The signals are listened for before there is a child, and hold nothing, so they are dropped.
//!
//! A child that ends before it was asked to ends the group, and is an error of its actor unless its status is a
//! success. One that had to be killed is an error, too: it did not finish its work.
//!
//! Not covered: the children of the child. A shell, for one, is killed without what it has started: give it a process
//! group of its own (`Command::process_group`) and send to that. Ctrl-C also reaches the child, since a terminal sends
//! it to every process in the foreground.

use std::{process::ExitStatus, time::Duration};

use run_group::{AnyError, Stop, run_group, signal};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    process::{Child, Command},
    time::timeout,
};

/// Runs the command until it ends, or until the process is asked to stop. Then it has `patience` to end.
pub async fn run(mut command: Command, patience: Duration) -> Result<(), AnyError> {
    // From here on a signal counts: one that comes while the child starts ends the group, and the child with it.
    let signals = signal::shutdown();
    let child = command.kill_on_drop(true).spawn()?;
    run_group! {
        worker:  |stop| supervise(child, patience, stop),
        signals: signals => drop,
    }
    .await?;
    Ok(())
}

async fn supervise(mut child: Child, patience: Duration, stop: Stop) -> Result<(), AnyError> {
    tokio::select! {
        status = child.wait() => return judge(status?),
        () = stop.stopped() => ask(&child)?,
    }
    if let Ok(status) = timeout(patience, child.wait()).await {
        // It was asked to end: a success and an end by the signal are the same here.
        status?;
        return Ok(());
    }
    child.kill().await?;
    Err(format!("it did not end within {patience:?}, and was killed").into())
}

/// Sends SIGTERM. Until the child has been waited for, no other process has its number.
fn ask(child: &Child) -> rustix::io::Result<()> {
    match child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?)) {
        Some(pid) => kill_process(pid, Signal::TERM),
        None => Ok(()),
    }
}

fn judge(status: ExitStatus) -> Result<(), AnyError> {
    if status.success() { Ok(()) } else { Err(status.to_string().into()) }
}

#[cfg(test)]
mod tests {
    use std::{os::fd::OwnedFd, process::Stdio};

    use tokio::{
        io::{AsyncBufReadExt, BufReader, Lines},
        net::UnixStream,
    };

    use super::*;
    use crate::support::{alone, soon};

    /// A shell that runs the script, and the lines that it writes.
    fn shell(script: &str) -> (Command, Lines<BufReader<UnixStream>>) {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdout(OwnedFd::from(theirs)).stderr(Stdio::null());
        (command, BufReader::new(UnixStream::from_std(ours).unwrap()).lines())
    }

    #[tokio::test]
    async fn a_child_that_is_asked_may_finish() {
        let alone = alone().await;
        let (command, mut lines) = shell("trap 'kill $!; echo finished; exit' TERM; sleep 60 & echo started; wait");
        let service = tokio::spawn(run(command, Duration::from_secs(60)));
        assert_eq!(soon(lines.next_line()).await.unwrap().unwrap(), "started");

        alone.terminate();

        assert_eq!(soon(lines.next_line()).await.unwrap().unwrap(), "finished");
        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_child_that_ignores_it_is_killed() {
        let alone = alone().await;
        let (command, mut lines) = shell("trap '' TERM; echo started; exec sleep 60");
        let service = tokio::spawn(run(command, Duration::from_millis(10)));
        assert_eq!(soon(lines.next_line()).await.unwrap().unwrap(), "started");

        alone.terminate();

        let error = soon(service).await.unwrap().unwrap_err();
        assert_eq!(format!("{error:?}"), "actor `worker` failed: it did not end within 10ms, and was killed");
        // No process has its output open any more.
        assert_eq!(soon(lines.next_line()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_child_that_fails_ends_the_group() {
        let _alone = alone().await;
        let (command, _lines) = shell("exit 3");

        let error = soon(run(command, Duration::from_secs(60))).await.unwrap_err();

        assert_eq!(format!("{error:?}"), "actor `worker` failed: exit status: 3");
    }
}
