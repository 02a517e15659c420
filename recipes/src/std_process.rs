//! A child process, with all that it starts, without a runtime: asked to stop, and killed where it does not.
//!
//! The child leads a process group of its own. So SIGTERM reaches what it has started, too, and a terminal's Ctrl-C
//! reaches us alone. A child that uses the terminal cannot have one: see [`terminal_child`](crate::terminal_child).
//!
//! Interrupts:
//!
//! - `worker` is a thread that receives messages: the interrupt sends one, and so does a second thread, which waits for
//!   the child. So the first can wait for both, and with a limit.
//! - The signals are listened for before there is a child, and hold nothing, so they are dropped.
//!
//! The second thread waits with `NOWAIT`, which leaves the child's number to it. So until the child has been waited for
//! once more, after the last signal, no other process and no other group has that number.
//!
//! A child that ends before it was asked to ends the group, and is an error of its actor unless its status is a
//! success. It may have been asked by somebody else: a service manager sends SIGTERM to all processes of a service, and
//! the child may have ended before our own signal is heard. So a status that is no success waits a moment for the
//! interrupt. A child that had to be killed is an error, too: it did not finish its work.
//!
//! Not covered: what the child has started and does not wait for. It is asked like the child, and killed when the child
//! has ended. And a lame duck, which puts off the interrupt: let `on_cause` send a message, too.

use std::{
    os::unix::process::CommandExt,
    process::{Child, Command},
    sync::mpsc::{self, Receiver, Sender},
    thread::scope,
    time::Duration,
};

use run_group::{AnyError, run_group, signal, thread};
use rustix::{
    io::retry_on_intr,
    process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid},
};

/// How much later than the child our own signal may be heard.
const MOMENT: Duration = Duration::from_secs(1);

enum News {
    Stop,
    Ended,
}

/// Runs the command until it ends, or until the process is asked to stop. Then it has `patience` to end.
pub fn run(mut command: Command, patience: Duration) -> Result<(), AnyError> {
    // From here on a signal counts: one that comes while the child starts ends the group, and the child with it.
    let signals = signal::shutdown();
    let child = command.process_group(0).spawn()?;
    let (sender, news) = mpsc::channel();
    let stop = sender.clone();
    run_group! {
        worker:  thread(move || supervise(child, patience, &news, &sender)) => { stop.send(News::Stop).ok(); },
        signals: signals => drop,
    }
    .run()?;
    Ok(())
}

fn supervise(
    mut child: Child,
    patience: Duration,
    news: &Receiver<News>,
    sender: &Sender<News>,
) -> Result<(), AnyError> {
    let group = Pid::from_child(&child);
    // No process of the group is left: as good.
    let send = |signal| kill_process_group(group, signal).ok();
    let (mut asked, mut killed) = (false, false);
    scope(|scope| {
        scope.spawn(|| {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            // An error is seen below, too.
            let _ = retry_on_intr(|| waitid(WaitId::Pid(group), options));
            sender.send(News::Ended)
        });
        asked = matches!(news.recv(), Ok(News::Stop));
        if asked {
            send(Signal::TERM);
            // One that is stopped, by Ctrl-Z say, hears it only when it goes on.
            send(Signal::CONT);
            killed = news.recv_timeout(patience).is_err();
        }
        // What is left: of one that has ended, what it has started.
        send(Signal::KILL);
    });
    let status = child.wait()?;
    if killed {
        return Err(format!("it did not end within {patience:?}, and was killed").into());
    }
    if asked || status.success() || news.recv_timeout(MOMENT).is_ok() { Ok(()) } else { Err(status.to_string().into()) }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};

    use rustix::process::kill_process;

    use super::*;
    use crate::support::{alone_blocking, is_gone, is_stopped, number, on_a_thread, receive, shell, until_blocking};

    const LONG: Duration = Duration::from_secs(60);

    /// Runs the script. Gives what becomes of it, and its lines.
    fn start(script: &str, patience: Duration) -> (Receiver<Result<(), AnyError>>, impl Iterator<Item = String>) {
        let (command, output) = shell(script);
        let service = on_a_thread(move || run(command, patience));
        (service, BufReader::new(output).lines().map(Result::unwrap))
    }

    #[test]
    fn a_child_that_is_asked_may_finish() {
        let alone = alone_blocking();
        let (service, mut lines) = start("trap 'echo finished; exit 3' TERM; echo started; sleep 60 & wait", LONG);
        assert_eq!(lines.next().unwrap(), "started");

        alone.terminate();

        assert_eq!(lines.next().unwrap(), "finished");
        receive(&service).unwrap().unwrap();
    }

    #[test]
    fn what_the_child_has_started_is_asked_too() {
        let alone = alone_blocking();
        let (service, mut lines) = start(
            "trap : TERM; sh -c 'trap \"echo finished; exit\" TERM; echo started; while :; do sleep 0.01; done' & wait; wait",
            LONG,
        );
        assert_eq!(lines.next().unwrap(), "started");

        alone.terminate();

        assert_eq!(lines.next().unwrap(), "finished");
        receive(&service).unwrap().unwrap();
    }

    #[test]
    fn a_child_that_ignores_it_is_killed() {
        let alone = alone_blocking();
        let (service, mut lines) = start("trap '' TERM; sleep 60 & echo started; sleep 60", Duration::from_millis(10));
        assert_eq!(lines.next().unwrap(), "started");

        alone.terminate();

        let error = receive(&service).unwrap().unwrap_err();
        assert_eq!(format!("{error:?}"), "actor `worker` failed: it did not end within 10ms, and was killed");
        assert_eq!(lines.next(), None, "a process has its output open");
    }

    #[test]
    fn what_the_child_leaves_is_killed() {
        let _alone = alone_blocking();
        let (service, mut lines) = start("trap '' TERM; sleep 60 &", LONG);

        receive(&service).unwrap().unwrap();

        assert_eq!(lines.next(), None, "a process has its output open");
    }

    #[test]
    fn a_child_that_is_stopped_is_asked() {
        let alone = alone_blocking();
        let (service, mut lines) = start("echo $$; kill -STOP $$; exec sleep 60", LONG);
        let child = number(&lines.next().unwrap());
        until_blocking(|| is_stopped(child));

        alone.terminate();

        receive(&service).unwrap().unwrap();
    }

    #[test]
    fn a_child_that_is_signalled_first_is_no_error() {
        let alone = alone_blocking();
        let (service, mut lines) = start("echo $$; exec sleep 60", LONG);
        let child = number(&lines.next().unwrap());

        kill_process(child, Signal::TERM).unwrap();
        until_blocking(|| is_gone(child));
        alone.terminate();

        receive(&service).unwrap().unwrap();
    }

    #[test]
    fn a_child_that_fails_is_the_cause() {
        let _alone = alone_blocking();
        let (service, _lines) = start("exit 3", LONG);

        let error = receive(&service).unwrap().unwrap_err();

        assert_eq!(format!("{error:?}"), "actor `worker` failed: exit status: 3");
    }
}
