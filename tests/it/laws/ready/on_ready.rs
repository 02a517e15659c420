//! `on_ready`: called once, when all are ready, and never after a cause.

use std::pin::pin;

use run_group::{Status, run_group};

use super::sets;
use crate::support::{Flag, Log, SECOND, Step, done, drive, poll, script};

#[test]
fn it_is_called_once() {
    let (log, up) = (Log::new(), Flag::new());
    let group = run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        #[after(a)]
        b: script("b", &log, []) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    up.set();
    for _ in 0..30 {
        assert!(poll(group.as_mut()).is_pending());
    }
    assert_eq!(log.count("ready"), 1);
}

#[test]
fn each_is_called_in_the_order_given() {
    let log = Log::new();
    let group = run_group! { a: script("a", &log, []) => drop };
    let group = group.on_ready(|| log.say("first")).on_cause(|_| log.say("cause")).on_ready(|| log.say("second"));
    assert!(poll(pin!(group)).is_pending());
    assert_eq!(log.take()[..3], ["poll a", "first", "second"]);
}

#[test]
fn it_is_not_called_in_the_poll_that_has_the_cause() {
    let (log, up) = (Log::new(), Flag::new());
    up.set();
    let group = run_group! {
        a: |_, ready| sets("a", &log, ready, &up) => drop,
        job: done() => drop,
    };
    drive(group.on_ready(|| log.say("ready")).on_cause(|_| log.say("cause"))).unwrap();
    log.expect(&["poll a", "cause", "drop a"]);
}

#[test]
fn it_is_not_called_when_the_group_is_built_or_dropped() {
    let log = Log::new();
    let group = run_group! { a: script("a", &log, []) => drop };
    drop(group.on_ready(|| log.say("ready")));
    log.expect(&["drop a"]);
}

#[test]
fn it_is_called_before_those_just_started_are_polled_again() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        #[after(a)]
        b: script("b", &log, [Step::Yield, Step::Ok]) => drop,
    };
    drive(group.on_ready(|| log.say("ready"))).unwrap();
    log.expect(&["poll a", "poll b", "ready", "poll a", "poll b", "drop b", "drop a"]);
}

/// The one that may finish is done; only `a` is waited for.
#[test]
fn it_waits_for_those_that_have_ended_no_longer() {
    let (log, up) = (Log::new(), Flag::new());
    let group = run_group! {
        #[may_finish]
        job: |_, ready| { drop(ready); script("job", &log, [Step::Ok]) } => drop,
        a: |_, ready| sets("a", &log, ready, &up) => drop,
    };
    let mut group = pin!(group.on_ready(|| log.say("ready")));
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll job", "drop job", "poll a"]);
    up.set();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "ready"]);
}

#[test]
fn it_is_dropped_with_what_it_holds_when_it_was_not_called() {
    let held = std::rc::Rc::new(());
    let kept = held.clone();
    drive(run_group! { job: done() => drop }.on_ready(move || drop(kept))).unwrap();
    assert_eq!(std::rc::Rc::strong_count(&held), 1);
}

#[test]
fn it_may_end_the_group() {
    let (log, stop) = (Log::new(), run_group::Stop::new());
    let group = run_group! {
        watch: stop.stopped() => {},
        a: script("a", &log, []) => drop,
    };
    drive(group.on_ready(|| stop.stop())).unwrap();
    log.expect(&["poll a", "poll a", "drop a"]);
}

#[tokio::test(start_paused = true)]
async fn it_is_called_whatever_else_the_group_is_given() {
    let (log, status) = (Log::new(), Status::new());
    let group = run_group! { a: std::future::pending::<()>() => drop };
    let group = group.on_ready(|| log.say("ready")).lame_duck(SECOND).grace(SECOND).drain(SECOND).status(&status);
    let group = group.on_cause(|_| ()).deadline(|| tokio::time::sleep(SECOND)).startup(SECOND);
    group.until(tokio::time::sleep(5 * SECOND)).await.unwrap();
    log.expect(&["ready"]);
}
