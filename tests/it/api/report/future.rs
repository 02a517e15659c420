//! `.report()` is a future that runs its group.

use std::{
    future::{Future, ready},
    pin::pin,
};

use run_group::{Report, run_group};
use tokio::time::{Instant, sleep};

use crate::{
    api::support::SECOND,
    support::{DetectDrop, Log, Step, drive, failures, panic_text, poll, script},
};

#[test]
fn it_does_nothing_until_it_is_polled() {
    let log = Log::new();
    let reporting = run_group! { job: script("job", &log, [Step::Ok]) => drop }.report();
    log.expect(&[]);
    drop(reporting);
    log.expect(&["drop job"]);
}

#[tokio::test(start_paused = true)]
async fn it_begins_with_its_first_poll() {
    let reporting = run_group! { job: async { sleep(SECOND).await; Ok(()) } => drop }.report();
    sleep(SECOND).await;
    let start = Instant::now();
    assert_eq!(reporting.await.elapsed(), start.elapsed());
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
fn dropped_in_the_drain_it_resumes_no_panic() {
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
fn a_report_does_not_change_what_the_group_does() {
    let seen = |reported: bool| {
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
    assert_eq!(seen(true), seen(false));
}

#[test]
fn it_holds_nothing_that_has_ended() {
    let log = Log::new();
    let held = DetectDrop("job", log.clone());
    let report = drive(run_group! { job: async { let _held = held; Ok(()) } => drop }.report());
    log.expect(&["drop job"]);
    drop(report);
}

#[test]
fn it_can_be_debugged() {
    let report = drive(run_group! { job: async { Err("broken".into()) } => drop }.report());
    let text = format!("{report:?}");
    assert!(text.contains("actor `job` failed: broken") && text.contains(r#"name: "job""#), "{text}");
}

#[test]
fn it_is_a_future_of_a_report() {
    fn is_future<E>(_: &impl Future<Output = Report<E>>) {}
    is_future(&run_group! { job: async { Ok(()) } => drop }.on_cause(|_| {}).deadline(|| ready(())).report());
}
