//! A task that is cancelled is joined: when the group goes on, its future is gone.

use std::{future::pending, pin::pin};

use run_group::{run_group, task};
use tokio::{sync::oneshot, task::yield_now};

use super::alive;
use crate::{
    api::support::{SECOND, SlowToDrop},
    support::{DetectDrop, Log, PanicOnDrop, failures, poll},
};

#[tokio::test]
async fn interrupted_by_drop_its_future_is_gone_at_the_return() {
    let (log, before) = (Log::new(), alive());
    let held = DetectDrop("worker", log.clone());
    run_group! {
        worker: task(async move { let _held = held; pending::<()>().await }) => drop,
        job: async { yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap();
    log.expect(&["drop worker"]);
    assert_eq!(alive(), before);
}

#[tokio::test]
async fn one_that_ends_while_cancelled_keeps_its_end() {
    let (say, said) = oneshot::channel::<()>();
    let error = run_group! {
        // On one thread the task is polled before it is cancelled, since it was woken before.
        worker: task(async move { said.await.ok(); Err::<(), _>("last words") }) => drop,
        job: async { yield_now().await; say.send(()).ok(); yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["worker failed: last words"]);
}

#[tokio::test]
async fn a_panic_in_the_drop_of_a_cancelled_task_is_its_own() {
    let error = run_group! {
        worker: task(async { let _bomb = PanicOnDrop("at the end"); pending::<()>().await }) => drop,
        job: async { yield_now().await; Err("first".into()) } => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "worker panicked: at the end"]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_its_interrupt_cancels_and_joins_it() {
    let (log, before) = (Log::new(), alive());
    let held = DetectDrop("worker", log.clone());
    let error = run_group! {
        worker: task(async move { let _held = held; pending::<()>().await }) => || panic!("cannot interrupt"),
        job: async { yield_now().await; Err("first".into()) } => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "worker panicked: cannot interrupt"]);
    log.expect(&["drop worker"]);
    assert_eq!(alive(), before);
}

#[tokio::test(start_paused = true)]
async fn a_stuck_task_is_cancelled_and_named() {
    let before = alive();
    let error = run_group! {
        worker: task(pending::<()>()) => || {},
        job: async { Ok(()) } => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["worker"]);
    yield_now().await;
    assert_eq!(alive(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_has_ended_when_its_future_is_gone() {
    let log = Log::new();
    let held = SlowToDrop("worker", log.clone());
    run_group! {
        worker: task(async move { let _held = held; pending::<()>().await }) => drop,
        job: async { yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap();
    log.say("the group has returned");
    log.expect(&["drop worker", "the group has returned"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_cancelled_while_they_end_never_panic() {
    let before = alive();
    for _ in 0..20 {
        run_group! {
            workers: task(async { yield_now().await }) for _ in 0..5 => drop,
            job: async { yield_now().await; Ok(()) } => drop,
        }
        .await
        .unwrap();
    }
    // All tasks have been joined. The runtime may count the last of them a little longer.
    while alive() > before {
        yield_now().await;
    }
}

#[tokio::test]
async fn a_dropped_group_cancels_its_tasks() {
    let (log, before) = (Log::new(), alive());
    let held = DetectDrop("worker", log.clone());
    let mut group = Box::pin(run_group! {
        worker: task(async move { let _held = held; pending::<()>().await }) => || panic!("interrupted"),
        idle: pending::<()>() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    yield_now().await;
    drop(group);
    log.expect(&[]);
    yield_now().await;
    log.expect(&["drop worker"]);
    assert_eq!(alive(), before);
}

#[tokio::test]
async fn a_group_never_polled_drops_the_future() {
    let (log, before) = (Log::new(), alive());
    let held = DetectDrop("worker", log.clone());
    drop(run_group! { worker: task(async move { let _held = held; pending::<()>().await }) => drop });
    log.expect(&["drop worker"]);
    assert_eq!(alive(), before);
}

#[tokio::test]
async fn dropped_after_any_poll_a_group_cancels_its_tasks() {
    let before = alive();
    for polls in 0..8 {
        let log = Log::new();
        let [a, b] = ["a", "b"].map(|name| DetectDrop(name, log.clone()));
        {
            let mut group = pin!(run_group! {
                #[outlives(b)] a: task(async move { let _held = a; pending::<()>().await }) => drop,
                b: task(async move { let _held = b; pending::<()>().await }) => async { yield_now().await },
                job: async { for _ in 0..3 { yield_now().await; } Ok(()) } => drop,
            });
            for _ in 0..polls {
                assert!(poll(group.as_mut()).is_pending(), "`b` never ends");
                yield_now().await;
            }
        }
        for _ in 0..3 {
            yield_now().await;
        }
        assert_eq!(alive(), before, "after {polls} polls");
        let mut dropped = log.take();
        dropped.sort();
        assert_eq!(dropped, ["drop a", "drop b"], "after {polls} polls");
    }
}
