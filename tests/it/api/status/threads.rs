//! A status in another thread, without a runtime.

use std::{sync::mpsc, thread};

use futures::executor::block_on;
use run_group::{Status, run_group, status::Phase};

use crate::support::drive_beside_threads;

#[test]
fn a_thread_may_wait_until_all_are_ready_and_until_the_end() {
    let status = Status::new();
    let there = status.clone();
    let (say, said) = futures::channel::oneshot::channel::<()>();
    let watcher = thread::spawn(move || {
        while !there.is_ready() && there.phase() != Phase::Ended {
            block_on(there.changed());
        }
        say.send(()).unwrap();
        block_on(there.ended());
        there.phase()
    });
    let group = run_group! {
        a: |stop, ready| run_group::thread(move || { ready.set(); stop.wait(); }),
        watch: said => {},
    };
    drive_beside_threads(group.status(&status)).unwrap();
    assert_eq!(watcher.join().unwrap(), Phase::Ended);
}

/// Whoever asks is never told of a state that is over for good: the phases are seen in their order.
#[test]
fn threads_see_the_phases_in_their_order() {
    for _ in 0..50 {
        let status = Status::new();
        let watchers: Vec<_> = (0..3)
            .map(|_| {
                let status = status.clone();
                thread::spawn(move || {
                    let mut seen = vec![status.phase()];
                    while seen.last() != Some(&Phase::Ended) {
                        block_on(status.changed());
                        seen.push(status.phase());
                    }
                    seen
                })
            })
            .collect();
        let (go, gone) = mpsc::channel();
        let group = run_group! {
            a: |stop, ready| run_group::thread(move || { ready.set(); go.send(()).unwrap(); stop.wait(); }),
            b: run_group::thread(move || gone.recv().unwrap()) => {},
        };
        drive_beside_threads(group.status(&status)).unwrap();
        let order = [Phase::NotStarted, Phase::Starting, Phase::Running, Phase::Draining, Phase::Ended];
        for watcher in watchers {
            let seen = watcher.join().unwrap();
            let numbers: Vec<_> =
                seen.iter().map(|seen| order.iter().position(|phase| phase == seen).unwrap()).collect();
            assert!(numbers.is_sorted(), "{seen:?}");
        }
    }
}
