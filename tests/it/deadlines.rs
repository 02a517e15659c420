//! A shutdown that always ends: law 11. All on a paused clock, or by explicit polls.

use std::{
    cell::{Cell, RefCell},
    future::{Future, pending, poll_fn, ready},
    pin::pin,
    sync::mpsc,
    task::Poll,
    time::Duration,
};

use run_group::{AnyError, End, run_group, thread};
use tokio::{
    task::coop::consume_budget,
    time::{Instant, sleep},
};

use crate::support::{DetectDrop, Flag, Log, PanicOnDrop, Step, failures, panic_text, poll, script};

const SECOND: Duration = Duration::from_secs(1);

/// An actor that never ends, and says when it is dropped.
async fn hang(name: &'static str, log: &Log) {
    let _drop = DetectDrop(name, log.clone());
    pending::<()>().await;
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_it_counts_from_the_cause() {
    let start = Instant::now();
    let error = run_group! {
        job: async { sleep(100 * SECOND).await; Ok(()) } => drop,
        stuck: pending::<()>() => || {},
    }
    .grace(10 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(start.elapsed(), 110 * SECOND);
    assert_eq!(error.stuck(), ["stuck"]);
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_who_ends_in_time_is_not_waited_for_any_longer() {
    let start = Instant::now();
    run_group! {
        job: async { Ok(()) } => drop,
        drains: |stop| async { stop.stopped().await; sleep(3 * SECOND).await; Ok(()) },
    }
    .grace(10 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_the_stuck_are_named_in_the_order_written_also_where_the_cause_was_an_ok() {
    let error = run_group! {
        #[outlives(c)] a: pending::<()>() => || {},
        b: pending::<()>() => || {},
        c: pending::<()>() => || {},
        job: async { Ok(()) } => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["a", "b", "c"]);
    assert_eq!(error.to_string(), "actors `a`, `b`, `c` were stuck");
    assert_eq!(format!("{error:?}"), "actors `a`, `b`, `c` were stuck");
    assert_eq!(error.actor(), None);
    assert!(matches!(error.end(), End::Stuck));
    assert!(error.get_ref().is_none() && error.others().is_empty());
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_nobody_is_dropped_untold_stage_by_stage() {
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
    assert_eq!(error.stuck(), ["middle", "first"]);
}

#[test]
fn law_11_deadline_those_that_outlive_the_stuck_are_polled_once() {
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
async fn law_11_deadline_a_hanging_interrupt_is_stuck_like_a_hanging_actor() {
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
async fn law_11_deadline_a_failure_keeps_its_place_and_has_the_stuck_in_it() {
    let error = run_group! {
        job: async { Err("no space".into()) } => drop,
        stuck: pending::<()>() => || {},
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.actor(), Some("job"));
    assert_eq!(error.to_string(), "actor `job` failed");
    assert_eq!(format!("{error:?}"), "actor `job` failed: no space\nstuck: `stuck`");
    assert_eq!(error.stuck(), ["stuck"]);
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_an_error_behind_the_first_stuck_is_the_group_s_error() {
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
async fn law_11_deadline_a_panic_behind_the_first_stuck_is_among_the_others() {
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
}

#[test]
fn law_11_deadline_that_is_up_at_once_still_tells_and_polls_everybody_once() {
    let log = Log::new();
    let group = run_group! {
        quick: |stop| async { stop.stopped().await; log.say("quick ends"); Ok(()) } => || log.say("stop quick"),
        slow: script("slow", &log, []) => || log.say("stop slow"),
        job: async { Ok(()) } => drop,
    };
    let mut group = pin!(group.deadline(|| ready(())));
    let Poll::Ready(Err(error)) = poll(group.as_mut()) else { panic!("it ends in one poll, with an error") };
    log.expect(&["poll slow", "stop quick", "stop slow", "quick ends", "poll slow", "drop slow"]);
    assert_eq!(error.stuck(), ["slow"]);
}

#[test]
fn law_11_deadline_it_is_made_at_the_cause_and_polled_from_then_on() {
    let log = Log::new();
    let go = Flag::new();
    let group = run_group! { job: script("job", &log, [Step::Until(go.clone()), Step::Ok]) => || log.say("stop job") };
    let mut group = pin!(group.deadline(|| {
        log.say("made");
        pending::<()>()
    }));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll job"]);
    go.set();
    assert!(poll(group.as_mut()).is_ready());
    log.expect(&["poll job", "drop job", "made", "stop job"]);
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_of_several_the_one_that_is_up_first_counts() {
    for (first, second) in [(2, 5), (5, 2)] {
        let start = Instant::now();
        let error = run_group! { job: async { Ok(()) } => drop, stuck: pending::<()>() => || {} }
            .grace(first * SECOND)
            .grace(100 * SECOND)
            .deadline(move || sleep(second * SECOND))
            .await
            .unwrap_err();
        assert_eq!(start.elapsed(), 2 * SECOND);
        assert_eq!(error.stuck(), ["stuck"]);
    }
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_a_time_without_end_is_no_deadline() {
    let start = Instant::now();
    run_group! {
        job: async { Ok(()) } => drop,
        #[grace(Duration::MAX)]
        drains: |stop| async { stop.stopped().await; sleep(1000 * SECOND).await; Ok(()) },
    }
    .grace(Duration::MAX)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 1000 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_an_actor_that_takes_all_of_the_budget_does_not_put_it_off() {
    let start = Instant::now();
    let told = Cell::new(false);
    let error = run_group! {
        job: async { Ok(()) } => drop,
        // It lets time go by, and has always more to do.
        busy: async {
            loop {
                if told.get() { tokio::time::advance(SECOND / 4).await; }
                for _ in 0..1000 { consume_budget().await; }
            }
        } => || told.set(true),
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["busy"]);
    assert!(start.elapsed() <= 3 * SECOND, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn law_11_deadline_drops_that_panic_keep_nobody_from_being_dropped_or_told() {
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
}

#[test]
fn a_deadline_that_panics_is_up() {
    let log = Log::new();
    let text = panic_text(|| {
        let group = run_group! {
            job: async { Ok(()) } => drop,
            a: hang("a", &log) => || log.say("stop a"),
        };
        let group = pin!(group.deadline(|| poll_fn(|_| -> Poll<()> { panic!("no clock") })));
        // The stuck one came second: the panic of the group is the first failure.
        let _ = poll(group);
    });
    assert_eq!(text, "no clock");
    log.expect(&["stop a", "drop a"]);
}

#[test]
fn a_deadline_that_cannot_be_made_is_none() {
    let log = Log::new();
    let go = Flag::new();
    let group = run_group! {
        job: async { Ok(()) } => drop,
        a: script("a", &log, [Step::Pending, Step::Until(go.clone()), Step::Ok]) => || log.say("stop a"),
    };
    let mut group = pin!(group.deadline(|| -> std::future::Ready<()> { panic!("no timer") }));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "stop a", "poll a"]);
    go.set();
    assert_eq!(panic_text(|| poll(group.as_mut())), "no timer");
    log.expect(&["poll a", "drop a"]);
}

#[test]
fn without_a_timer_grace_panics_at_the_first_poll_before_anybody_is_started() {
    let log = Log::new();
    let mut group = Box::pin(run_group! { a: script("a", &log, []) => drop }.grace(SECOND));
    let text = panic_text(|| poll(group.as_mut()));
    assert!(text.contains("no reactor running"), "{text}");
    log.expect(&[]);
    drop(group);
    log.expect(&["drop a"]);
}

#[test]
fn without_a_timer_an_actor_with_grace_panics_at_the_first_poll() {
    let log = Log::new();
    let text = panic_text(|| {
        let group = pin!(run_group! {
            #[grace(SECOND)] a: script("a", &log, []) => || log.say("stop a"),
            b: script("b", &log, []) => drop,
        });
        poll(group)
    });
    assert!(text.contains("no reactor running"), "{text}");
    log.expect(&["drop a", "poll b", "stop a", "drop b"]);
}

#[test]
fn without_a_timer_it_is_the_actor_with_grace_that_has_panicked_wherever_it_stands() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => || log.say("stop a"),
        #[grace(SECOND)] b: script("b", &log, []) => || log.say("stop b"),
        c: script("c", &log, []) => drop,
    };
    let Poll::Ready(report) = poll(pin!(group.deadline(|| ready(())).report())) else { panic!("it has not ended") };
    log.expect(&["poll a", "drop b", "poll c", "stop a", "stop b", "drop c", "poll a", "drop a"]);
    let error = report.result().unwrap_err();
    assert_eq!((error.actor(), error.stuck()), (Some("b"), &["a"][..]));
}

#[tokio::test(start_paused = true)]
async fn grace_counts_from_the_actor_s_own_interrupt_and_touches_nobody_else() {
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
async fn grace_bounds_the_interrupt_too_also_of_an_actor_that_has_ended() {
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
async fn grace_of_each_member_of_a_row_is_its_own() {
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
async fn grace_does_not_hold_anybody_who_has_ended() {
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
fn grace_and_gate_are_evaluated_in_the_order_written() {
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

#[tokio::test(start_paused = true)]
async fn a_thread_that_is_stuck_is_left_behind() {
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
    drop(release);
    assert!(gone.recv().is_err());
}

#[tokio::test(start_paused = true)]
async fn law_8_a_clock_that_runs_wakes_the_group_once_when_it_is_up() {
    let polls = Cell::new(0);
    let error = run_group! {
        job: async { Ok(()) } => drop,
        stuck: poll_fn(|_| { polls.set(polls.get() + 1); Poll::<()>::Pending }) => || {},
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["stuck"]);
    // At the start and after the cause; when time is up it is dropped unasked.
    assert_eq!(polls.get(), 2);
}

/// The group is a future of `Result<(), Error>`, with a deadline as without.
#[test]
fn a_group_with_a_deadline_is_a_future_of_the_same() {
    fn same<E>(_: &impl Future<Output = Result<(), run_group::Error<E>>>) {}
    let group = run_group! { job: async { Ok(()) } => drop }.grace(SECOND).deadline(|| ready(())).grace(SECOND);
    same::<AnyError>(&group);
}
