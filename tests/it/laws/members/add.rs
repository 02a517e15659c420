//! How members are added, and when they are refused.

use std::{
    pin::pin,
    sync::{Arc, Mutex},
};

use run_group::{ActorSet, AnyError, Refused, run_group};
use tokio::sync::Notify;

use super::{hangs, waits};
use crate::support::{Log, poll};

#[tokio::test]
async fn those_added_before_the_start_begin_with_the_set() {
    let log = Log::new();
    let (set, began) = (ActorSet::<AnyError>::new(), Arc::new(Notify::new()));
    let begins = began.clone();
    set.try_add("early", |stop| async move {
        begins.notify_one();
        waits(stop).await
    })
    .unwrap();
    tokio::task::yield_now().await;
    assert!(poll(pin!(began.notified())).is_pending());
    run_group! { set: &set, job: async { began.notified().await; log.say("began"); Ok(()) } => drop }.await.unwrap();
    log.expect(&["began"]);
}

#[tokio::test]
async fn a_thread_without_a_runtime_may_add() {
    let set = ActorSet::<AnyError>::new();
    let other = set.clone();
    run_group! {
        set: &set,
        adder: run_group::thread(move || futures::executor::block_on(other.add("from afar", waits))) => {},
    }
    .await
    .unwrap();
}

#[tokio::test]
async fn a_full_set_refuses_one_that_does_not_wait() {
    let set = ActorSet::new().limit(1);
    set.try_add("first", waits).unwrap();
    assert_eq!(set.try_add("second", waits), Err(Refused::Full));
    assert_eq!(set.names(), ["first"]);
}

#[tokio::test]
async fn in_a_full_set_one_waits_until_another_has_left() {
    let set = ActorSet::new().limit(1);
    set.try_add("first", waits).unwrap();
    run_group! {
        set: &set,
        job: async {
            let mut second = pin!(set.add("second", waits));
            assert!(poll(second.as_mut()).is_pending());
            set.stop("first");
            second.await?;
            assert_eq!(set.names(), ["second"]);
            Ok(())
        } => drop,
    }
    .await
    .unwrap();
}

#[tokio::test]
async fn one_that_stops_waiting_has_added_nothing() {
    let set = ActorSet::new().limit(1);
    set.try_add("first", waits).unwrap();
    {
        let mut second =
            pin!(set.add("second", |_| -> std::future::Ready<Result<(), AnyError>> { panic!("not called") }));
        assert!(poll(second.as_mut()).is_pending());
    }
    run_group! { set: &set, job: async { Ok(()) } => drop }.await.unwrap();
    assert_eq!(set.len(), 0);
}

#[tokio::test]
async fn after_the_interrupt_it_is_refused_also_where_it_waits() {
    let set = ActorSet::new().limit(1);
    set.try_add("first", waits).unwrap();
    let mut waiting = pin!(set.add("second", waits));
    assert!(poll(waiting.as_mut()).is_pending());
    run_group! { set: &set, job: async { Ok(()) } => drop }.await.unwrap();
    assert_eq!(waiting.await, Err(Refused::Stopped));
    assert_eq!(set.add("third", waits).await, Err(Refused::Stopped));
    assert_eq!(set.try_add("third", waits), Err(Refused::Stopped));
}

#[tokio::test]
async fn one_refused_is_an_error_that_says_why() {
    let full: AnyError = Refused::Full.into();
    assert_eq!(full.to_string(), "the set has no room for another member");
    assert_eq!(Refused::Stopped.to_string(), "the set has been interrupted, and takes no more members");
}

#[tokio::test]
async fn stop_asks_all_of_that_name_and_says_how_many() {
    let set = ActorSet::new();
    for name in ["a", "b", "a"] {
        set.try_add(name, waits).unwrap();
    }
    run_group! {
        set: &set,
        job: async {
            assert_eq!((set.stop("a"), set.stop("c")), (2, 0));
            while set.len() > 1 { tokio::task::yield_now().await; }
            assert_eq!(set.names(), ["b"]);
            Ok(())
        } => drop,
    }
    .await
    .unwrap();
}

#[test]
#[should_panic = "an `ActorSet` can stand in one list, once"]
fn in_a_second_place_it_panics() {
    let set = ActorSet::<AnyError>::new();
    let _group = run_group! { one: &set, two: &set };
}

#[test]
fn its_panic_points_at_the_list() {
    let (this, place) = (std::thread::current().id(), Arc::new(Mutex::new(None)));
    let (shown, others) = (Arc::clone(&place), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == this {
            *shown.lock().unwrap() = panic.location().map(|at| (at.file().to_owned(), at.line()));
        } else {
            others(panic);
        }
    }));

    let set = ActorSet::<AnyError>::new();
    let list = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(run_group! { one: &set, two: &set })));

    assert!(list.is_err());
    assert_eq!(*place.lock().unwrap(), Some((file!().to_owned(), line!() - 3)));
}

/// Its handles and the members that have not begun do not keep each other.
#[test]
fn one_that_never_starts_is_dropped_with_its_members() {
    let (set, held) = (ActorSet::<AnyError>::new(), Arc::new(()));
    let weak = Arc::downgrade(&held);
    set.try_add("never", move |stop| async move {
        hangs(stop).await?;
        drop(held);
        Ok(())
    })
    .unwrap();
    drop(set);
    assert!(weak.upgrade().is_none());
}
