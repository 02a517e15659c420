//! What a status costs: nothing per wake.

use std::{
    cell::Cell,
    future::{Future, pending, poll_fn},
    pin::pin,
    task::Poll,
};

use allocation_counter::measure;
use run_group::{Status, run_group};

use crate::support::{numbered::Numbered, poll};

/// No lock is taken and nothing is written: no change is seen.
#[test]
fn a_wake_changes_nothing() {
    let (actors, status) = (Numbered::of(6), Status::new());
    let group = run_group! {
        row: |_, ready| { ready.set(); actors.actor() } for _ in 0..5 => {},
        #[after(row)]
        last: actors.actor() => {},
    };
    let mut group = actors.with_own_wakers(Box::pin(group.status(&status)));
    assert!(status.is_ready());
    for woken in [0, 3, 5].repeat(20) {
        actors.wake(woken);
        assert_eq!(actors.poll(&mut group), [woken]);
        assert!(poll(pin!(status.changed())).is_pending());
    }
}

fn busy(polls: &Cell<u32>) -> impl Future<Output = ()> + '_ {
    poll_fn(|cx| {
        polls.set(polls.get() + 1);
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}

#[test]
fn a_wake_allocates_nothing() {
    let (polls, status) = (Cell::new(0), Status::new());
    let group = run_group! {
        busy: busy(&polls) => drop,
        workers: |_, ready| { drop(ready); pending::<()>() } for _ in 0..10 => drop,
    };
    let mut group = pin!(group.status(&status));
    for _ in 0..10 {
        assert!(poll(group.as_mut()).is_pending());
    }
    let counted = measure(|| (0..100).for_each(|_| assert!(poll(group.as_mut()).is_pending())));
    assert_eq!((polls.get(), counted.count_total), (110, 0));
}

#[test]
fn without_one_a_start_allocates_nothing_for_it() {
    let run = || {
        let mut group = pin!(run_group! {
            a: pending::<()>() => drop,
            #[after(a)]
            b: pending::<()>() => drop,
            #[after(b)]
            job: std::future::ready(()) => drop,
        });
        assert!(poll(group.as_mut()).is_ready());
    };
    assert_eq!(measure(run).count_total, 0);
}

#[test]
fn all_that_it_allocates_is_freed() {
    let run = || {
        let status = Status::new();
        let group = run_group! { row: pending::<()>() for _ in 0..3 => drop, job: std::future::ready(()) => drop };
        let mut group = Box::pin(group.status(&status));
        assert!(poll(group.as_mut()).is_ready());
        assert!(poll(pin!(status.changed())).is_ready());
        let mut waits = Box::pin(status.changed());
        assert!(poll(waits.as_mut()).is_pending());
    };
    // The first run makes the names of the row's items, which are kept for ever.
    run();
    let left = measure(run);
    assert_eq!((left.count_current, left.bytes_current), (0, 0));
}
