//! A task is started, interrupted and joined with its group, and runs beside it.

use std::{
    future::{pending, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::Poll,
    thread,
};

use run_group::{run_group, task};
use tokio::{task::yield_now, time::sleep};

use super::alive;
use crate::{
    api::support::{MS, SlowToDrop},
    support::{DetectDrop, Log, failures, poll},
};

#[tokio::test]
async fn it_starts_with_the_groups_first_poll() {
    let before = alive();
    let mut group = pin!(run_group! {
        worker: task(pending::<()>()) => drop,
        idle: pending::<()>() => drop,
    });
    assert_eq!(alive(), before);
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(alive(), before + 1);
}

#[tokio::test]
async fn its_end_is_the_cause_and_its_error_names_it() {
    let error = run_group! {
        worker: task(async { Err::<(), _>("no input") }) => drop,
        idle: pending::<()>() => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["worker failed: no input"]);
}

#[tokio::test]
async fn its_panic_is_the_groups_with_its_payload() {
    let payload = tokio::spawn(async {
        let _ = run_group! {
            worker: task(async { panic!("worker's own") }) => drop,
            idle: pending::<()>() => drop,
        }
        .await;
    })
    .await
    .unwrap_err()
    .into_panic();
    assert_eq!(payload.downcast_ref::<&str>(), Some(&"worker's own"));
}

#[tokio::test]
async fn it_is_interrupted_by_its_stop_and_joined() {
    let before = alive();
    let rounds = Arc::new(AtomicUsize::new(0));
    let seen = rounds.clone();
    run_group! {
        worker: |stop| task(async move {
            stop.stopped().await;
            for _ in 0..3 { yield_now().await; rounds.fetch_add(1, Ordering::SeqCst); }
        }),
        job: async { Ok(()) } => drop,
    }
    .await
    .unwrap();
    assert_eq!((seen.load(Ordering::SeqCst), alive()), (3, before));
}

#[tokio::test]
async fn what_outlives_it_waits_until_its_future_is_gone() {
    let log = Log::new();
    let held = DetectDrop("worker", log.clone());
    run_group! {
        #[outlives(worker)]
        after: |stop| async { stop.stopped().await; Ok(()) } => || log.say("stop after"),
        worker: task(async move { let _held = held; pending::<()>().await }) => drop,
        job: async { yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap();
    log.expect(&["drop worker", "stop after"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_run_in_parallel() {
    // Each waits for the other without yielding: on one thread neither would end.
    let (a, b) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let meet = |mine: Arc<AtomicBool>, other: Arc<AtomicBool>| async move {
        mine.store(true, Ordering::SeqCst);
        while !other.load(Ordering::SeqCst) {
            thread::yield_now();
        }
    };
    run_group! {
        #[may_finish] a: task(meet(a.clone(), b.clone())) => drop,
        #[may_finish] b: task(meet(b, a)) => drop,
    }
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_end_is_the_cause_when_its_future_is_gone() {
    let log = Log::new();
    run_group! {
        worker: task(SlowToDrop("worker", log.clone())) => drop,
        idle: pending::<()>() => drop,
    }
    .on_cause(|cause| log.say(cause))
    .await
    .unwrap();
    log.expect(&["drop worker", "`worker` ended"]);
}

#[tokio::test(start_paused = true)]
async fn it_wakes_the_group_only_when_it_ends() {
    let polls = AtomicUsize::new(0);
    let group = run_group! {
        worker: task(async { for _ in 0..100 { sleep(MS).await; } }) => drop,
        idle: poll_fn(|_| { polls.fetch_add(1, Ordering::SeqCst); Poll::<()>::Pending }) => drop,
    };
    group.await.unwrap();
    // At the start, and when the task has ended. Then it is dropped.
    assert_eq!(polls.load(Ordering::SeqCst), 2);
}
