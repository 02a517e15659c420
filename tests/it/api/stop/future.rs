//! The handle as a future.

use std::{
    future::{Future, IntoFuture, pending},
    sync::Arc,
    task::Poll,
};

use run_group::{Stop, Stopped, run_group};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use super::Waiting;
use crate::support::{counting_waker, drive};

assert_impl_all!(Stop: Future<Output = ()>, Unpin, Send, Sync);
assert_impl_all!(&'static Stop: IntoFuture<Output = (), IntoFuture = Stopped<'static>>);
assert_not_impl_any!(&'static Stop: Future);

/// Set by one handle, each of the others is a waiter: the one made by `new`, and clones of it and of a clone.
fn others() -> (Stop, [Stop; 3]) {
    let first = Stop::new();
    let clone = first.clone();
    (clone.clone(), [clone.clone(), clone, first])
}

#[test]
fn it_is_done_when_the_signal_is_set() {
    let (stop, others) = others();
    let waiters = others.map(Waiting::new);

    stop.stop();

    for mut waiting in waiters {
        assert_eq!((waiting.woken.take(), waiting.poll()), (1, Poll::Ready(())));
    }
}

#[test]
fn once_it_is_done_it_stays_so() {
    let (stop, others) = others();
    stop.stop();
    for other in others {
        let (mut waiting, first) = Waiting::begin(other);
        assert_eq!([first, waiting.poll(), waiting.poll()], [Poll::Ready(()); 3]);
    }
}

#[test]
fn polled_it_is_still_a_handle() {
    let (stop, [mut other, ..]) = others();
    drop(Waiting::new(&mut other));
    assert!(!other.is_stopped());
    other.stop();
    assert!(stop.is_stopped());
}

#[test]
fn a_clone_of_one_that_is_polled_has_a_place_of_its_own() {
    for index in 0..3 {
        let (stop, others) = others();
        let polled = Waiting::new(others[index].clone());
        let clone = Waiting::new(polled.waiter.clone());

        let polled = polled.leave();
        stop.stop();

        assert_eq!((polled.take(), clone.woken.take()), (0, 1));
    }
}

#[test]
fn dropped_it_leaves_no_waker() {
    let (_stop, others) = others();
    for other in others {
        let (woken, waker) = counting_waker();
        let mut waiting = Waiting::new(other);
        waiting.poll_with(&waker);
        drop(waker);
        assert_eq!(Arc::strong_count(&woken), 2);
        drop(waiting);
        assert_eq!(Arc::strong_count(&woken), 1);
    }
}

#[test]
fn dropped_it_sets_nothing() {
    let (stop, others) = others();
    drop(others.map(Waiting::new));
    assert!(!stop.is_stopped());
}

#[tokio::test]
async fn a_reference_can_be_awaited() {
    let stop = Stop::new();
    let there = stop.clone();
    let waiting = tokio::spawn(async move { (&there).await });
    stop.stop();
    (&stop).await;
    waiting.await.unwrap();
    stop.await;
}

#[test]
fn it_is_an_actor() {
    let stop = Stop::new();
    let group = run_group! {
        owned: stop.clone() => drop,
        borrowed: &stop => &stop,
        sets: |own| async { own.stop(); own.await; Ok(()) },
        idle: pending::<()>() => drop,
    };
    drive(group).unwrap();
    assert!(stop.is_stopped());
}
