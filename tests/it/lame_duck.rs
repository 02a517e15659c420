//! A group that serves on after a signal. All on a paused clock, or by explicit polls; an actor that ends with a
//! `Signal` stands for one that has heard it.

use std::{
    cell::Cell,
    future::{pending, poll_fn, ready},
    pin::pin,
    task::Poll,
    time::Duration,
};

use run_group::{Signal, run_group};
use tokio::time::{Instant, sleep};

use crate::support::{Crew, Flag, Log, Step, failures, panic_text, poll, script};

const SECOND: Duration = Duration::from_secs(1);

/// An actor that hears a signal after some seconds.
async fn hears(seconds: u32) -> Signal {
    sleep(seconds * SECOND).await;
    Signal::Terminate
}

/// Says what happens, and when.
struct Clock {
    start: Instant,
    log: Log,
}

impl Clock {
    fn new() -> Self {
        Clock { start: Instant::now(), log: Log::new() }
    }

    fn say(&self, what: &str) {
        self.log.say(format_args!("{what} at {:?}", self.start.elapsed()));
    }
}

#[tokio::test(start_paused = true)]
async fn on_cause_is_called_at_the_signal_and_every_interrupt_when_the_time_is_up() {
    let clock = Clock::new();
    run_group! {
        a: |stop| async { stop.stopped().await; Ok(()) } => || clock.say("stop a"),
        signals: hears(2) => || clock.say("stop signals"),
        b: pending::<()>() => drop,
    }
    .on_cause(|cause| clock.say(&cause.to_string()))
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    clock.log.expect(&["received SIGTERM at 2s", "stop a at 7s", "stop signals at 7s"]);
}

#[tokio::test(start_paused = true)]
async fn the_actors_go_on_until_the_time_is_up() {
    async fn hears_in_between() -> Signal {
        sleep(SECOND / 2).await;
        Signal::Interrupt
    }

    let served = Cell::new(0);
    run_group! {
        server: async { loop { sleep(SECOND).await; served.set(served.get() + 1); } } => drop,
        signals: hears_in_between() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(served.get(), 5);
}

#[tokio::test(start_paused = true)]
async fn any_other_cause_is_acted_upon_at_once() {
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
async fn a_panic_is_acted_upon_at_once() {
    let start = Instant::now();
    let report = run_group! { job: async { panic!("boom") } => drop, idle: pending::<()>() => drop }
        .lame_duck(5 * SECOND)
        .report()
        .await;
    assert_eq!(report.cause().unwrap().to_string(), "`job` panicked: boom");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_group_without_it_tells_everybody_at_the_signal() {
    let start = Instant::now();
    run_group! { signals: hears(2) => drop, idle: pending::<()>() => drop }.await.unwrap();
    assert_eq!(start.elapsed(), 2 * SECOND);
}

// What cuts it short.

#[tokio::test(start_paused = true)]
async fn it_is_cut_short_by_another_actor_that_ends() {
    let clock = Clock::new();
    run_group! {
        idle: pending::<()>() => || clock.say("stop idle"),
        server: sleep(3 * SECOND) => drop,
        signals: hears(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .deadline(|| sleep(5 * SECOND))
    .await
    .unwrap_err();
    clock.log.expect(&["stop idle at 3s"]);
}

#[tokio::test(start_paused = true)]
async fn it_is_cut_short_by_another_actor_that_fails() {
    let start = Instant::now();
    let error = run_group! {
        idle: pending::<()>() => drop,
        server: async { sleep(3 * SECOND).await; Err("no socket".into()) } => drop,
        signals: hears(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["server failed: no socket"]);
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_cut_short_by_another_actor_that_panics() {
    let start = Instant::now();
    let report = run_group! {
        idle: pending::<()>() => drop,
        server: async { sleep(3 * SECOND).await; panic!("no socket") } => drop,
        signals: hears(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .report()
    .await;
    assert_eq!(failures(report.result().unwrap_err()), ["server panicked: no socket"]);
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_cut_short_by_an_actor_that_must_run_and_ends() {
    let start = Instant::now();
    let error = run_group! {
        idle: pending::<()>() => drop,
        #[must_run] server: sleep(3 * SECOND) => drop,
        signals: hears(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.to_string(), "actor `server` ended before it was asked to");
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_cut_short_by_an_actor_that_has_ended_in_the_very_poll_of_the_signal() {
    let start = Instant::now();
    run_group! {
        signals: hears(2) => drop,
        server: sleep(2 * SECOND) => drop,
        idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_not_cut_short_by_one_that_may_finish() {
    let start = Instant::now();
    run_group! {
        #[may_finish] migrate: sleep(3 * SECOND) => drop,
        signals: hears(2) => drop,
        idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 7 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_not_cut_short_by_one_that_may_finish_where_some_outlive_others_either() {
    let start = Instant::now();
    run_group! {
        #[may_finish] migrate: sleep(3 * SECOND) => drop,
        signals: hears(2) => drop,
        #[outlives(migrate)] idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    assert_eq!(start.elapsed(), 7 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_cut_short_by_one_that_may_finish_and_fails() {
    let start = Instant::now();
    let error = run_group! {
        #[may_finish] migrate: async { sleep(3 * SECOND).await; Err("no table".into()) } => drop,
        signals: hears(2) => drop,
        idle: pending::<()>() => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["migrate failed: no table"]);
    assert_eq!(start.elapsed(), 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_over_when_nobody_is_left_to_serve() {
    let clock = Clock::new();
    run_group! {
        signals: hears(2) => || clock.say("stop signals"),
        #[may_finish] job: sleep(3 * SECOND) => || clock.say("stop job"),
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    clock.log.expect(&["stop signals at 3s", "stop job at 3s"]);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_counts_from_the_signal() {
    let start = Instant::now();
    let error = run_group! { signals: hears(2) => drop, stuck: pending::<()>() => || {} }
        .lame_duck(5 * SECOND)
        .grace(8 * SECOND)
        .await
        .unwrap_err();
    assert_eq!(error.stuck(), ["stuck"]);
    assert_eq!(start.elapsed(), 10 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn it_is_cut_short_by_a_deadline_and_nobody_is_dropped_untold() {
    let clock = Clock::new();
    let error = run_group! {
        signals: hears(2) => drop,
        quick: |stop| async { stop.stopped().await; clock.say("quick ends"); Ok(()) } => || clock.say("stop quick"),
        slow: pending::<()>() => || clock.say("stop slow"),
        #[outlives(slow)]
        last: |stop| async { stop.stopped().await; clock.say("last ends"); Ok(()) } => || clock.say("stop last"),
    }
    .lame_duck(5 * SECOND)
    .grace(3 * SECOND)
    .await
    .unwrap_err();
    clock.log.expect(&[
        "stop quick at 5s",
        "stop slow at 5s",
        "quick ends at 5s",
        "stop last at 5s",
        "last ends at 5s",
    ]);
    assert_eq!(error.stuck(), ["slow"]);
}

#[tokio::test(start_paused = true)]
async fn the_grace_of_an_actor_counts_from_its_interrupt() {
    let start = Instant::now();
    let error = run_group! {
        signals: hears(2) => drop,
        #[grace(SECOND)] stuck: pending::<()>() => || {},
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["stuck"]);
    assert_eq!(start.elapsed(), 8 * SECOND);
}

// How long it takes.

#[tokio::test(start_paused = true)]
async fn of_several_the_longest_counts() {
    for times in [[1, 4, 2], [4, 1, 2], [1, 2, 4]] {
        let start = Instant::now();
        run_group! { signals: hears(2) => drop, idle: pending::<()>() => drop }
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
    run_group! { signals: hears(2) => drop, idle: pending::<()>() => drop }.lame_duck(Duration::ZERO).await.unwrap();
    // Tokio's timers are precise to the millisecond.
    assert!(start.elapsed() <= 2 * SECOND + Duration::from_millis(1), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn one_without_end_ends_at_the_deadline() {
    let start = Instant::now();
    run_group! { signals: hears(2) => drop, idle: pending::<()>() => drop }
        .lame_duck(Duration::MAX)
        .grace(3 * SECOND)
        .await
        .unwrap();
    assert_eq!(start.elapsed(), 5 * SECOND);
}

// What goes on meanwhile.

#[tokio::test(start_paused = true)]
async fn an_actor_whose_gate_opens_meanwhile_is_started() {
    let clock = Clock::new();
    run_group! {
        signals: hears(2) => drop,
        #[when(sleep(4 * SECOND))] late: async { clock.say("late starts"); pending().await } => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    clock.log.expect(&["late starts at 4s"]);
}

#[tokio::test(start_paused = true)]
async fn the_interrupts_are_called_in_their_order_when_the_time_is_up() {
    let clock = Clock::new();
    run_group! {
        #[outlives(server)]
        pool: |stop| async { stop.stopped().await; Ok(()) } => || clock.say("stop pool"),
        server: |stop| async { stop.stopped().await; sleep(SECOND).await; Ok(()) } => || clock.say("stop server"),
        signals: hears(2) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    clock.log.expect(&["stop server at 7s", "stop pool at 8s"]);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_polled_without_need() {
    let polls = Cell::new(0);
    run_group! {
        signals: hears(2) => drop,
        idle: poll_fn(|_| { polls.set(polls.get() + 1); Poll::<()>::Pending }) => drop,
    }
    .lame_duck(5 * SECOND)
    .await
    .unwrap();
    // At the start, and with the signal; it is dropped when the time is up.
    assert_eq!(polls.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_dropped_meanwhile_drops_its_actors_and_calls_no_interrupt() {
    let crew = Crew::new();
    {
        let mut group = pin!(
            run_group! {
                signals: ready(Signal::Terminate) => { crew.tell("signals") },
                a: crew.waits("a") => { crew.tell("a") },
            }
            .lame_duck(5 * SECOND)
        );
        assert!(poll(group.as_mut()).is_pending());
    }
    crew.log.expect(&["poll a", "drop a"]);
}

#[tokio::test(start_paused = true)]
async fn an_on_cause_that_panics_goes_on_when_all_are_joined() {
    let clock = Clock::new();
    let report = run_group! {
        signals: hears(2) => drop,
        a: |stop| async { stop.stopped().await; clock.say("a ends"); Ok(()) },
    }
    .on_cause(|_| panic!("no probe"))
    .lame_duck(5 * SECOND)
    .report()
    .await;
    clock.log.expect(&["a ends at 7s"]);
    assert_eq!(panic_text(|| report.into_result()), "no probe");
}

#[test]
fn without_a_timer_it_panics_at_the_first_poll_before_anybody_is_started() {
    let log = Log::new();
    let mut group = Box::pin(run_group! { a: script("a", &log, [Step::Ok]) => drop }.lame_duck(SECOND));
    let text = panic_text(|| poll(group.as_mut()));
    assert!(text.contains("no reactor running"), "{text}");
    log.expect(&[]);
}

/// The signal itself is what takes the probe down; whoever asks in the meantime is answered.
#[test]
fn who_is_woken_meanwhile_is_polled() {
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
