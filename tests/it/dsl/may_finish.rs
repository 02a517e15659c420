//! `#[may_finish]`: an `Ok` that is no exit.

use std::{
    cell::Cell,
    future::{pending, ready as ready_with},
    pin::pin,
    sync::mpsc,
};

use run_group::{Signal, run_group, thread};

use crate::support::{
    Actors, Flag, Log, Step, done, drive, drive_beside_threads, failures, holding, panic_text, poll, ready, script,
};

#[test]
fn an_ok_does_not_end_the_group() {
    let log = Log::new();
    let job = Flag::new();
    let group = run_group! {
        #[may_finish]
        migrate: script("migrate", &log, [Step::Ok]) => { log.say("stop migrate") },
        job: script("job", &log, [Step::Until(job.clone()), Step::Ok]) => {},
    };
    let mut group = pin!(group.on_cause(|cause| log.say(cause)));
    assert!(poll(group.as_mut()).is_pending());
    // Dropped in place, like any actor that ends.
    log.expect(&["poll migrate", "drop migrate", "poll job"]);
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll job"]);
    job.set();
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll job", "drop job", "`job` ended", "stop migrate"]);
}

#[test]
fn an_error_ends_the_group() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[may_finish]
        migrate: async { Err("no schema") } => drop,
        server: script("server", &log, []) => drop,
    };
    let error = drive(group.on_cause(|cause| log.say(cause))).unwrap_err();
    assert_eq!(failures(&error), ["migrate failed: no schema"]);
    log.expect(&["poll server", "`migrate` failed: no schema", "drop server"]);
}

#[test]
fn a_panic_ends_the_group() {
    let log = Log::new();
    let group = run_group! {
        #[may_finish]
        migrate: async { panic!("boom") } => drop,
        server: script("server", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drive(group.on_cause(|cause| log.say(cause)))), "boom");
    log.expect(&["poll server", "`migrate` panicked: boom", "drop server"]);
}

#[test]
fn a_panic_in_its_drop_ends_the_group() {
    let log = Log::new();
    let group = run_group! {
        #[may_finish]
        migrate: script("migrate", &log, [Step::Ok]).drop_panics("drop") => drop,
        server: script("server", &log, []) => drop,
    };
    assert_eq!(panic_text(|| drive(group.on_cause(|cause| log.say(cause)))), "drop");
    log.expect(&["poll migrate", "drop migrate", "poll server", "`migrate` panicked: drop", "drop server"]);
}

#[test]
fn a_signal_does_not_end_the_group() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[may_finish]
        first: ready_with(Signal::Interrupt) => drop,
        server: script("server", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
}

#[test]
fn one_that_has_not_finished_is_interrupted_and_joined() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[may_finish]
        migrate: actors.then("migrate", [Step::Pending, Step::Err("rolled back")]) => { actors.interrupt("migrate") },
        job: script("job", &actors.log, [Step::Ok]) => { actors.interrupt("job") },
    });
    assert!(poll(group.as_mut()).is_pending());
    actors.log.expect(&["poll migrate", "poll job", "drop job", "stop migrate", "stop job", "poll migrate"]);
    assert_eq!(failures(&ready(poll(group.as_mut())).unwrap_err()), ["migrate failed: rolled back"]);
}

#[test]
fn with_a_stop_it_finishes_or_is_interrupted() {
    let (finished, interrupted) = (Cell::new(0), Cell::new(0));
    drive(run_group! {
        #[may_finish]
        by_itself: |stop| async { drop(stop); finished.set(finished.get() + 1); Ok(()) },
        #[may_finish]
        waits: |stop| async { stop.stopped().await; interrupted.set(interrupted.get() + 1); Ok(()) },
        job: done() => drop,
    })
    .unwrap();
    assert_eq!((finished.get(), interrupted.get()), (1, 1));
}

#[test]
fn where_all_may_finish_the_group_ends_with_the_last() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[may_finish]
        a: script("a", &log, [Step::Pending, Step::Ok]) => { log.say("stop a") },
        #[may_finish]
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Ok]) => { log.say("stop b") },
        #[may_finish]
        c: script("c", &log, [Step::Ok]) => { log.say("stop c") },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll c", "drop c", "poll a", "drop a", "poll b"]);
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll b", "drop b", "stop a", "stop b", "stop c"]);
}

#[test]
fn where_all_may_finish_the_last_is_the_cause() {
    for (polls, last) in [([3, 1, 2], "a"), ([1, 3, 2], "b"), ([1, 2, 3], "c"), ([2, 2, 2], "c"), ([3, 3, 1], "b")] {
        let log = &Log::new();
        let actor = |name, index: usize| {
            let pending = vec![Step::Pending; polls[index] - 1];
            script(name, &Log::new(), pending.into_iter().chain([Step::Ok]))
        };
        let group = run_group! {
            #[may_finish]
            a: actor("a", 0) => |cause| log.say(cause),
            #[may_finish]
            b: actor("b", 1) => |cause| log.say(cause),
            #[may_finish]
            c: actor("c", 2) => |cause| log.say(cause),
        };
        let mut group = pin!(group.on_cause(|cause| log.say(format_args!("on cause: {cause}"))));
        while poll(group.as_mut()).is_pending() {
            log.expect(&[]);
        }
        let said = format!("`{last}` ended");
        assert_eq!(log.take(), [format!("on cause: {said}"), said.clone(), said.clone(), said], "{polls:?}");
    }
}

#[test]
fn where_all_may_finish_the_first_error_is_the_cause() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[may_finish]
        a: script("a", &log, [Step::Ok]) => { log.say("stop a") },
        #[may_finish]
        b: script("b", &log, [Step::Yield, Step::Err("failed")]) => { log.say("stop b") },
        #[may_finish]
        c: script("c", &log, []) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["b failed: failed"]);
    assert_eq!(log.take()[4..], ["poll b", "drop b", "poll c", "stop a", "stop b", "drop c"]);
}

#[test]
fn where_all_may_finish_the_lasts_error_is_the_result() {
    let group = run_group! {
        type Error = &'static str;
        #[may_finish]
        a: done() => drop,
        #[may_finish]
        b: async { Err("failed") } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["b failed: failed"]);
}

#[test]
fn where_all_may_finish_the_lasts_panic_is_resumed() {
    let group = run_group! {
        #[may_finish]
        a: done() => drop,
        #[may_finish]
        b: async { panic!("boom") } => drop,
    };
    assert_eq!(panic_text(|| drive(group)), "boom");
}

#[test]
fn where_all_have_finished_async_interrupts_still_run() {
    let (log, closed) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[may_finish]
        a: done() => async { script("close a", &log, [Step::Until(closed.clone()), Step::Err("close")]).await },
        #[may_finish]
        b: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll close a"]);
    closed.set();
    assert_eq!(failures(&ready(poll(group.as_mut())).unwrap_err()), ["a failed: close"]);
}

#[test]
fn actors_guarded_out_do_not_count() {
    let log = Log::new();
    let group = run_group! {
        server: pending::<()>() if false => drop,
        #[may_finish]
        a: done() => |cause| log.say(cause),
        #[may_finish]
        b: pending::<()>() if false => drop,
    };
    drive(group).unwrap();
    log.expect(&["`a` ended"]);
}

#[test]
fn actors_configured_out_do_not_count() {
    let log = Log::new();
    let group = run_group! {
        #[cfg(any())]
        server: pending::<()>() => drop,
        #[may_finish]
        job: done() => |cause| log.say(cause),
    };
    drive(group).unwrap();
    log.expect(&["`job` ended"]);
}

#[test]
fn the_only_actor_may_finish() {
    let log = Log::new();
    drive(run_group! { #[may_finish] a: done() => |cause| log.say(cause) }).unwrap();
    log.expect(&["`a` ended"]);
}

#[test]
fn one_that_may_not_finish_stays_the_cause() {
    let log = Log::new();
    let group = run_group! {
        #[may_finish]
        a: done() => drop,
        job: done() => |cause| log.say(cause),
        #[may_finish]
        b: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["`job` ended"]);
}

#[test]
fn the_last_item_of_a_row_is_the_cause() {
    let log = &Log::new();
    let mut group = pin!(run_group! {
        #[may_finish]
        job: script("job", &Log::new(), vec![Step::Pending; polls].into_iter().chain([Step::Ok]))
            for polls in [2, 0, 3, 1] => |cause| log.say(cause),
    });
    for _ in 0..3 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&[]);
    }
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["`job[2]` ended"; 4]);
}

#[test]
fn an_error_of_an_item_ends_the_group() {
    let group = run_group! {
        type Error = &'static str;
        #[may_finish]
        job: ready_with(if item == 2 { Err("failed") } else { Ok(()) }) for item in 0..4 => drop,
        server: pending::<()>() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["job[2] failed: failed"]);
}

#[test]
fn a_thread_may_finish() {
    let log = Log::new();
    let (close, closed) = mpsc::channel::<()>();
    let group = run_group! {
        // Ends when `job` has.
        #[may_finish]
        warm_up: thread(move || { let _ = closed.recv(); }) => {},
        #[may_finish]
        job: holding(close) => drop,
    };
    drive_beside_threads(group.on_cause(|cause| log.say(cause))).unwrap();
    log.expect(&["`warm_up` ended"]);
}

#[test]
fn what_outlives_it_waits_for_its_interrupt() {
    let actors = Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(migrate)]
        db: actors.waits("db") => { actors.interrupt("db") },
        #[may_finish]
        migrate: script("migrate", &actors.log, [Step::Ok]) => { actors.interrupt("migrate") },
        job: script("job", &actors.log, [Step::Pending, Step::Ok]) => { actors.interrupt("job") },
    });
    assert!(poll(group.as_mut()).is_pending());
    actors.log.take();
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&[
        "poll db",
        "poll job",
        "drop job",
        "stop migrate",
        "stop db",
        "stop job",
        "poll db",
        "drop db",
    ]);
}

#[test]
fn a_closed_gate_keeps_the_group_running() {
    let (log, open) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        #[may_finish]
        a: done() => drop,
        #[may_finish]
        #[when(script("gate", &log, [Step::Until(open.clone()), Step::Ok]))]
        b: done() => |cause| log.say(cause),
    });
    assert!(poll(group.as_mut()).is_pending());
    open.set();
    ready(poll(group.as_mut())).unwrap();
    assert_eq!(log.count("`b` ended"), 1);
}
