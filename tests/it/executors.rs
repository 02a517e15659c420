//! A group is a future like any other: where its actors can run, it can.

use std::{
    cell::RefCell,
    future::{Future, pending},
    io,
    pin::Pin,
    rc::Rc,
    task::Waker,
    thread as os,
    time::Duration,
};

use futures::{
    SinkExt, StreamExt,
    channel::{mpsc, oneshot},
    executor::LocalPool,
    task::LocalSpawnExt,
};
use run_group::{Error, run_group, thread};
use tokio::{
    runtime::{Builder, Runtime},
    task::LocalSet,
};

use crate::support::{Log, poll_once};

/// Actors that need no runtime, of every kind: a thread woken a future, which ends, and another waits for its stop.
///
/// It is `Send` and borrows nothing, as `tokio::spawn` wants it.
fn group(log: &Log) -> impl Future<Output = Result<(), Error>> + Send + use<> {
    let (mut numbers, inbox) = mpsc::channel(0);
    let (total, is_total) = oneshot::channel();
    let log = log.clone();
    run_group! {
        numbers: thread(move || {
            for number in 1..=100 {
                futures::executor::block_on(numbers.send(number)).unwrap();
            }
        }) => {},
        sum:     |stop| async move {
            let sum: u32 = inbox.fold(0, async |sum, number| sum + number).await;
            total.send(sum).unwrap();
            stop.stopped().await;
            Ok(())
        },
        tell:    |stop| async move {
            log.say(is_total.await?);
            stop.stopped().await;
            log.say("told to stop");
            Ok(())
        },
    }
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).build().unwrap()
}

#[track_caller]
fn expect_all(log: &Log, result: Result<(), Error>) {
    result.unwrap();
    log.expect(&["5050", "told to stop"]);
}

#[test]
fn a_group_runs_on_futures_executor() {
    let log = Log::new();
    let result = futures::executor::block_on(group(&log));
    expect_all(&log, result);
}

#[test]
fn a_group_runs_on_smol() {
    let log = Log::new();
    let result = smol::block_on(group(&log));
    expect_all(&log, result);
}

#[test]
fn a_group_runs_as_a_task_of_smol() {
    let log = Log::new();
    let result = smol::block_on(smol::spawn(group(&log)));
    expect_all(&log, result);
}

#[test]
fn a_group_runs_on_tokio() {
    let log = Log::new();
    let result = Builder::new_current_thread().build().unwrap().block_on(group(&log));
    expect_all(&log, result);
}

#[test]
fn a_group_runs_as_a_task_of_tokio() {
    let log = Log::new();
    let result = multi_thread().block_on(async { tokio::spawn(group(&log)).await.unwrap() });
    expect_all(&log, result);
}

#[test]
fn a_group_borrows_from_the_stack() {
    let mut count = 0;
    let names = [String::from("a"), String::from("b")];
    let mut seen = Vec::new();
    futures::executor::block_on(run_group! {
        count: async { count += 1; Ok(()) } => drop,
        names: async { seen.extend(names.iter().map(String::as_str)); Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!((count, seen), (1, vec!["a", "b"]));
}

#[test]
fn actors_of_one_group_share_what_is_not_send() {
    let log = RefCell::new(Vec::new());
    futures::executor::block_on(run_group! {
        first:  async { log.borrow_mut().push(1); Ok(()) } => drop,
        second: async { log.borrow_mut().push(2); Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(log.into_inner(), [1, 2]);
}

/// Not `Send`, for its actors are not: they count together in an `Rc`, and a task that they spawn does too.
fn local_group(count: &Rc<RefCell<u32>>) -> impl Future<Output = Result<(), Error>> + use<> {
    let (go, gone) = oneshot::channel();
    let (adds, waits) = (count.clone(), count.clone());
    run_group! {
        adds:  async move {
            *adds.borrow_mut() += 1;
            go.send(()).unwrap();
            Ok(())
        } => {},
        waits: async move {
            gone.await?;
            *waits.borrow_mut() += 1;
            Ok(())
        } => {},
    }
}

#[test]
fn a_group_that_is_not_send_runs_as_a_local_task_of_tokio() {
    let count = Rc::new(RefCell::new(0));
    let group = local_group(&count);
    let local = LocalSet::new();
    Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(local.run_until(async { tokio::task::spawn_local(group).await.unwrap() }))
        .unwrap();
    assert_eq!(*count.borrow(), 2);
}

#[test]
fn a_group_that_is_not_send_runs_as_a_local_task_of_futures() {
    let count = Rc::new(RefCell::new(0));
    let mut pool = LocalPool::new();
    let group = pool.spawner().spawn_local_with_handle(local_group(&count)).unwrap();
    pool.run_until(group).unwrap();
    assert_eq!(*count.borrow(), 2);
}

#[test]
fn a_group_may_move_to_another_thread_before_its_first_poll() {
    let log = Log::new();
    let group = group(&log);
    let result = os::spawn(|| futures::executor::block_on(group)).join().unwrap();
    expect_all(&log, result);
}

#[test]
fn a_group_may_move_to_another_thread_between_two_polls() {
    let log = Log::new();
    let mut group = Box::pin(group(&log));
    assert!(poll_once(group.as_mut(), Waker::noop()).is_pending());
    let result = os::spawn(|| futures::executor::block_on(group)).join().unwrap();
    expect_all(&log, result);
}

#[test]
fn a_group_of_boxed_actors_runs_as_a_task() {
    let work: Pin<Box<dyn Future<Output = Result<(), io::Error>> + Send>> =
        Box::pin(async { Err(io::Error::other("broken")) });
    let group = run_group! {
        work: work => drop,
        wait: pending::<()>() => drop,
    };
    let error = multi_thread().block_on(async { tokio::spawn(group).await.unwrap() }).unwrap_err();
    assert_eq!(error.actor(), Some("work"));
}

#[tokio::test(start_paused = true)]
async fn a_group_can_be_given_a_time_limit_from_outside() {
    let log = Log::new();
    let limited = tokio::time::timeout(
        Duration::from_secs(5),
        run_group! {
            wait: pending::<()>() => { log.say("interrupted") },
        },
    );
    assert!(limited.await.is_err());
    // Dropped, it told nobody.
    log.expect(&[]);
}
