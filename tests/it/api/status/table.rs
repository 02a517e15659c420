//! What a status displays as.

use std::{future::pending, pin::pin, time::Duration};

use run_group::{Ready, Status, run_group};
use tokio::time::{advance, sleep};

use crate::support::{SECOND, poll};

async fn ready_after(time: Duration, ready: Ready) {
    sleep(time).await;
    ready.set();
    pending::<()>().await;
}

#[tokio::test(start_paused = true)]
async fn each_phase_says_which_actors_are_waited_for() {
    let status = Status::new();
    assert_eq!(status.to_string(), "not started");
    let mut group = pin!(
        run_group! {
            db: |_, ready| ready_after(Duration::from_millis(200), ready) => drop,
            cache: |_, ready| ready_after(4 * SECOND, ready) => drop,
            #[after(cache)]
            server: async { sleep(90 * SECOND).await; Ok(()) } => { },
            #[grace(Duration::MAX)]
            slow: |stop| async { stop.stopped().await; sleep(SECOND).await; Ok(()) },
        }
        .status(&status)
    );
    assert!(poll(group.as_mut()).is_pending());
    advance(Duration::from_millis(200)).await;
    assert!(poll(group.as_mut()).is_pending());
    advance(Duration::from_millis(2900)).await;
    assert_eq!(
        status.to_string(),
        "starting for 3.1s: waiting for `cache`\n\
         db      ready          2.9s\n\
         cache   starting       3.1s\n\
         server  waiting        3.1s  for `cache`\n\
         slow    ready          3.1s"
    );
    advance(Duration::from_millis(900)).await;
    assert!(poll(group.as_mut()).is_pending());
    advance(75 * SECOND).await;
    assert_eq!(
        status.to_string(),
        "running for 1m15s\n\
         db      ready         1m18s\n\
         cache   ready         1m15s\n\
         server  ready         1m15s\n\
         slow    ready         1m19s"
    );
    advance(15 * SECOND).await;
    assert!(poll(group.as_mut()).is_pending());
    advance(Duration::from_millis(40)).await;
    assert_eq!(
        status.to_string(),
        "draining for 40ms: waiting for `slow`\n\
         db      ended          40ms\n\
         cache   ended          40ms\n\
         server  ended          40ms\n\
         slow    interrupted    40ms"
    );
    advance(SECOND).await;
    crate::support::ready(poll(group.as_mut())).unwrap();
    assert!(status.to_string().starts_with("ended for 0ms\ndb "), "{status}");
}

#[tokio::test(start_paused = true)]
async fn a_withdrawn_actor_is_waited_for() {
    let status = Status::new();
    let group = run_group! {
        db: |_, ready| async { ready.set(); ready.unset(); pending().await } => drop,
        other: pending::<()>() => drop,
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(
        status.to_string(),
        "running for 0ms: waiting for `db`\n\
         db     not ready       0ms\n\
         other  ready           0ms"
    );
}

#[tokio::test(start_paused = true)]
async fn a_gate_that_is_closed_is_waited_for_as_itself() {
    let status = Status::new();
    let group = run_group! {
        #[when(pending::<()>())]
        standby: pending::<()>() => drop,
        #[after(standby)]
        server: pending::<()>() => drop,
    };
    let mut group = pin!(group.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(
        status.to_string(),
        "starting for 0ms: waiting for `standby`\n\
         standby  waiting         0ms\n\
         server   waiting         0ms  for `standby`"
    );
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_state_counts_from_its_beginning() {
    let status = Status::new();
    let mut group = pin!(run_group! { a: pending::<()>() => drop }.status(&status));
    assert!(poll(group.as_mut()).is_pending());
    advance(5 * SECOND).await;
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(status.actors()[0].elapsed(), 5 * SECOND);
}
