//! The last call: no actor is dropped with less than that since its interrupt.

use std::{
    cell::Cell,
    future::{pending, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use run_group::{AnyError, End, Stop, run_group};
use tokio::time::{Instant, sleep};

use super::lame_duck::signal_after;
use crate::support::{Log, SECOND, poll};

const MILLISECOND: Duration = Duration::from_millis(1);

/// Waits for its stop signal, and then for so long.
async fn takes(stop: Stop, time: Duration) -> Result<(), AnyError> {
    stop.stopped().await;
    sleep(time).await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn one_that_needs_no_more_is_no_part_of_the_error() {
    let start = Instant::now();
    let error = run_group! {
        job: async { Ok(()) } => drop,
        stuck: pending::<()>() => {},
        #[outlives(stuck)] flush: |stop| takes(stop, 4 * MILLISECOND),
        #[outlives(flush)] last: |stop| takes(stop, 4 * MILLISECOND),
    }
    .grace(50 * MILLISECOND)
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), error.cut_short()), (vec!["stuck"], vec![]));
    assert_eq!(start.elapsed(), 58 * MILLISECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_a_tenth_of_the_limit_for_each_link_of_the_chain() {
    let start = Instant::now();
    let error = run_group! {
        job: async { Ok(()) } => drop,
        a: pending::<()>() => {},
        #[outlives(a)] b: pending::<()>() => {},
        #[outlives(b)] c: pending::<()>() => {},
    }
    .grace(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), error.cut_short()), (vec!["a"], vec!["b", "c"]));
    assert_eq!(start.elapsed(), 6 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_a_second_at_most() {
    let start = Instant::now();
    let error = run_group! {
        job: async { Ok(()) } => drop,
        a: pending::<()>() => {},
        #[outlives(a)] b: pending::<()>() => {},
    }
    .grace(100 * SECOND)
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), error.cut_short()), (vec!["a"], vec!["b"]));
    assert_eq!(start.elapsed(), 101 * SECOND);
}

/// What has been interrupted with less than a last call to go, and what with exactly that.
#[tokio::test(start_paused = true)]
async fn one_interrupted_shortly_before_the_end_still_has_it() {
    for (time, total, stuck, cut_short) in [(91, 101, vec![], vec!["late"]), (90, 100, vec!["late"], vec![])] {
        let start = Instant::now();
        let error = run_group! {
            job: async { Ok(()) } => drop,
            slow: |stop| takes(stop, time * MILLISECOND),
            #[outlives(slow)] late: pending::<()>() => {},
        }
        .grace(100 * MILLISECOND)
        .await
        .unwrap_err();
        assert_eq!((error.stuck(), error.cut_short()), (stuck, cut_short));
        assert_eq!(start.elapsed(), total * MILLISECOND);
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_lame_duck_that_takes_the_whole_limit_all_have_it() {
    let start = Instant::now();
    let error = run_group! {
        signals: signal_after(1) => drop,
        quick: |stop| takes(stop, SECOND / 2),
        slow: |stop| takes(stop, 2 * SECOND),
    }
    .lame_duck(30 * SECOND)
    .grace(20 * SECOND)
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), error.cut_short()), (vec![], vec!["slow"]));
    assert_eq!(start.elapsed(), 22 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn one_whose_own_grace_has_passed_leaves_the_others_the_rest() {
    let start = Instant::now();
    let error = run_group! {
        job: async { Ok(()) } => drop,
        #[grace(SECOND)] stuck: pending::<()>() => {},
        #[outlives(stuck)] flush: |stop| takes(stop, 3 * SECOND),
    }
    .grace(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), error.cut_short()), (vec!["stuck"], vec![]));
    assert_eq!(start.elapsed(), 4 * SECOND);
}

#[test]
fn after_a_deadline_it_is_one_poll() {
    let log = Log::new();
    let polls = Cell::new(0);
    let up = Cell::new(false);
    let group = run_group! {
        job: async { Ok(()) } => drop,
        stuck: pending::<()>() => {},
        #[outlives(stuck)]
        once: poll_fn(|_| { polls.set(polls.get() + 1); Poll::<()>::Pending }) => { log.say("stop once") },
    };
    let mut group = pin!(group.deadline(|| poll_fn(|_| if up.get() { Poll::Ready(()) } else { Poll::Pending })));
    assert!(poll(group.as_mut()).is_pending());
    let before = polls.get();
    up.set(true);
    let Poll::Ready(Err(error)) = poll(group.as_mut()) else { panic!("it gives up") };
    assert_eq!((error.stuck(), error.cut_short()), (vec!["stuck"], vec!["once"]));
    assert_eq!(polls.get() - before, 1);
}

#[tokio::test(start_paused = true)]
async fn the_two_are_told_apart_wherever_an_error_is_shown() {
    let report = run_group! {
        job: async { Ok(()) } => drop,
        a: pending::<()>() => {},
        #[outlives(a)] b: pending::<()>() => async { pending::<()>().await },
        #[outlives(a)] c: pending::<()>() => {},
    }
    .grace(5 * SECOND)
    .report()
    .await;
    let ends: Vec<_> = report.actors().map(|actor| actor.end().to_string()).collect();
    assert_eq!(ends, ["ended", "was stuck", "was cut short", "was cut short"]);
    assert_eq!(report.exit_code(), 124);
    let timeline = report.to_string();
    assert!(timeline.contains("was cut short in its interrupt"), "{timeline}");
    assert!(timeline.contains("was cut short after its interrupt"), "{timeline}");
    let error = report.into_result().unwrap_err();
    assert_eq!(error.to_string(), "actor `a` was stuck; actors `b`, `c` were cut short");
    assert_eq!(
        format!("{error:?}"),
        "actor `a` was stuck; actors `b`, `c` were cut short\n\
         stuck: `a`: it was interrupted, but has not ended\n\
         cut short: `b`: its interrupt has not finished\n\
         cut short: `c`: it was interrupted, but has not ended"
    );
}

#[tokio::test(start_paused = true)]
async fn after_another_failure_both_are_named() {
    let error = run_group! {
        job: async { Err("no space".into()) } => drop,
        a: pending::<()>() => {},
        #[outlives(a)] b: pending::<()>() => {},
    }
    .grace(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.to_string(), "actor `job` failed (stuck: `a`; cut short: `b`)");
}

/// After a lame duck that takes the whole limit, nobody has had his time.
#[tokio::test(start_paused = true)]
async fn an_error_with_none_but_those_that_were_cut_short_says_so() {
    let report = run_group! { signals: signal_after(1) => drop, slow: pending::<()>() => {} }
        .lame_duck(30 * SECOND)
        .grace(20 * SECOND)
        .report()
        .await;
    assert_eq!(report.exit_code(), 124);
    let error = report.into_result().unwrap_err();
    assert!(matches!(error.end(), End::CutShort));
    assert_eq!(error.to_string(), "actor `slow` was cut short: it was interrupted, but has not ended");
}

/// The group is woken when a last call is over, also where its actors have wakers of their own.
#[tokio::test(start_paused = true)]
async fn it_ends_though_nothing_else_wakes_the_group() {
    let start = Instant::now();
    let error = run_group! {
        job: async { sleep(SECOND).await; Ok(()) } => drop,
        idle: pending::<()>() for _ in 0..8 => drop,
        stuck: pending::<()>() => {},
        #[outlives(stuck)] late: pending::<()>() for _ in 0..8 => {},
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!((error.stuck().len(), error.cut_short().len()), (1, 8));
    assert_eq!(start.elapsed(), 2 * SECOND + 100 * MILLISECOND);
}
