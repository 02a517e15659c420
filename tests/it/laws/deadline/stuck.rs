//! What happens to stuck actors, and to those that outlive them.

use std::{
    future::{pending, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
};

use run_group::{End, run_group, thread};

use super::hang;
use crate::support::{Flag, Log, PanicOnDrop, SECOND, failures, poll, script};

#[tokio::test(start_paused = true)]
async fn they_are_named_in_order_also_after_an_ok() {
    let error = run_group! {
        a: pending::<()>() => || {},
        b: pending::<()>() => || {},
        c: pending::<()>() => || {},
        job: async { Ok(()) } => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["a", "b", "c"]);
    assert_eq!(error.to_string(), "actors `a`, `b`, `c` were stuck");
    assert_eq!(error.actor(), None);
    assert!(matches!(error.end(), End::Stuck));
    assert!(error.get_ref().is_none() && error.others().is_empty());
}

#[tokio::test(start_paused = true)]
async fn each_is_shown_with_whether_its_interrupt_had_finished() {
    let report = run_group! {
        a: pending::<()>() => || {},
        b: pending::<()>() => async { pending::<()>().await },
        c: async { Ok(()) } => async { pending::<()>().await },
        d: async { Ok(()) } => {},
    }
    .grace(SECOND)
    .report()
    .await;
    let in_interrupt: Vec<_> = report.actors().map(|actor| actor.is_stuck_in_interrupt()).collect();
    assert_eq!(in_interrupt, [false, true, true, false]);
    let error = report.into_result().unwrap_err();
    assert_eq!((error.stuck(), error.stuck_in_interrupt()), (vec!["a", "b", "c"], vec!["b", "c"]));
    assert_eq!(
        format!("{error:?}"),
        "actors `a`, `b`, `c` were stuck\n\
         stuck: `a`: it was interrupted, but has not ended\n\
         stuck: `b`: its interrupt has not finished\n\
         stuck: `c`: its interrupt has not finished"
    );
}

#[tokio::test(start_paused = true)]
async fn one_alone_is_shown_in_one_line() {
    for (slow, text) in [(false, "it was interrupted, but has not ended"), (true, "its interrupt has not finished")] {
        let error = run_group! {
            a: pending::<()>() => async { if slow { pending().await } },
            b: async { Ok(()) } => {},
        }
        .grace(SECOND)
        .await
        .unwrap_err();
        assert_eq!(error.to_string(), format!("actor `a` was stuck: {text}"));
        assert_eq!(format!("{error:?}"), error.to_string());
    }
}

#[tokio::test(start_paused = true)]
async fn each_is_interrupted_in_its_turn_before_it_is_dropped() {
    let log = Log::new();
    let error = run_group! {
        #[outlives(middle)]
        last: |stop| async { stop.stopped().await; log.say("last ends"); Ok(()) } => || log.say("stop last"),
        #[outlives(first)]
        middle: hang("middle", &log) => || log.say("stop middle"),
        first: hang("first", &log) => || log.say("stop first"),
        job: async { Ok(()) } => || log.say("stop job"),
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    log.expect(&["stop first", "stop job", "drop first", "stop middle", "drop middle", "stop last", "last ends"]);
    assert_eq!((error.stuck(), error.cut_short()), (vec!["first"], vec!["middle"]));
}

#[test]
fn those_that_outlive_them_are_polled_once() {
    let log = Log::new();
    let group = run_group! {
        #[outlives(b)] a: script("a", &log, []) => || log.say("stop a"),
        b: script("b", &log, []) => || log.say("stop b"),
        job: async { Ok(()) } => drop,
    };
    let up = Flag::new();
    let late = up.clone();
    let mut group =
        pin!(group.deadline(move || poll_fn(move |_| if late.is_set() { Poll::Ready(()) } else { Poll::Pending })));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "stop b", "poll a", "poll b"]);
    up.set();
    assert!(poll(group.as_mut()).is_ready());
    log.expect(&["drop b", "stop a", "poll a", "drop a"]);
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_may_be_stuck_like_an_actor() {
    let log = Log::new();
    let error = run_group! {
        #[outlives(pool)]
        after: |stop| async { stop.stopped().await; log.say("after"); Ok(()) },
        pool: |stop| async { stop.stopped().await; Ok(()) } => async { hang("the interrupt", &log).await; },
        ended: async { Ok(()) } => async { hang("another", &log).await; },
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    log.expect(&["drop the interrupt", "drop another", "after"]);
    assert_eq!(error.stuck(), ["pool", "ended"]);
}

#[tokio::test(start_paused = true)]
async fn an_earlier_failure_names_them_too() {
    let error = run_group! {
        job: async { Err("no space".into()) } => drop,
        stuck: pending::<()>() => || {},
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.actor(), Some("job"));
    assert_eq!(error.to_string(), "actor `job` failed (stuck: `stuck`)");
    assert_eq!(
        format!("{error:?}"),
        "actor `job` failed: no space\nstuck: `stuck`: it was interrupted, but has not ended"
    );
    assert_eq!(error.stuck(), ["stuck"]);
}

#[tokio::test(start_paused = true)]
async fn an_error_after_them_is_the_error_of_the_group() {
    let error = run_group! {
        #[outlives(hangs)]
        flush: |stop| async { stop.stopped().await; Err("no space".into()) },
        hangs: pending::<()>() => || {},
        job: async { Ok(()) } => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["flush failed: no space"]);
    assert_eq!(error.stuck(), ["hangs"]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_after_them_is_among_the_others() {
    let error = run_group! {
        #[outlives(hangs)]
        flush: |stop| async { stop.stopped().await; panic!("no flush") },
        hangs: pending::<()>() => || {},
        job: async { Ok(()) } => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["hangs"]);
    assert_eq!(failures(&error), ["- was stuck", "flush panicked: no flush"]);
    let text = "actor `hangs` was stuck: it was interrupted, but has not ended (and 1 more)";
    assert_eq!(error.to_string(), text);
}

#[tokio::test(start_paused = true)]
async fn drops_that_panic_affect_no_other_actor() {
    let log = Log::new();
    let error = run_group! {
        a: async { let _bomb = PanicOnDrop("a bomb"); pending().await } => || {},
        b: hang("b", &log) => async { let _bomb = PanicOnDrop("another"); pending::<()>().await; },
        #[outlives(a, b)]
        c: |stop| async { stop.stopped().await; log.say("c"); Ok(()) },
        job: async { Err("first".into()) } => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    log.expect(&["drop b", "c"]);
    assert_eq!(error.stuck(), ["a", "b"]);
    assert_eq!(failures(&error), ["job failed: first", "a panicked: a bomb", "b panicked: another"]);
    assert_eq!(error.to_string(), "actor `job` failed (and 2 more; stuck: `a`, `b`)");
}

#[tokio::test(start_paused = true)]
async fn a_thread_is_detached() {
    let (release, held) = mpsc::channel::<()>();
    let (ended, gone) = mpsc::channel::<()>();
    let error = run_group! {
        reads: thread(move || { let _ended = ended; held.recv().ok(); }) => || {},
        job: async { Ok(()) } => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["reads"]);
    // It still runs, and ends when it can.
    assert_eq!(gone.try_recv(), Err(mpsc::TryRecvError::Empty));
    drop(release);
    assert!(gone.recv().is_err());
}
