//! Items that spend all of the budget, or panic, in a rotated poll: one that does not begin with the first actor.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
};

use run_group::run_group;
use tokio::task::yield_now;

use crate::{
    support::budget::{burn, sip},
    support::{Log, Step, script},
};

/// Polls once in a tokio task, with its whole budget left.
async fn once<F: Future>(mut future: Pin<&mut F>) {
    yield_now().await;
    let poll = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await;
    assert!(poll.is_pending());
}

#[tokio::test]
async fn items_that_spend_the_budget_each_make_progress() {
    let polls = [const { Cell::new(0) }; 4];
    run_group! {
        burner: burn(polls) for polls in &polls => drop,
        job: sip(3000) => drop,
    }
    .await
    .expect("the job ends first");
    assert!(polls.iter().all(|polls| polls.get() > 1000), "{polls:?}");
}

#[tokio::test]
async fn after_a_spent_budget_the_next_item_goes_first() {
    let (log, polls) = (&Log::new(), Cell::new(0));
    let mut group = pin!(run_group! {
        a: script("a", log, []) => drop,
        row: script(name, log, []) for name in ["x", "y"] => drop,
        empty: script(name, log, []) for name in [] => drop,
        burner: burn(&polls) => drop,
    });
    let places = ["a x y", "x y a", "y a x", "a x y", "a x y", "x y a"];
    for expected in places {
        once(group.as_mut()).await;
        assert_eq!(log.take().concat().replace("poll ", " ").trim(), expected);
    }
}

#[tokio::test]
async fn a_panic_in_a_rotated_poll_skips_no_item() {
    let (log, polls) = (&Log::new(), Cell::new(0));
    let steps = |name| if name == "y" { vec![Step::Pending, Step::Pending, Step::Panic("boom")] } else { vec![] };
    let mut group = pin!(run_group! {
        a: script("a", log, []) => {},
        row: script(name, log, steps(name)) for name in ["w", "x", "y", "z"] => {},
        burner: burn(&polls) => {},
    });
    once(group.as_mut()).await;
    once(group.as_mut()).await;
    log.take();
    once(group.as_mut()).await;
    log.expect(&[
        "poll x", "poll y", "drop y", "poll z", "poll a", "poll w", // all, though not in the order written
        "poll x", "poll z", "poll a", "poll w", // and once more after the cause
    ]);
}

#[tokio::test]
async fn interrupts_keep_their_order_in_a_rotated_poll() {
    let (log, polls) = (&Log::new(), Cell::new(0));
    let mut group = pin!(run_group! {
        a: script("a", log, []) => { log.say("stop a") },
        row: script(name, log, if name == "y" { vec![Step::Pending, Step::Pending, Step::Ok] } else { vec![] })
            for name in ["x", "y", "z"] => move || log.say(format_args!("stop {name}")),
        #[outlives(a)]
        burner: burn(&polls) => drop,
    });
    for _ in 0..3 {
        once(group.as_mut()).await;
    }
    let mut events = log.take();
    events.retain(|event| event.starts_with("stop"));
    assert_eq!(events, ["stop a", "stop x", "stop y", "stop z"]);
}
