//! `#[when]` and `#[grace]` on a nested group: they are for all its actors.

use std::{
    cell::Cell,
    future::{Future, pending, ready},
    task::Poll,
};

use run_group::{Stop, run_group};
use tokio::time::{Instant, sleep};

use crate::support::{Log, SECOND, drive, failures, poll};

/// A future that says when it is polled, and is done when the signal is set.
fn gate<'a>(log: &'a Log, open: &'a Stop) -> impl Future<Output = ()> + use<'a> {
    let mut stopped = Box::pin(open.stopped());
    std::future::poll_fn(move |cx| {
        log.say("gate");
        stopped.as_mut().poll(cx)
    })
}

#[test]
fn all_in_it_start_when_its_gate_opens() {
    let (log, open) = (Log::new(), Stop::new());
    let mut group = Box::pin(run_group! {
        #[when(gate(&log, &open))]
        sub: run_group! {
            a: async { log.say("a"); pending().await } => drop,
            row: async { log.say("row"); pending().await } for _ in 0..2 => drop,
            deep: run_group! { b: async { log.say("b"); pending().await } => drop },
        },
        other: async { log.say("other"); pending().await } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["gate", "other"]);
    open.stop();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["gate", "a", "row", "row", "b"]);
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&[]);
}

#[test]
fn they_start_when_each_has_a_waker_of_its_own() {
    let (log, open) = (Log::new(), Stop::new());
    let (woken, waker) = crate::support::counting_waker();
    let mut group = Box::pin(run_group! {
        idle: pending::<()>() for _ in 0..8 => drop,
        #[when(open.stopped())]
        sub: run_group! { a: async { log.say("a"); pending().await } => drop, b: async { log.say("b"); pending().await } => drop },
    });
    for _ in 0..20 {
        assert!(crate::support::poll_once(group.as_mut(), &waker).is_pending());
    }
    log.expect(&[]);
    woken.take();
    open.stop();
    while woken.take() > 0 {
        assert!(crate::support::poll_once(group.as_mut(), &waker).is_pending());
    }
    log.expect(&["a", "b"]);
}

#[test]
fn an_actors_own_gate_comes_after_its_groups() {
    let (log, outer, inner) = (Log::new(), Stop::new(), Stop::new());
    let mut group = Box::pin(run_group! {
        #[when(outer.stopped())]
        sub: run_group! {
            #[when(gate(&log, &inner))] a: async { log.say("a"); pending().await } => drop,
        },
    });
    inner.stop();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&[]);
    outer.stop();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["gate", "a"]);
}

#[test]
fn a_gate_in_a_gate_opens_after_it() {
    let (log, outer, inner) = (Log::new(), Stop::new(), Stop::new());
    let mut group = Box::pin(run_group! {
        #[when(outer.stopped())]
        sub: run_group! {
            #[when(gate(&log, &inner))]
            deep: run_group! { a: async { log.say("a"); pending().await } => drop },
            b: async { log.say("b"); pending().await } => drop,
        },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&[]);
    outer.stop();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["gate", "b"]);
    inner.stop();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["gate", "a"]);
}

#[test]
fn interrupted_before_its_gate_is_open_it_ends_unpolled() {
    let log = Log::new();
    let report = drive(
        run_group! {
            #[when(pending::<()>())]
            sub: run_group! {
                a: async { log.say("polled"); pending().await } => { log.say("interrupt") },
                #[outlives(a)] b: async { log.say("polled"); pending().await } => async { log.say("of b"); Ok(()) },
            },
            job: ready(()) => drop,
        }
        .report(),
    );
    report.result().unwrap();
    let ends: Vec<_> = report.actors().map(|actor| (actor.name(), actor.end().to_string(), actor.started())).collect();
    assert_eq!(ends[0], ("sub.a", "ended".into(), None));
    assert_eq!(ends[1], ("sub.b", "ended".into(), None));
    assert_eq!(ends.len(), 3);
    log.expect(&["interrupt", "of b"]);
}

#[test]
fn a_gate_that_fails_is_a_failure_of_the_group() {
    let log = Log::new();
    let error = drive(run_group! {
        #[when(ready(Err::<(), _>("no database")))]
        sub: run_group! { a: async { log.say("polled"); Ok(()) } => drop },
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["sub failed: no database"]);
    log.expect(&[]);
}

#[test]
fn a_gate_that_panics_is_a_panic_of_the_group() {
    let report = drive(
        run_group! {
            #[when(std::future::poll_fn(|_| -> Poll<()> { panic!("boom") }))]
            sub: run_group! { a: pending::<()>() => {}, b: pending::<()>() => {} },
        }
        .report(),
    );
    assert_eq!(failures(report.result().unwrap_err()), ["sub panicked: boom"]);
}

#[test]
fn the_gate_of_a_group_without_actors_is_not_polled() {
    let log = Log::new();
    drive(run_group! {
        #[when(async { log.say("polled") })]
        sub: run_group! { a: pending::<()>() if log.count("x") > 0 => drop },
        job: pending::<()>() if log.count("x") > 0 => drop,
    })
    .unwrap();
    log.expect(&[]);
}

#[test]
fn that_a_gate_opens_is_no_exit() {
    let log = Log::new();
    drive(
        run_group! {
            #[when(ready(()))]
            sub: run_group! { a: async { log.say("a"); Ok(()) } => drop },
        }
        .on_cause(|cause| log.say(cause)),
    )
    .unwrap();
    log.expect(&["a", "`sub.a` ended"]);
}

#[tokio::test(start_paused = true)]
async fn its_limit_counts_from_its_first_interrupt_for_all_in_it() {
    let start = Instant::now();
    let log = Log::new();
    let error = run_group! {
        #[grace(3 * SECOND)]
        sub: run_group! {
            a: sleep(2 * SECOND) => {},
            #[outlives(a)] b: pending::<()>() => { log.say(format_args!("b after {:?}", start.elapsed())) },
        },
        job: ready(()) => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["sub.b"]);
    assert_eq!(start.elapsed(), 3 * SECOND);
    log.expect(&["b after 2s"]);
}

#[tokio::test(start_paused = true)]
async fn of_its_limit_and_an_actors_own_the_earlier_counts() {
    let start = Instant::now();
    let report = run_group! {
        #[grace(3 * SECOND)]
        sub: run_group! {
            #[grace(SECOND)] short: pending::<()>() => {},
            #[grace(9 * SECOND)] long: pending::<()>() => {},
            deep: run_group! { none: pending::<()>() => {} },
        },
        job: ready(()) => drop,
    }
    .report()
    .await;
    let ended: Vec<_> = report.actors().take(3).map(|actor| (actor.name(), actor.ended().unwrap().as_secs())).collect();
    assert_eq!(ended, [("sub.short", 1), ("sub.long", 3), ("sub.deep.none", 3)]);
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn its_limit_bounds_its_own_interrupt() {
    let start = Instant::now();
    let error = run_group! {
        #[grace(SECOND)]
        sub: run_group! { a: pending::<()>() => drop } => async { pending::<()>().await },
        job: ready(()) => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["sub"]);
    assert_eq!(start.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn its_limit_is_evaluated_once() {
    let evaluated = Cell::new(0);
    let limit = || {
        evaluated.set(evaluated.get() + 1);
        SECOND
    };
    run_group! {
        #[grace(limit())]
        sub: run_group! { row: ready(()) for _ in 0..3 => drop, b: ready(()) => drop },
    }
    .await
    .unwrap();
    assert_eq!(evaluated.get(), 1);
}

/// The limit of one is a second, and its last call a tenth of that.
#[tokio::test(start_paused = true)]
async fn one_interrupted_after_the_limit_has_a_last_call() {
    let start = Instant::now();
    let error = run_group! {
        #[grace(SECOND)]
        sub: run_group! {
            a: pending::<()>() => {},
            #[outlives(a)] quick: |stop| async { stop.stopped().await; sleep(SECOND / 20).await; Ok(()) },
            #[outlives(a)] slow: pending::<()>() => {},
        },
        job: ready(()) => drop,
    }
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), error.cut_short()), (vec!["sub.a"], vec!["sub.slow"]));
    assert_eq!(start.elapsed(), SECOND + SECOND / 10);
}

#[tokio::test(start_paused = true)]
async fn that_a_group_that_drains_is_cut_is_no_failure() {
    let start = Instant::now();
    let report = run_group! {
        #[drain(SECOND)]
        sub: run_group! {
            a: pending::<()>() => {},
            #[grace(SECOND / 2)] b: pending::<()>() => {},
            #[outlives(a)] c: pending::<()>() => {},
        } => async { pending::<()>().await },
        job: ready(()) => drop,
    }
    .report()
    .await;
    report.result().unwrap();
    // A last call for each link: after the interrupt, `a`, and after that, `c`.
    assert_eq!(start.elapsed(), SECOND + 2 * SECOND / 10);
}

#[tokio::test(start_paused = true)]
async fn the_groups_grace_cuts_one_that_drains_without_a_failure() {
    run_group! {
        #[drain(9 * SECOND)]
        sub: run_group! { a: pending::<()>() => {} },
        job: ready(()) => drop,
    }
    .grace(SECOND)
    .await
    .unwrap();
}
