//! Threads and file descriptors are back where they were when a group has gone.

use std::{
    fs::read_dir,
    future::pending,
    io::Read,
    net::Shutdown,
    os::unix::net::UnixStream,
    path::Path,
    pin::pin,
    task::{Context, Waker},
    thread::yield_now,
    time::{Duration, Instant},
};

use futures::executor::block_on;
use run_group::{run_group, signal, thread};
use tokio::runtime::Builder;

use crate::process::{alone, expect_code};

/// How many threads and file descriptors this process has. `None` where the system does not tell.
fn counts() -> Option<[usize; 2]> {
    let count = |path: &str| Path::new(path).exists().then(|| read_dir(path).unwrap().count());
    Some([count("/proc/self/task")?, count("/proc/self/fd")?])
}

/// Runs `round` a few times, in a process of its own, each of which must leave as much behind as it found.
#[track_caller]
fn expect_none(test: &str, round: fn()) {
    let end = alone(test, || {
        let before = counts();
        for _ in 0..5 {
            round();
            // A thread that has been joined is still listed for a moment. The guard is for one that stays.
            let guard = Instant::now() + Duration::from_secs(20);
            while counts() != before && Instant::now() < guard {
                yield_now();
            }
            assert_eq!(counts(), before, "threads and file descriptors");
        }
    });
    expect_code(&end, 0);
}

/// A thread that waits until it is told.
fn stuck_in_a_read(mut conn: UnixStream) -> std::io::Result<usize> {
    conn.read(&mut [0])
}

#[test]
fn a_group_with_threads_leaves_nothing_behind() {
    expect_none("leaks::a_group_with_threads_leaves_nothing_behind", || {
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
fn a_group_with_signals_leaves_nothing_behind() {
    expect_none("leaks::a_group_with_signals_leaves_nothing_behind", || {
        block_on(run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
        })
        .unwrap();
    });
}

#[test]
fn a_group_that_is_dropped_before_its_first_poll_leaves_nothing_behind() {
    expect_none("leaks::a_group_that_is_dropped_before_its_first_poll_leaves_nothing_behind", || {
        drop(run_group! {
            signals: signal::shutdown() => drop,
            stops:   |stop| thread(move || block_on(stop.stopped())),
        });
    });
}

#[test]
fn a_group_that_is_dropped_while_it_runs_leaves_nothing_behind() {
    expect_none("leaks::a_group_that_is_dropped_while_it_runs_leaves_nothing_behind", || {
        let mut group = pin!(run_group! {
            signals: signal::shutdown() => drop,
            stops:   |stop| thread(move || block_on(stop.stopped())),
        });
        let mut cx = Context::from_waker(Waker::noop());
        assert!(group.as_mut().poll(&mut cx).is_pending());
    });
}

#[test]
fn a_group_whose_thread_panics_leaves_nothing_behind() {
    expect_none("leaks::a_group_whose_thread_panics_leaves_nothing_behind", || {
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
fn run_leaves_nothing_behind() {
    // From the first runtime on, tokio keeps a pipe for signals of its own.
    drop(Builder::new_current_thread().enable_all().build().unwrap());
    expect_none("leaks::run_leaves_nothing_behind", || {
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
