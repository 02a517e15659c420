//! A group is a future like any other: it runs wherever its actors can.

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

/// Actors of every kind that needs no runtime: a thread wakes a future, which wakes another; both wait for their stop.
///
/// It is `Send` and borrows nothing, as `tokio::spawn` requires.
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
        says:    |stop| async move {
            log.say(is_total.await?);
            stop.stopped().await;
            log.say("stopped");
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
    log.expect(&["5050", "stopped"]);
}

#[test]
fn it_runs_on_the_executor_of_futures() {
    let log = Log::new();
    let result = futures::executor::block_on(group(&log));
    expect_all(&log, result);
}

#[test]
fn it_runs_on_smol() {
    let log = Log::new();
    let result = smol::block_on(group(&log));
    expect_all(&log, result);
}

#[test]
fn it_runs_as_a_task_of_smol() {
    let log = Log::new();
    let result = smol::block_on(smol::spawn(group(&log)));
    expect_all(&log, result);
}

#[test]
fn it_runs_on_tokio() {
    let log = Log::new();
    let result = Builder::new_current_thread().build().unwrap().block_on(group(&log));
    expect_all(&log, result);
}

#[test]
fn it_runs_as_a_task_of_tokio() {
    let log = Log::new();
    let result = multi_thread().block_on(async { tokio::spawn(group(&log)).await.unwrap() });
    expect_all(&log, result);
}

#[test]
fn with_boxed_actors_it_runs_as_a_task() {
    let work: Pin<Box<dyn Future<Output = Result<(), io::Error>> + Send>> =
        Box::pin(async { Err(io::Error::other("broken")) });
    let group = run_group! {
        work: work => drop,
        wait: pending::<()>() => drop,
    };
    let error = multi_thread().block_on(async { tokio::spawn(group).await.unwrap() }).unwrap_err();
    assert_eq!(error.actor(), Some("work"));
}

#[tokio::test]
async fn with_a_row_it_runs_as_a_task() {
    let log = Log::new();
    let names = ["x", "y", "z"].map(str::to_owned);
    let group = run_group! {
        row: {
            let log = log.clone();
            async move { log.say(name); Ok(()) }
        } for name in names => drop,
    };
    tokio::spawn(group).await.unwrap().unwrap();
    log.expect(&["x", "y", "z"]);
}

/// Not `Send`, since its actors share an `Rc`, in which they count.
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
fn not_send_it_runs_as_a_local_task_of_tokio() {
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
fn not_send_it_runs_as_a_local_task_of_futures() {
    let count = Rc::new(RefCell::new(0));
    let mut pool = LocalPool::new();
    let group = pool.spawner().spawn_local_with_handle(local_group(&count)).unwrap();
    pool.run_until(group).unwrap();
    assert_eq!(*count.borrow(), 2);
}

#[test]
fn it_may_change_its_thread_before_the_first_poll() {
    let log = Log::new();
    let group = group(&log);
    let result = os::spawn(|| futures::executor::block_on(group)).join().unwrap();
    expect_all(&log, result);
}

#[test]
fn it_may_change_its_thread_between_two_polls() {
    let log = Log::new();
    let mut group = Box::pin(group(&log));
    assert!(poll_once(group.as_mut(), Waker::noop()).is_pending());
    let result = os::spawn(|| futures::executor::block_on(group)).join().unwrap();
    expect_all(&log, result);
}

#[test]
fn it_borrows_from_the_stack() {
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
fn its_actors_share_what_is_not_send() {
    let log = RefCell::new(Vec::new());
    futures::executor::block_on(run_group! {
        first:  async { log.borrow_mut().push(1); Ok(()) } => drop,
        second: async { log.borrow_mut().push(2); Ok(()) } => drop,
    })
    .unwrap();
    assert_eq!(log.into_inner(), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_time_limit_from_outside_drops_it() {
    let log = Log::new();
    let limited = tokio::time::timeout(
        Duration::from_secs(5),
        run_group! {
            wait: pending::<()>() => { log.say("interrupted") },
        },
    );
    assert!(limited.await.is_err());
    // Dropped, it called no interrupt.
    log.expect(&[]);
}
