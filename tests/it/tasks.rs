//! Actors in tasks of their own.

use std::{
    future::{Future, pending, poll_fn},
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Poll},
    time::Duration,
};

use run_group::{End, run_group, task, thread};
use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
    task::yield_now,
    time::sleep,
};

use crate::support::{DetectDrop, Log, PanicOnDrop, failures, panic_text, poll};

/// How long a test waits for what should be there at once, before it says that it is not.
const GUARD: Duration = Duration::from_secs(30);

/// How many tasks are alive in this runtime.
fn alive() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

#[tokio::test]
async fn it_starts_with_the_groups_first_poll_and_not_before() {
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
    let text = tokio::spawn(async {
        let _ = run_group! {
            worker: task(async { panic!("worker's own") }) => drop,
            idle: pending::<()>() => drop,
        }
        .await;
    })
    .await
    .unwrap_err()
    .into_panic();
    assert_eq!(text.downcast_ref::<&str>(), Some(&"worker's own"));
}

#[tokio::test]
async fn interrupted_by_drop_its_future_is_gone_when_the_group_returns() {
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
async fn one_that_ends_while_it_is_being_cancelled_ends_as_it_does() {
    let (tell, told) = oneshot::channel::<()>();
    let error = run_group! {
        // On one thread the task is polled before it can be cancelled: it was woken first.
        worker: task(async move { told.await.ok(); Err::<(), _>("last words") }) => drop,
        job: async { yield_now().await; tell.send(()).ok(); yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["worker failed: last words"]);
}

#[tokio::test]
async fn a_drop_that_panics_in_a_cancelled_task_is_its_panic() {
    let error = run_group! {
        worker: task(async { let _bomb = PanicOnDrop("at the end"); pending::<()>().await }) => drop,
        job: async { yield_now().await; Err("first".into()) } => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "worker panicked: at the end"]);
}

#[tokio::test]
async fn it_is_told_by_its_stop_signal_and_joined() {
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

#[test]
fn a_runtime_that_is_shut_down_under_a_live_group_ends_it() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let mut group = {
        let _inside = runtime.enter();
        let mut group = Box::pin(run_group! {
            worker: task(pending::<()>()) => || {},
            idle: pending::<()>() => drop,
        });
        assert!(poll(group.as_mut()).is_pending());
        group
    };
    drop(runtime);
    let Poll::Ready(Err(error)) = poll(group.as_mut()) else { panic!("the task was cancelled") };
    assert_eq!(error.to_string(), "actor `worker` was dropped");
    assert!(matches!(error.end(), End::Dropped));
}

#[test]
fn without_a_runtime_it_panics_at_the_first_poll() {
    let text = panic_text(|| {
        futures::executor::block_on(async {
            let _ = run_group! { worker: task(pending::<()>()) => drop }.await;
        });
    });
    assert!(text.contains("no reactor running"), "{text}");
}

#[tokio::test]
async fn law_10_drop_a_group_that_is_dropped_cancels_its_tasks() {
    let (log, before) = (Log::new(), alive());
    let held = DetectDrop("worker", log.clone());
    let mut group = Box::pin(run_group! {
        worker: task(async move { let _held = held; pending::<()>().await }) => || panic!("told"),
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
async fn a_group_that_is_dropped_before_its_first_poll_drops_the_future() {
    let (log, before) = (Log::new(), alive());
    let held = DetectDrop("worker", log.clone());
    drop(run_group! { worker: task(async move { let _held = held; pending::<()>().await }) => drop });
    log.expect(&["drop worker"]);
    assert_eq!(alive(), before);
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_a_stuck_task_is_cancelled_and_named() {
    let before = alive();
    let error = run_group! {
        worker: task(pending::<()>()) => || {},
        job: async { Ok(()) } => drop,
    }
    .grace(Duration::from_secs(1))
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["worker"]);
    yield_now().await;
    assert_eq!(alive(), before);
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_that_panics_has_its_task_cancelled_and_joined() {
    let (log, before) = (Log::new(), alive());
    let held = DetectDrop("worker", log.clone());
    let error = run_group! {
        worker: task(async move { let _held = held; pending::<()>().await }) => || panic!("not told"),
        job: async { yield_now().await; Err("first".into()) } => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "worker panicked: not told"]);
    log.expect(&["drop worker"]);
    assert_eq!(alive(), before);
}

#[tokio::test]
async fn what_outlives_a_task_is_told_when_its_future_is_gone() {
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

#[tokio::test]
async fn behind_a_gate_that_never_opens_no_task_is_started() {
    let before = alive();
    let mut group = pin!(run_group! {
        #[when(pending::<()>())] worker: task(pending::<()>()) => || {},
        job: async { yield_now().await; Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(alive(), before);
    assert!(group.await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_run_in_parallel() {
    // Each waits for the other without yielding: on one thread neither would end.
    let (a, b) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let meet = |mine: Arc<AtomicBool>, other: Arc<AtomicBool>| async move {
        mine.store(true, Ordering::SeqCst);
        while !other.load(Ordering::SeqCst) {
            std::thread::yield_now();
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
async fn a_hundred_that_are_cancelled_while_they_end_never_panic() {
    let before = alive();
    for _ in 0..20 {
        run_group! {
            workers: task(async { yield_now().await }) for _ in 0..5 => drop,
            job: async { yield_now().await; Ok(()) } => drop,
        }
        .await
        .unwrap();
    }
    // The tasks have been joined; the runtime may still be putting the last of them away.
    while alive() > before {
        yield_now().await;
    }
}

/// Ends at its first poll, and takes its time to be dropped, so that who does not wait for that is ahead of it.
struct SlowToDrop(Log);

impl Future for SlowToDrop {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

impl Drop for SlowToDrop {
    fn drop(&mut self) {
        for _ in 0..10_000 {
            std::thread::yield_now();
        }
        self.0.say("drop worker");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_another_thread_too_its_end_is_told_when_its_future_is_gone() {
    let log = Log::new();
    run_group! {
        worker: task(SlowToDrop(log.clone())) => drop,
        idle: pending::<()>() => drop,
    }
    .on_cause(|cause| log.say(cause))
    .await
    .unwrap();
    log.expect(&["drop worker", "`worker` ended"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_another_thread_too_a_cancelled_one_has_ended_when_its_future_is_gone() {
    let log = Log::new();
    let held = SlowToDrop(log.clone());
    run_group! {
        worker: task(async move { let _held = held; pending::<()>().await }) => drop,
        job: async { yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap();
    log.say("the group has returned");
    log.expect(&["drop worker", "the group has returned"]);
}

#[tokio::test]
async fn a_group_that_is_dropped_after_any_of_its_polls_cancels_its_tasks() {
    let before = alive();
    for polls in 0..8 {
        let log = Log::new();
        let held = ["a", "b"].map(|name| DetectDrop(name, log.clone()));
        let [a, b] = held;
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

#[test]
fn a_group_that_is_dropped_with_its_runtime_tells_its_threads() {
    let (ended, has_ended) = mpsc::channel::<()>();
    let runtime = Builder::new_current_thread().build().unwrap();
    let group = run_group! {
        lines: |stop| thread(move || { futures::executor::block_on(stop.stopped()); drop(ended); }),
        worker: task(pending::<()>()) => drop,
    };
    runtime.spawn(group);
    runtime.block_on(yield_now());
    drop(runtime);
    assert_eq!(has_ended.recv_timeout(GUARD), Err(mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn a_group_whose_runtime_has_gone_with_its_clock_gives_up() {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let mut group = {
        let _inside = runtime.enter();
        let group = run_group! {
            worker: task(pending::<()>()) => {},
            stuck: pending::<()>() => {},
        };
        let mut group = Box::pin(group.grace(Duration::from_secs(1)));
        assert!(poll(group.as_mut()).is_pending());
        group
    };
    drop(runtime);
    // Nobody can say any more when the second is over.
    let Poll::Ready(Err(error)) = poll(group.as_mut()) else { panic!("it would wait for ever") };
    assert_eq!(error.to_string(), "actor `worker` was dropped");
    assert_eq!(error.stuck(), ["stuck"]);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_polled_by_its_runtime_wakes_the_group_when_it_ends_and_not_before() {
    let polls = AtomicUsize::new(0);
    let group = run_group! {
        worker: task(async { for _ in 0..100 { sleep(Duration::from_millis(1)).await; } }) => drop,
        idle: poll_fn(|_| { polls.fetch_add(1, Ordering::SeqCst); Poll::<()>::Pending }) => drop,
    };
    is_future(&group);
    group.await.unwrap();
    // At the start, and when the task has ended; it is dropped then.
    assert_eq!(polls.load(Ordering::SeqCst), 2);
}

fn is_future(_: &impl Future) {}
