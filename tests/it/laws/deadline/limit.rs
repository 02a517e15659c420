//! The limits of a group: `grace` and `deadline`.

use std::{
    cell::Cell,
    future::{Future, pending, poll_fn, ready},
    pin::pin,
    task::Poll,
    time::Duration,
};

use run_group::{AnyError, run_group};
use tokio::{
    task::coop::consume_budget,
    time::{Instant, sleep},
};

use super::hang;
use crate::support::{Flag, Log, SECOND, Step, panic_text, poll, script};

#[tokio::test(start_paused = true)]
async fn it_counts_from_the_cause() {
    let start = Instant::now();
    let error = run_group! {
        job: async { sleep(100 * SECOND).await; Ok(()) } => drop,
        stuck: pending::<()>() => || {},
    }
    .grace(10 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(start.elapsed(), 110 * SECOND);
    assert_eq!(error.stuck(), ["stuck"]);
}

#[tokio::test(start_paused = true)]
async fn one_that_ends_in_time_is_waited_for_no_longer() {
    let start = Instant::now();
    run_group! {
        job: async { Ok(()) } => drop,
        drains: |stop| async { stop.stopped().await; sleep(3 * SECOND).await; Ok(()) },
    }
    .grace(10 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[test]
fn one_that_is_up_at_once_interrupts_and_polls_all_once() {
    let log = Log::new();
    let group = run_group! {
        quick: |stop| async { stop.stopped().await; log.say("quick ends"); Ok(()) } => || log.say("stop quick"),
        slow: script("slow", &log, []) => || log.say("stop slow"),
        job: async { Ok(()) } => drop,
    };
    let mut group = pin!(group.deadline(|| ready(())));
    let Poll::Ready(Err(error)) = poll(group.as_mut()) else { panic!("it ends in one poll, with an error") };
    log.expect(&["poll slow", "stop quick", "stop slow", "quick ends", "poll slow", "drop slow"]);
    assert_eq!(error.stuck(), ["slow"]);
}

#[test]
fn it_is_made_at_the_cause() {
    let log = Log::new();
    let go = Flag::new();
    let group = run_group! { job: script("job", &log, [Step::Until(go.clone()), Step::Ok]) => || log.say("stop job") };
    let mut group = pin!(group.deadline(|| {
        log.say("made");
        pending::<()>()
    }));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll job"]);
    go.set();
    assert!(poll(group.as_mut()).is_ready());
    log.expect(&["poll job", "drop job", "made", "stop job"]);
}

#[tokio::test(start_paused = true)]
async fn of_several_the_first_that_is_up_counts() {
    for (first, second) in [(2, 5), (5, 2)] {
        let start = Instant::now();
        let error = run_group! { job: async { Ok(()) } => drop, stuck: pending::<()>() => || {} }
            .grace(first * SECOND)
            .grace(100 * SECOND)
            .deadline(move || sleep(second * SECOND))
            .await
            .unwrap_err();
        assert_eq!(start.elapsed(), 2 * SECOND);
        assert_eq!(error.stuck(), ["stuck"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_time_without_end_is_no_deadline() {
    let start = Instant::now();
    run_group! {
        job: async { Ok(()) } => drop,
        #[grace(Duration::MAX)]
        drains: |stop| async { stop.stopped().await; sleep(1000 * SECOND).await; Ok(()) },
    }
    .grace(Duration::MAX)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 1000 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_spends_the_budget_does_not_put_it_off() {
    let start = Instant::now();
    let interrupted = Cell::new(false);
    let error = run_group! {
        job: async { Ok(()) } => drop,
        // It lets time go by, and always has more to do.
        busy: async {
            loop {
                if interrupted.get() { tokio::time::advance(SECOND / 4).await; }
                for _ in 0..1000 { consume_budget().await; }
            }
        } => || interrupted.set(true),
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["busy"]);
    assert!(start.elapsed() <= 3 * SECOND, "{:?}", start.elapsed());
}

#[test]
fn one_that_panics_with_nothing_live_keeps_no_interrupt_back() {
    let log = Log::new();
    let group = run_group! {
        first: async { Ok(()) } => || log.say("stop first"),
        second: async { Ok(()) } => || log.say("stop second"),
    }
    .deadline(|| poll_fn(|_| -> Poll<()> { panic!("boom") }));
    assert_eq!(panic_text(|| futures::executor::block_on(group)), "boom");
    log.expect(&["stop first", "stop second"]);
}

#[test]
fn one_that_panics_counts_as_up() {
    let log = Log::new();
    let text = panic_text(|| {
        let group = run_group! {
            job: async { Ok(()) } => drop,
            a: hang("a", &log) => || log.say("stop a"),
        };
        let group = pin!(group.deadline(|| poll_fn(|_| -> Poll<()> { panic!("no timer") })));
        // The group's panic is the first failure. That `a` was stuck is the second.
        let _ = poll(group);
    });
    assert_eq!(text, "no timer");
    log.expect(&["stop a", "drop a"]);
}

#[test]
fn one_that_cannot_be_made_is_never_up() {
    let log = Log::new();
    let go = Flag::new();
    let group = run_group! {
        job: async { Ok(()) } => drop,
        a: script("a", &log, [Step::Pending, Step::Until(go.clone()), Step::Ok]) => || log.say("stop a"),
    };
    let mut group = pin!(group.deadline(|| -> std::future::Ready<()> { panic!("no timer") }));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "stop a", "poll a"]);
    go.set();
    assert_eq!(panic_text(|| poll(group.as_mut())), "no timer");
    log.expect(&["poll a", "drop a"]);
}

/// It is `Result<(), Error>`, with a deadline and without.
#[test]
fn it_does_not_change_the_output_type_of_the_group() {
    fn same<E>(_: &impl Future<Output = Result<(), run_group::Error<E>>>) {}
    let group = run_group! { job: async { Ok(()) } => drop }.grace(SECOND).deadline(|| ready(())).grace(SECOND);
    same::<AnyError>(&group);
}
