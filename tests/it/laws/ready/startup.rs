//! `startup`: all are ready by then, or that is the cause. All on a paused clock.

use std::{
    cell::Cell,
    future::{pending, ready},
    pin::pin,
};

use run_group::{End, Ready, run_group};
use tokio::time::{Instant, advance, sleep};

use crate::support::{Log, SECOND, failures, panic_text, poll};

/// Never becomes ready.
async fn hang(_ready: Ready) {
    pending::<()>().await;
}

#[tokio::test(start_paused = true)]
async fn it_counts_from_the_first_poll() {
    let group = run_group! { cache: |_, ready| hang(ready) => drop }.startup(5 * SECOND);
    advance(100 * SECOND).await;
    let start = Instant::now();
    let error = group.await.unwrap_err();
    assert_eq!(start.elapsed(), 5 * SECOND);
    assert_eq!(error.to_string(), "not ready within 5s: `cache`");
}

#[tokio::test(start_paused = true)]
async fn it_names_those_that_are_not_ready_and_whom_they_wait_for() {
    let on = false;
    let error = run_group! {
        db: |_, ready| async { ready.set(); pending().await } => drop,
        cache: |_, ready| hang(ready) => drop,
        #[when(pending::<()>())]
        leader: pending::<()>() => drop,
        #[after(db, cache)]
        server: pending::<()>() => drop,
        metrics: |_, ready| hang(ready) if on => drop,
        #[after(server)]
        api: pending::<()>() => drop,
    }
    .startup(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.unready(), ["cache", "leader", "server", "api"]);
    assert_eq!(error.to_string(), "not ready within 5s: `cache`, `leader`, `server`, `api`");
    assert_eq!(
        format!("{error:?}"),
        "not ready within 5s: `cache`, `leader`, `server`, `api`\n\
         not ready: `server`, which waits for `cache`\n\
         not ready: `api`, which waits for `server`"
    );
    assert_eq!((error.actor(), error.get_ref().is_none(), error.others().len()), (None, true, 0));
    assert!(matches!(error.end(), End::Unready), "{:?}", error.end());
}

#[tokio::test(start_paused = true)]
async fn it_is_the_cause_and_no_actors() {
    let log = Log::new();
    let group = run_group! {
        a: |stop, ready| async { stop.stopped().await; drop(ready); log.say("a ends"); Ok(()) } => |cause| {
            assert!(cause.actor().is_empty() && matches!(cause.end(), End::Unready));
            log.say(cause);
        },
        #[after(a)]
        b: async { log.say("b"); Ok(()) } => |cause| log.say(cause),
    };
    let group = group.startup(5 * SECOND).on_ready(|| log.say("ready")).on_cause(|cause| log.say(cause));
    group.await.unwrap_err();
    log.expect(&["not ready within 5s: `a`, `b`"; 3].iter().copied().chain(["a ends"]).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn it_does_not_pass_where_all_are_ready_in_time() {
    let log = Log::new();
    let group = run_group! {
        a: |stop, ready| async { sleep(4 * SECOND).await; ready.set(); stop.stopped().await; Ok(()) },
        #[after(a)]
        job: async { sleep(60 * SECOND).await; Ok(()) } => drop,
    };
    group.startup(5 * SECOND).on_ready(|| log.say("ready")).await.unwrap();
    log.expect(&["ready"]);
}

/// Set from elsewhere since the last poll of the actor, at the latest in the very moment in which the limit passes.
#[tokio::test(start_paused = true)]
async fn one_that_is_ready_at_the_very_moment_is_ready_in_time() {
    let (log, handle) = (Log::new(), Cell::new(None));
    let group = run_group! {
        a: |_, ready| { handle.set(Some(ready)); pending::<()>() } => drop,
    };
    let mut group = pin!(group.startup(5 * SECOND).on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    advance(5 * SECOND).await;
    handle.take().unwrap().set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["ready"]);
    advance(5 * SECOND).await;
    assert!(poll(group.as_mut()).is_pending());
}

/// As above, but one waits for it, which has not been started by then.
#[tokio::test(start_paused = true)]
async fn one_that_waits_at_the_very_moment_is_not_ready_in_time() {
    let handle = Cell::new(None);
    let group = run_group! {
        a: |_, ready| { handle.set(Some(ready)); pending::<()>() } => drop,
        #[after(a)]
        b: async { Err("it was polled".into()) } => drop,
    };
    let mut group = pin!(group.startup(5 * SECOND));
    assert!(poll(group.as_mut()).is_pending());
    advance(5 * SECOND).await;
    handle.take().unwrap().set();
    let error = crate::support::ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(error.to_string(), "not ready within 5s: `b`");
}

#[tokio::test(start_paused = true)]
async fn one_that_another_thread_sets_is_ready_in_time() {
    let (log, handle) = (Log::new(), Cell::new(None));
    let group = run_group! {
        a: |_, ready| { handle.set(Some(ready)); pending::<()>() } => drop,
        #[after(a)]
        job: async { log.say("job"); Ok(()) } => drop,
    };
    let mut group = pin!(group.startup(5 * SECOND));
    assert!(poll(group.as_mut()).is_pending());
    let ready: Ready = handle.take().unwrap();
    crate::support::on_another_thread(move || ready.set());
    crate::support::ready(poll(group.as_mut())).unwrap();
    log.expect(&["job"]);
}

#[tokio::test(start_paused = true)]
async fn of_two_the_shorter_counts() {
    for (first, second) in [(2, 5), (5, 2)] {
        let start = Instant::now();
        let error = run_group! { a: |_, ready| hang(ready) => drop }
            .startup(first * SECOND)
            .startup(second * SECOND)
            .await
            .unwrap_err();
        assert_eq!((error.to_string().as_str(), start.elapsed()), ("not ready within 2s: `a`", 2 * SECOND));
    }
}

#[tokio::test(start_paused = true)]
async fn any_other_cause_comes_first() {
    let start = Instant::now();
    let error = run_group! {
        a: |_, ready| hang(ready) => { },
        job: async { sleep(2 * SECOND).await; Err("no disk".into()) } => drop,
        #[grace(100 * SECOND)]
        drains: |stop| async { stop.stopped().await; sleep(60 * SECOND).await; Ok(()) },
    }
    .startup(5 * SECOND)
    .grace(61 * SECOND)
    .await
    .unwrap_err();
    // The limit is over with the start, though it would pass in the drain.
    assert_eq!(failures(&error), ["job failed: no disk"]);
    assert_eq!((error.unready(), error.stuck()), (vec!["a"], vec!["a"]));
    assert_eq!(start.elapsed(), 63 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_asked_to_stop_in_the_start_ends_with_ok() {
    let start = Instant::now();
    run_group! { a: |_, ready| hang(ready) => drop }.startup(5 * SECOND).until(sleep(SECOND)).await.unwrap();
    assert_eq!(start.elapsed(), SECOND);
    // At the same time: it was asked to.
    run_group! { a: |_, ready| hang(ready) => drop }.startup(SECOND).until(sleep(SECOND)).await.unwrap();
    run_group! { a: |_, ready| hang(ready) => drop }.until(sleep(SECOND)).startup(SECOND).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_drain_after_it_is_one_like_any_other() {
    let log = Log::new();
    let group = run_group! {
        db: |stop| async { stop.stopped().await; log.say("db ends"); Ok(()) },
        #[after(db)]
        cache: |stop, ready| async { stop.stopped().await; drop(ready); log.say("cache ends"); Err("flush".into()) },
        #[after(cache)]
        server: async { log.say("server"); Ok(()) } => { log.say("stop server") },
    };
    let error = group.startup(5 * SECOND).await.unwrap_err();
    log.expect(&["stop server", "cache ends", "db ends"]);
    assert_eq!(failures(&error), ["- was not ready in time", "cache failed: flush"]);
    assert_eq!(error.to_string(), "not ready within 5s: `cache`, `server` (and 1 more)");
}

#[tokio::test(start_paused = true)]
async fn a_limit_for_the_drain_counts_from_it() {
    let start = Instant::now();
    let error = run_group! { a: |_, ready| hang(ready) => {} }.startup(5 * SECOND).grace(3 * SECOND).await.unwrap_err();
    assert_eq!(start.elapsed(), 8 * SECOND);
    assert_eq!((error.unready(), error.stuck()), (vec!["a"], vec!["a"]));
}

#[tokio::test(start_paused = true)]
async fn a_time_without_end_is_no_limit() {
    let start = Instant::now();
    let group = run_group! {
        a: |_, ready| hang(ready) => drop,
        job: async { sleep(1000 * SECOND).await; Ok(()) } => drop,
    };
    group.startup(std::time::Duration::MAX).await.unwrap();
    assert_eq!(start.elapsed(), 1000 * SECOND);
}

/// What is ready in its first poll is ready within no time at all.
#[tokio::test(start_paused = true)]
async fn a_limit_of_zero_allows_for_the_first_poll() {
    let group = run_group! { a: pending::<()>() => drop, job: async { sleep(SECOND).await; Ok(()) } => drop };
    assert_eq!(group.startup(std::time::Duration::ZERO).await.map_err(|error| error.to_string()), Ok(()));
}

#[tokio::test(start_paused = true)]
async fn an_empty_group_ends_with_ok() {
    let on = false;
    run_group! { a: |_, ready| hang(ready) if on => drop }.startup(5 * SECOND).await.unwrap();
}

#[test]
fn without_a_runtime_the_first_poll_panics_and_says_so() {
    let log = Log::new();
    let group = run_group! { a: async { log.say("a"); Ok(()) } => drop }.startup(5 * SECOND);
    let text = panic_text(|| poll(pin!(group)));
    assert!(text.contains(".startup(..)") && text.contains(file!()), "{text}");
    log.expect(&[]);
}

#[test]
fn without_a_timer_the_first_poll_panics_and_says_so() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let text = panic_text(|| runtime.block_on(run_group! { a: ready(()) => drop }.startup(5 * SECOND)));
    assert!(text.contains(".startup(..)"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn of_a_group_of_its_own_it_is_that_actors_failure() {
    let inner = run_group! { a: |_, ready| hang(ready) => drop }.startup(5 * SECOND);
    let error = run_group! { inner: inner, other: pending::<()>() => drop }.startup(60 * SECOND).await.unwrap_err();
    assert_eq!(error.actor(), Some("inner"));
    assert_eq!(format!("{error:?}"), "actor `inner` failed: not ready within 5s: `a`");
}
