//! A report as it is printed: a line for each actor, and what fits a terminal.

use std::{
    error, fmt,
    future::{pending, ready},
    time::Duration,
};

use run_group::{AnyError, Report, run_group};
use tokio::time::sleep;

use super::{receives, stops};
use crate::{
    api::support::{MS, SECOND},
    support::PanicOnDrop,
};

#[track_caller]
fn expect_lines<E: fmt::Display>(report: &Report<E>, lines: &[&str]) {
    let text = report.to_string();
    assert_eq!(text.lines().collect::<Vec<_>>(), lines, "\n{text}");
}

#[tokio::test(start_paused = true)]
async fn a_drain_is_shown_in_its_order() {
    let report = run_group! {
        http: |stop| stops(stop, 750),
        #[outlives(http)]
        db: |stop| async { stop.stopped().await; sleep(450 * MS).await; Err("no space left on device".into()) },
        #[outlives(db)] traces: |stop| stops(stop, 0),
        #[may_finish] migrate: sleep(2300 * MS) => drop,
        #[when(sleep(4 * SECOND))] late: pending::<()>() => drop,
        #[when(pending::<()>())] never: pending::<()>() => {},
        signals: receives(12_345) => drop,
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
async fn a_failure_and_a_stuck_actor_are_shown() {
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
            "lines  ========|>>>>>>>>>>>>>>>>         +0ms   10.0s  was stuck after its interrupt",
            "cache  ========|>                        +0ms    20ms  ended",
            "pool   ========|===============>       +10.0s     0ms  failed: pool is already closed",
            "job    ========|                                       the cause: failed: connection refused by db..",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_is_no_actors_end_has_its_own_line() {
    let report = run_group! {
        parser: async { sleep(100 * MS).await; panic!("no number") } => drop,
        server: |stop| stops(stop, 3),
        closer: |stop| async { stop.stopped().await; Err("half closed".into()) }
            => async { sleep(4 * MS).await; panic!("not closed") },
        last: async { let _bomb = PanicOnDrop("in the drop"); pending().await } => async { Err("no interrupt".into()) },
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
            "last    ========|>>>>>>>>>>>>>>>>         +0ms     8ms  failed: no interrupt",
            "also: the group panicked: no probe",
            "also: actor `closer` failed: half closed",
            "also: actor `last` panicked: in the drop",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn a_group_that_takes_no_time_has_its_timeline_too() {
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
            "0ms later the group ended successfully",
            "       running |draining          interrupted    took",
            "job    ========|                                       the cause: ended",
            "idle   ========|                         +0ms     0ms  was dropped",
            "stops  ========|                         +0ms     0ms  ended",
            "waits  ........|                         +0ms     0ms  never started",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn days_and_long_names_fit_their_columns() {
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
async fn a_lame_ducks_wait_is_part_of_the_drain() {
    let report = run_group! {
        http: |stop| stops(stop, 3000),
        signals: receives(60_000) => drop,
    }
    .lame_duck(5 * SECOND)
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 1m0s: received SIGTERM",
            "8.0s later the group ended successfully",
            "         running |draining          interrupted    took",
            "http     ========|==========>>>>>>        +5.0s    3.0s  ended",
            "signals  ========|                                       the cause: received SIGTERM",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn what_failed_in_a_nested_group_is_shown() {
    let report = run_group! {
        outer: |stop| run_group! {
            inner: run_group! { db: async { sleep(SECOND).await; Err("no space".into()) } => drop } => drop,
            waits: stop.stopped_owned() => drop,
        },
        other: |stop| run_group! { waits: stop.stopped_owned() => drop, flush: |stop| stops(stop, 1000) },
    }
    .report()
    .await;
    expect_lines(
        &report,
        &[
            "after 1.0s: `outer` failed: actor `inner.db` failed: no space",
            "1.0s later the group ended: actor `outer` failed",
            "       running |draining          interrupted    took",
            "outer  ========|                                       the cause: failed: actor `inner.db` failed:..",
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
            "2.0s later the group ended successfully",
            "       running |draining          interrupted    took",
            "early  ========|========                               ended by itself",
            "slow   ========|>>>>>>>>>>>>>>>>         +0ms    2.0s  ended",
            "job    ========|                                       the cause: ended",
        ],
    );
}

#[tokio::test(start_paused = true)]
async fn an_error_is_one_line_without_control_characters() {
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
async fn an_error_type_that_only_displays_is_shown() {
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
async fn no_line_is_wider_than_a_hundred_columns() {
    let long = "what went wrong is said at length ".repeat(10);
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
    // Four lines of what happened, the stuck and the titles; one for each actor; one for a second failure.
    assert_eq!(text.lines().count(), 4 + 42 + 1);
    let columns = |line: &str| line.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
    for line in text.lines() {
        assert!(columns(line) <= 100, "{line}");
        assert_eq!(line.trim_end(), line);
    }
    assert!(text.lines().any(|line| columns(line) == 100));
}
