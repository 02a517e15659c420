//! `#[cfg]` on actors: one that is configured out is not there.
//!
//! `#[cfg(all())]` is in and `#[cfg(any())]` is out in every configuration, so one test binary has them all.

use std::{future::pending, pin::pin};

use run_group::{Error, run_group};

use crate::{
    model::{Built, Event, Kind, Plan, World, check, drop_order},
    support::{Crew, Log, Step, counting_waker, done, drive, failures, poll, poll_once, ready, script},
};

// Every configuration of four actors, under several orders: each compared with the model.

/// A group of four of whom some are configured out.
struct Configured {
    present: [bool; 4],
    build: fn(&World) -> Built<'_>,
}

/// How the four are interrupted.
const KINDS: [Kind; 4] = [Kind::Block, Kind::Drop, Kind::Later, Kind::Stop];

/// `configured!(all any all all; a #[outlives(a)] b c d)`: without `b`.
macro_rules! configured {
    (
        $in_a:ident $in_b:ident $in_c:ident $in_d:ident;
        $(#[$a:meta])? a $(#[$b:meta])? b $(#[$c:meta])? c $(#[$d:meta])? d
    ) => {
        Configured {
            present: [cfg!($in_a()), cfg!($in_b()), cfg!($in_c()), cfg!($in_d())],
            build: |world| {
                let _ = world;
                Box::pin(run_group! {
                    type Error = &'static str;
                    $(#[$a])?
                    #[cfg($in_a())]
                    a: world.actor(0) => { world.call(0) },
                    #[cfg($in_b())]
                    $(#[$b])?
                    b: world.actor(1) => drop,
                    $(#[$c])?
                    #[cfg($in_c())]
                    c: world.actor(2) => || {
                        let telling = world.telling(2);
                        async { telling.await?; Ok(()) }
                    },
                    #[cfg($in_d())]
                    $(#[$d])?
                    d: |stop| world.stoppable(3, stop),
                })
            },
        }
    };
}

/// All sixteen configurations of a group of four.
macro_rules! configurations {
    ($($order:tt)*) => {
        [
            configured!(all all all all; $($order)*),
            configured!(any all all all; $($order)*),
            configured!(all any all all; $($order)*),
            configured!(any any all all; $($order)*),
            configured!(all all any all; $($order)*),
            configured!(any all any all; $($order)*),
            configured!(all any any all; $($order)*),
            configured!(any any any all; $($order)*),
            configured!(all all all any; $($order)*),
            configured!(any all all any; $($order)*),
            configured!(all any all any; $($order)*),
            configured!(any any all any; $($order)*),
            configured!(all all any any; $($order)*),
            configured!(any all any any; $($order)*),
            configured!(all any any any; $($order)*),
            configured!(any any any any; $($order)*),
        ]
    };
}

/// Runs every configuration, with each of those that are there as the cause, and drops it before and behind its first
/// poll. `awaited` is whom each outlives.
#[track_caller]
fn check_all(awaited: [&[usize]; 4], configurations: [Configured; 16]) {
    let awaited = awaited.map(<[usize]>::to_vec);
    for (number, Configured { present, build }) in configurations.into_iter().enumerate() {
        assert_eq!(present, [0, 1, 2, 3].map(|index| number >> index & 1 == 0), "each configuration is there once");
        let plans = [0, 1, 2, 3].map(|index| {
            let waits = Plan { lingers: 1, telling: 2, ..Plan::waits(KINDS[index]) };
            present[index].then_some(waits)
        });
        if number == 15 {
            check(&awaited, &plans, build);
        }
        for cause in (0..4).filter(|&index| present[index]) {
            let mut plans = plans;
            plans[cause].as_mut().unwrap().ends_at = Some(1);
            check(&awaited, &plans, build);
        }
        for polls in 0..2 {
            let world = World::new(&plans);
            let mut group = build(&world);
            for _ in 0..polls {
                assert_eq!(poll(group.as_mut()).is_pending(), number < 15);
            }
            world.take();
            drop(group);
            let mut dropped = world.take();
            dropped.retain(|event| matches!(event, Event::Dropped(_)));
            let expected: Vec<_> = drop_order(&awaited, &plans).into_iter().map(Event::Dropped).collect();
            assert_eq!(dropped, expected, "{present:?} are there, each outlives: {awaited:?}");
        }
    }
}

#[test]
fn every_configuration_of_a_group_without_an_order_runs_as_the_model_says() {
    check_all([&[], &[], &[], &[]], configurations!(a b c d));
}

#[test]
fn every_configuration_of_a_chain_runs_as_the_model_says() {
    check_all([&[], &[0], &[1], &[2]], configurations!(a #[outlives(a)] b #[outlives(b)] c #[outlives(c)] d));
}

#[test]
fn every_configuration_of_a_chain_written_backwards_runs_as_the_model_says() {
    check_all([&[1], &[2], &[3], &[]], configurations!(#[outlives(b)] a #[outlives(c)] b #[outlives(d)] c d));
}

#[test]
fn every_configuration_of_a_diamond_runs_as_the_model_says() {
    check_all([&[], &[0], &[0], &[1, 2]], configurations!(a #[outlives(a)] b #[outlives(a)] c #[outlives(b, c)] d));
}

#[test]
fn every_configuration_of_a_group_of_whom_one_outlives_all_others_runs_as_the_model_says() {
    check_all([&[1, 2, 3], &[], &[1], &[]], configurations!(#[outlives(..)] a b #[outlives(b)] c d));
}

#[test]
fn every_configuration_of_a_group_of_whom_two_outlive_all_others_runs_as_the_model_says() {
    check_all([&[], &[0, 3], &[0, 3], &[]], configurations!(a #[outlives(..)] b #[outlives(..)] c d));
}

// A name that stands twice

#[test]
fn of_two_actors_with_one_name_the_one_that_is_configured_in_is_there() {
    let log = Log::new();
    let group = run_group! {
        #[cfg(any())]
        signals: script("the first", &log, [Step::Err("first")]) => drop,
        #[cfg(all())]
        signals: script("the second", &log, [Step::Err("second")]) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["signals failed: second"]);
    log.expect(&["poll the second", "drop the second"]);

    let group = run_group! {
        #[cfg(all())]
        signals: script("the first", &log, [Step::Err("first")]) => drop,
        #[cfg(any())]
        signals: script("the second", &log, [Step::Err("second")]) => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["signals failed: first"]);
    log.expect(&["poll the first", "drop the first"]);
}

#[test]
fn who_outlives_a_name_that_stands_twice_waits_for_the_one_that_is_there() {
    let crew = Crew::new();
    let mut group = pin!(run_group! {
        #[outlives(http)]
        db: crew.waits("db") => { crew.tell("db") },
        #[cfg(any())]
        http: crew.waits("first") => { crew.tell("first") },
        #[cfg(not(any()))]
        http: crew.then("second", [Step::Pending, Step::Ok]) => { crew.tell("second") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    crew.log.expect(&["poll db", "poll second", "stop second", "poll db", "poll second"]);
    ready(poll(group.as_mut())).unwrap();
    crew.log.expect(&["poll db", "poll second", "drop second", "stop db", "poll db", "drop db"]);
}

#[test]
fn actors_of_one_name_may_outlive_others_each_in_its_configuration() {
    let crew = Crew::new();
    let group = run_group! {
        #[cfg(all())]
        #[outlives(http)]
        db: crew.waits("db") => { crew.tell("db") },
        #[cfg(not(all()))]
        db: crew.waits("no db") => { crew.tell("no db") },
        // In one configuration alone, this is no cycle.
        #[cfg(any())]
        #[outlives(db)]
        http: crew.waits("no http") => { crew.tell("no http") },
        #[cfg(not(any()))]
        http: crew.waits("http") => { crew.tell("http") },
        job: done() => drop,
    };
    drive(group).unwrap();
    assert_eq!(crew.log.take()[2..4], ["stop http", "poll db"]);
}

// With the other forms

#[test]
fn several_cfgs_on_one_actor_must_all_be_true() {
    let log = Log::new();
    drive(run_group! {
        #[cfg(all())]
        #[cfg(any())]
        a: script("a", &log, []) => drop,
        #[cfg(any())]
        #[cfg(all())]
        b: script("b", &log, []) => drop,
        #[cfg(all())]
        #[cfg(not(any()))]
        c: script("c", &log, [Step::Ok]) => drop,
    })
    .unwrap();
    log.expect(&["poll c", "drop c"]);
}

#[test]
fn a_cfg_asks_for_what_any_item_may_ask_for() {
    let log = Log::new();
    drive(run_group! {
        #[cfg(test)]
        test: script("test", &log, [Step::Ok]) => drop,
        #[cfg(not(test))]
        no_test: script("no test", &log, [Step::Ok]) => drop,
        #[cfg(feature = "tokio")]
        tokio: script("tokio", &log, [Step::Ok]) => drop,
        #[cfg(all(unix, target_os = "none"))]
        none: script("none", &log, [Step::Ok]) => drop,
    })
    .unwrap();
    log.expect(&["poll test", "drop test", "poll tokio", "drop tokio"]);
}

#[test]
fn an_actor_that_is_configured_out_may_name_what_does_not_exist() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[cfg(any())]
        a: nobody::serve(nothing) if let Some(nothing) = nowhere => { nobody.stop() },
        #[cfg(any())]
        b: |stop| nobody::serve(stop, nothing)?,
        #[cfg(any())]
        c: nobody(item) for item in nowhere if item.is_nothing() => token_of_nobody,
        #[cfg(any())]
        #[when(nothing.happens())]
        #[outlives(a)]
        #[must_run]
        d: async { nobody.await } => |cause| nobody.is_told(cause),
        job: script("job", &log, [Step::Ok]) => drop,
    };
    drive(group).unwrap();
    log.expect(&["poll job", "drop job"]);
}

#[test]
fn a_stop_goes_to_the_actor_that_is_configured_in() {
    let log = Log::new();
    let group = run_group! {
        #[cfg(any())]
        a: |stop| nobody(stop),
        #[cfg(all())]
        b: |stop| async { stop.stopped().await; log.say("b"); Ok(()) },
        #[cfg(all())]
        c: |stop| async { stop.stopped().await; log.say("c"); Ok(()) } => { log.say("stop c") },
        job: done() => drop,
    };
    drive(group).unwrap();
    log.expect(&["stop c", "b", "c"]);
}

#[test]
fn a_row_is_configured_in_or_out_as_a_whole() {
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        #[cfg(any())]
        row: script(name, &log, [Step::Ok]) for name in ["x", "y"] => drop,
        #[cfg(all())]
        row: script(name, &log, [Step::Err(name)]) for name in ["z", "w"] => drop,
        #[cfg(all())]
        other: script(name, &log, []) for name in ["v"] if name == "w" => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["row[0] failed: z", "row[1] failed: w"]);
    log.expect(&["poll z", "drop z", "poll w", "drop w"]);
}

#[test]
fn a_guard_is_asked_only_where_its_actor_is_configured_in() {
    let log = Log::new();
    let group = run_group! {
        #[cfg(any())]
        a: done() if { log.say("guard of a"); true } => drop,
        #[cfg(all())]
        b: script("b", &log, []) if { log.say("guard of b"); false } => drop,
        #[cfg(all())]
        c: script("c", &log, [Step::Ok]) if let Some(true) = { log.say("guard of c"); Some(true) } => drop,
        #[cfg(any())]
        d: done() if let Some(true) = { log.say("guard of d"); Some(true) } && true => drop,
        #[cfg(all())]
        e: done() if let Some(()) = { log.say("guard of e"); None } && true => drop,
    };
    drive(group).unwrap();
    log.expect(&["guard of b", "guard of c", "guard of e", "poll c", "drop c"]);
}

#[test]
fn a_thread_is_configured_out() {
    drive(run_group! {
        #[cfg(any())]
        lines: run_group::thread(|| unreachable!("it is not there")) => {},
        job: done() => drop,
    })
    .unwrap();
}

#[test]
fn every_attribute_stands_beside_a_cfg_before_and_behind_it() {
    let crew = Crew::new();
    let group = run_group! {
        /// What an actor is for may be said as of any item.
        #[cfg(all())]
        #[must_run]
        a: done() => drop,
        #[may_finish]
        #[cfg(all())]
        b: done() => drop,
        #[when(pending::<()>())]
        #[cfg(all())]
        c: crew.waits("c") => { crew.tell("c") },
        #[cfg(all())]
        #[outlives(..)]
        d: crew.waits("d") => { crew.tell("d") },
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["a ended before it was asked to"]);
    crew.log.expect(&["poll d", "stop c", "drop c", "stop d", "poll d", "drop d"]);
}

#[test]
fn the_error_type_is_that_of_a_group_whose_actors_are_configured() {
    let group = run_group! {
        type Error = String;
        #[cfg(any())]
        a: async { Err(1) } => drop,
        #[cfg(all())]
        b: async { Err("b".to_owned()) } => drop,
    };
    let result: Result<(), Error<String>> = drive(group);
    assert_eq!(result.unwrap_err().into_inner().as_deref(), Some("b"));
}

#[test]
fn an_actor_without_a_name_is_counted_as_it_is_written_whoever_is_configured_out() {
    let group = run_group! {
        type Error = &'static str;
        #[cfg(any())]
        std::future::ready(()) => drop,
        #[cfg(all())]
        async { Err("failed") } => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["#1 failed: failed"]);
}

#[test]
fn those_that_may_finish_are_all_where_the_others_are_configured_out() {
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

// Everything is configured out.

#[test]
fn a_group_whose_actors_are_all_configured_out_ends_at_once_with_ok() {
    let log = Log::new();
    let (woken, waker) = counting_waker();
    let group = run_group! {
        #[cfg(any())]
        a: script("a", &log, []) => { log.say("stop a") },
        #[cfg(any())]
        #[outlives(a)]
        b: |stop| { drop(stop); script("b", &log, []) },
        #[cfg(any())]
        c: script("c", &log, []) for _ in 0..3 if true => drop,
    };
    let mut group = pin!(group.on_cause(|_| log.say("cause")));
    ready(poll_once(group.as_mut(), &waker)).unwrap();
    assert_eq!(woken.take(), 0);
    log.expect(&[]);
}

#[test]
fn a_group_of_one_that_is_configured_out_ends_at_once_with_ok() {
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[cfg(any())]
        a: pending::<()>() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn a_group_whose_actors_are_configured_or_guarded_out_or_have_no_items_ends_at_once_with_ok() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[cfg(any())]
        a: script("a", &log, []) => drop,
        b: script("b", &log, []) if false => drop,
        #[cfg(all())]
        c: script("c", &log, []) if false => drop,
        #[outlives(a, b, c)]
        d: script(name, &log, []) for name in [] => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&[]);
}
