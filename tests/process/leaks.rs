//! Leaks: none of the threads, file descriptors and tasks of a group is left when it has gone.

use std::{
    fs::read_dir,
    future::{pending, ready},
    io::Read,
    net::Shutdown,
    os::unix::net::UnixStream,
    path::Path,
    pin::pin,
    sync::Arc,
    task::{Context, Waker},
    thread::yield_now,
    time::{Duration, Instant},
};

use futures::executor::block_on;
use run_group::{run_group, signal, task, thread};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::support::{Process, expect_code, kill, test_of};

/// How many threads, file descriptors and tasks this process has. `None` where the system does not show it.
fn counts() -> [Option<usize>; 3] {
    let count = |path: &str| Path::new(path).exists().then(|| read_dir(path).unwrap().count());
    let tasks = Handle::try_current().ok().map(|runtime| runtime.metrics().num_alive_tasks());
    [count("/proc/self/task"), count("/proc/self/fd"), tasks]
}

/// Runs `round` a few times, each of which must leave as much as it found.
#[track_caller]
fn rounds(round: impl Fn()) {
    let before = counts();
    for _ in 0..5 {
        round();
        // A thread that has been joined is still listed for a moment. The time limit is for one that remains listed.
        let guard = Instant::now() + Duration::from_secs(20);
        while counts() != before && Instant::now() < guard {
            yield_now();
        }
        assert_eq!(counts(), before, "threads, file descriptors and tasks");
    }
}

/// Runs the rounds in a process of their own.
#[track_caller]
fn expect_none<R: Fn()>(round: R) {
    expect_code(&Process::alone_in(test_of::<R>(), || rounds(round)).end(), 0);
}

/// Runs the rounds in a process of their own, in a runtime.
#[track_caller]
fn expect_none_in_a_runtime<R: AsyncFn()>(round: R) {
    let process = Process::alone_in(test_of::<R>(), || {
        let runtime = Runtime::new().unwrap();
        let _here = runtime.enter();
        rounds(|| runtime.block_on(round()));
    });
    expect_code(&process.end(), 0);
}

/// A thread that waits until its socket is shut down.
fn stuck_in_a_read(mut conn: UnixStream) -> std::io::Result<usize> {
    conn.read(&mut [0])
}

#[test]
fn a_group_with_threads_leaves_none() {
    expect_none(|| {
        let (conn, _remote) = UnixStream::pair().unwrap();
        let peer = conn.try_clone().unwrap();
        block_on(run_group! {
            stops: |stop| thread(move || block_on(stop.stopped())),
            reads: thread(move || stuck_in_a_read(conn).map(drop)) => { peer.shutdown(Shutdown::Both).unwrap() },
            job:   async { Ok(()) } => drop,
        })
        .unwrap();
    });
}

#[test]
fn a_group_with_signals_leaves_none() {
    expect_none(|| {
        block_on(run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
        })
        .unwrap();
    });
}

#[test]
fn a_group_dropped_unpolled_leaves_none() {
    expect_none(|| {
        drop(run_group! {
            signals: signal::shutdown() => drop,
            stops:   |stop| thread(move || block_on(stop.stopped())),
        });
    });
}

#[test]
fn a_group_dropped_while_it_runs_leaves_none() {
    expect_none(|| {
        let mut group = pin!(run_group! {
            signals: signal::shutdown() => drop,
            stops:   |stop| thread(move || block_on(stop.stopped())),
        });
        let mut cx = Context::from_waker(Waker::noop());
        assert!(group.as_mut().poll(&mut cx).is_pending());
    });
}

#[test]
fn a_group_whose_thread_panics_leaves_none() {
    expect_none(|| {
        let (conn, _remote) = UnixStream::pair().unwrap();
        let peer = conn.try_clone().unwrap();
        let error = block_on(run_group! {
            job:   async { Err("broken".into()) } => drop,
            reads: thread(move || { stuck_in_a_read(conn).unwrap(); panic!("boom") }) => {
                peer.shutdown(Shutdown::Both).unwrap();
            },
        })
        .unwrap_err();
        assert_eq!(error.others().len(), 1);
    });
}

#[test]
fn run_leaves_none() {
    // From the first runtime on, tokio keeps a pipe for signals of its own.
    drop(Builder::new_current_thread().enable_all().build().unwrap());
    expect_none(|| {
        run_group! {
            signals: signal::shutdown() => drop,
            stops:   |stop| thread(move || block_on(stop.stopped())),
            timer:   async { tokio::time::sleep(Duration::from_millis(1)).await; Ok(()) } => drop,
            blocks:  async { Ok(tokio::task::spawn_blocking(|| {}).await?) } => drop,
            wait:    pending::<()>() => drop,
        }
        .run()
        .unwrap();
    });
}

#[test]
fn a_group_that_a_signal_ends_leaves_none() {
    expect_none_in_a_runtime(async || {
        let held = Arc::new(());
        let (conn, _remote) = UnixStream::pair().unwrap();
        let peer = conn.try_clone().unwrap();
        run_group! {
            signals: signal::shutdown() => drop,
            stops:   |stop| task(stop.stopped_owned()),
            dropped: task({ let held = held.clone(); async move { pending::<()>().await; drop(held) } }) => drop,
            reads:   thread(move || stuck_in_a_read(conn).map(drop)) => { peer.shutdown(Shutdown::Both).unwrap() },
            kill:    async { kill("TERM", std::process::id()); pending().await } => drop,
        }
        .on_cause(|cause| assert!(cause.signal().is_some()))
        .grace(Duration::from_secs(20))
        .await
        .unwrap();
        // The task has been joined, not only interrupted. What tokio counts is updated later.
        assert_eq!(Arc::strong_count(&held), 1);
    });
}

#[test]
fn a_group_whose_tasks_are_stuck_leaves_none() {
    expect_none_in_a_runtime(async || {
        let error = run_group! {
            signals: signal::shutdown() => drop,
            stuck:   task(pending::<()>()) => || {},
            job:     async { Ok(()) } => drop,
        }
        .deadline(|| ready(()))
        .await
        .unwrap_err();
        assert_eq!(error.stuck(), ["stuck"]);
    });
}

#[test]
fn a_stuck_thread_leaves_none_when_it_ends() {
    expect_none(|| {
        let (conn, _remote) = UnixStream::pair().unwrap();
        let peer = conn.try_clone().unwrap();
        let error = block_on(
            run_group! {
                reads: thread(move || stuck_in_a_read(conn).map(drop)) => || {},
                job:   async { Ok(()) } => drop,
            }
            .deadline(|| ready(())),
        )
        .unwrap_err();
        assert_eq!(error.stuck(), ["reads"]);
        peer.shutdown(Shutdown::Both).unwrap();
    });
}

#[test]
fn a_dropped_group_with_tasks_leaves_none() {
    expect_none_in_a_runtime(async || {
        let mut group = pin!(run_group! {
            signals: signal::shutdown() => drop,
            dropped: task(pending::<()>()) => drop,
            stops:   |stop| thread(move || block_on(stop.stopped())),
        });
        let mut cx = Context::from_waker(Waker::noop());
        assert!(group.as_mut().poll(&mut cx).is_pending());
    });
}
