//! `#[must_run]` on a nested group: an `Ok` that would be its first exit is an error.

use std::future::{pending, ready};

use run_group::{End, run_group};

use crate::support::{Actors, Step, drive, failures};

#[test]
fn an_ok_that_is_its_first_exit_is_an_error() {
    let error = drive(run_group! {
        #[must_run]
        sub: run_group! { a: ready(()) => drop, b: pending::<()>() => drop },
        server: pending::<()>() => drop,
    })
    .unwrap_err();
    assert_eq!(error.actor(), Some("sub.a"));
    assert!(matches!(error.end(), End::Early), "{error:?}");
}

#[test]
fn an_ok_deep_in_it_is_one_too() {
    let error = drive(run_group! {
        #[must_run]
        sub: run_group! { deep: run_group! { a: ready(()) => drop, b: pending::<()>() => drop } },
    })
    .unwrap_err();
    assert_eq!(error.to_string(), "actor `sub.deep.a` ended before it was asked to");
}

#[test]
fn one_that_may_finish_in_it_is_none_unless_it_is_the_last() {
    let error = drive(run_group! {
        #[must_run]
        sub: run_group! {
            #[may_finish] a: ready(()) => drop,
            deep: run_group! { #[may_finish] b: ready(()) => drop, #[may_finish] c: ready(()) => drop },
        },
        server: pending::<()>() => drop,
    })
    .unwrap_err();
    assert_eq!(error.to_string(), "actor `sub.deep.c` ended before it was asked to");
}

#[test]
fn one_that_finishes_in_it_while_others_run_is_no_error() {
    drive(run_group! {
        #[must_run]
        sub: run_group! { #[may_finish] a: ready(()) => drop, b: pending::<()>() => drop },
        job: ready(()) => drop,
    })
    .unwrap();
}

#[test]
fn an_ok_of_one_in_a_group_that_may_finish_is_none() {
    drive(run_group! {
        #[must_run]
        sub: run_group! { #[may_finish] deep: run_group! { a: ready(()) => drop }, b: pending::<()>() => drop },
        job: ready(()) => drop,
    })
    .unwrap();
}

#[test]
fn an_ok_after_its_first_interrupt_is_none() {
    let actors = Actors::new();
    drive(run_group! {
        #[must_run]
        sub: run_group! {
            a: actors.waits("a") => { actors.interrupt("a"); actors.interrupt("b") },
            // Ends when `a` is interrupted, before its own turn.
            #[outlives(slow)] b: actors.waits("b") => {},
            slow: actors.then("slow", [Step::Yield, Step::Ok]) => { actors.interrupt("slow") },
        },
        job: ready(()) => drop,
    })
    .unwrap();
}

#[test]
fn an_ok_in_the_drain_before_its_first_interrupt_is_one() {
    let actors = Actors::new();
    let error = drive(run_group! {
        #[must_run] #[outlives(slow)]
        sub: run_group! { a: actors.waits("a") => {} },
        slow: actors.then("slow", [Step::Yield, Step::Ok]) => { actors.interrupt("slow"); actors.interrupt("a") },
        job: ready(()) => drop,
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["sub.a ended before it was asked to"]);
}
