//! `#[may_finish]` on a nested group: its first exit, if it is an `Ok`, makes it drain alone.

use std::{
    future::{pending, ready as ready_with},
    pin::pin,
};

use run_group::{run_group, task};
use tokio::time::{Instant, sleep};

use crate::support::{
    Actors, Flag, Log, SECOND, Step, counting_waker, drive, failures, poll, poll_once, ready, script,
};

#[test]
fn its_own_actors_are_interrupted_and_no_other() {
    let actors = Actors::new();
    let job = Flag::new();
    let group = run_group! {
        #[may_finish]
        sub: run_group! {
            a: actors.waits("a") => |cause| { actors.log.say(cause); actors.interrupt("a") },
            job: script("job", &actors.log, [Step::Until(job.clone()), Step::Ok]) => { actors.log.say("stop job") },
        } => { actors.log.say("stop sub") },
        server: actors.waits("server") => |cause| { actors.log.say(cause); actors.interrupt("server") },
        end: actors.waits("end") => {},
    };
    let mut group = pin!(group.on_cause(|cause| actors.log.say(format_args!("cause {cause}"))));
    assert!(poll(group.as_mut()).is_pending());
    actors.log.take();
    job.set();
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&[
        "poll a",
        "poll job",
        "drop job",
        "poll server",
        "poll end",
        "stop sub",
        "`sub.job` ended",
        "stop a",
        "stop job",
        "poll a",
        "drop a",
        "poll server",
        "poll end",
    ]);
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll server", "poll end"]);
    actors.interrupt("end");
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&[
        "stop end",
        "poll server",
        "poll end",
        "drop end",
        "cause `end` ended",
        "`end` ended",
        "stop server",
        "poll server",
        "drop server",
    ]);
}

#[test]
fn they_are_interrupted_in_their_own_order() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        // Neither order reaches into the group or out of it.
        #[outlives(sub)] before: actors.waits("before") => { actors.interrupt("before") },
        #[may_finish] #[outlives(server)]
        sub: run_group! {
            #[outlives(b)] a: actors.waits("a") => { actors.interrupt("a") },
            b: actors.waits("b") => { actors.interrupt("b") },
            job: ready_with(()) => drop,
        },
        server: actors.waits("server") => { actors.interrupt("server") },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(actors.take_stops(), ["stop b", "stop a"]);
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll before", "poll server"]);
}

#[test]
fn a_failure_in_it_is_the_cause_at_once() {
    let log = Log::new();
    let error = drive(
        run_group! {
            #[may_finish]
            sub: run_group! { a: ready_with(Err::<(), _>("broken")) => drop, b: pending::<()>() => drop },
            server: pending::<()>() => |cause| log.say(cause),
        }
        .deadline(|| ready_with(())),
    )
    .unwrap_err();
    assert_eq!(failures(&error)[0], "sub.a failed: broken");
    log.expect(&["`sub.a` failed: broken"]);
}

#[test]
fn a_failure_while_it_drains_is_the_cause_at_once() {
    let actors = Actors::new();
    let error = drive(
        run_group! {
            #[may_finish]
            sub: run_group! {
                flush: actors.then("flush", [Step::Err("no space")]) => { actors.interrupt("flush") },
                job: ready_with(()) => drop,
            },
            server: actors.waits("server") => { actors.interrupt("server") },
        }
        .on_cause(|cause| actors.log.say(cause)),
    )
    .unwrap_err();
    assert_eq!(failures(&error), ["sub.flush failed: no space"]);
    assert_eq!(actors.take_stops(), ["stop flush", "`sub.flush` failed: no space", "stop server"]);
}

#[test]
fn an_interrupt_in_it_that_panics_is_the_cause() {
    let actors = Actors::new();
    let report = drive(
        run_group! {
            #[may_finish]
            sub: run_group! {
                a: pending::<()>() => { panic!("boom") },
                b: actors.waits("b") => { actors.interrupt("b") },
                job: ready_with(()) => drop,
            },
            server: actors.waits("server") => { actors.interrupt("server") },
        }
        .report(),
    );
    assert_eq!(failures(report.result().unwrap_err()), ["sub.a panicked: boom"]);
    assert_eq!(report.cause().unwrap().to_string(), "`sub.a` panicked: boom");
    assert_eq!(actors.take_stops(), ["stop b", "stop server"]);
}

#[test]
fn as_the_last_of_all_it_is_the_cause_with_its_first_exit() {
    let actors = Actors::new();
    let group = run_group! {
        #[may_finish]
        sub: run_group! {
            a: actors.then("a", [Step::Yield, Step::Ok]) => { actors.interrupt("a") },
            job: ready_with(()) => async { actors.log.say("closing"); Ok(()) },
        },
        #[may_finish] other: ready_with(()) => { actors.log.say("stop other") },
    };
    drive(group.on_cause(|cause| actors.log.say(cause))).unwrap();
    assert_eq!(actors.take_stops(), ["stop a", "`sub.job` ended", "stop other"]);
}

#[test]
fn the_last_of_the_others_ends_the_group() {
    let actors = Actors::new();
    let other = Flag::new();
    let mut group = pin!(run_group! {
        #[may_finish]
        sub: run_group! { a: actors.waits("a") => { actors.interrupt("a") }, job: ready_with(()) => drop },
        #[may_finish]
        other: script("other", &actors.log, [Step::Until(other.clone()), Step::Ok]) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    other.set();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(actors.take_stops(), ["stop a"]);
}

#[test]
fn one_in_another_that_drains_is_interrupted_with_it() {
    let actors = Actors::new();
    let job = Flag::new();
    let mut group = pin!(run_group! {
        #[may_finish]
        sub: run_group! {
            #[may_finish]
            deep: run_group! {
                a: actors.waits("a") => |cause| { actors.log.say(cause); actors.interrupt("a") },
                first: ready_with(()) => drop,
            },
            b: actors.waits("b") => |cause| { actors.log.say(cause); actors.interrupt("b") },
            job: script("job", &actors.log, [Step::Until(job.clone()), Step::Ok]) => drop,
        },
        server: pending::<()>() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(actors.take_stops(), ["`sub.deep.first` ended", "stop a"]);
    job.set();
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(actors.take_stops(), ["`sub.job` ended", "stop b"]);
}

#[test]
fn the_last_to_finish_in_a_group_around_it_is_that_ones_exit() {
    let log = Log::new();
    drive(
        run_group! {
            sub: run_group! {
                #[may_finish] a: ready_with(()) => drop,
                #[may_finish] deep: run_group! { b: ready_with(()) => drop },
            },
            server: pending::<()>() => drop,
        }
        .on_cause(|cause| log.say(cause)),
    )
    .unwrap();
    log.expect(&["`sub.deep.b` ended"]);
}

#[test]
fn in_the_outer_drain_what_is_left_of_it_has_the_outer_cause() {
    let actors = Actors::new();
    drive(run_group! {
        #[may_finish]
        sub: run_group! {
            #[outlives(slow)] a: actors.waits("a") => |cause| { actors.log.say(cause); actors.interrupt("a") },
            slow: actors.then("slow", [Step::Yield, Step::Yield, Step::Ok]) => { actors.interrupt("slow") },
            job: ready_with(()) => drop,
        },
        end: script("end", &actors.log, [Step::Yield, Step::Ok]) => {},
    })
    .unwrap();
    assert_eq!(actors.take_stops(), ["stop slow", "`end` ended", "stop a"]);
}

#[test]
fn it_drains_when_each_actor_has_a_waker_of_its_own() {
    let actors = Actors::new();
    let job = Flag::new();
    let (woken, waker) = counting_waker();
    let mut group = Box::pin(run_group! {
        idle: pending::<()>() for _ in 0..8 => drop,
        #[may_finish]
        sub: run_group! {
            #[outlives(b)] a: actors.then("a", [Step::Yield, Step::Ok]) => { actors.interrupt("a") },
            b: actors.then("b", [Step::Yield, Step::Ok]) => { actors.interrupt("b") },
            job: script("job", &actors.log, [Step::Until(job.clone()), Step::Ok]) => drop,
        },
    });
    for _ in 0..20 {
        assert!(poll_once(group.as_mut(), &waker).is_pending());
    }
    job.set();
    while woken.take() > 0 {
        assert!(poll_once(group.as_mut(), &waker).is_pending());
    }
    assert_eq!(actors.take_stops(), ["stop b", "stop a"]);
    assert_eq!(actors.log.count("poll idle"), 0);
}

#[test]
fn after_it_only_the_woken_are_polled_again() {
    let (a, log) = (Flag::new(), Log::new());
    let (woken, waker) = counting_waker();
    let mut group = Box::pin(run_group! {
        idle: script("idle", &log, []) for _ in 0..8 => drop,
        #[may_finish] sub: run_group! { job: ready_with(()) => drop },
        a: script("a", &log, [Step::Until(a.clone()), Step::Pending]) => drop,
    });
    for _ in 0..20 {
        assert!(poll_once(group.as_mut(), &waker).is_pending());
    }
    log.take();
    a.set();
    assert_eq!(woken.take(), 1);
    assert!(poll_once(group.as_mut(), &waker).is_pending());
    log.expect(&["poll a"]);
}

#[tokio::test(start_paused = true)]
async fn the_outer_grace_bounds_it_from_its_first_exit() {
    let start = Instant::now();
    let report = run_group! {
        #[may_finish]
        sub: run_group! { a: pending::<()>() => {}, job: async { sleep(SECOND).await; Ok(()) } => drop },
        server: |stop| async { stop.stopped().await; sleep(2 * SECOND).await; Ok(()) },
    }
    .grace(5 * SECOND)
    .report()
    .await;
    let error = report.result().unwrap_err();
    assert_eq!(error.stuck(), ["sub.a"]);
    assert_eq!(report.cause().unwrap().to_string(), "`sub.a` was stuck");
    assert_eq!(start.elapsed(), 8 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_outer_grace_counts_anew_from_the_cause() {
    let start = Instant::now();
    let error = run_group! {
        #[may_finish]
        sub: run_group! { a: pending::<()>() => {}, job: ready_with(()) => drop },
        server: async { sleep(3 * SECOND).await; Ok(()) } => drop,
    }
    .grace(5 * SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["sub.a"]);
    assert_eq!(start.elapsed(), 8 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_next_that_drains_alone_has_all_of_the_grace() {
    let report = run_group! {
        #[may_finish]
        first: run_group! { a: |stop| async { stop.stopped().await; sleep(4 * SECOND).await; Ok(()) }, job: ready_with(()) => drop },
        #[may_finish]
        second: run_group! {
            a: |stop| async { stop.stopped().await; sleep(4 * SECOND).await; Ok(()) },
            job: async { sleep(3 * SECOND).await; Ok(()) } => drop,
        },
        server: async { sleep(20 * SECOND).await; Ok(()) } => drop,
    }
    .grace(5 * SECOND)
    .report()
    .await;
    report.result().unwrap();
    assert_eq!(report.cause().unwrap().to_string(), "`server` ended");
}

#[tokio::test(start_paused = true)]
async fn one_in_a_later_turn_has_a_last_call() {
    let start = Instant::now();
    let error = run_group! {
        #[may_finish]
        sub: run_group! {
            a: pending::<()>() => {},
            #[outlives(a)] b: |stop| async { stop.stopped().await; sleep(SECOND / 2).await; Ok(()) },
            job: ready_with(()) => drop,
        },
        server: |stop| async { stop.stopped().await; Ok(()) },
    }
    .grace(10 * SECOND)
    .await
    .unwrap_err();
    assert_eq!((error.stuck(), error.cut_short()), (vec!["sub.a"], vec![]));
    assert_eq!(start.elapsed(), 10 * SECOND + SECOND / 2);
}

#[tokio::test(start_paused = true)]
async fn its_own_limit_bounds_it_too() {
    let start = Instant::now();
    let error = run_group! {
        #[may_finish] #[grace(SECOND)]
        sub: run_group! { a: pending::<()>() => {}, job: ready_with(()) => drop },
        server: pending::<()>() => drop,
    }
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["sub.a"]);
    assert_eq!(start.elapsed(), SECOND);
}

#[tokio::test]
async fn a_task_in_it_is_joined() {
    run_group! {
        #[may_finish]
        sub: run_group! { a: task(pending::<()>()) => drop, job: ready_with(()) => drop },
        #[may_finish]
        other: async { tokio::task::yield_now().await; Ok(()) } => drop,
    }
    .await
    .unwrap();
}

#[test]
fn a_gate_that_is_closed_holds_up_nothing_when_it_drains() {
    let log = Log::new();
    drive(run_group! {
        #[may_finish]
        sub: run_group! {
            #[when(pending::<()>())] deep: run_group! { a: async { log.say("polled"); Ok(()) } => drop },
            job: ready_with(()) => drop,
        },
        #[may_finish] other: ready_with(()) => drop,
    })
    .unwrap();
    log.expect(&[]);
}
