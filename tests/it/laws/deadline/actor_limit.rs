//! The limit of an actor: `#[grace]`.

use std::{
    cell::RefCell,
    future::{pending, ready},
    time::Duration,
};

use run_group::run_group;
use tokio::time::{Instant, sleep};

use super::hang;
use crate::support::{Log, SECOND};

#[tokio::test(start_paused = true)]
async fn it_counts_from_the_interrupt_and_bounds_no_other() {
    let start = Instant::now();
    let log = Log::new();
    let error = run_group! {
        #[grace(SECOND)]
        #[outlives(drains)]
        stuck: hang("stuck", &log) => || log.say(format_args!("stop stuck at {:?}", start.elapsed())),
        #[outlives(stuck)]
        after: |stop| async { stop.stopped().await; sleep(10 * SECOND).await; Ok(()) }
            => || log.say(format_args!("stop after at {:?}", start.elapsed())),
        #[grace(4 * SECOND)]
        drains: |stop| async { stop.stopped().await; sleep(3 * SECOND).await; Ok(()) },
        job: async { Ok(()) } => drop,
    }
    .await
    .unwrap_err();
    log.expect(&["stop stuck at 3s", "drop stuck", "stop after at 4s"]);
    assert_eq!(start.elapsed(), 14 * SECOND);
    assert_eq!(error.stuck(), ["stuck"]);
}

#[tokio::test(start_paused = true)]
async fn it_bounds_the_interrupt_of_an_ended_actor_too() {
    let log = Log::new();
    let error = run_group! {
        #[grace(SECOND)]
        job: async { Ok(()) } => async { hang("the interrupt", &log).await; },
        #[outlives(job)]
        after: |stop| async { stop.stopped().await; log.say("after"); Ok(()) },
    }
    .await
    .unwrap_err();
    log.expect(&["drop the interrupt", "after"]);
    assert_eq!(error.stuck(), ["job"]);
}

#[tokio::test(start_paused = true)]
async fn each_item_of_a_row_has_its_own() {
    let start = Instant::now();
    let error = run_group! {
        #[grace(seconds * SECOND)]
        workers: pending::<()>() for seconds in [3, 1, 2] => || {},
        job: async { Ok(()) } => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(start.elapsed(), 3 * SECOND);
    assert_eq!(error.stuck(), ["workers[0]", "workers[1]", "workers[2]"]);
}

#[tokio::test(start_paused = true)]
async fn it_does_not_delay_what_has_ended() {
    let start = Instant::now();
    run_group! {
        #[grace(100 * SECOND)]
        dropped: pending::<()>() => drop,
        #[grace(100 * SECOND)]
        #[when(pending::<()>())]
        never_started: async { panic!("started") } => || {},
        #[grace(100 * SECOND)]
        job: async { Ok(()) } => drop,
    }
    .await
    .unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[test]
fn it_is_evaluated_in_the_order_written() {
    let order = RefCell::new(Vec::new());
    let say = |what| order.borrow_mut().push(what);
    let grace = || {
        say("grace");
        SECOND
    };
    let gate = || {
        say("gate");
        ready(())
    };
    let actor = || {
        say("actor");
        ready(())
    };
    let group = run_group! {
        #[grace(grace())] #[when(gate())] a: actor() => drop,
        #[when(gate())] #[grace(grace())] b: actor() => drop,
    };
    drop(group);
    assert_eq!(order.into_inner(), ["grace", "gate", "actor", "gate", "grace", "actor"]);
}
