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
