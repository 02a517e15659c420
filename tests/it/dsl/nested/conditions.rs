//! What decides whether a nested group is there, and when its parts are evaluated.

use std::future::{Future, pending, ready};

use run_group::run_group;

use crate::{
    dsl::support::said,
    support::{Actors, Log, drive, failures},
};

#[test]
fn a_false_condition_leaves_all_of_it_out() {
    let log = Log::new();
    drive(run_group! {
        sub: run_group! {
            a: said(&log, "a", pending::<()>()) => said(&log, "interrupt", run_group::Stop::new()),
            b: said(&log, "b", pending::<()>()) => {},
        } if said(&log, "condition", false) => { log.say("stop sub") },
    })
    .unwrap();
    log.expect(&["condition"]);
}

#[test]
fn a_condition_is_evaluated_once_and_before_all_in_it() {
    let log = Log::new();
    drive(run_group! {
        sub: run_group! {
            a: said(&log, "a", ready(())) if said(&log, "condition of a", true) => drop,
            b: said(&log, "b", pending::<()>()) => drop,
        } if said(&log, "condition", true),
    })
    .unwrap();
    log.expect(&["condition", "condition of a", "a", "b"]);
}

#[test]
fn what_a_condition_binds_is_seen_by_all_in_it() {
    let port = Some(80);
    let error = drive(run_group! {
        sub: run_group! {
            a: ready(Err::<(), _>(format!("a on {port}"))) => drop,
            b: ready(Err::<(), _>(format!("b on {port}"))) if port > 1 => drop,
        } if let Some(port) = port && port > 2,
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["sub.a failed: a on 80", "sub.b failed: b on 80"]);
}

#[test]
fn what_a_condition_binds_is_seen_by_its_interrupt() {
    let log = &Log::new();
    drive(run_group! {
        sub: run_group! { a: ready(()) => drop } if let Some(name) = Some("bound") => move || log.say(name),
    })
    .unwrap();
    log.expect(&["bound"]);
}

#[test]
fn one_whose_actors_are_all_left_out_is_left_out() {
    let log = Log::new();
    drive(run_group! {
        sub: run_group! {
            a: pending::<()>() if log.count("x") > 0 => drop,
            row: pending::<()>() for () in [] => drop,
            #[cfg(any())] b: no_such_thing() => drop,
            deep: run_group! { c: pending::<()>() if log.count("x") > 0 => drop } => { log.say("stop deep") },
        } => { log.say("stop sub") },
    })
    .unwrap();
    log.expect(&[]);
}

#[test]
fn what_is_configured_out_is_not_compiled() {
    let log = Log::new();
    drive(run_group! {
        #[cfg(any())]
        #[grace(no_such_duration())]
        sub: run_group! { a: no_such_thing() => drop, #[cfg(all())] b: no_such_thing() => drop } if nothing => no_such_thing(),
        #[cfg(any())]
        more: run_group! { |stop| no_such_thing(stop) } => { no_such_thing() },
        #[cfg(all())]
        there: run_group! {
            #[cfg(all())] a: said(&log, "a", ready(())) => drop,
            #[cfg(any())] b: no_such_thing() => drop,
        },
    })
    .unwrap();
    log.expect(&["a"]);
}

#[test]
fn a_name_may_stand_twice_where_each_has_a_cfg() {
    let error = drive(run_group! {
        #[cfg(all())]
        sub: run_group! { a: ready(Err::<(), _>("all")) => drop },
        #[cfg(any())]
        sub: run_group! { a: no_such_thing() => drop },
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["sub.a failed: all"]);
}

fn borrows(text: &str) -> impl Future<Output = Result<(), String>> {
    ready(Err(text.to_owned()))
}

#[test]
fn an_actor_in_it_may_borrow_a_temporary() {
    let error = drive(run_group! {
        sub: run_group! { deep: run_group! { a: borrows(&String::from("temporary")) => drop } => {} } => {},
    });
    assert_eq!(failures(&error.unwrap_err()), ["sub.deep.a failed: temporary"]);
}

#[test]
fn its_parts_are_evaluated_in_the_order_written() {
    let log = Log::new();
    drop(run_group! {
        before: said(&log, "before", pending::<()>()) => said(&log, "its interrupt", run_group::Stop::new()),
        #[when(said(&log, "gate", ready(())))]
        sub: run_group! {
            a: said(&log, "a", ready(())) => said(&log, "interrupt of a", run_group::Stop::new()),
            b: |_stop| said(&log, "b", ready(())),
        } => said(&log, "interrupt of sub", run_group::Stop::new()),
        after: said(&log, "after", ready(())) => drop,
    });
    log.expect(&["before", "its interrupt", "gate", "a", "interrupt of a", "b", "interrupt of sub", "after"]);
}

#[tokio::test]
async fn question_marks_and_awaits_belong_to_the_function_around() {
    async fn build() -> Result<(), &'static str> {
        drop(run_group! {
            sub: run_group! {
                a: async { Ok(()) } if ready(Ok::<_, &str>(true)).await? => drop,
                b: pending::<()>() if Err("from a condition")? => drop,
            },
        });
        Ok(())
    }
    assert_eq!(build().await, Err("from a condition"));
}

#[test]
fn the_error_type_of_the_outer_list_is_that_of_all() {
    let error = drive(run_group! {
        type Error = String;
        sub: run_group! { deep: run_group! { a: async { Err("plain")? } => drop } },
    })
    .unwrap_err();
    assert_eq!(error.into_inner(), Some("plain".to_owned()));
}

/// In which order the interrupts are called where the group, its head and its actors have these `#[cfg]`s.
macro_rules! stops {
    ($sub:ident $a:ident $b:ident) => {{
        let actors = Actors::new();
        drive(run_group! {
            #[outlives(sub)] last: actors.waits("last") => { actors.interrupt("last") },
            #[cfg($sub())] #[outlives(http)]
            sub: run_group! {
                #[cfg($a())] #[outlives(b)] a: actors.waits("a") => { actors.interrupt("a") },
                #[cfg($b())] b: actors.waits("b") => { actors.interrupt("b") },
            } => async { actors.log.say("stop sub") },
            http: actors.waits("http") => { actors.interrupt("http") },
            job: async { Ok(()) } => drop,
        })
        .unwrap();
        actors.take_stops().join(", ").replace("stop ", "")
    }};
}

#[test]
fn every_configuration_has_its_order() {
    assert_eq!(stops!(all all all), "http, sub, b, a, last");
    assert_eq!(stops!(all all any), "http, sub, a, last");
    assert_eq!(stops!(all any all), "http, sub, b, last");
    assert_eq!(stops!(all any any), "http, last");
    assert_eq!(stops!(any all all), "http, last");
    assert_eq!(stops!(any all any), "http, last");
    assert_eq!(stops!(any any all), "http, last");
    assert_eq!(stops!(any any any), "http, last");
}
