//! What is left of a group's signals when it has gone: nothing.

use std::{fs, time::Instant};

use futures::executor::block_on;
use run_group::{run_group, signal};

use super::expect_said;
use crate::support::{
    GUARD, alone,
    sigaction::{ALL, Disposition},
};

/// The descriptors and the threads of this process, and the signals that it handles, ignores and blocks. `None` where the
/// system does not show them.
fn traces() -> Option<[Vec<String>; 3]> {
    let names = |path| -> Option<Vec<String>> {
        let mut names: Vec<_> =
            fs::read_dir(path).ok()?.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        Some(names)
    };
    let status = fs::read_to_string("/proc/thread-self/status").ok()?;
    let signals = status
        .lines()
        .filter(|line| ["SigBlk", "SigIgn", "SigCgt"].iter().any(|name| line.starts_with(name)))
        .map(ToOwned::to_owned)
        .collect();
    Some([names("/proc/self/fd")?, names("/proc/self/task")?, signals])
}

fn a_group() {
    block_on(run_group! {
        signals: signal::any(super::EACH) => drop,
        job:     async { Ok(()) } => drop,
    })
    .unwrap();
}

#[test]
fn a_thousand_groups_leave_none() {
    let end = alone(|| {
        let before = (traces(), ALL.map(Disposition::of));
        for groups in [1, 999] {
            (0..groups).for_each(|_| a_group());
            // A thread that has been joined is still listed for a moment.
            let start = Instant::now();
            while traces() != before.0 && start.elapsed() < GUARD / 3 {
                std::thread::yield_now();
            }
            assert_eq!((traces(), ALL.map(Disposition::of)), before);
        }
    });
    expect_said(&end, &[]);
}

/// Also where the last of several goes, in whichever order.
#[test]
fn overlapping_groups_leave_none() {
    let end = alone(|| {
        let before = (traces().map(|[files, _, signals]| [files, signals]), ALL.map(Disposition::of));
        for last in 0..3 {
            let mut all: Vec<_> = (0..3).map(|_| signal::any(super::EACH)).collect();
            let last = all.remove(last);
            drop(all);
            a_group();
            drop(last);
            assert_eq!((traces().map(|[files, _, signals]| [files, signals]), ALL.map(Disposition::of)), before);
        }
    });
    expect_said(&end, &[]);
}

#[test]
fn while_it_listens_there_are_a_thread_and_two_files() {
    let end = alone(|| {
        let before = traces().map(|traces| traces.map(|names| names.len()));
        let _signals = [signal::shutdown(), signal::shutdown()];
        let now = traces().map(|traces| traces.map(|names| names.len()));
        assert_eq!(now, before.map(|[files, threads, signals]| [files + 2, threads + 1, signals]));
    });
    expect_said(&end, &[]);
}
