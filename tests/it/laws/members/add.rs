//! How members are added, and when they are refused.

use std::{
    pin::pin,
    sync::{Arc, Mutex},
};

use run_group::{ActorSet, AnyError, Refused, Stop, run_group};
use tokio::sync::Notify;

use super::{hangs, waits};
use crate::support::{Log, panic_text, poll};

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
async fn in_a_full_set_those_that_wait_come_in_turn() {
    let set = ActorSet::new().limit(1);
    set.try_add("first", waits).unwrap();
    run_group! {
        set: &set,
        job: async {
            let (mut second, mut third) = (pin!(set.add("second", waits)), pin!(set.add("third", waits)));
            assert!(poll(second.as_mut()).is_pending() && poll(third.as_mut()).is_pending());
            set.stop("first");
            second.await?;
            assert!(poll(third.as_mut()).is_pending());
            assert_eq!(set.names(), ["second"]);
            set.stop("second");
            third.await?;
            assert_eq!(set.names(), ["third"]);
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

#[tokio::test]
async fn names_are_in_the_order_in_which_they_were_added() {
    let set = ActorSet::new();
    for name in ["a", "b", "c"] {
        set.try_add(name, waits).unwrap();
    }
    run_group! {
        set: &set,
        job: async {
            for (goes, comes) in [("b", "d"), ("a", "e")] {
                set.stop(goes);
                while set.len() > 2 { tokio::task::yield_now().await; }
                set.add(comes, waits).await?;
            }
            assert_eq!(set.names(), ["c", "d", "e"]);
            Ok(())
        } => drop,
    }
    .await
    .unwrap();
}

#[tokio::test]
async fn one_whose_making_panics_is_not_added() {
    let set = ActorSet::<AnyError>::new().limit(1);
    let added = || set.try_add("broken", |_| -> std::future::Ready<Result<(), AnyError>> { panic!("boom") });
    assert_eq!(panic_text(|| added().unwrap()), "boom");
    assert!(set.is_empty());
    set.try_add("first", waits).unwrap();
}

/// Of a set that is never started.
#[tokio::test]
async fn one_that_is_made_while_its_set_is_dropped_is_dropped() {
    let (set, held) = (ActorSet::new(), Arc::new(()));
    let (group, weak) = (run_group! { set: &set }, Arc::downgrade(&held));
    set.try_add("late", |stop| {
        drop(group);
        holds(stop, held)
    })
    .unwrap();
    assert!(set.is_empty() && weak.upgrade().is_none());
}

#[tokio::test]
async fn one_that_is_made_while_its_set_is_aborted_is_aborted() {
    let (set, held) = (ActorSet::new(), Arc::new(()));
    let (mut group, weak) = (Box::pin(run_group! { set: &set }), Arc::downgrade(&held));
    assert!(poll(group.as_mut()).is_pending());
    set.try_add("late", |stop| {
        drop(group);
        holds(stop, held)
    })
    .unwrap();
    tokio::task::yield_now().await;
    assert!(set.is_empty() && weak.upgrade().is_none());
}

#[tokio::test]
async fn one_that_is_made_while_its_set_is_interrupted_is_joined() {
    let (set, quit) = (ActorSet::new(), Stop::new());
    let mut group = pin!(run_group! { set: &set }.until(quit.clone()));
    assert!(poll(group.as_mut()).is_pending());
    set.try_add("late", |stop| {
        quit.stop();
        assert!(poll(group.as_mut()).is_pending());
        assert!(stop.is_stopped());
        waits(stop)
    })
    .unwrap();
    assert!(poll(group.as_mut()).is_pending());
    group.await.unwrap();
    assert!(set.is_empty());
}

/// Never ends, and holds this.
async fn holds(stop: Stop, held: Arc<()>) -> Result<(), AnyError> {
    hangs(stop).await?;
    drop(held);
    Ok(())
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
