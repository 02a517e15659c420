//! Threads and tasks start when their gate opens.

use std::{future::pending, pin::pin, sync::mpsc};

use run_group::{run_group, task, thread};
use tokio::task::yield_now;

use super::gate;
use crate::api::task::alive;
use crate::support::{Flag, Log, done, drive_beside_threads, poll, ready};

#[test]
fn a_thread_starts_when_its_gate_opens() {
    let (open, log) = (Flag::new(), Log::new());
    let (say, heard) = mpsc::channel();
    let mut group = pin!(run_group! {
        #[when(gate(&log, &open))]
        a: thread(move || say.send("ran").unwrap()) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(heard.try_recv(), Err(mpsc::TryRecvError::Empty));
    open.set();
    drive_beside_threads(group).unwrap();
    assert_eq!(heard.recv(), Ok("ran"));
}

#[test]
fn a_thread_interrupted_before_that_never_starts() {
    let log = Log::new();
    let (say, heard) = mpsc::channel::<()>();
    let mut group = pin!(run_group! {
        #[when(pending::<()>())]
        a: thread(move || say.send(()).unwrap()) => { log.say("stop a") },
        job: done() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["stop a"]);
    // The closure that could send is gone, and has not sent.
    assert_eq!(heard.recv(), Err(mpsc::RecvError));
}

#[test]
fn a_dropped_group_interrupts_no_thread_at_its_gate() {
    let log = Log::new();
    let (say, heard) = mpsc::channel::<()>();
    let mut group = Box::pin(run_group! {
        #[when(pending::<()>())]
        a: thread(move || say.send(()).unwrap()) => { log.say("stop a") },
    });
    assert!(poll(group.as_mut()).is_pending());
    drop(group);
    log.expect(&[]);
    assert_eq!(heard.recv(), Err(mpsc::RecvError));
}

#[tokio::test]
async fn at_a_gate_that_never_opens_no_task_starts() {
    let before = alive();
    let mut group = pin!(run_group! {
        #[when(pending::<()>())] worker: task(pending::<()>()) => || {},
        job: async { yield_now().await; Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(alive(), before);
    assert!(group.await.is_ok());
}
