//! A child process, with all that it starts: asked to stop, and killed where it does not.
//!
//! The child leads a process group of its own. So SIGTERM reaches what it has started, too, and a terminal's Ctrl-C
//! reaches us alone. A child that uses the terminal cannot have one: see [`terminal_child`](crate::terminal_child).
//!
//! Interrupts:
//!
//! - `worker` is interrupted through `|stop|`: its actor sends SIGTERM, waits for as long as its patience lasts, then
//!   kills. All three need the child, so they are in the actor that has it, and not in an interrupt.
//! - Whatever drops the actor, a grace of the group or a group that is dropped half-way, leaves no process: the child's
//!   process group is killed when the actor is dropped.
//! - The signals are listened for before there is a child, and hold nothing, so they are dropped.
//!
//! A child that ends before it was asked to ends the group, and is an error of its actor unless its status is a
//! success. It may have been asked by somebody else: a service manager sends SIGTERM to all processes of a service, and
//! the child may have ended before our own signal is heard. So a status that is no success waits a moment for the
//! `stop`. A child that had to be killed is an error, too: it did not finish its work.
//!
//! Not covered: what the child has started and does not wait for. It is asked like the child, and killed when the child
//! has ended. And a lame duck, which puts off the `stop`: let `on_cause` set a [`Stop`] of your own, and wait a moment
//! for that.

use std::{process::ExitStatus, time::Duration};

use run_group::{AnyError, Stop, run_group, signal};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::{
    process::{Child, Command},
    time::timeout,
};

/// How much later than the child our own signal may be heard.
const MOMENT: Duration = Duration::from_secs(1);

/// Runs the command until it ends, or until the process is asked to stop. Then it has `patience` to end.
pub async fn run(mut command: Command, patience: Duration) -> Result<(), AnyError> {
    // From here on a signal counts: one that comes while the child starts ends the group, and the child with it.
    let signals = signal::shutdown();
    let worker = Worker::start(&mut command)?;
    run_group! {
        worker:  |stop| worker.run(patience, stop),
        signals: signals => drop,
    }
    .await?;
    Ok(())
}

/// The child, and the process group that it leads.
struct Worker {
    child: Child,
    group: Option<Pid>,
}

impl Worker {
    fn start(command: &mut Command) -> Result<Self, AnyError> {
        let child = command.process_group(0).spawn()?;
        let group = child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?));
        Ok(Worker { child, group })
    }

    async fn run(mut self, patience: Duration, stop: Stop) -> Result<(), AnyError> {
        tokio::select! {
            status = self.child.wait() => return judge(status?, &stop).await,
            () = stop.stopped() => {}
        }
        self.send(Signal::TERM);
        // One that is stopped, by Ctrl-Z say, hears it only when it goes on.
        self.send(Signal::CONT);
        if let Ok(status) = timeout(patience, self.child.wait()).await {
            // It was asked to end: whatever its status, it did.
            status?;
            return Ok(());
        }
        self.send(Signal::KILL);
        self.child.wait().await?;
        Err(format!("it did not end within {patience:?}, and was killed").into())
    }

    fn send(&self, signal: Signal) {
        if let Some(group) = self.group {
            // No process of the group is left: as good.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Worker {
    /// Kills what is left. The number is still the group's: it is not given to another as long as a process of the group
    /// is left. If none is, it has been free only since the child was waited for, just now, and numbers are given out in
    /// turn.
    fn drop(&mut self) {
        self.send(Signal::KILL);
    }
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
    use rustix::process::kill_process;
    use tokio::time::{advance, pause};

    use super::*;
    use crate::support::{Lines, alone, hold_the_clock, is_gone, is_stopped, number, shell, soon, until};

    const LONG: Duration = Duration::from_secs(60);

    fn command(script: &str) -> (Command, Lines) {
        let (command, output) = shell(script);
        (command.into(), Lines::of(output))
    }

    #[tokio::test]
    async fn a_child_that_is_asked_may_finish() {
        let alone = alone().await;
        let (command, mut lines) = command("trap 'echo finished; exit 3' TERM; echo started; sleep 60 & wait");
        let service = tokio::spawn(run(command, LONG));
        assert_eq!(lines.next().await.unwrap(), "started");

        alone.terminate();

        assert_eq!(lines.next().await.unwrap(), "finished");
        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn what_the_child_has_started_is_asked_too() {
        let alone = alone().await;
        let (command, mut lines) = command(
            "trap : TERM; sh -c 'trap \"echo finished; exit\" TERM; echo started; while :; do sleep 0.01; done' & wait; wait",
        );
        let service = tokio::spawn(run(command, LONG));
        assert_eq!(lines.next().await.unwrap(), "started");

        alone.terminate();

        assert_eq!(lines.next().await.unwrap(), "finished");
        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_child_that_ignores_it_is_killed() {
        let alone = alone().await;
        let (command, mut lines) = command("trap '' TERM; sleep 60 & echo started; sleep 60");
        let service = tokio::spawn(run(command, Duration::from_millis(10)));
        assert_eq!(lines.next().await.unwrap(), "started");

        alone.terminate();

        let error = soon(service).await.unwrap().unwrap_err();
        assert_eq!(format!("{error:?}"), "actor `worker` failed: it did not end within 10ms, and was killed");
        assert_eq!(lines.next().await, None, "a process has its output open");
    }

    #[tokio::test]
    async fn what_the_child_leaves_is_killed() {
        let _alone = alone().await;
        let (command, mut lines) = command("trap '' TERM; sleep 60 &");

        soon(run(command, LONG)).await.unwrap();

        assert_eq!(lines.next().await, None, "a process has its output open");
    }

    #[tokio::test]
    async fn no_process_outlives_a_group_that_is_dropped() {
        let _alone = alone().await;
        let (command, mut lines) = command("sleep 60 & echo started; wait");
        let service = tokio::spawn(run(command, LONG));
        assert_eq!(lines.next().await.unwrap(), "started");

        service.abort();

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
        for (script, said) in [("exit 3", "exit status: 3"), ("kill -KILL $$", "signal: 9 (SIGKILL)")] {
            let (command, _lines) = command(script);

            let error = run(command, LONG).await.unwrap_err();

            assert_eq!(format!("{error:?}"), format!("actor `worker` failed: {said}"));
        }
    }
}
