//! `Ready::unset`: it changes `Status::is_ready` alone.

use std::pin::pin;

use run_group::{Ready, Status, run_group, status::State};

use super::sets;
use crate::support::{Flag, Log, SECOND, counting_waker, poll, poll_once, script};

/// Takes the handle out of the list.
fn take(place: &std::cell::Cell<Option<Ready>>) -> Ready {
    place.take().expect("it was put there")
}

#[test]
fn the_group_is_not_ready_until_it_is_set_again() {
    let (log, handle, status) = (Log::new(), std::cell::Cell::new(None), Status::new());
    let group = run_group! { a: |_, ready| { handle.set(Some(ready)); script("a", &log, []) } => drop };
    let mut group = pin!(group.on_ready(|| log.say("ready")).status(&status));
    let ready = take(&handle);
    ready.set();
    assert!(poll(group.as_mut()).is_pending());
    assert!(status.is_ready());
    ready.unset();
    assert!(poll(group.as_mut()).is_pending());
    assert!(!status.is_ready());
    assert_eq!(status.actors()[0].state(), State::NotReady);
    ready.set();
    assert!(poll(group.as_mut()).is_pending());
    assert!(status.is_ready());
    assert_eq!(status.actors()[0].state(), State::Ready);
    // It is called once, whatever is set again.
    assert_eq!(log.count("ready"), 1);
}

#[test]
fn set_twice_it_is_set_and_unset_twice_it_is_not() {
    let (handle, status) = (std::cell::Cell::new(None), Status::new());
    let group = run_group! { a: |_, ready| { handle.set(Some(ready)); std::future::pending::<()>() } => drop };
    let mut group = pin!(group.status(&status));
    let ready = take(&handle);
    for (what, is_ready) in [(Ready::set as fn(&Ready), true), (Ready::unset, false), (Ready::set, true)] {
        for _ in 0..2 {
            what(&ready);
            assert!(poll(group.as_mut()).is_pending());
            assert_eq!(status.is_ready(), is_ready);
        }
    }
}

#[test]
fn actors_after_it_start_all_the_same() {
    let (log, b, handle) = (Log::new(), Flag::new(), std::cell::Cell::new(None));
    let group = run_group! {
        a: |_, ready| { handle.set(Some(ready)); script("a", &log, []) } => drop,
        b: |_, ready| sets("b", &log, ready, &b) => drop,
        #[after(a, b)]
        c: script("c", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    let ready = take(&handle);
    ready.set();
    assert!(poll(group.as_mut()).is_pending());
    ready.unset();
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    b.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll c", "ready"]);
}

/// The group sees only the last of it, and an actor that was ready was ready.
#[test]
fn set_and_unset_within_one_poll_is_to_have_been_ready() {
    let (log, handle, status) = (Log::new(), std::cell::Cell::new(None), Status::new());
    let group = run_group! {
        a: |_, ready| { handle.set(Some(ready)); script("a", &log, []) } => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")).status(&status));
    let ready = take(&handle);
    assert!(poll(group.as_mut()).is_pending());
    ready.set();
    ready.unset();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll a", "poll b", "ready"]);
    assert!(!status.is_ready());
}

#[test]
fn before_it_was_ever_set_it_does_nothing() {
    let (log, handle) = (Log::new(), std::cell::Cell::new(None));
    let group = run_group! { a: |_, ready| { handle.set(Some(ready)); script("a", &log, []) } => drop };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    let ready = take(&handle);
    let (woken, waker) = counting_waker();
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    ready.unset();
    assert_eq!(woken.take(), 0);
    ready.set();
    assert_eq!(woken.take(), 1);
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    log.expect(&["poll a", "poll a", "ready"]);
}

#[tokio::test(start_paused = true)]
async fn a_startup_limit_that_was_met_stays_met() {
    let status = Status::new();
    let group = run_group! {
        a: |stop, ready| async {
            ready.set();
            tokio::time::sleep(SECOND).await;
            ready.unset();
            stop.stopped().await;
            Ok(())
        },
        job: async { tokio::time::sleep(60 * SECOND).await; Ok(()) } => drop,
    };
    group.startup(10 * SECOND).status(&status).await.unwrap();
}

#[test]
fn it_debugs_as_what_was_said_last() {
    let handle = std::cell::Cell::new(None);
    let _group = run_group! { a: |_, ready| { handle.set(Some(ready)); std::future::pending::<()>() } => drop };
    let ready = take(&handle);
    assert_eq!(format!("{ready:?}"), "Ready { set: false }");
    ready.set();
    assert_eq!(format!("{ready:?}"), "Ready { set: true }");
    ready.unset();
    assert_eq!(format!("{ready:?}"), "Ready { set: false }");
}
