//! Reports: everything that happened, and how it is told. All on a paused clock.

use std::{
    any::Any,
    error, fmt,
    future::{Future, pending, poll_fn, ready},
    pin::pin,
    task::Poll,
    time::Duration,
};

use run_group::{AnyError, End, Report, Signal, Stop, run_group};
use static_assertions::assert_impl_all;
use tokio::time::{Instant, advance, sleep};

use crate::support::{DetectDrop, Log, PanicOnDrop, Step, drive, failures, panic_of, panic_text, poll, script};

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

assert_impl_all!(Report: Send, Sync, fmt::Display, fmt::Debug, std::process::Termination);

/// An actor that takes some milliseconds to stop.
async fn stops(stop: Stop, millis: u32) {
    stop.stopped().await;
    sleep(millis * MS).await;
}

/// An actor that hears a signal after some milliseconds.
async fn hears(millis: u32) -> Signal {
    sleep(millis * MS).await;
    Signal::Terminate
}

/// Each actor, and how it ended.
fn ends<E: fmt::Display>(report: &Report<E>) -> Vec<String> {
    report.actors().map(|actor| format!("{} {}", actor.name(), actor.end())).collect()
}

/// Each actor, and in which second it was started, interrupted and at its end.
fn times<E>(report: &Report<E>) -> Vec<(&str, [Option<u64>; 3])> {
    let seconds = |time: Option<Duration>| time.map(|time| time.as_secs());
    let times =
        |actor: run_group::report::Actor<'_, E>| [actor.started(), actor.interrupted(), actor.ended()].map(seconds);
    report.actors().map(|actor| (actor.name(), times(actor))).collect()
}

#[track_caller]
fn expect_lines<E: fmt::Display>(report: &Report<E>, lines: &[&str]) {
    let text = report.to_string();
    assert_eq!(text.lines().collect::<Vec<_>>(), lines, "\n{text}");
}

// The result.

#[test]
fn its_result_is_the_groups() {
    let report = drive(run_group! { job: async { Ok(()) } => drop }.report());
    assert!(report.result().is_ok());

    let report = drive(run_group! { job: async { Err("broken".into()) } => drop }.report());
    assert_eq!(failures(report.result().unwrap_err()), ["job failed: broken"]);
}

#[test]
fn every_later_error_and_panic_is_kept() {
    let report = drive(
        run_group! {
            job: async { Err("first".into()) } => drop,
            flush: |stop| async { stop.stopped().await; Err("second".into()) },
            close: |stop| async { stop.stopped().await; panic!("third") },
            pool: pending::<()>() => { panic!("fourth") },
            tell: |stop| async { stop.stopped().await; Ok(()) } => async { Err("fifth".into()) },
            bomb: async { let _bomb = PanicOnDrop("sixth"); pending().await } => drop,
        }
        .on_cause(|_| panic!("at the cause"))
        .report(),
    );
    assert_eq!(
        failures(report.result().unwrap_err()),
        [
            "job failed: first",
            "- panicked: at the cause",
            "pool panicked: fourth",
            "bomb panicked: sixth",
            "flush failed: second",
            "close panicked: third",
            "tell failed: fifth",
        ]
    );
}

#[test]
fn a_panic_is_held_and_not_resumed() {
    let log = Log::new();
    let report = drive(
        run_group! {
            job: async { panic!("boom") } => drop,
            drains: |stop| async { stop.stopped().await; log.say("drained"); Ok(()) },
        }
        .report(),
    );
    log.expect(&["drained"]);
    let error = report.result().unwrap_err();
    assert_eq!(error.to_string(), "actor `job` panicked: boom");
    assert!(matches!(error.end(), End::Panicked(_)));
}

#[test]
fn into_result_resumes_a_panic_that_is_held_with_its_payload() {
    let report = drive(run_group! { job: async { std::panic::panic_any(17_u32) } => drop }.report());
    let payload: Box<dyn Any + Send> = panic_of(|| report.into_result());
    assert_eq!(payload.downcast_ref(), Some(&17_u32));
}

#[test]
fn into_result_is_what_the_group_would_have_returned() {
    let report = drive(run_group! { job: async { Ok(()) } => drop }.report());
    assert!(report.into_result().is_ok());

    let report = drive(
        run_group! {
            job: async { Err("first".into()) } => drop,
            close: |stop| async { stop.stopped().await; panic!("second") },
        }
        .report(),
    );
    let error = report.into_result().unwrap_err();
    assert_eq!(format!("{error:?}"), "actor `job` failed: first\nalso: actor `close` panicked: second");
}

#[tokio::test(start_paused = true)]
async fn who_was_stuck_is_in_the_result() {
    let report = run_group! { job: async { Ok(()) } => drop, a: pending::<()>() => {}, b: pending::<()>() => {} }
        .grace(SECOND)
        .report()
        .await;
    assert_eq!(report.result().unwrap_err().stuck(), ["a", "b"]);
}

#[test]
fn an_on_cause_that_panics_is_the_result_and_not_the_cause() {
    let report = drive(
        run_group! { job: async { Ok(()) } => drop, idle: pending::<()>() => drop }
            .on_cause(|_| panic!("no probe"))
            .report(),
    );
    assert_eq!(report.result().unwrap_err().to_string(), "the group panicked: no probe");
    assert_eq!(report.cause().unwrap().to_string(), "`job` ended");
    assert_eq!(ends(&report), ["job ended", "idle was dropped"]);
    assert_eq!(panic_text(|| report.into_result()), "no probe");
}

// The cause.

#[test]
fn its_cause_is_the_first_exit() {
    let report = drive(
        run_group! {
            idle: pending::<()>() => drop,
            signals: ready(Signal::Terminate) => drop,
            flush: |stop| async { stop.stopped().await; Err("no space".into()) },
        }
        .report(),
    );
    let cause = report.cause().unwrap();
    assert_eq!((cause.actor(), cause.signal()), ("signals", Some(Signal::Terminate)));
    assert!(matches!(cause.end(), End::Ok) && cause.error().is_none());
}

#[test]
fn the_error_of_its_cause_can_be_looked_at() {
    let report = drive(run_group! { type Error = fmt::Error; job: ready(Err::<(), _>(fmt::Error)) => drop }.report());
    assert_eq!(report.cause().unwrap().error(), Some(&fmt::Error));
}

#[test]
fn a_cause_that_panicked_says_what() {
    let report = drive(run_group! { job: async { panic!("boom") } => drop }.report());
    assert_eq!(report.cause().unwrap().to_string(), "`job` panicked: boom");
}

#[test]
fn where_there_was_nobody_there_is_no_cause() {
    let report = drive(run_group! { job: async { Ok(()) } if false => drop }.report());
    assert!(report.cause().is_none() && report.result().is_ok());
    assert_eq!(report.actors().count(), 0);
    assert_eq!(report.to_string(), "the group ended at once: it had no actors");
}

// The actors.

#[test]
fn every_actor_is_in_it_in_the_order_written_but_those_that_were_left_out() {
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
async fn the_failure_of_its_interrupt_is_how_an_actor_ended() {
    let report = run_group! {
        job: async { Ok(()) } => async { Err("not told".into()) },
        panics: pending::<()>() => { panic!("boom") },
        told_anyway: |stop| async { stop.stopped().await; Ok(()) } => { panic!("bang") },
        hangs: async { Ok(()) } => async { pending::<()>().await; },
    }
    .grace(SECOND)
    .report()
    .await;
    let ends = ends(&report);
    assert_eq!(
        ends,
        ["job failed: not told", "panics panicked: boom", "told_anyway panicked: bang", "hangs was stuck"]
    );
}

#[tokio::test(start_paused = true)]
async fn of_two_failures_of_an_actor_the_first_is_how_it_ended() {
    let report = run_group! {
        job: async { Err("first".into()) } => async { Err("second".into()) },
        bomb: async { let _bomb = PanicOnDrop("behind it"); pending().await } => {},
    }
    .grace(SECOND)
    .report()
    .await;
    assert_eq!(ends(&report), ["job failed: first", "bomb was stuck"]);
    assert_eq!(
        failures(report.result().unwrap_err()),
        ["job failed: first", "job failed: second", "bomb panicked: behind it"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_error_that_takes_the_place_of_the_stuck_is_still_told_with_its_own_actor() {
    let report = run_group! {
        job: async { Ok(()) } => drop,
        hangs: pending::<()>() => {},
        #[outlives(hangs)] panics: |stop| async { stop.stopped().await; panic!("boom") },
        #[outlives(hangs)] fails: |stop| async { stop.stopped().await; Err("no space".into()) },
    }
    .grace(SECOND)
    .report()
    .await;
    assert_eq!(failures(report.result().unwrap_err()), ["fails failed: no space", "panics panicked: boom"]);
    assert_eq!(ends(&report), ["job ended", "hangs was stuck", "panics panicked: boom", "fails failed: no space"]);
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
async fn one_that_ends_in_the_poll_that_starts_it_was_started() {
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
async fn one_behind_another_that_takes_long_in_its_first_poll_was_started_with_the_group() {
    let report = run_group! {
        blocks: async { advance(3 * SECOND).await; Ok(()) } => drop,
        behind: pending::<()>() => drop,
    }
    .report()
    .await;
    assert_eq!(times(&report)[1], ("behind", [Some(0), Some(3), Some(3)]));
}

#[tokio::test(start_paused = true)]
async fn who_is_stuck_has_ended_when_the_time_was_up() {
    let report =
        run_group! { job: async { Ok(()) } => drop, stuck: pending::<()>() => {} }.grace(SECOND).report().await;
    assert_eq!(times(&report)[1], ("stuck", [Some(0), Some(0), Some(1)]));
}

// The exit code.

#[tokio::test(start_paused = true)]
async fn its_exit_code_says_what_came_first() {
    let code = |report: Report| report.exit_code();
    assert_eq!(code(run_group! { job: async { Ok(()) } => drop }.report().await), 0);
    assert_eq!(code(run_group! { job: async { Err("broken".into()) } => drop }.report().await), 1);
    assert_eq!(code(run_group! { #[must_run] job: async { Ok(()) } => drop }.report().await), 1);
    assert_eq!(code(run_group! { job: async { panic!("boom") } => drop }.report().await), 101);
    let stuck = run_group! { job: async { Ok(()) } => drop, stuck: pending::<()>() => {} };
    assert_eq!(code(stuck.grace(SECOND).report().await), 124);
    let failed = run_group! { job: async { Err("broken".into()) } => drop, stuck: pending::<()>() => {} };
    assert_eq!(code(failed.grace(SECOND).report().await), 1);
    let later = run_group! { job: async { Ok(()) } => drop, close: pending::<()>() => { panic!("boom") } };
    assert_eq!(code(later.report().await), 101);
    let group = run_group! { job: async { Ok(()) } => drop };
    assert_eq!(code(group.on_cause(|_| panic!("boom")).report().await), 101);
}

// The group that is reported.

#[test]
fn it_does_nothing_until_it_is_polled() {
    let log = Log::new();
    let reporting = run_group! { job: script("job", &log, [Step::Ok]) => drop }.report();
    log.expect(&[]);
    drop(reporting);
    log.expect(&["drop job"]);
}

#[test]
fn dropped_before_its_end_it_drops_the_group() {
    let log = Log::new();
    {
        let mut reporting = pin!(
            run_group! {
                a: script("a", &log, []) => { log.say("stop a") },
                b: script("b", &log, []) => { log.say("stop b") },
            }
            .report()
        );
        assert!(poll(reporting.as_mut()).is_pending());
        log.expect(&["poll a", "poll b"]);
    }
    log.expect(&["drop a", "drop b"]);
}

#[test]
fn dropped_in_the_drain_with_a_panic_in_it_it_does_not_resume_it() {
    let log = Log::new();
    {
        let mut reporting =
            pin!(run_group! { job: async { panic!("boom") } => drop, slow: script("slow", &log, []) => {} }.report());
        assert!(poll(reporting.as_mut()).is_pending());
    }
    log.expect(&["poll slow", "poll slow", "drop slow"]);
}

#[test]
fn polled_after_its_end_it_panics_and_says_so() {
    let mut reporting = pin!(run_group! { job: async { Ok(()) } => drop }.report());
    assert!(poll(reporting.as_mut()).is_ready());
    assert_eq!(panic_text(|| poll(reporting.as_mut())), "`run_group!` polled after it had ended");
}

#[test]
fn a_group_that_is_reported_does_what_it_does_without() {
    let told = |reported: bool| {
        let log = Log::new();
        let group = run_group! {
            #[outlives(b)] a: script("a", &log, [Step::Yield, Step::Yield, Step::Ok]) => || log.say("stop a"),
            b: script("b", &log, [Step::Yield, Step::Err("broken")]) => || log.say("stop b"),
            c: script("c", &log, [Step::Pending]) => drop,
        };
        let failures = if reported {
            failures(drive(group.report()).result().unwrap_err())
        } else {
            failures(&drive(group).unwrap_err())
        };
        (log.take(), failures)
    };
    assert_eq!(told(true), told(false));
}

#[test]
fn it_keeps_nothing_that_has_ended_alive() {
    let log = Log::new();
    let held = DetectDrop("job", log.clone());
    let report = drive(run_group! { job: async { let _held = held; Ok(()) } => drop }.report());
    log.expect(&["drop job"]);
    drop(report);
}

#[tokio::test(start_paused = true)]
async fn the_first_poll_is_when_it_begins_wherever_it_was_built() {
    let reporting = run_group! { job: async { sleep(SECOND).await; Ok(()) } => drop }.report();
    sleep(SECOND).await;
    let start = Instant::now();
    assert_eq!(reporting.await.elapsed(), start.elapsed());
}

// The timeline.

#[tokio::test(start_paused = true)]
async fn a_timeline_of_a_drain_in_order() {
    let report = run_group! {
        http: |stop| stops(stop, 750),
        #[outlives(http)]
        db: |stop| async { stop.stopped().await; sleep(450 * MS).await; Err("no space left on device".into()) },
        #[outlives(db)] traces: |stop| stops(stop, 0),
        #[may_finish] migrate: sleep(2300 * MS) => drop,
        #[when(sleep(4 * SECOND))] late: pending::<()>() => drop,
        #[when(pending::<()>())] never: pending::<()>() => {},
        signals: hears(12_345) => drop,
    }
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 12.3s: received SIGTERM",
            "1.2s later the group ended: actor `db` failed: no space left on device",
            "         running |draining          interrupted    took",
            "http     ========|>>>>>>>>>>               +0ms   750ms  ended",
            "db       ========|==========>>>>>>       +750ms   450ms  failed: no space left on device",
            "traces   ========|===============>        +1.2s     0ms  ended",
            "migrate  ==      |                                       ended after 2.3s",
            "late     ..======|>                        +0ms     0ms  was dropped",
            "never    ........|>                        +0ms     0ms  never started",
            "signals  ========|                                       the cause: received SIGTERM",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeline_of_a_failure_and_one_who_was_stuck() {
    let report = run_group! {
        lines: pending::<()>() => {},
        cache: |stop| stops(stop, 20),
        #[outlives(lines)] pool: |stop| async { stop.stopped().await; Err("pool is already closed".into()) },
        job: async { sleep(5 * SECOND).await; Err("connection refused by db.internal:5432".into()) } => drop,
    }
    .grace(10 * SECOND)
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 5.0s: `job` failed: connection refused by db.internal:5432",
            "10.0s later the group ended: actor `job` failed",
            "stuck: `lines`",
            "       running |draining          interrupted    took",
            "lines  ========|>>>>>>>>>>>>>>>>         +0ms   10.0s  was stuck",
            "cache  ========|>                        +0ms    20ms  ended",
            "pool   ========|===============>       +10.0s     0ms  failed: pool is already closed",
            "job    ========|                                       the cause: failed: connection refused by db..",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeline_of_panics_tells_of_those_that_are_no_actors_end() {
    let report = run_group! {
        parser: async { sleep(100 * MS).await; panic!("no number") } => drop,
        server: |stop| stops(stop, 3),
        closer: |stop| async { stop.stopped().await; Err("half closed".into()) }
            => async { sleep(4 * MS).await; panic!("not closed") },
        last: async { let _bomb = PanicOnDrop("in the drop"); pending().await } => async { Err("not told".into()) },
    }
    .on_cause(|_| panic!("no probe"))
    .grace(8 * MS)
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 100ms: `parser` panicked: no number",
            "8ms later the group ended: actor `parser` panicked: no number",
            "stuck: `last`",
            "        running |draining          interrupted    took",
            "parser  ========|                                       the cause: panicked: no number",
            "server  ========|>>>>>>                   +0ms     3ms  ended",
            "closer  ========|>>>>>>>>                 +0ms     4ms  panicked: not closed",
            "last    ========|>>>>>>>>>>>>>>>>         +0ms     8ms  failed: not told",
            "also: the group panicked: no probe",
            "also: actor `closer` failed: half closed",
            "also: actor `last` panicked: in the drop",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeline_of_a_group_that_takes_no_time() {
    let report = run_group! {
        job: async { Ok(()) } => drop,
        idle: pending::<()>() => drop,
        stops: |stop| stops(stop, 0),
        #[when(pending::<()>())] waits: pending::<()>() => drop,
    }
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 0ms: `job` ended",
            "0ms later the group ended, well",
            "       running |draining          interrupted    took",
            "job    ========|                                       the cause: ended",
            "idle   ========|                         +0ms     0ms  was dropped",
            "stops  ========|                         +0ms     0ms  ended",
            "waits  ........|                         +0ms     0ms  never started",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeline_of_days_and_of_long_names() {
    let report = run_group! {
        ingest_from_the_message_queue: pending::<()>() for _ in 0..2 => drop,
        übergröße: |stop| stops(stop, 60_000),
        日本語: |stop| stops(stop, 90_000),
        #[must_run] tick: sleep(Duration::from_secs(3 * 86_400 + 7_380)) => drop,
    }
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 3d2h: `tick` ended before it was asked to",
            "1m30s later the group ended: actor `tick` ended before it was asked to",
            "                    running |draining          interrupted    took",
            "ingest_f..queue[0]  ========|>                        +0ms     0ms  was dropped",
            "ingest_f..queue[1]  ========|>                        +0ms     0ms  was dropped",
            "übergröße           ========|>>>>>>>>>>>              +0ms    1m0s  ended",
            "日本語              ========|>>>>>>>>>>>>>>>>         +0ms   1m30s  ended",
            "tick                ========|                                       the cause: ended before it was..",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeline_of_a_lame_duck() {
    let report = run_group! {
        http: |stop| stops(stop, 3000),
        signals: hears(60_000) => drop,
    }
    .lame_duck(5 * SECOND)
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 1m0s: received SIGTERM",
            "8.0s later the group ended, well",
            "         running |draining          interrupted    took",
            "http     ========|==========>>>>>>        +5.0s    3.0s  ended",
            "signals  ========|                                       the cause: received SIGTERM",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeline_of_groups_in_a_group_tells_what_failed_in_them() {
    let report = run_group! {
        outer: |stop| run_group! {
            inner: run_group! { db: async { sleep(SECOND).await; Err("no space".into()) } => drop } => drop,
            told: stop.stopped_owned() => drop,
        },
        other: |stop| run_group! { told: stop.stopped_owned() => drop, flush: |stop| stops(stop, 1000) },
    }
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 1.0s: `outer` failed: actor `inner` failed: actor `db` failed: no space",
            "1.0s later the group ended: actor `outer` failed",
            "       running |draining          interrupted    took",
            "outer  ========|                                       the cause: failed: actor `inner` failed: ac..",
            "other  ========|>>>>>>>>>>>>>>>>         +0ms    1.0s  ended",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn one_that_ends_by_itself_in_the_drain_says_so() {
    let report = run_group! {
        #[outlives(slow)] early: sleep(3 * SECOND) => drop,
        slow: |stop| stops(stop, 2000),
        job: async { sleep(2 * SECOND).await; Ok(()) } => drop,
    }
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 2.0s: `job` ended",
            "2.0s later the group ended, well",
            "       running |draining          interrupted    took",
            "early  ========|========                               ended by itself",
            "slow   ========|>>>>>>>>>>>>>>>>         +0ms    2.0s  ended",
            "job    ========|                                       the cause: ended",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeline_has_the_whole_chain_of_an_error_on_one_line_and_nothing_that_moves_the_cursor() {
    #[derive(Debug)]
    struct Query(fmt::Error);

    impl fmt::Display for Query {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("\x1b[31mbad\tquery\x1b[0m\r\n  SELECT 1\u{7}")
        }
    }

    impl error::Error for Query {
        fn source(&self) -> Option<&(dyn error::Error + 'static)> {
            Some(&self.0)
        }
    }

    let report =
        run_group! { a: ready(Ok::<(), Query>(())) => drop, b: ready(Err::<(), _>(Query(fmt::Error))) => drop }
            .report()
            .await;
    let lines: Vec<_> = report.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 5);
    assert!(lines.iter().all(|line| !line.contains(char::is_control)), "{lines:?}");
    assert_eq!(
        lines[1],
        "0ms later the group ended: actor `b` failed: [31mbad query [0m SELECT 1 : an error occurred when f.."
    );
    assert!(lines[4].ends_with("  failed: [31mbad query [0m SELECT 1 : an error o.."), "{}", lines[4]);
}

#[tokio::test(start_paused = true)]
async fn an_error_type_that_can_only_be_shown_is_shown() {
    #[derive(Debug)]
    struct Plain;

    impl fmt::Display for Plain {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("plain")
        }
    }

    let report = run_group! { type Error = Plain; job: ready(Err::<(), _>(Plain)) => drop }.report().await;
    assert!(report.to_string().ends_with("the cause: failed: plain"), "{report}");
}

#[tokio::test(start_paused = true)]
async fn a_timeline_is_a_hundred_columns_wide_at_most_a_line_for_each_actor() {
    let long = "what went wrong is told at length ".repeat(10);
    let long = || AnyError::from(long.clone());
    let report = run_group! {
        job: async { Err(long()) } => drop,
        a_worker_with_quite_a_long_name: async move {
            sleep(number * MS).await;
            pending().await
        } for number in 0..40_u32 => {},
        文字がとても長い名前の作業員: |stop| async { stop.stopped().await; Err(long()) } => async { Err(long()) },
    }
    .grace(SECOND)
    .report()
    .await;
    let text = report.to_string();
    // What happened, who was stuck, the titles; the actors; and the second failure of one.
    assert_eq!(text.lines().count(), 4 + 42 + 1);
    let columns = |line: &str| line.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
    for line in text.lines() {
        assert!(columns(line) <= 100, "{line}");
        assert_eq!(line.trim_end(), line);
    }
    assert!(text.lines().any(|line| columns(line) == 100));
}

#[test]
fn it_can_be_debugged() {
    let report = drive(run_group! { job: async { Err("broken".into()) } => drop }.report());
    let text = format!("{report:?}");
    assert!(text.contains("actor `job` failed: broken") && text.contains(r#"name: "job""#), "{text}");
}

/// What is recorded costs the group that is not reported nothing, and one that is nothing for each poll.
#[test]
fn a_group_that_is_reported_allocates_nothing_for_a_poll_before_its_cause() {
    let turns = std::cell::Cell::new(0);
    let mut reporting = pin!(
        run_group! {
            busy: poll_fn(|cx| {
                turns.set(turns.get() + 1);
                cx.waker().wake_by_ref();
                Poll::<()>::Pending
            }) => drop,
            workers: pending::<()>() for _ in 0..10 => drop,
        }
        .report()
    );
    // Until each of its actors has a waker of its own.
    for _ in 0..10 {
        assert!(poll(reporting.as_mut()).is_pending());
    }
    let counted = allocation_counter::measure(|| {
        for _ in 0..100 {
            assert!(poll(reporting.as_mut()).is_pending());
        }
    });
    assert_eq!((turns.get(), counted.count_total), (110, 0));
}

#[test]
fn it_is_a_future_of_a_report() {
    fn is_future<E>(_: &impl Future<Output = Report<E>>) {}
    is_future(&run_group! { job: async { Ok(()) } => drop }.on_cause(|_| {}).deadline(|| ready(())).report());
}
