//! `#[drain]` and `.drain`: limits whose end is no failure.

use std::future::pending;

use run_group::{End, run_group};
use tokio::time::{Instant, sleep};

use crate::support::SECOND;

#[tokio::test(start_paused = true)]
async fn an_actor_cut_by_its_own_is_no_failure() {
    let start = Instant::now();
    run_group! { job: async { Ok(()) } => drop, #[drain(3 * SECOND)] server: pending::<()>() => {} }.await.unwrap();
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn an_actor_with_one_is_no_failure_whatever_cuts_it() {
    let start = Instant::now();
    let error = run_group! {
        job: async { Ok(()) } => drop,
        #[drain(30 * SECOND)] server: pending::<()>() => {},
        db: pending::<()>() => {},
    }
    .grace(3 * SECOND)
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), error.cut_short()), (vec!["db"], vec![]));
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn that_of_the_group_cuts_all_and_is_no_failure() {
    let start = Instant::now();
    run_group! {
        job: async { Ok(()) } => drop,
        server: pending::<()>() => {},
        #[outlives(server)] late: pending::<()>() => async { pending::<()>().await },
    }
    .drain(10 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 11 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn of_several_the_first_to_pass_says_whether_it_is_a_failure() {
    for (grace, drain, fails) in [(5, 10, true), (10, 5, false)] {
        let start = Instant::now();
        let result = run_group! { job: async { Ok(()) } => drop, server: pending::<()>() => {} }
            .grace(grace * SECOND)
            .drain(drain * SECOND)
            .await;
        assert_eq!((result.is_err(), start.elapsed()), (fails, 5 * SECOND));
    }
}

/// Both are found to have passed in one poll.
#[tokio::test(start_paused = true)]
async fn of_two_that_pass_together_the_shorter_says_so() {
    for (grace, drain, fails) in [(1, 2, true), (2, 1, false)] {
        let result = run_group! {
            job: async { Ok(()) } => drop,
            // It lets time go by in its poll.
            server: async { loop { tokio::time::advance(5 * SECOND).await; } } => {},
        }
        .grace(grace * SECOND)
        .drain(drain * SECOND)
        .await;
        assert_eq!(result.is_err(), fails);
    }
}

#[tokio::test(start_paused = true)]
async fn an_actors_own_grace_is_a_failure_in_a_group_that_drains() {
    let error = run_group! { job: async { Ok(()) } => drop, #[grace(SECOND)] db: pending::<()>() => {} }
        .drain(10 * SECOND)
        .await
        .unwrap_err();
    assert_eq!(error.stuck(), ["db"]);
}

#[tokio::test(start_paused = true)]
async fn the_error_of_the_cause_is_still_the_groups() {
    let error = run_group! {
        job: async { Err("broken".into()) } => drop,
        server: pending::<()>() => {},
    }
    .drain(SECOND)
    .await
    .unwrap_err();
    assert_eq!((error.actor(), error.stuck()), (Some("job"), vec![]));
}

#[tokio::test(start_paused = true)]
async fn the_report_says_how_long_it_was_waited_for() {
    let report = run_group! {
        job: async { sleep(SECOND).await; Ok(()) } => drop,
        #[drain(3 * SECOND)] server: pending::<()>() => {},
    }
    .report()
    .await;
    let server = report.actors().nth(1).unwrap();
    assert!(matches!(server.end(), End::Dropped));
    assert_eq!((server.interrupted(), server.ended()), (Some(SECOND), Some(4 * SECOND)));
    assert_eq!(report.exit_code(), 0);
    assert!(report.to_string().contains("+0ms    3.0s  was dropped"), "{report}");
}
