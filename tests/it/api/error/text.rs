//! What a group's error says, to the letter.

use std::future::ready;

use run_group::run_group;

use super::{Shown, failed, failed_with_others, nested_and_typed};
use crate::{
    api::support::{Chain, REFUSED},
    support::drive,
};

#[test]
fn it_displays_as_the_failure_of_its_actor() {
    assert_eq!(failed().to_string(), "actor `http` failed");
}

#[test]
fn it_displays_how_many_others_there_are() {
    assert_eq!(failed_with_others().to_string(), "actor `http` failed (and 3 more)");
}

#[test]
fn it_displays_an_own_error_that_is_in_no_chain() {
    let error = drive(run_group! {
        type Error = Shown;
        a: ready(Err::<(), _>("one")) => drop,
        b: async { Err("two")? } => drop,
    })
    .unwrap_err();
    assert_eq!(error.to_string(), "actor `a` failed (and 1 more): shown: one");
}

#[test]
fn it_debugs_as_its_whole_chain() {
    assert_eq!(
        format!("{:?}", failed()),
        "actor `http` failed: cannot connect\n  caused by: connection refused\n  caused by: os error 111"
    );
}

#[test]
fn it_debugs_with_all_that_failed_one_a_line() {
    assert_eq!(
        format!("{:?}", failed_with_others()),
        "actor `http` failed: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111\n\
         also: actor `db` failed: disk full\n\
         also: actor `x` panicked: boom\n\
         also: actor `cache` panicked: no interrupt"
    );
}

#[test]
fn it_debugs_with_the_chain_of_each_other() {
    let error = drive(run_group! {
        a: ready(Err::<(), _>("first")) => drop,
        b: ready(Err::<(), _>(REFUSED)) => drop,
    })
    .unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "actor `a` failed: first\n\
         also: actor `b` failed: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111"
    );
}

#[test]
fn a_typed_error_debugs_as_its_whole_chain() {
    let error = drive(run_group! {
        type Error = Chain;
        a: ready(Err::<(), _>(REFUSED)) => drop,
        b: ready(Err::<(), _>(Chain(&["flush", "disk full"]))) => drop,
    })
    .unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "actor `a` failed: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111\n\
         also: actor `b` failed: flush\n  \
           caused by: disk full"
    );
}

#[test]
fn a_type_that_only_displays_debugs_as_it_displays() {
    let error = drive(run_group! {
        type Error = Shown;
        a: ready(Err::<(), _>("one")) => drop,
        b: async { Err("two")? } => drop,
    })
    .unwrap_err();
    assert_eq!(format!("{error:?}"), "actor `a` failed: shown: one\nalso: actor `b` failed: shown: two");
}

#[test]
fn a_type_that_holds_an_error_debugs_as_its_chain() {
    use anyhow::Context as _;

    let error = drive(run_group! {
        type Error = anyhow::Error;
        http: async { Err(anyhow::anyhow!("refused")).context("cannot connect") } => drop,
    })
    .unwrap_err();
    assert_eq!(format!("{error:?}"), "actor `http` failed: cannot connect\n  caused by: refused");
}

#[test]
fn it_debugs_alike_after_on_cause() {
    let error = drive(run_group! { http: ready(Err::<(), _>(REFUSED)) => drop }.on_cause(|_| {})).unwrap_err();
    assert_eq!(format!("{error:?}"), format!("{:?}", failed()));
}

#[test]
fn the_error_of_a_group_of_its_own_shows_both_groups() {
    let outer = run_group! {
        http: ready(Err::<(), _>(REFUSED)) => drop,
        db: ready(Err::<(), _>("disk full")) => drop,
    };
    let error = drive(run_group! { outer: outer => drop, beside: ready(Err::<(), _>("beside")) => drop }).unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "actor `outer` failed: actor `http` failed\n  \
           caused by: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111\n\
         also: actor `db` failed: disk full\n\
         also: actor `beside` failed: beside"
    );
}

/// The trait `Error` shows no more of it. Its others are in the error all the same.
#[test]
fn a_nested_typed_error_counts_its_others() {
    let error = nested_and_typed();
    assert_eq!(format!("{error:?}"), "actor `outer` failed: actor `http` failed (and 1 more)\n  caused by: refused");
}
