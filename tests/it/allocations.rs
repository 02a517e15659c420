//! Counted allocations: what a group asks of the heap, which is nothing, but for what is documented.

use std::{
    cell::Cell,
    future::{Future, poll_fn, ready},
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
};

use allocation_counter::measure;
use run_group::{AnyError, Stop, run_group};

/// The allocations that a closure makes on this thread.
fn allocations(f: impl FnOnce()) -> u64 {
    measure(f).count_total
}

fn poll(future: std::pin::Pin<&mut impl Future<Output = Result<(), run_group::Error>>>) -> bool {
    future.poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1_u8)))), 1);
}

#[test]
fn a_short_life_allocates_nothing() {
    let life = || {
        let told = Cell::new(false);
        let waits = || poll_fn(|_| if told.get() { Poll::Ready(()) } else { Poll::Pending });
        let mut group = pin!(run_group! {
            a: waits() => { told.set(true) },
            b: waits() => || told.set(true),
            c: waits() => |_cause| told.set(true),
            d: waits() => async { told.set(true) },
            e: std::future::pending::<()>() => drop,
            f: waits() if false => drop,
            first: ready(()) => drop,
        });
        assert!(poll(group.as_mut()));
    };
    assert_eq!(allocations(life), 0);
}

#[test]
fn no_poll_allocates() {
    let life = || {
        let polls = Cell::new(0);
        let busy = || {
            poll_fn(|cx| {
                polls.set(polls.get() + 1);
                cx.waker().wake_by_ref();
                Poll::<()>::Pending
            })
        };
        let mut group = pin!(run_group! { a: busy() => drop, b: busy() => drop });
        for _ in 0..1000 {
            assert!(!poll(group.as_mut()));
        }
        assert_eq!(polls.get(), 2000);
    };
    assert_eq!(allocations(life), 0);
}

#[test]
fn a_borrowed_stop_allocates_nothing() {
    let life = || {
        let stop = Stop::new();
        let mut group = pin!(run_group! { waits: stop.stopped() => &stop, job: ready(()) => drop });
        assert!(poll(group.as_mut()));
    };
    assert_eq!(allocations(life), 0);
}

#[test]
fn a_stop_handle_is_one_allocation() {
    let life = || {
        let mut group = pin!(run_group! {
            waits: |stop| async { stop.stopped().await; Ok(()) },
            job: ready(()) => drop,
        });
        assert!(poll(group.as_mut()));
    };
    assert_eq!(allocations(life), 1);
}

#[test]
fn a_stop_handle_of_an_actor_that_is_left_out_is_none() {
    let life = || {
        let mut group = pin!(run_group! {
            waits: |stop| async { stop.stopped().await; Ok(()) } if false,
            job: ready(()) => drop,
        });
        assert!(poll(group.as_mut()));
    };
    assert_eq!(allocations(life), 0);
}

#[test]
fn an_error_is_two_allocations_beside_its_own() {
    let own = allocations(|| drop(black_box(AnyError::from("no route to host"))));
    let life = || {
        let mut group = pin!(run_group! { a: async { Err("no route to host".into()) } => drop });
        assert!(poll(group.as_mut()));
    };
    assert_eq!(allocations(life), own + 2);
}
