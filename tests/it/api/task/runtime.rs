//! Tasks and the runtime that they are spawned on.

use std::{future::pending, sync::mpsc, task::Poll};

use run_group::{End, run_group, task, thread};
use tokio::{runtime::Builder, task::yield_now};

use crate::{
    api::support::{SECOND, block_until, expect_dropped},
    support::{failures, panic_text, poll},
};

#[test]
fn without_a_runtime_it_panics_at_the_first_poll() {
    let text = panic_text(|| {
        futures::executor::block_on(async {
            let _ = run_group! { worker: task(pending::<()>()) => drop }.await;
        });
    });
    assert!(text.contains("no reactor running"), "{text}");
}

#[test]
fn a_runtime_that_is_shut_down_ends_the_group() {
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

/// It had been asked to stop, but not to leave its work undone.
#[test]
fn a_runtime_that_is_shut_down_in_the_drain_is_a_failure() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let mut group = {
        let _inside = runtime.enter();
        let mut group = Box::pin(run_group! {
            flush: |stop| task(async move { stop.stopped().await; pending::<()>().await }),
            job: async { Ok(()) } => drop,
        });
        assert!(poll(group.as_mut()).is_pending());
        group
    };
    drop(runtime);
    let Poll::Ready(Err(error)) = poll(group.as_mut()) else { panic!("the task was cancelled") };
    assert_eq!(failures(&error), ["flush was dropped"]);
}

#[test]
fn dropped_with_its_runtime_it_interrupts_its_threads() {
    let (ended, has_ended) = mpsc::channel::<()>();
    let runtime = Builder::new_current_thread().build().unwrap();
    let group = run_group! {
        lines: |stop| thread(move || block_until(&stop, ended)),
        worker: task(pending::<()>()) => drop,
    };
    runtime.spawn(group);
    runtime.block_on(yield_now());
    drop(runtime);
    expect_dropped(&has_ended);
}

#[test]
fn without_its_runtimes_clock_a_group_gives_up() {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let mut group = {
        let _inside = runtime.enter();
        let group = run_group! {
            worker: task(pending::<()>()) => {},
            stuck: pending::<()>() => {},
        };
        let mut group = Box::pin(group.grace(SECOND));
        assert!(poll(group.as_mut()).is_pending());
        group
    };
    drop(runtime);
    // The clock is gone: nothing wakes the group when the second is over.
    let Poll::Ready(Err(error)) = poll(group.as_mut()) else { panic!("it would wait for ever") };
    assert_eq!(failures(&error)[0], "worker was dropped");
    assert_eq!(error.stuck(), ["stuck"]);
}
