//! How members end, and what that means for the group.

use std::{
    sync::{Arc, Mutex},
    task::Wake,
    time::Duration,
};

use run_group::{ActorSet, AnyError, End, run_group};
use tokio::time::{Instant, sleep};

use super::{fails, hangs, waits};
use crate::support::{Log, SECOND, panic_text, poll_once};

#[tokio::test]
async fn one_that_ends_successfully_leaves() {
    let set = ActorSet::new();
    run_group! {
        set: &set,
        job: async {
            set.add("short", async |_| Ok(())).await?;
            while !set.is_empty() { tokio::task::yield_now().await; }
            set.add("short", waits).await?;
            assert_eq!(set.len(), 1);
            Ok(())
        } => drop,
    }
    .await
    .unwrap();
    assert!(set.is_empty());
}

#[tokio::test]
async fn a_set_without_members_does_not_end() {
    let set = ActorSet::<AnyError>::new();
    let cause = Mutex::new(String::new());
    run_group! { set: &set, job: async { tokio::task::yield_now().await; Ok(()) } => drop }
        .on_cause(|of| *cause.lock().unwrap() = of.to_string())
        .await
        .unwrap();
    assert_eq!(cause.into_inner().unwrap(), "`job` ended");
}

#[tokio::test(start_paused = true)]
async fn one_that_fails_is_at_once_the_cause_by_its_name() {
    let start = Instant::now();
    let set = ActorSet::new();
    set.try_add("slow", |stop| async move {
        stop.stopped().await;
        sleep(SECOND).await;
        Ok(())
    })
    .unwrap();
    set.try_add("alice", fails).unwrap();
    let cause = Mutex::new(None);
    let error = run_group! { conns: &set, job: hang() => drop }
        .on_cause(|of| *cause.lock().unwrap() = Some((of.to_string(), of.actor().to_owned(), start.elapsed())))
        .await
        .unwrap_err();
    let cause = cause.into_inner().unwrap().unwrap();
    assert_eq!(cause, ("`conns[alice]` failed: broken".into(), "conns[alice]".into(), Duration::ZERO));
    assert_eq!((error.actor(), error.get_ref().unwrap().to_string()), (Some("conns[alice]"), "broken".into()));
    assert_eq!(start.elapsed(), SECOND);
}

async fn hang() -> Result<(), AnyError> {
    std::future::pending().await
}

#[tokio::test]
async fn one_that_panics_ends_the_group_with_its_panic() {
    let set = ActorSet::new();
    set.try_add("alice", async |_| panic!("boom")).unwrap();
    let report = run_group! { conns: &set }.report().await;
    assert_eq!(report.cause().unwrap().to_string(), "`conns[alice]` panicked: boom");
    assert_eq!(report.exit_code(), 101);
    assert_eq!(panic_text(|| drop(report.into_result())), "boom");
}

#[tokio::test]
async fn a_panic_in_its_drop_is_its_panic() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    let set = ActorSet::new();
    let bomb = Bomb;
    set.try_add("alice", |_| async move {
        let _bomb = bomb;
        Ok(())
    })
    .unwrap();
    let report = run_group! { conns: &set }.report().await;
    assert_eq!(report.cause().unwrap().to_string(), "`conns[alice]` panicked: dropped");
}

/// Its signal is set when it leaves, and somebody still waits for that.
#[tokio::test]
async fn a_waker_that_panics_when_it_leaves_hides_no_failure() {
    let set = ActorSet::new();
    set.try_add("alice", |stop| async move {
        let mut waiter = Box::pin(stop.stopped_owned());
        assert!(poll_once(waiter.as_mut(), &Arc::new(PanicOnWake).into()).is_pending());
        std::mem::forget(waiter);
        Err("broken".into())
    })
    .unwrap();
    let error = run_group! { conns: &set }.await.unwrap_err();
    assert_eq!(error.actor(), Some("conns[alice]"));
}

struct PanicOnWake;

impl Wake for PanicOnWake {
    fn wake(self: Arc<Self>) {
        panic!("boom");
    }
}

#[tokio::test]
async fn later_failures_are_among_the_others() {
    let set = ActorSet::new();
    for name in ["alice", "bob", "carol"] {
        set.try_add(name, fails).unwrap();
    }
    let error = run_group! { conns: &set }.await.unwrap_err();
    assert_eq!(error.actor(), Some("conns[alice]"));
    let others: Vec<_> = error.others().iter().map(|other| other.actor().unwrap()).collect();
    assert_eq!(others, ["conns[bob]", "conns[carol]"]);
}

#[tokio::test]
async fn a_failure_after_an_ok_is_the_groups_error() {
    let set = ActorSet::new();
    set.try_add("flush", |stop| async move {
        stop.stopped().await;
        Err("disk full".into())
    })
    .unwrap();
    let error = run_group! { set: &set, job: async { Ok(()) } => drop }.await.unwrap_err();
    assert_eq!(error.actor(), Some("set[flush]"));
}

#[tokio::test]
async fn with_keep_going_failures_are_passed_on_and_end_nothing() {
    let (log, heard) = (Log::new(), Arc::new(Mutex::new(Vec::new())));
    let ends = heard.clone();
    let set = ActorSet::new().keep_going(move |name, end| ends.lock().unwrap().push(format!("{name} {end}")));
    set.try_add("alice", fails).unwrap();
    set.try_add("bob", async |_| panic!("boom")).unwrap();
    set.try_add("carol", async |_| Ok(())).unwrap();
    run_group! {
        conns: &set,
        job: async {
            while !set.is_empty() { tokio::task::yield_now().await; }
            log.say("all have left");
            Ok(())
        } => drop,
    }
    .await
    .unwrap();
    log.expect(&["all have left"]);
    assert_eq!(*heard.lock().unwrap(), ["alice failed: broken", "bob panicked: boom"]);
}

#[tokio::test]
async fn a_panic_of_keep_going_is_the_members() {
    let set = ActorSet::<AnyError>::new().keep_going(|_, _| panic!("log is full"));
    set.try_add("alice", fails).unwrap();
    let report = run_group! { conns: &set }.report().await;
    assert_eq!(report.cause().unwrap().to_string(), "`conns[alice]` panicked: log is full");
}

#[tokio::test]
async fn its_error_converts_into_the_groups() {
    #[derive(Debug, PartialEq)]
    struct Mine(u8);
    impl std::fmt::Display for Mine {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl From<u8> for Mine {
        fn from(code: u8) -> Self {
            Mine(code)
        }
    }
    let set = ActorSet::<u8>::default();
    set.try_add("alice", async |_| Err(7)).unwrap();
    let error = run_group! { type Error = Mine; conns: set }.await.unwrap_err();
    assert_eq!(error.into_inner(), Some(Mine(7)));
}

#[tokio::test]
async fn a_member_is_dropped_before_it_leaves() {
    let (set, held) = (ActorSet::<AnyError>::new(), Arc::new(()));
    let weak = Arc::downgrade(&held);
    let other = set.clone();
    run_group! {
        set: &set,
        job: async {
            other.add("holds", move |stop| async move { stop.stopped().await; drop(held); Ok(()) }).await?;
            assert_eq!(other.stop("holds"), 1);
            while !other.is_empty() { tokio::task::yield_now().await; }
            assert!(weak.upgrade().is_none());
            Ok(())
        } => drop,
    }
    .await
    .unwrap();
}

#[tokio::test]
async fn a_report_has_those_that_failed_after_their_set() {
    let set = ActorSet::new();
    set.try_add("fine", waits).unwrap();
    set.try_add("alice", fails).unwrap();
    let report = run_group! { conns: &set, job: hang() => drop }.report().await;
    let ends: Vec<_> = report.actors().map(|actor| (actor.name(), actor.end().to_string())).collect();
    assert_eq!(
        ends,
        [("conns", "ended".into()), ("conns[alice]", "failed: broken".into()), ("job", "was dropped".into())]
    );
    let timeline = report.to_string();
    assert!(timeline.contains("the cause: failed: broken"), "{timeline}");
    assert_eq!(timeline.matches("the cause").count(), 1, "{timeline}");
    assert!(!timeline.contains("also:"), "{timeline}");
}

/// The runtime of a set that runs elsewhere is shut down.
#[test]
fn a_member_that_its_runtime_aborts_has_failed() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let set = ActorSet::new();
    set.try_add("alice", hangs).unwrap();
    let mut group = Box::pin(run_group! { conns: &set }.report());
    {
        let _guard = runtime.enter();
        assert!(crate::support::poll(group.as_mut()).is_pending());
    }
    runtime.shutdown_background();
    let report = futures::executor::block_on(group);
    assert!(matches!(report.result().unwrap_err().end(), End::Dropped));
    assert_eq!(report.cause().unwrap().to_string(), "`conns[alice]` was dropped");
}
