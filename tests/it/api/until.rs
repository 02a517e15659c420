//! `Group::until`: a future that asks the group to stop.

use std::{
    cell::Cell,
    future::{Future, pending, poll_fn, ready},
    pin::pin,
    task::Poll,
};

use run_group::{End, Stop, run_group};

use crate::{
    api::support::SECOND,
    support::{
        Actors, DetectDrop, Flag, Log, Step, budget::burn, drive, failures, numbered::Numbered, panic_text, poll,
        ready as done, script,
    },
};

/// Done when the flag is set.
fn set(flag: &Flag) -> impl Future<Output = ()> + use<> {
    let flag = flag.clone();
    poll_fn(move |cx| if flag.wait(cx) { Poll::Ready(()) } else { Poll::Pending })
}

#[test]
fn the_cause_is_an_ok_of_no_actor() {
    let (ask, actors) = (Flag::new(), Actors::new());
    let group = run_group! { a: actors.waits("a") => { actors.interrupt("a") }, b: actors.waits("b") => { actors.interrupt("b") } };
    let mut group = pin!(group.until(set(&ask)).on_cause(|cause| {
        assert_eq!((cause.actor(), cause.to_string().as_str()), ("", "asked to stop"));
        assert!(matches!(cause.end(), End::Ok));
        assert!(cause.error().is_none() && cause.signal().is_none());
    }));
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll a", "poll b"]);
    ask.set();
    done(poll(group.as_mut())).unwrap();
    // As after any other cause, and the actors are polled on the way there.
    actors.log.expect(&["poll a", "poll b", "stop a", "stop b", "poll a", "drop a", "poll b", "drop b"]);
}

#[test]
fn at_the_first_poll_each_actor_is_started_all_the_same() {
    let log = Log::new();
    drive(
        run_group! {
            a: script("a", &log, [Step::Pending]) => drop,
            b: script("b", &log, [Step::Pending]) => drop,
        }
        .until(ready(())),
    )
    .unwrap();
    log.expect(&["poll a", "poll b", "drop a", "drop b"]);
}

#[test]
fn it_comes_before_an_end_in_the_same_poll() {
    let log = Log::new();
    let group = run_group! { a: ready(Err::<(), _>("late")) => |cause| log.say(cause) };
    let error = drive(group.until(ready(()))).unwrap_err();
    log.expect(&["asked to stop"]);
    // The actor's error counts.
    assert_eq!(failures(&error), ["a failed: late"]);
}

#[test]
fn an_end_in_an_earlier_poll_comes_before_it() {
    let (ask, stop, log, polls) = (Flag::new(), Flag::new(), Log::new(), Cell::new(0));
    let group = run_group! {
        a: ready(()) => |cause| log.say(cause),
        b: script("b", &log, [Step::Until(stop.clone()), Step::Ok]) => {},
    };
    let asks = poll_fn(|cx| {
        polls.set(polls.get() + 1);
        if ask.wait(cx) { Poll::Ready(()) } else { Poll::Pending }
    });
    let mut group = pin!(group.until(asks));
    assert!(poll(group.as_mut()).is_pending());
    ask.set();
    stop.set();
    done(poll(group.as_mut())).unwrap();
    assert_eq!(log.count("`a` ended"), 1);
    // Nor is it polled any more.
    assert_eq!(polls.get(), 1);
}

#[test]
fn of_several_each_asks() {
    for asks in 0..3 {
        let flags = [Flag::new(), Flag::new(), Flag::new()];
        let group = run_group! { a: pending::<()>() => drop };
        let mut group = pin!(group.until(set(&flags[0])).until(set(&flags[1])).on_cause(|_| {}).until(set(&flags[2])));
        assert!(poll(group.as_mut()).is_pending());
        flags[asks].set();
        done(poll(group.as_mut())).unwrap();
    }
}

#[test]
fn it_takes_what_becomes_a_future() {
    let stop = Stop::new();
    stop.stop();
    drive(run_group! { a: pending::<()>() => drop }.until(&stop)).unwrap();
    drive(run_group! { a: pending::<()>() => drop }.until(stop)).unwrap();
    drive(run_group! { a: pending::<()>() => drop }.until(async { "what it returns is dropped" })).unwrap();
}

#[test]
fn it_has_the_tasks_waker_and_polls_no_actor() {
    let actors = Numbered::of(70);
    let group = run_group! { row: actors.nth(index) for index in 0..70 => drop };
    let ask = Flag::new();
    let mut group = actors.with_own_wakers(Box::pin(group.until(set(&ask))));
    ask.set();
    assert_eq!(actors.task.take(), 1);
    done(poll(group.as_mut())).unwrap();
    assert_eq!(actors.take(), []);
}

#[test]
fn it_is_dropped_when_it_is_done() {
    let log = Log::new();
    let held = DetectDrop("what asks", log.clone());
    let asks = async move {
        let _held = held;
    };
    drive(run_group! { a: script("a", &log, []) => drop }.until(asks)).unwrap();
    log.expect(&["drop what asks", "poll a", "drop a"]);
}

#[test]
fn one_that_is_not_done_is_dropped_with_the_group() {
    let log = Log::new();
    let held = DetectDrop("what asks", log.clone());
    let asks = async move {
        let _held = held;
        pending::<()>().await;
    };
    drive(run_group! { a: ready(()) => { log.say("stop a") } }.until(asks)).unwrap();
    log.expect(&["stop a", "drop what asks"]);
}

#[test]
fn a_panic_in_it_is_the_cause_and_resumed() {
    let log = Log::new();
    let text = panic_text(|| {
        let stop = Flag::new();
        drive(
            run_group! {
                a: script("a", &log, [Step::Until(stop.clone()), Step::Ok]) => |cause| { log.say(cause); stop.set() },
            }
            .until(async { panic!("no menu") })
            .on_cause(|cause| {
                assert_eq!((cause.actor(), cause.end().to_string().as_str()), ("", "panicked: no menu"));
            }),
        )
    });
    assert_eq!(text, "no menu");
    log.expect(&["poll a", "the group panicked: no menu", "poll a", "drop a"]);
}

#[test]
fn a_panic_in_its_drop_is_the_cause_too() {
    let asks = async {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("on the way out");
            }
        }
        let _bomb = Bomb;
    };
    let report = drive(run_group! { a: pending::<()>() => drop }.until(asks).report());
    assert_eq!(report.cause().unwrap().to_string(), "the group panicked: on the way out");
    assert_eq!(report.exit_code(), 101);
}

#[test]
fn a_group_without_actors_is_not_asked() {
    let report =
        drive(run_group! { a: pending::<()>() if false => drop }.until(ready(())).on_cause(|_| panic!()).report());
    assert!(report.cause().is_none() && report.result().is_ok());
}

#[test]
fn after_actors_that_may_finish_it_still_asks() {
    let ask = Flag::new();
    let group = run_group! { #[may_finish] a: ready(()) => drop, b: pending::<()>() => drop };
    let mut group = pin!(group.until(set(&ask)).on_cause(|cause| assert_eq!(cause.to_string(), "asked to stop")));
    assert!(poll(group.as_mut()).is_pending());
    ask.set();
    done(poll(group.as_mut())).unwrap();
}

#[test]
fn an_error_after_it_is_the_error_of_the_group() {
    let error =
        drive(run_group! { flush: |stop| async { stop.stopped().await; Err("disk full".into()) } }.until(ready(())))
            .unwrap_err();
    assert_eq!(failures(&error), ["flush failed: disk full"]);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_counts_from_it() {
    let start = tokio::time::Instant::now();
    let error = run_group! { a: pending::<()>() => {} }
        .grace(2 * SECOND)
        .until(tokio::time::sleep(3 * SECOND))
        .await
        .unwrap_err();
    assert_eq!((error.stuck(), start.elapsed()), (vec!["a"], 5 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn there_is_no_lame_duck_after_it() {
    let start = tokio::time::Instant::now();
    run_group! { a: |stop| async { stop.stopped().await; Ok(()) } }.lame_duck(SECOND).until(ready(())).await.unwrap();
    assert!(start.elapsed().is_zero());
}

#[tokio::test]
async fn actors_that_spend_the_budget_do_not_keep_it_waiting() {
    let (asked, asks) = tokio::sync::oneshot::channel::<()>();
    let (polls, mut asked) = (Cell::new(0), Some(asked));
    run_group! {
        burner: burn(&polls) => drop,
        other: async {
            poll_fn(|cx| {
                if polls.get() > 100 { asked.take().map(|asked| asked.send(())); }
                cx.waker().wake_by_ref();
                Poll::Pending
            })
            .await
        } => drop,
    }
    .until(asks)
    .await
    .unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_report_shows_it_on_its_first_line() {
    let report = run_group! {
        a: |stop| async { stop.stopped().await; Ok(()) },
        b: async { tokio::time::sleep(SECOND).await; Ok(()) } => drop,
    }
    .until(tokio::time::sleep(SECOND / 2))
    .report()
    .await;
    let text = report.to_string();
    assert_eq!(text.lines().next(), Some("after 500ms: asked to stop"));
    assert!(!text.contains("the cause"), "{text}");
}
