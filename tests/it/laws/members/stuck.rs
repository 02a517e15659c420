//! Members that do not end in time.

use run_group::{ActorSet, End, run_group};
use tokio::time::Instant;

use super::{hangs, waits};
use crate::support::SECOND;

#[tokio::test(start_paused = true)]
async fn they_are_aborted_and_named() {
    let (set, start) = (ActorSet::new(), Instant::now());
    set.try_add("alice", hangs).unwrap();
    set.try_add("bob", waits).unwrap();
    set.try_add("carol", hangs).unwrap();
    let report = run_group! { job: async { Ok(()) } => drop, conns: &set }.grace(3 * SECOND).report().await;
    assert_eq!(start.elapsed(), 3 * SECOND);
    let ends: Vec<_> = report.actors().map(|actor| (actor.name(), actor.end())).collect();
    assert!(
        matches!(ends[1..], [("conns", End::Stuck), ("conns[alice]", End::Stuck), ("conns[carol]", End::Stuck)]),
        "{ends:?}"
    );
    let error = report.into_result().unwrap_err();
    assert_eq!(error.stuck(), ["conns[alice]", "conns[carol]"]);
    tokio::task::yield_now().await;
    assert!(set.is_empty());
}

#[tokio::test(start_paused = true)]
async fn with_drain_they_are_aborted_and_no_failure() {
    let set = ActorSet::new();
    set.try_add("alice", hangs).unwrap();
    run_group! { job: async { Ok(()) } => drop, #[drain(SECOND)] conns: &set }.await.unwrap();
    tokio::task::yield_now().await;
    assert!(set.is_empty());
}

#[tokio::test(start_paused = true)]
async fn in_its_interrupt_it_is_the_set_that_is_named() {
    let set = ActorSet::new();
    set.try_add("bob", waits).unwrap();
    let error =
        run_group! { job: async { Ok(()) } => drop, conns: &set => async { std::future::pending::<()>().await } }
            .grace(SECOND)
            .await
            .unwrap_err();
    assert_eq!((error.stuck(), error.stuck_in_interrupt()), (vec!["conns"], vec!["conns"]));
}

#[tokio::test(start_paused = true)]
async fn of_many_a_few_are_shown_and_the_others_are_counted() {
    let set = ActorSet::new();
    for number in 0..300 {
        set.try_add(number.to_string(), hangs).unwrap();
    }
    let report = run_group! { job: async { Ok(()) } => drop, conns: set }.grace(SECOND).report().await;
    let timeline = report.to_string();
    assert!(timeline.contains("and 284 more members of sets"), "{timeline}");
    assert_eq!(timeline.lines().filter(|line| line.starts_with("conns[")).count(), 16, "{timeline}");
    let error = report.into_result().unwrap_err();
    assert_eq!(error.stuck().len(), 300);
    assert!(error.to_string().ends_with("`conns[15]`, and 284 more were stuck"), "{error}");
    assert!(format!("{error:?}").ends_with("\nand 284 more that had not finished"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn none_is_counted_where_all_are_shown() {
    for (number, end) in [(16, "`conns[14]`, `conns[15]` were stuck"), (17, "`conns[15]`, and 1 more were stuck")] {
        let set = ActorSet::new();
        for number in 0..number {
            set.try_add(number.to_string(), hangs).unwrap();
        }
        let error = run_group! { job: async { Ok(()) } => drop, conns: set }.grace(SECOND).await.unwrap_err();
        assert!(error.to_string().ends_with(end), "{error}");
        assert_eq!(format!("{error:?}").contains("more"), number == 17, "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn control_characters_in_a_name_are_escaped() {
    let set = ActorSet::new();
    set.try_add("a\nb\u{1b}[31m", hangs).unwrap();
    let error = run_group! { job: async { Ok(()) } => drop, conns: set }.grace(SECOND).await.unwrap_err();
    assert_eq!(error.stuck(), ["conns[a\\nb\\u{1b}[31m]"]);
}
