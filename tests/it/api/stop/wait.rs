//! `wait` and `wait_timeout`: a thread that waits for the stop signal.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use run_group::{Stop, run_group, thread as actor};

use crate::api::support::{GUARD, MS};

/// Waits in a thread of its own, and gives what `wait` gave.
fn wait_there<T: Send + 'static>(stop: &Stop, wait: impl FnOnce(&Stop) -> T + Send + 'static) -> mpsc::Receiver<T> {
    let (stop, (done, is_done)) = (stop.clone(), mpsc::channel());
    thread::spawn(move || done.send(wait(&stop)));
    is_done
}

#[test]
fn of_a_signal_that_is_set_it_returns_at_once() {
    let stop = Stop::new();
    stop.stop();
    stop.wait();
    assert!(stop.wait_timeout(Duration::ZERO) && stop.wait_timeout(Duration::MAX));
}

#[test]
fn it_returns_when_the_signal_is_set() {
    for _ in 0..500 {
        let stop = Stop::new();
        let waits = [wait_there(&stop, Stop::wait), wait_there(&stop, |stop| assert!(stop.wait_timeout(GUARD)))];
        stop.stop();
        assert_eq!(waits.map(|wait| wait.recv_timeout(GUARD)), [Ok(()); 2]);
    }
}

#[test]
fn it_returns_when_the_time_is_up() {
    let stop = Stop::new();
    let start = Instant::now();
    assert!(!stop.wait_timeout(20 * MS));
    assert!(start.elapsed() >= 20 * MS);
    assert!(!stop.wait_timeout(Duration::ZERO));
}

#[test]
fn a_time_that_no_clock_has_is_for_ever() {
    let stop = Stop::new();
    let wait = wait_there(&stop, |stop| stop.wait_timeout(Duration::MAX));
    stop.stop();
    assert_eq!(wait.recv_timeout(GUARD), Ok(true));
}

/// Others may unpark a thread for reasons of their own.
#[test]
fn it_does_not_return_because_its_thread_is_unparked() {
    let (stop, is_set) = (Stop::new(), Arc::new(AtomicBool::new(false)));
    let waits = [false, true].map(|timed| {
        let (stop, is_set) = (stop.clone(), is_set.clone());
        thread::spawn(move || {
            let returned = if timed {
                stop.wait_timeout(GUARD)
            } else {
                stop.wait();
                true
            };
            returned && is_set.load(Ordering::SeqCst)
        })
    });
    for _ in 0..1000 {
        for wait in &waits {
            wait.thread().unpark();
        }
        thread::yield_now();
    }
    is_set.store(true, Ordering::SeqCst);
    stop.stop();
    assert_eq!(waits.map(|wait| wait.join().unwrap()), [true; 2]);
}

#[test]
fn a_thread_in_a_group_ends_when_it_is_interrupted() {
    run_group! {
        waits: |stop| actor(move || stop.wait()),
        ticks: |stop| actor(move || while !stop.wait_timeout(MS) {}),
        job: async { Ok(()) } => drop,
    }
    .run()
    .unwrap();
}
