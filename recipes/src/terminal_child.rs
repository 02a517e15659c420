//! A child process that uses the terminal: it reads from it, or asks for a password.
//!
//! It stays in our process group. In one of its own it would be in the background, and be stopped at its first read. So
//! Ctrl-C reaches us and the child at once, and perhaps the child first.
//!
//! Interrupts:
//!
//! - `worker` is interrupted through `|stop|`: its actor sends SIGTERM, waits for as long as its patience lasts, then
//!   kills.
//! - `kill_on_drop`: whatever drops the actor, a grace of the group or a group that is dropped half-way, leaves no
//!   child.
//! - The signals are listened for before there is a child, and hold nothing, so they are dropped.
//!
//! A status that is no success waits a moment for the `stop`: the child that Ctrl-C has ended is no error, even where
//! our own signal is heard later.
//!
//! Not covered: what the child has started. Only Ctrl-C reaches that; for the rest the child has to care. An interactive
//! shell ignores SIGTERM: send it SIGHUP, as a terminal does that closes. And a child that takes Ctrl-C for a key, as
//! a database's shell does, must not lose us: listen for SIGTERM alone, and hold a `signal::listen([Signal::Interrupt])`
//! beside the group.

use std::{process::ExitStatus, time::Duration};

use run_group::{AnyError, Stop, run_group, signal};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    process::{Child, Command},
    time::timeout,
};

/// How much later than the child our own signal may be heard.
const MOMENT: Duration = Duration::from_secs(1);

/// Runs the command until it ends, or until the process is asked to stop. Then it has `patience` to end.
pub async fn run(mut command: Command, patience: Duration) -> Result<(), AnyError> {
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
        status = child.wait() => return judge(status?, &stop).await,
        () = stop.stopped() => {}
    }
    // Until the child has been waited for, no other process has its number.
    if let Some(pid) = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?)) {
        kill_process(pid, Signal::TERM)?;
        // One that is stopped, by Ctrl-Z say, hears it only when it goes on.
        kill_process(pid, Signal::CONT)?;
    }
    if let Ok(status) = timeout(patience, child.wait()).await {
        // It was asked to end: whatever its status, it did.
        status?;
        return Ok(());
    }
    child.kill().await?;
    Err(format!("it did not end within {patience:?}, and was killed").into())
}

async fn judge(status: ExitStatus, stop: &Stop) -> Result<(), AnyError> {
    if status.success() || timeout(MOMENT, stop.stopped()).await.is_ok() {
        Ok(())
    } else {
        Err(status.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{advance, pause};

    use super::*;
    use crate::support::{Lines, alone, hold_the_clock, is_gone, is_stopped, number, shell, soon, until};

    const LONG: Duration = Duration::from_secs(60);

    fn command(script: &str) -> (Command, Lines) {
        let (command, output) = shell(script);
        (command.into(), Lines::of(output))
    }

    #[tokio::test]
    async fn a_child_that_ignores_it_is_killed() {
        let alone = alone().await;
        let (command, mut lines) = command("trap '' TERM; echo started; exec sleep 60");
        let service = tokio::spawn(run(command, Duration::from_millis(10)));
        assert_eq!(lines.next().await.unwrap(), "started");

        alone.terminate();

        let error = soon(service).await.unwrap().unwrap_err();
        assert_eq!(format!("{error:?}"), "actor `worker` failed: it did not end within 10ms, and was killed");
        assert_eq!(lines.next().await, None, "a process has its output open");
    }

    #[tokio::test]
    async fn a_child_that_is_stopped_is_asked() {
        let alone = alone().await;
        let (command, mut lines) = command("echo $$; kill -STOP $$; exec sleep 60");
        let service = tokio::spawn(run(command, LONG));
        let child = number(&lines.next().await.unwrap());
        until(async || is_stopped(child)).await;

        alone.terminate();

        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_child_that_is_signalled_first_is_no_error() {
        let alone = alone().await;
        let (command, mut lines) = command("echo $$; exec sleep 60");
        let service = tokio::spawn(run(command, LONG));
        let child = number(&lines.next().await.unwrap());

        kill_process(child, Signal::TERM).unwrap();
        until(async || is_gone(child)).await;
        let _clock = hold_the_clock();
        pause();
        advance(Duration::from_millis(900)).await;
        alone.terminate();

        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_child_that_fails_is_the_cause() {
        let _alone = alone().await;
        let (command, _lines) = command("exit 3");

        let error = run(command, LONG).await.unwrap_err();

        assert_eq!(format!("{error:?}"), "actor `worker` failed: exit status: 3");
    }
}
