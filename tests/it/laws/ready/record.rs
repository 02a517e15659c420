//! The start in a report: what was started when, and what never was.

use std::{future::pending, time::Duration};

use run_group::{End, Report, run_group};
use tokio::time::sleep;

use crate::support::SECOND;

/// Each actor with the second in which it was started, and how it ended.
fn starts<E: std::fmt::Display>(report: &Report<E>) -> Vec<(String, Option<u64>, String)> {
    let seconds = |time: Option<Duration>| time.map(|time| time.as_secs());
    let start = |actor: run_group::report::Actor<'_, E>| {
        (actor.name().to_owned(), seconds(actor.started()), actor.end().to_string())
    };
    report.actors().map(start).collect()
}

#[tokio::test(start_paused = true)]
async fn it_says_when_each_was_started() {
    let report = run_group! {
        #[after(cache)]
        server: pending::<()>() => drop,
        db: |_, ready| async { sleep(2 * SECOND).await; ready.set(); pending().await } => drop,
        #[after(db)]
        cache: |_, ready| async { sleep(3 * SECOND).await; ready.set(); pending().await } => drop,
        job: sleep(9 * SECOND) => drop,
    }
    .report()
    .await;
    let expected =
        [("server", 5, "was dropped"), ("db", 0, "was dropped"), ("cache", 2, "was dropped"), ("job", 0, "ended")];
    assert_eq!(starts(&report), expected.map(|(name, start, end)| (name.into(), Some(start), end.into())));
}

#[tokio::test(start_paused = true)]
async fn it_says_that_one_was_never_started() {
    let report = run_group! {
        db: |_, ready| async { let _ready = ready; pending().await } => drop,
        #[after(db)]
        server: pending::<()>() => {},
        job: sleep(SECOND) => drop,
    }
    .report()
    .await;
    assert!(report.result().is_ok());
    assert_eq!(starts(&report)[1], ("server".into(), None, "ended".into()));
}

#[tokio::test(start_paused = true)]
async fn a_startup_limit_is_its_cause_and_its_result() {
    let report = run_group! {
        db: |_, ready| async { let _ready = ready; pending().await } => drop,
        #[after(db)]
        server: pending::<()>() => {},
    }
    .startup(5 * SECOND)
    .report()
    .await;
    let error = report.result().unwrap_err();
    assert_eq!(
        (error.unready(), error.to_string().as_str()),
        (vec!["db", "server"], "not ready within 5s: `db`, `server`")
    );
    let cause = report.cause().unwrap();
    assert!(cause.actor().is_empty() && matches!(cause.end(), End::Unready));
    let text = report.to_string();
    assert!(text.contains("not ready within 5s: `db`, `server`"), "{text}");
}

/// With dots until it was started.
#[tokio::test(start_paused = true)]
async fn its_timeline_shows_which_actors_waited() {
    let report = run_group! {
        db: |_, ready| async { sleep(5 * SECOND).await; ready.set(); pending().await } => drop,
        #[after(db)]
        server: pending::<()>() => drop,
        job: sleep(10 * SECOND) => drop,
    }
    .report()
    .await;
    let text = report.to_string();
    let line = text.lines().find(|line| line.contains("server")).unwrap();
    assert!(line.contains("....==="), "{text}");
}

#[tokio::test(start_paused = true)]
async fn it_says_when_all_were_ready() {
    let report = run_group! {
        db: |_, ready| async { sleep(2 * SECOND).await; ready.set(); pending().await } => drop,
        #[after(db)]
        server: pending::<()>() => drop,
        job: sleep(9 * SECOND) => drop,
    }
    .report()
    .await;
    assert_eq!(report.ready(), Some(2 * SECOND));
    let report = run_group! { a: pending::<()>() => drop, job: sleep(SECOND) => drop }.report().await;
    assert_eq!(report.ready(), Some(Duration::ZERO));
    let report = run_group! { a: |_, ready| { drop(ready); pending::<()>() } => drop, job: sleep(SECOND) => drop };
    assert_eq!(report.report().await.ready(), None);
}
