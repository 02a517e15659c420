//! What it allocates to give actors wakers of their own, and that all of it is freed.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    task::{Poll, Waker},
};

use allocation_counter::measure;
use run_group::run_group;

use crate::support::{numbered::SHARED_POLLS, poll, poll_once, ready};

/// An actor that keeps its waker, and allocates nothing for that.
fn keeps(kept: &Cell<Option<Waker>>) -> impl Future<Output = ()> + '_ {
    poll_fn(|cx| {
        kept.set(Some(cx.waker().clone()));
        Poll::Pending
    })
}

#[test]
fn own_wakers_are_three_or_four_allocations_once() {
    for (size, expected) in [(4, 3), (8, 3), (62, 3), (63, 4), (64, 4), (256, 4)] {
        let kept: Vec<_> = (0..size).map(|_| Cell::new(None)).collect();
        let mut group = pin!(run_group! { row: keeps(kept) for kept in &kept => {} });
        let mut polls = |count| {
            measure(|| {
                for _ in 0..count {
                    assert!(poll(group.as_mut()).is_pending());
                    for kept in &kept {
                        let waker = kept.take().unwrap();
                        waker.wake_by_ref();
                        kept.set(Some(waker.clone()));
                        waker.wake();
                    }
                }
            })
            .count_total
        };
        assert_eq!([polls(SHARED_POLLS), polls(1), polls(200)], [0, expected, 0], "of {size}");
    }
}

#[test]
fn a_group_of_three_never_allocates() {
    let kept = [const { Cell::new(None) }; 3];
    let mut group = pin!(run_group! {
        a: keeps(&kept[0]) => {},
        b: keeps(&kept[1]) => {},
        c: keeps(&kept[2]) => {},
    });
    let polls = measure(|| (0..100).for_each(|_| assert!(poll(group.as_mut()).is_pending())));
    assert_eq!(polls.count_total, 0);
}

#[test]
fn all_that_is_allocated_is_freed() {
    for ends in [false, true] {
        for size in [8, 64, 256] {
            let kept = [const { Cell::new(None) }; 2];
            let run = || {
                let done = &Cell::new(false);
                let job = || {
                    let mut keeps = Box::pin(keeps(&kept[1]));
                    poll_fn(move |cx| if done.get() { Poll::Ready(()) } else { poll_once(keeps.as_mut(), cx.waker()) })
                };
                let mut group =
                    Box::pin(run_group! { row: keeps(&kept[0]) for _ in 0..size => drop, job: job() => drop });
                for _ in 0..20 {
                    assert!(poll(group.as_mut()).is_pending());
                }
                if ends {
                    done.set(true);
                    kept[1].take().unwrap().wake();
                    ready(poll(group.as_mut())).unwrap();
                } else {
                    drop(group);
                }
                // After the group, only these wakers are left.
                for kept in &kept {
                    kept.take();
                }
            };
            // The first run makes the names of the row's items, which are kept for ever.
            run();
            let left = measure(run);
            assert!(left.count_total > 0);
            assert_eq!((left.count_current, left.bytes_current), (0, 0), "of {size}");
        }
    }
}
