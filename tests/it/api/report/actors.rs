//! Each actor of a report: its end and its times.

use std::{
    future::{pending, poll_fn, ready},
    task::Poll,
    time::Duration,
};

use run_group::{Report, run_group};
use tokio::time::{advance, sleep};

use super::{ends, stops};
use crate::{
    api::support::SECOND,
    support::{PanicOnDrop, drive, failures},
};

/// Each actor, and the second in which it was started, interrupted, and ended.
fn times<E>(report: &Report<E>) -> Vec<(&str, [Option<u64>; 3])> {
    let seconds = |time: Option<Duration>| time.map(|time| time.as_secs());
    let times =
        |actor: run_group::report::Actor<'_, E>| [actor.started(), actor.interrupted(), actor.ended()].map(seconds);
    report.actors().map(|actor| (actor.name(), times(actor))).collect()
}

#[test]
fn it_has_every_actor_there_in_the_order_written() {
    let report = drive(
        run_group! {
            #[outlives(job)] last: pending::<()>() => drop,
            guarded_out: async { Ok(()) } if false => drop,
            #[cfg(any())] configured_out: async { Ok(()) } => drop,
            workers: pending::<()>() for number in 0..4 if number != 1 => drop,
            #[when(pending::<()>())] waits: async { Ok(()) } => drop,
            pending::<()>() => {},
            job: async { Ok(()) } => drop,
        }
        .deadline(|| ready(()))
        .report(),
    );
    let names: Vec<_> = report.actors().map(|actor| actor.name().to_owned()).collect();
    assert_eq!(names, ["last", "workers[0]", "workers[2]", "workers[3]", "waits", "pending", "job"]);
}

#[tokio::test(start_paused = true)]
async fn each_says_how_it_ended() {
    let report = run_group! {
        job: async { sleep(SECOND).await; Ok(()) } => drop,
        failed: |stop| async { stop.stopped().await; Err("no space".into()) },
        panicked: |stop| async { stop.stopped().await; panic!("boom") },
        dropped: pending::<()>() => drop,
        stuck: pending::<()>() => {},
        #[may_finish] finished: async { Ok(()) } => drop,
        #[when(pending::<()>())] waited: async { Ok(()) } => {},
        #[must_run] early: sleep(SECOND) => drop,
    }
    .grace(SECOND)
    .report()
    .await;
    assert_eq!(
        ends(&report),
        [
            "job ended",
            "failed failed: no space",
            "panicked panicked: boom",
            "dropped was dropped",
            "stuck was stuck",
            "finished ended",
            "waited ended",
            "early ended before it was asked to",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_failed_interrupt_is_how_its_actor_ended() {
    let report = run_group! {
        job: async { Ok(()) } => async { Err("not closed".into()) },
        panics: pending::<()>() => { panic!("boom") },
        stopped: |stop| async { stop.stopped().await; Ok(()) } => { panic!("bang") },
        hangs: async { Ok(()) } => async { pending::<()>().await; },
    }
    .grace(SECOND)
    .report()
    .await;
    let ends = ends(&report);
    assert_eq!(ends, ["job failed: not closed", "panics panicked: boom", "stopped panicked: bang", "hangs was stuck"]);
}

#[tokio::test(start_paused = true)]
async fn of_two_failures_the_first_is_how_it_ended() {
    let report = run_group! {
        job: async { Err("first".into()) } => async { Err("second".into()) },
        bomb: async { let _bomb = PanicOnDrop("in the drop"); pending().await } => {},
    }
    .grace(SECOND)
    .report()
    .await;
    assert_eq!(ends(&report), ["job failed: first", "bomb was stuck"]);
    assert_eq!(
        failures(report.result().unwrap_err()),
        ["job failed: first", "job failed: second", "bomb panicked: in the drop"]
    );
}

#[tokio::test(start_paused = true)]
async fn times_count_from_the_first_poll() {
    let group = run_group! {
        #[outlives(http)] db: |stop| stops(stop, 4000),
        http: |stop| stops(stop, 3000),
        #[may_finish] migrate: async { sleep(2 * SECOND).await; Ok(()) } => drop,
        #[when(async { sleep(SECOND).await })] late: pending::<()>() => drop,
        #[when(pending::<()>())] never: pending::<()>() => drop,
        job: async { sleep(5 * SECOND).await; Ok(()) } => async { sleep(SECOND).await },
    };
    let reporting = group.report();
    sleep(100 * SECOND).await;
    let report = reporting.await;
    assert_eq!(
        times(&report),
        [
            ("db", [Some(0), Some(8), Some(12)]),
            ("http", [Some(0), Some(5), Some(8)]),
            ("migrate", [Some(0), Some(5), Some(2)]),
            ("late", [Some(1), Some(5), Some(5)]),
            ("never", [None, Some(5), Some(5)]),
            ("job", [Some(0), Some(5), Some(6)]),
        ]
    );
    assert_eq!(report.elapsed(), 12 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn one_that_ends_at_once_was_started() {
    let report = run_group! {
        job: async { Ok(()) } => drop,
        #[may_finish] fails: async { Err("at once".into()) } => drop,
        panics: async { panic!("at once") } => drop,
    }
    .report()
    .await;
    for actor in report.actors() {
        assert_eq!(actor.started(), Some(Duration::ZERO), "{}", actor.name());
    }

    let report = run_group! { #[when(sleep(SECOND))] job: async { Ok(()) } => drop }.report().await;
    assert_eq!(times(&report), [("job", [Some(1), Some(1), Some(1)])]);
}

#[tokio::test(start_paused = true)]
async fn one_after_a_slow_first_poll_started_with_the_group() {
    let report = run_group! {
        blocks: async { advance(3 * SECOND).await; Ok(()) } => drop,
        after: pending::<()>() => drop,
    }
    .report()
    .await;
    assert_eq!(times(&report)[1], ("after", [Some(0), Some(3), Some(3)]));
}

#[tokio::test(start_paused = true)]
async fn the_stuck_ended_when_the_time_was_up() {
    let report =
        run_group! { job: async { Ok(()) } => drop, stuck: pending::<()>() => {} }.grace(SECOND).report().await;
    assert_eq!(times(&report)[1], ("stuck", [Some(0), Some(0), Some(1)]));
}

#[tokio::test(start_paused = true)]
async fn one_whose_gate_fails_or_panics_was_never_started() {
    let report = run_group! {
        #[when(async { Err::<(), _>("no lock") })]
        fails: pending::<()>() => drop,
        #[when(poll_fn(|_| -> Poll<()> { panic!("boom") }))]
        panics: pending::<()>() => drop,
        #[when(async {})]
        opens: pending::<()>() => drop,
    }
    .report()
    .await;
    let started: Vec<_> = report.actors().map(|actor| (actor.name(), actor.started().is_some())).collect();
    assert_eq!(started, [("fails", false), ("panics", false), ("opens", true)]);
}
