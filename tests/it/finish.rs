//! `#[may_finish]` and `#[must_run]`: which ends are no exit, and which are too early.

use std::{
    cell::{Cell, RefCell},
    error::Error as _,
    future::{pending, ready as ready_with},
    pin::pin,
    sync::mpsc,
};

use run_group::{AnyError, Cause, End, Signal, run_group, thread};

use crate::support::{
    Crew, Flag, Log, Step, done, drive, drive_beside_threads, failures, holding, panic_text, poll, ready, script,
};

// `#[may_finish]`

#[test]
fn an_ok_of_one_that_may_finish_does_not_end_the_group() {
    let log = Log::new();
    let job = Flag::new();
    let group = run_group! {
        #[may_finish]
        migrate: script("migrate", &log, [Step::Ok]) => { log.say("stop migrate") },
        job: script("job", &log, [Step::Until(job.clone()), Step::Ok]) => {},
    };
    let mut group = pin!(group.on_cause(|cause| log.say(cause)));
    assert!(poll(group.as_mut()).is_pending());
    // Dropped where it stands, as any that ends.
    log.expect(&["poll migrate", "drop migrate", "poll job"]);
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll job"]);
    job.set();
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll job", "drop job", "`job` ended", "stop migrate"]);
}

#[test]
fn an_error_of_one_that_may_finish_ends_the_group() {
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
fn a_panic_of_one_that_may_finish_ends_the_group() {
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
fn one_that_may_finish_and_whose_drop_panics_when_it_has_ends_the_group() {
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
fn a_signal_that_may_finish_does_not_end_the_group() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[may_finish]
        first: ready_with(Signal::Interrupt) => drop,
        server: script("server", &log, []) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
}

#[test]
fn one_that_may_finish_and_has_not_is_interrupted_and_joined_like_any_other() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[may_finish]
        migrate: crew.then("migrate", [Step::Pending, Step::Err("rolled back")]) => { crew.tell("migrate") },
        job: script("job", &crew.log, [Step::Ok]) => { crew.tell("job") },
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll migrate", "poll job", "drop job", "stop migrate", "stop job", "poll migrate"]);
    assert_eq!(failures(&ready(poll(group.as_mut())).unwrap_err()), ["migrate failed: rolled back"]);
}

#[test]
fn one_that_may_finish_with_a_stop_and_no_interrupt_finishes_by_itself_or_is_told() {
    let (finished, told) = (Cell::new(0), Cell::new(0));
    drive(run_group! {
        #[may_finish]
        by_itself: |stop| async { drop(stop); finished.set(finished.get() + 1); Ok(()) },
        #[may_finish]
        told: |stop| async { stop.stopped().await; told.set(told.get() + 1); Ok(()) },
        job: done() => drop,
    })
    .unwrap();
    assert_eq!((finished.get(), told.get()), (1, 1));
}

// All may finish

#[test]
fn a_group_in_which_all_may_finish_ends_with_ok_when_all_have() {
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
fn where_all_may_finish_the_last_is_the_cause_that_every_interrupt_is_called_with_once() {
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
fn where_all_may_finish_the_first_error_is_the_cause_and_the_rest_is_interrupted() {
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
fn where_all_may_finish_an_error_of_the_last_is_the_result() {
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
fn where_all_may_finish_a_panic_of_the_last_goes_on() {
    let group = run_group! {
        #[may_finish]
        a: done() => drop,
        #[may_finish]
        b: async { panic!("boom") } => drop,
    };
    assert_eq!(panic_text(|| drive(group)), "boom");
}

#[test]
fn where_all_may_finish_the_async_interrupts_still_run_to_their_end() {
    let (log, told) = (Log::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[may_finish]
        a: done() => async { script("telling a", &log, [Step::Until(told.clone()), Step::Err("close")]).await },
        #[may_finish]
        b: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll telling a"]);
    told.set();
    assert_eq!(failures(&ready(poll(group.as_mut())).unwrap_err()), ["a failed: close"]);
}

#[test]
fn those_that_are_guarded_out_do_not_keep_those_that_may_finish_from_being_all() {
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
fn the_only_actor_may_finish() {
    let log = Log::new();
    drive(run_group! { #[may_finish] a: done() => |cause| log.say(cause) }).unwrap();
    log.expect(&["`a` ended"]);
}

#[test]
fn an_actor_that_may_not_finish_is_the_cause_though_all_others_have_finished_in_its_pass() {
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
fn the_members_of_a_row_that_may_finish_are_waited_for_and_the_last_is_the_cause() {
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
fn an_error_of_a_member_of_a_row_that_may_finish_ends_the_group() {
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
        // Ends when the other has.
        #[may_finish]
        warm_up: thread(move || { let _ = closed.recv(); }) => {},
        #[may_finish]
        job: holding(close) => drop,
    };
    drive_beside_threads(group.on_cause(|cause| log.say(cause))).unwrap();
    log.expect(&["`warm_up` ended"]);
}

#[test]
fn one_that_may_finish_and_has_is_over_for_who_outlives_it_only_when_its_interrupt_was_called() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(migrate)]
        db: crew.waits("db") => { crew.tell("db") },
        #[may_finish]
        migrate: script("migrate", &crew.log, [Step::Ok]) => { crew.tell("migrate") },
        job: script("job", &crew.log, [Step::Pending, Step::Ok]) => { crew.tell("job") },
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.take();
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll db", "poll job", "drop job", "stop migrate", "stop db", "stop job", "poll db", "drop db"]);
}

#[test]
fn one_that_may_finish_and_has_a_closed_gate_keeps_the_group_until_the_gate_opens() {
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

// `#[must_run]`

#[test]
fn an_ok_of_one_that_must_run_before_it_was_interrupted_is_an_error() {
    let log = Log::new();
    let group = run_group! {
        #[must_run]
        consumer: script("consumer", &log, [Step::Ok]) => { log.say("stop consumer") },
        server: script("server", &log, []) => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(error.to_string(), "actor `consumer` ended before it was asked to");
    assert_eq!((error.actor(), error.others().len()), (Some("consumer"), 0));
    log.expect(&["poll consumer", "drop consumer", "poll server", "stop consumer", "drop server"]);
}

#[test]
fn the_error_of_one_that_ended_early_is_no_error_of_its_own() {
    let group = || run_group! { #[must_run] consumer: done() => drop };
    let error = drive(group()).unwrap_err();
    assert!(matches!(error.end(), End::Early));
    assert!(error.get_ref().is_none() && error.source().is_none());
    assert_eq!(format!("{error:?}"), "actor `consumer` ended before it was asked to");
    assert!(drive(group()).unwrap_err().into_inner().is_none());
}

#[test]
fn the_cause_says_that_one_ended_early_to_every_interrupt_and_has_no_error() {
    let log = Log::new();
    let say = |cause: &Cause<'_, AnyError>| {
        let early = matches!(cause.end(), End::Early) && cause.error().is_none() && cause.signal().is_none();
        log.say(format_args!("{}, {cause}, {early}", cause.actor()));
    };
    let group = run_group! {
        server: pending::<()>() => drop,
        a: done() if false => |cause| say(cause),
        #[must_run]
        consumer: done() => |cause| say(cause),
        b: done() => |cause| say(cause),
    };
    drive(group.on_cause(|cause| say(cause))).unwrap_err();
    log.expect(&["consumer, `consumer` ended before it was asked to, true"; 3]);
}

#[test]
fn an_ok_of_one_that_must_run_behind_its_interrupt_is_fine() {
    let crew = Crew::new();
    let group = run_group! {
        #[must_run]
        a: crew.waits("a") => { crew.tell("a") },
        #[must_run]
        b: |stop| async { stop.stopped().await; Ok(()) },
        #[must_run]
        c: pending::<()>() => drop,
        #[must_run]
        d: crew.waits("d") => async { crew.tell("d") },
        job: done() => drop,
    };
    let mut group = pin!(group);
    assert!(poll(group.as_mut()).is_pending());
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn one_that_must_run_and_ends_in_the_pass_of_the_cause_ended_early() {
    let group = run_group! {
        job: done() => drop,
        #[must_run]
        consumer: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["consumer ended before it was asked to"]);
}

#[test]
fn an_error_and_a_panic_of_one_that_must_run_are_what_they_are() {
    let group = run_group! {
        type Error = &'static str;
        #[must_run]
        a: async { Err("failed") } => drop,
        #[must_run]
        b: async { panic!("boom") } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["a failed: failed", "b panicked: boom"]);
}

#[test]
fn one_that_must_run_and_ends_in_an_ordered_drain_before_its_turn_ended_early() {
    let crew = Crew::new();
    let group = run_group! {
        type Error = &'static str;
        #[must_run]
        #[outlives(http)]
        consumer: script("consumer", &crew.log, [Step::Pending, Step::Ok]) => { crew.tell("consumer") },
        http: crew.then("http", [Step::Yield, Step::Err("flush")]) => { crew.tell("http") },
        job: async { Err("first") } => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["job failed: first", "consumer ended before it was asked to", "http failed: flush"]);
    // It is told all the same, in its turn.
    assert_eq!(crew.log.count("stop consumer"), 1);
}

#[test]
fn one_that_must_run_and_ends_early_behind_an_ok_is_the_result() {
    let crew = Crew::new();
    let group = run_group! {
        #[must_run]
        #[outlives(http)]
        consumer: script("consumer", &crew.log, [Step::Pending, Step::Ok]) => {},
        http: crew.then("http", [Step::Yield, Step::Ok]) => { crew.tell("http") },
        job: done() => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["consumer ended before it was asked to"]);
}

#[test]
fn one_that_must_run_and_ends_in_its_turn_of_an_ordered_drain_is_fine() {
    let crew = Crew::new();
    let group = run_group! {
        #[must_run]
        #[outlives(http)]
        consumer: crew.waits("consumer") => { crew.tell("consumer") },
        http: crew.waits("http") => { crew.tell("http") },
        job: done() => drop,
    };
    drive(group).unwrap();
}

#[test]
fn one_that_must_run_and_whose_gate_is_closed_when_it_is_interrupted_has_not_ended_early() {
    drive(run_group! {
        #[must_run]
        #[when(pending::<()>())]
        consumer: done() => {},
        job: done() => drop,
    })
    .unwrap();
}

#[test]
fn one_that_must_run_and_panics_when_it_is_dropped_behind_its_early_end_has_failed_twice() {
    let log = Log::new();
    let group = run_group! {
        #[must_run]
        consumer: script("consumer", &log, [Step::Ok]).drop_panics("drop") => drop,
    };
    let failed = ["consumer ended before it was asked to", "consumer panicked: drop"];
    assert_eq!(failures(&drive(group).unwrap_err()), failed);
}

#[test]
fn a_member_of_a_row_that_must_run_ended_early_by_its_own_name() {
    let crew = &Crew::new();
    let group = run_group! {
        #[must_run]
        worker: if name == "y" { script(name, &crew.log, [Step::Ok]) } else { crew.waits(name) }
            for name in ["x", "y", "z"] => move || crew.tell(name),
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["worker[1] ended before it was asked to"]);
    assert_eq!(error.to_string(), "actor `worker[1]` ended before it was asked to");
}

#[test]
fn each_member_of_a_row_that_must_run_and_ends_early_is_an_error() {
    let group = run_group! {
        #[must_run]
        worker: done() for _ in 0..2 => drop,
    };
    let failed = ["worker[0] ended before it was asked to", "worker[1] ended before it was asked to"];
    assert_eq!(failures(&drive(group).unwrap_err()), failed);
}

#[test]
fn one_that_must_run_beside_one_that_may_finish() {
    let seen = RefCell::new(Vec::new());
    let group = run_group! {
        #[may_finish]
        migrate: async { seen.borrow_mut().push("migrate"); Ok(()) } => drop,
        #[must_run]
        consumer: async { seen.borrow_mut().push("consumer"); Ok(()) } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["consumer ended before it was asked to"]);
    assert_eq!(seen.into_inner(), ["migrate", "consumer"]);
}
