//! Actors that spend all of the budget that tokio gives a task for one poll.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    pin::pin,
    task::Poll,
};

use run_group::{AnyError, run_group};
use tokio::task::{coop::consume_budget, yield_now};

use crate::support::{
    budget::{burn, busy, poll_with_full_budget, sip},
    numbered::{Built, Numbered, SHARED_POLLS},
};

#[tokio::test]
async fn an_actor_that_spends_it_all_leaves_its_siblings_some() {
    let polls = Cell::new(0);
    run_group! {
        burner: burn(&polls) => drop,
        sibling: sip(300) => drop,
    }
    .await
    .expect("the sibling ends first");
}

#[tokio::test]
async fn of_a_few_that_spend_it_all_each_makes_progress() {
    let polls = [const { Cell::new(0) }; 4];
    let [a, b, c, d] = &polls;
    run_group! {
        a: burn(a) => drop,
        b: burn(b) => drop,
        c: burn(c) => drop,
        d: burn(d) => drop,
        job: sip(3000) => drop,
    }
    .await
    .expect("the job ends first");
    assert!(polls.iter().all(|polls| polls.get() > 1000), "{polls:?}");
}

#[tokio::test]
async fn interrupts_keep_their_order_wherever_a_poll_begins() {
    let polls = Cell::new(0);
    let order = RefCell::new(Vec::new());
    run_group! {
        a: sip(u32::MAX) => drop,
        burner: burn(&polls) => drop,
        b: async { sip(50).await } => { order.borrow_mut().push("b") },
        c: async { sip(u32::MAX).await } if false => { order.borrow_mut().push("c") },
        d: |stop| async { stop.stopped().await; Ok(()) } => { order.borrow_mut().push("d") },
    }
    .await
    .expect("all end with Ok");
    assert_eq!(order.into_inner(), ["b", "d"]);
}

#[tokio::test]
async fn after_an_empty_row_an_actor_is_polled_once() {
    let (actors, polls) = (Numbered::of(0), Cell::new(0));
    let mut group: Built<'_> = Box::pin(run_group! {
        burner: burn(&polls) => drop,
        empty: actors.actor() for () in [] => {},
        a: actors.actor() => {},
    });
    for _ in 0..6 {
        poll_with_full_budget(&mut group).await;
        assert_eq!(actors.take(), [0]);
    }
}

/// Of two that spend it all, with six that have ended between, after or before them.
#[tokio::test]
async fn a_poll_begins_with_no_actor_that_has_ended() {
    for ended in [[0, 6, 0], [0, 0, 6], [6, 0, 0]] {
        let polls = [const { Cell::new(0) }; 2];
        let mut group: Built<'_> = Box::pin(run_group! {
            #[may_finish] before: async { Ok(()) } for _ in 0..ended[0] => drop,
            a: burn(&polls[0]) => drop,
            #[may_finish] between: async { Ok(()) } for _ in 0..ended[1] => drop,
            b: burn(&polls[1]) => drop,
            #[may_finish] after: async { Ok(()) } for _ in 0..ended[2] => drop,
        });
        for _ in 0..100 {
            poll_with_full_budget(&mut group).await;
        }
        let [a, b] = [polls[0].get(), polls[1].get()];
        assert!(a.abs_diff(b) < (a + b) / 10, "{a} and {b} with {ended:?}");
    }
}

#[tokio::test]
async fn beside_one_that_spends_it_all_busy_ones_get_equal_polls() {
    for size in [4, 32, 64] {
        let (polls, burned) = (vec![Cell::new(0); size], Cell::new(0));
        let mut group: Built<'_> = Box::pin(run_group! {
            row: busy(polls) for polls in &polls[..size / 2] => drop,
            burner: burn(&burned) => drop,
            rest: busy(polls) for polls in &polls[size / 2..] => drop,
        });
        for round in 1..=300 {
            poll_with_full_budget(&mut group).await;
            assert!(polls.iter().all(|polls| polls.get() == round), "{polls:?}");
        }
    }
}

/// Is woken all the time, and takes one unit of the budget in each poll, if there is one.
async fn take_one(polls: &Cell<usize>, progress: &Cell<usize>) {
    poll_fn(|cx| {
        polls.set(polls.get() + 1);
        if pin!(consume_budget()).poll(cx).is_ready() {
            progress.set(progress.get() + 1);
            cx.waker().wake_by_ref();
        }
        Poll::<()>::Pending
    })
    .await;
}

/// The budget is 128.
#[tokio::test]
async fn in_a_large_row_few_are_polled_for_nothing() {
    const SIZE: usize = 1000;

    let (polls, progress) = (Cell::new(0), vec![Cell::new(0); SIZE]);
    let mut group: Built<'_> =
        Box::pin(run_group! { row: take_one(&polls, progress) for progress in &progress => drop });
    for _ in 0..=SHARED_POLLS {
        poll_with_full_budget(&mut group).await;
    }
    polls.set(0);
    for progress in &progress {
        progress.set(0);
    }
    for _ in 0..100 {
        poll_with_full_budget(&mut group).await;
    }

    let made: usize = progress.iter().map(Cell::get).sum();
    assert_eq!(made, 100 * 128, "the whole budget is used");
    assert!(polls.get() <= made + 100 * 65, "{} polls for {made} units", polls.get());
    let (least, most) = (progress.iter().map(Cell::get).min(), progress.iter().map(Cell::get).max());
    assert!(most <= least.map(|least| least + 1), "{least:?} and {most:?}");
}

#[tokio::test]
async fn of_many_that_spend_it_all_each_makes_progress() {
    for size in [4, 64, 100] {
        let polls = vec![Cell::new(0); size];
        run_group! {
            row: burn(polls) for polls in &polls[1..] => drop,
            job: sip(1000) => drop,
            last: burn(&polls[0]) => drop,
        }
        .await
        .expect("the job ends first");
        assert!(polls.iter().all(|polls| polls.get() > 700), "{polls:?}");
    }
}

#[tokio::test]
async fn beside_two_that_spend_it_all_the_rest_make_progress() {
    for size in [4, 64, 100] {
        let polls = [const { Cell::new(0) }; 2];
        let done = Cell::new(0);
        let job = async || {
            sip(200).await?;
            done.set(done.get() + 1);
            Ok::<_, AnyError>(())
        };
        run_group! {
            first: burn(&polls[0]) => drop,
            second: burn(&polls[1]) => drop,
            #[may_finish]
            row: job() for _ in 2..size => drop,
            enough: async {
                while done.get() + 2 < size {
                    yield_now().await;
                }
                Ok(())
            } => drop,
        }
        .await
        .expect("all of the row end first");
    }
}

#[tokio::test]
async fn a_deadline_passes_although_all_spend_it() {
    for size in [4, 64, 100] {
        let polls = vec![Cell::new(0); size];
        let error = run_group! {
            row: burn(polls) for polls in &polls => {},
            job: async { sip(1000).await } => drop,
        }
        .deadline(async || {
            for _ in 0..20 {
                consume_budget().await;
                yield_now().await;
            }
        })
        .await
        .unwrap_err();
        assert_eq!((error.stuck().len(), error.others().len()), (size, 0));
    }
}
