//! A group that serves on after a signal. An actor that ends with a `Signal` stands for one that has received it.

mod early_end;

use std::{
    cell::Cell,
    future::{pending, poll_fn, ready},
    pin::pin,
    task::Poll,
    time::Duration,
};

use run_group::{Signal, run_group};
use tokio::time::{Instant, sleep};

use crate::support::{Actors, Flag, Log, SECOND, Step, panic_text, poll, script};

/// An actor that receives a signal after some seconds.
pub async fn signal_after(seconds: u32) -> Signal {
    sleep(seconds * SECOND).await;
    Signal::Terminate
}

/// A log that says when each event was.
struct TimedLog {
    start: Instant,
    log: Log,
}

impl TimedLog {
    fn new() -> Self {
        TimedLog { start: Instant::now(), log: Log::new() }
    }

    fn say(&self, what: &str) {
        self.log.say(format_args!("{what} at {:?}", self.start.elapsed()));
    }

    #[track_caller]
    fn expect(&self, expected: &[&str]) {
        self.log.expect(expected);
    }
}

#[tokio::test(start_paused = true)]
async fn on_cause_is_called_first_and_interrupts_at_its_end() {
    let log = TimedLog::new();
    run_group! {
        a: |stop| async { stop.stopped().await; Ok(()) } => || log.say("stop a"),
        signals: signal_after(2) => || log.say("stop signals"),
        b: pending::<()>() => drop,
    }
    .on_cause(|cause| log.say(&cause.to_string()))
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    log.expect(&["received SIGTERM at 2s", "stop a at 7s", "stop signals at 7s"]);
}

#[tokio::test(start_paused = true)]
async fn the_actors_go_on_until_its_end() {
    async fn signal_between() -> Signal {
        sleep(SECOND / 2).await;
        Signal::Interrupt
    }

    let served = Cell::new(0);
    run_group! {
        server: async { loop { sleep(SECOND).await; served.set(served.get() + 1); } } => drop,
        signals: signal_between() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(served.get(), 5);
}

#[tokio::test(start_paused = true)]
async fn only_a_signal_begins_it() {
    let start = Instant::now();
    for error in [None, Some("broken")] {
        let _ = run_group! {
            job: async { error.map_or(Ok(()), |error| Err(error.into())) } => drop,
            idle: pending::<()>() => drop,
        }
        .lame_duck(5 * SECOND)
        .await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_does_not_begin_it() {
    let start = Instant::now();
    let report = run_group! { job: async { panic!("boom") } => drop, idle: pending::<()>() => drop }
        .lame_duck(5 * SECOND)
        .report()
        .await;
    assert_eq!(report.cause().unwrap().to_string(), "`job` panicked: boom");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn without_it_all_are_interrupted_at_the_signal() {
    let start = Instant::now();
    run_group! { signals: signal_after(2) => drop, idle: pending::<()>() => drop }.await.unwrap();
    assert_eq!(start.elapsed(), 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn of_several_the_longest_counts() {
    for times in [[1, 4, 2], [4, 1, 2], [1, 2, 4]] {
        let start = Instant::now();
        run_group! { signals: signal_after(2) => drop, idle: pending::<()>() => drop }
            .lame_duck(times[0] * SECOND)
            .lame_duck(times[1] * SECOND)
            .lame_duck(times[2] * SECOND)
            .await
            .unwrap();
        assert_eq!(start.elapsed(), 6 * SECOND, "{times:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn it_takes_no_time_where_it_is_given_none() {
    let start = Instant::now();
    run_group! { signals: signal_after(2) => drop, idle: pending::<()>() => drop }
        .lame_duck(Duration::ZERO)
        .await
        .unwrap();
    // Tokio's timers are precise to the millisecond.
    assert!(start.elapsed() <= 2 * SECOND + Duration::from_millis(1), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_actor_whose_gate_opens_meanwhile_is_started() {
    let log = TimedLog::new();
    run_group! {
        signals: signal_after(2) => drop,
        #[when(sleep(4 * SECOND))] late: async { log.say("late starts"); pending().await } => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    log.expect(&["late starts at 4s"]);
}

#[tokio::test(start_paused = true)]
async fn interrupts_are_called_in_their_order_at_its_end() {
    let log = TimedLog::new();
    run_group! {
        #[outlives(server)]
        pool: |stop| async { stop.stopped().await; Ok(()) } => || log.say("stop pool"),
        server: |stop| async { stop.stopped().await; sleep(SECOND).await; Ok(()) } => || log.say("stop server"),
        signals: signal_after(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    log.expect(&["stop server at 7s", "stop pool at 8s"]);
}

#[tokio::test(start_paused = true)]
async fn no_actor_is_polled_without_need() {
    let polls = Cell::new(0);
    run_group! {
        signals: signal_after(2) => drop,
        idle: poll_fn(|_| { polls.set(polls.get() + 1); Poll::<()>::Pending }) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    // At the start, and with the signal; it is dropped when the time is up.
    assert_eq!(polls.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_group_dropped_meanwhile_calls_no_interrupt() {
    let actors = Actors::new();
    {
        let mut group = pin!(
            run_group! {
                signals: ready(Signal::Terminate) => { actors.interrupt("signals") },
                a: actors.waits("a") => { actors.interrupt("a") },
            }
            .lame_duck(5 * SECOND)
        );
        assert!(poll(group.as_mut()).is_pending());
    }
    actors.log.expect(&["poll a", "drop a"]);
}

#[tokio::test(start_paused = true)]
async fn an_on_cause_that_panics_is_resumed_after_the_join() {
    let log = TimedLog::new();
    let report = run_group! {
        signals: signal_after(2) => drop,
        a: |stop| async { stop.stopped().await; log.say("a ends"); Ok(()) },
    }
    .on_cause(|_| panic!("no probe"))
    .lame_duck(5 * SECOND)
    .report()
    .await;
    log.expect(&["a ends at 7s"]);
    assert_eq!(panic_text(|| report.into_result()), "no probe");
}

/// The signal takes the readiness probe down. A request that arrives after that is still answered.
#[test]
fn an_actor_woken_meanwhile_is_polled() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _inside = runtime.enter();
    let (log, asked) = (Log::new(), Flag::new());
    let mut group = pin!(
        run_group! {
            signals: ready(Signal::Terminate) => drop,
            server: script("server", &log, [Step::Until(asked.clone()), Step::Pending]) => || log.say("stop server"),
        }
        .lame_duck(1000 * SECOND)
    );
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll server"]);
    asked.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll server"]);
}
