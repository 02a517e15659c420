//! However busy an actor is, its siblings make progress.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    task::Poll,
};

use run_group::{AnyError, run_group};
use tokio::task::coop::consume_budget;

use crate::support::{counting_waker, poll_once};

/// Never waits: it takes all of the budget that its task has, in every poll.
pub async fn burn(polls: &Cell<u32>) -> Result<(), AnyError> {
    loop {
        polls.set(polls.get() + 1);
        if polls.get() > 100_000 {
            return Err("the others have had no turn".into());
        }
        consume_budget().await;
    }
}

/// Wants a little of the budget, some times.
pub async fn sip(times: u32) -> Result<(), AnyError> {
    for _ in 0..times {
        consume_budget().await;
    }
    Ok(())
}

/// Always wants to be polled again, and never ends.
fn busy(polls: &Cell<u32>) -> impl Future<Output = ()> + '_ {
    poll_fn(|cx| {
        polls.set(polls.get() + 1);
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}

#[tokio::test]
async fn law_9_fair_an_actor_that_takes_all_of_the_budget_leaves_its_siblings_some() {
    let polls = Cell::new(0);
    run_group! {
        burner: burn(&polls) => drop,
        sibling: sip(300) => drop,
    }
    .await
    .expect("the sibling ends first");
}

#[tokio::test]
async fn law_9_fair_of_many_that_take_all_of_the_budget_each_has_its_turn() {
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
async fn law_9_fair_interrupts_are_called_in_the_order_written_wherever_the_pass_began() {
    let polls = Cell::new(0);
    let order = std::cell::RefCell::new(Vec::new());
    run_group! {
        a: sip(u32::MAX) => drop,
        burner: burn(&polls) => drop,
        b: async { sip(50).await } => { order.borrow_mut().push("b") },
        c: async { sip(u32::MAX).await } if false => { order.borrow_mut().push("c") },
        d: |stop| async { stop.stopped().await; Ok(()) } => { order.borrow_mut().push("d") },
    }
    .await
    .expect("all end well");
    assert_eq!(order.into_inner(), ["b", "d"]);
}

#[test]
fn law_9_fair_the_poll_counts_of_actors_that_are_always_ready_differ_by_one_at_most() {
    let polls = [const { Cell::new(0_u32) }; 3];
    let [a, b, c] = &polls;
    let mut group = std::pin::pin!(run_group! { a: busy(a) => drop, b: busy(b) => drop, c: busy(c) => drop });
    let (_, waker) = counting_waker();
    for round in 1..=100 {
        assert!(poll_once(group.as_mut(), &waker).is_pending());
        assert!(polls.iter().all(|polls| polls.get().abs_diff(round) <= 1), "{polls:?}");
    }
}
