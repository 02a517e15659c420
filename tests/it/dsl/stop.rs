//! `|stop|`: an actor is handed a stop signal of its own.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::pin,
    thread,
};

use run_group::{Stop, run_group};

use crate::{
    dsl::support::serve,
    support::{Flag, Log, Step, counting_waker, done, drive, poll_once, script},
};

/// Where an actor leaves a handle for the test to look at.
type Left = RefCell<Option<Stop>>;

/// Leaves a handle and waits for it.
fn leave(left: &Left, stop: Stop) -> impl Future<Output = ()> {
    *left.borrow_mut() = Some(stop.clone());
    serve(stop)
}

fn is_stopped(left: &Left) -> bool {
    left.borrow().as_ref().expect("the actor has left its handle").is_stopped()
}

#[test]
fn without_an_interrupt_the_stop_is_set() {
    let left = Left::default();
    let group = run_group! { server: |stop| leave(&left, stop), job: done() => drop };
    assert!(!is_stopped(&left));
    drive(group).unwrap();
    assert!(is_stopped(&left));
}

#[test]
fn the_stop_is_set_right_after_its_interrupt() {
    let (left, log) = (Left::default(), Log::new());
    let group = run_group! {
        server: |stop| leave(&left, stop) => { log.say(is_stopped(&left)) },
        job: done() => || log.say(is_stopped(&left)),
    };
    drive(group).unwrap();
    log.expect(&["false", "true"]);
}

#[test]
fn the_stop_is_set_after_an_async_interrupt() {
    let (left, log, closed) = (Left::default(), Log::new(), Flag::new());
    let (woken, waker) = counting_waker();
    let mut group = pin!(run_group! {
        server: |stop| leave(&left, stop) => async {
            script("close", &log, [Step::Until(closed.clone()), Step::Ok]).await.unwrap();
        },
        job: done() => drop,
    });
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    log.expect(&["poll close"]);
    assert!(!is_stopped(&left));
    closed.set();
    assert_eq!(woken.take(), 1);
    drive(group).unwrap();
    assert!(is_stopped(&left));
}

#[test]
fn the_stop_is_set_where_the_actor_is_dropped() {
    let left = Left::default();
    drive(run_group! { server: |stop| leave(&left, stop) => drop, job: done() => drop }).unwrap();
    assert!(is_stopped(&left));
}

#[test]
fn each_actor_has_a_stop_of_its_own() {
    let (first, second) = (Left::default(), Left::default());
    let group = run_group! { a: |stop| leave(&first, stop), b: |stop| leave(&second, stop) };
    first.borrow().as_ref().unwrap().stop();
    assert!(!is_stopped(&second));
    drive(group).unwrap();
    assert!(is_stopped(&second));
}

#[test]
fn the_handle_is_owned_and_crosses_threads() {
    fn elsewhere<S: Clone + Send + 'static>(stop: &S, f: impl FnOnce(S) + Send + 'static) -> thread::JoinHandle<()> {
        let stop = stop.clone();
        thread::spawn(move || f(stop))
    }
    let threads = RefCell::new(Vec::new());
    run_group! {
        server: |stop| {
            threads.borrow_mut().push(elsewhere(&stop, |stop| while !stop.is_stopped() { thread::yield_now() }));
            serve(stop)
        },
        job: done() => drop,
    }
    .run()
    .unwrap();
    threads.into_inner().into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn an_async_block_owns_its_stop_and_borrows_the_rest() {
    let (text, seen) = (String::from("borrowed"), Cell::new(0));
    let mut count = 0;
    drive(run_group! {
        server: |stop| async { stop.stopped().await; seen.set(text.len()); count += 1; Ok(()) },
        job: done() => drop,
    })
    .unwrap();
    assert_eq!((text.as_str(), seen.get(), count), ("borrowed", 8, 1));
}

#[test]
fn only_the_actor_sees_its_handle() {
    let log = Log::new();
    let stop = "outer";
    drive(run_group! {
        server: |stop| async { stop.stopped().await; Ok(()) } if stop == "outer" => { log.say(stop) },
        job: done() => drop,
    })
    .unwrap();
    log.expect(&["outer"]);
}
