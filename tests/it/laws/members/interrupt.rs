//! How a set is interrupted: it knows how to stop.

use std::sync::Arc;

use run_group::{ActorSet, AnyError, run_group};
use tokio::{
    sync::Barrier,
    time::{Instant, sleep},
};

use super::waits;
use crate::support::{Log, SECOND};

#[tokio::test(start_paused = true)]
async fn all_members_are_asked_at_once_and_joined() {
    let start = Instant::now();
    let set = ActorSet::new();
    for seconds in [3, 1, 2] {
        set.try_add(format!("{seconds}"), move |stop| async move {
            stop.stopped().await;
            sleep(seconds * SECOND).await;
            Ok(())
        })
        .unwrap();
    }
    run_group! { set: &set, job: async { Ok(()) } => drop }.await.unwrap();
    assert_eq!(start.elapsed(), 3 * SECOND);
    assert!(set.is_empty());
}

#[tokio::test]
async fn an_interrupt_that_is_given_comes_first() {
    let (log, set) = (Log::new(), ActorSet::new());
    set.try_add("one", waits).unwrap();
    run_group! {
        job: async { Ok(()) } => drop,
        set: &set => { log.say("given"); assert_eq!(set.len(), 1) },
    }
    .await
    .unwrap();
    log.expect(&["given"]);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_async_is_finished_first() {
    let (set, start) = (ActorSet::new(), Instant::now());
    let member = move |stop: run_group::Stop| async move {
        stop.stopped().await;
        assert_eq!(start.elapsed(), 2 * SECOND);
        Ok(())
    };
    set.try_add("one", member).unwrap();
    run_group! { job: async { Ok(()) } => drop, set: &set => async { sleep(2 * SECOND).await } }.await.unwrap();
}

#[tokio::test]
async fn what_outlives_it_is_interrupted_when_all_members_have_ended() {
    let set = ActorSet::new();
    set.try_add("slow", |stop| async move {
        stop.stopped().await;
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        Ok(())
    })
    .unwrap();
    run_group! {
        job: async { Ok(()) } => drop,
        set: &set,
        #[outlives(set)] db: |stop| async { stop.stopped().await; assert!(set.is_empty()); Ok(()) },
    }
    .await
    .unwrap();
}

#[tokio::test]
async fn a_waker_that_panics_keeps_no_member_from_being_asked() {
    use std::{
        future::Future,
        pin::Pin,
        task::{Context, Poll, Wake, Waker},
    };
    struct Bomb;
    impl Wake for Bomb {
        fn wake(self: Arc<Self>) {
            panic!("boom");
        }
    }
    /// Registers a waker that panics.
    struct Registers(Pin<Box<dyn Future<Output = ()> + Send>>, bool);
    impl Future for Registers {
        type Output = Result<(), AnyError>;
        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
            if std::mem::replace(&mut self.1, true) {
                return self.0.as_mut().poll(cx).map(Ok);
            }
            let waker = Waker::from(Arc::new(Bomb));
            let _ = self.0.as_mut().poll(&mut Context::from_waker(&waker));
            Poll::Pending
        }
    }
    let (set, both) = (ActorSet::new(), Arc::new(Barrier::new(2)));
    let begins = both.clone();
    set.try_add("bomb", |stop| Registers(Box::pin(async move { stop.stopped().await }), false)).unwrap();
    set.try_add("other", |stop| async move {
        begins.wait().await;
        waits(stop).await
    })
    .unwrap();
    let group = run_group! { set: &set, job: async { both.wait().await; Ok(()) } => drop };
    let report = group.report().await;
    assert_eq!(report.result().unwrap_err().to_string(), "actor `set` panicked: boom");
}
