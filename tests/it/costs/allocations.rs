//! What a group allocates: nothing, except for what is documented.

use std::{
    cell::Cell,
    future::{pending, poll_fn, ready},
    hint::black_box,
    pin::pin,
    task::Poll,
};

use allocation_counter::measure;
use run_group::{AnyError, Stop, run_group};

use crate::support::poll;

/// The allocations that a closure makes on this thread.
fn allocations(f: impl FnOnce()) -> u64 {
    measure(f).count_total
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1_u8)))), 1);
}

#[test]
fn a_short_run_allocates_nothing() {
    let run = || {
        let interrupted = Cell::new(false);
        let waits = || poll_fn(|_| if interrupted.get() { Poll::Ready(()) } else { Poll::Pending });
        let mut group = pin!(run_group! {
            a: waits() => { interrupted.set(true) },
            b: waits() => || interrupted.set(true),
            c: waits() => |_cause| interrupted.set(true),
            d: waits() => async { interrupted.set(true) },
            e: pending::<()>() => drop,
            f: waits() if false => drop,
            first: ready(()) => drop,
        });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocations(run), 0);
}

#[test]
fn no_poll_allocates() {
    let run = || {
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
            assert!(poll(group.as_mut()).is_pending());
        }
        assert_eq!(polls.get(), 2000);
    };
    assert_eq!(allocations(run), 0);
}

/// What a report records, it records without an allocation.
#[test]
fn no_poll_of_a_reported_group_allocates() {
    let polls = Cell::new(0);
    let mut reporting = pin!(
        run_group! {
            busy: poll_fn(|cx| {
                polls.set(polls.get() + 1);
                cx.waker().wake_by_ref();
                Poll::<()>::Pending
            }) => drop,
            workers: pending::<()>() for _ in 0..10 => drop,
        }
        .report()
    );
    // Until each of its actors has its own waker.
    for _ in 0..10 {
        assert!(poll(reporting.as_mut()).is_pending());
    }
    let counted = allocations(|| {
        for _ in 0..100 {
            assert!(poll(reporting.as_mut()).is_pending());
        }
    });
    assert_eq!((polls.get(), counted), (110, 0));
}

#[test]
fn a_borrowed_stop_allocates_nothing() {
    let run = || {
        let stop = Stop::new();
        let mut group = pin!(run_group! { waits: stop.stopped() => &stop, job: ready(()) => drop });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocations(run), 0);
}

#[test]
fn a_stop_handle_is_one_allocation() {
    let run = || {
        let mut group = pin!(run_group! {
            waits: |stop| async { stop.stopped().await; Ok(()) },
            job: ready(()) => drop,
        });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocations(run), 1);
}

#[test]
fn an_underscore_for_a_stop_handle_is_no_allocation() {
    let run = || {
        let stop = Stop::new();
        let mut group = pin!(run_group! { waits: |_| stop.stopped() => &stop, job: ready(()) => drop });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocations(run), 0);
}

#[test]
fn a_stop_handle_left_out_is_no_allocation() {
    let run = || {
        let mut group = pin!(run_group! {
            waits: |stop| async { stop.stopped().await; Ok(()) } if false,
            job: ready(()) => drop,
        });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocations(run), 0);
}

/// A loop that selects between its signal and its work makes such waiters, while another waiter remains.
#[test]
fn waiters_that_come_and_go_share_a_place() {
    let stop = Stop::new();
    let mut stays = pin!(stop.stopped());
    assert!(poll(stays.as_mut()).is_pending());
    let come_and_go = || {
        let mut waiter = pin!(stop.stopped());
        assert!(poll(waiter.as_mut()).is_pending());
    };
    come_and_go();

    assert_eq!(allocations(|| (0..100).for_each(|_| come_and_go())), 0);
}

#[test]
fn an_error_is_two_allocations_beside_its_own() {
    let own = allocations(|| drop(black_box(AnyError::from("no route to host"))));
    let run = || {
        let mut group = pin!(run_group! { a: async { Err("no route to host".into()) } => drop });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(allocations(run), own + 2);
}
