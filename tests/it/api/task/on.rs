//! `task(future).on(&handle)`: tasks on another runtime than the group's.

use std::{
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use run_group::{End, run_group, task};
use tokio::runtime::{Builder, Runtime};

use crate::support::{Log, failures};

/// A runtime of one thread with this name.
fn named(name: &str) -> Runtime {
    Builder::new_multi_thread().worker_threads(1).thread_name(name).build().unwrap()
}

fn this_thread() -> String {
    thread::current().name().unwrap_or("none").to_owned()
}

/// Says when it is dropped.
struct SetOnDrop(Arc<AtomicBool>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_task_runs_on_the_runtime_it_is_given() {
    let (own, other) = (named("own"), named("other"));
    let log = Log::new();
    let say = |name| {
        let log = log.clone();
        async move { log.say(format_args!("{name} on {}", this_thread())) }
    };
    let group = run_group! {
        #[may_finish]
        here: task(say("here")) => drop,
        #[may_finish]
        there: task(say("there")).on(other.handle()) => drop,
    };
    own.block_on(group).unwrap();
    let mut said = log.take();
    said.sort();
    assert_eq!(said, ["here on own", "there on other"]);
}

#[test]
fn a_task_on_another_runtime_is_joined_there() {
    let (own, other) = (named("own"), named("other"));
    let dropped = Arc::new(AtomicBool::new(false));
    let held = SetOnDrop(dropped.clone());
    let group = run_group! {
        there: task(async move { let _held = held; pending::<()>().await }).on(other.handle()) => drop,
        job: async { Ok(()) } => drop,
    };
    own.block_on(group).unwrap();
    assert!(dropped.load(Ordering::SeqCst), "its future is dropped before the group returns");
}

#[test]
fn a_task_on_another_runtime_has_its_stop_and_its_error() {
    let other = named("other");
    let group = run_group! {
        there: |stop| task(async move { stop.stopped().await; Err("flush".into()) }).on(other.handle()),
        job: async { Ok(()) } => drop,
    };
    assert_eq!(failures(&futures::executor::block_on(group).unwrap_err()), ["there failed: flush"]);
}

#[test]
fn another_runtime_that_is_shut_down_ends_the_group() {
    let (own, other) = (named("own"), named("other"));
    let group = run_group! {
        there: task(pending::<()>()).on(other.handle()) => || {},
    };
    let running = own.spawn(group);
    other.shutdown_background();
    let error = own.block_on(running).unwrap().unwrap_err();
    assert_eq!(error.to_string(), "actor `there` was dropped");
    assert!(matches!(error.end(), End::Dropped));
}
