//! What is in a group's error, and what it converts into.

use std::{
    error::Error as _,
    fmt::{self, Debug, Display},
    future::{pending, ready},
    rc::Rc,
};

use run_group::{AnyError, End, Error, run_group};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use super::{Shown, failed, failed_with_others, nested_and_typed};
use crate::{
    api::support::{Chain, REFUSED},
    support::{drive, poll},
};

assert_impl_all!(Error: std::error::Error, Send, Sync, Debug, Display);
assert_impl_all!(Error<Chain>: std::error::Error, Send, Sync);
assert_impl_all!(Error<Shown>: std::error::Error, Debug, Display, Send, Sync);
assert_impl_all!(Error<Rc<str>>: std::error::Error, Debug, Display);
assert_not_impl_any!(Error<Rc<str>>: Send, Sync);

/// An error type whose values can be counted.
struct Counted(#[allow(dead_code, reason = "counted")] Rc<()>);

impl Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("counted")
    }
}

impl Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("counted")
    }
}

fn counted(alive: &Rc<()>) -> Error<Counted> {
    drive(run_group! {
        type Error = Counted;
        http: ready(Err::<(), _>(Counted(alive.clone()))) => drop,
        db: ready(Err::<(), _>(Counted(alive.clone()))) => drop,
    })
    .unwrap_err()
}

#[test]
fn its_source_is_the_actors_own_error() {
    let error = failed();
    let source = error.source().expect("a source");
    assert_eq!(source.downcast_ref::<Chain>(), Some(&REFUSED));
    assert_eq!(source.to_string(), "cannot connect");
}

#[test]
fn a_typed_errors_source_is_the_actors_too() {
    let error = drive(run_group! { type Error = Chain; http: ready(Err::<(), _>(REFUSED)) => drop }).unwrap_err();
    assert_eq!(error.source().and_then(|source| source.downcast_ref()), Some(&REFUSED));
}

#[test]
fn the_actors_own_error_can_be_looked_at() {
    let error = failed();
    assert_eq!(error.actor(), Some("http"));
    assert_eq!(error.get_ref().and_then(AnyError::downcast_ref), Some(&REFUSED));
    assert!(matches!(error.end(), End::Failed(own) if own.downcast_ref() == Some(&REFUSED)));
}

#[test]
fn the_actors_own_error_can_be_taken_out() {
    let error = drive(run_group! { type Error = Chain; http: ready(Err::<(), _>(REFUSED)) => drop }).unwrap_err();
    assert_eq!(error.into_inner(), Some(REFUSED));
}

#[test]
fn the_others_are_in_the_order_seen() {
    let error = failed_with_others();
    let others: Vec<_> = error.others().iter().map(|other| (other.actor().unwrap(), other.to_string())).collect();
    assert_eq!(
        others,
        [
            ("db", "actor `db` failed".to_owned()),
            ("x", "actor `x` panicked: boom".to_owned()),
            ("cache", "actor `cache` panicked: no interrupt".to_owned()),
        ]
    );
    assert!(error.others().iter().all(|other| other.others().is_empty()));
}

#[test]
fn a_nested_typed_error_keeps_its_others() {
    let error = nested_and_typed();
    let nested = error.get_ref().and_then(AnyError::downcast_ref::<Error<Chain>>).expect("the nested group's error");
    assert_eq!(nested.others()[0].get_ref(), Some(&Chain(&["disk full"])));
}

#[test]
fn a_panic_among_the_others_has_a_message_and_no_error() {
    let error = failed_with_others();
    let panicked = &error.others()[1];
    assert!(panicked.get_ref().is_none() && panicked.source().is_none());
    match panicked.end() {
        End::Panicked(panic) => assert_eq!(panic.message(), "boom"),
        other => panic!("it ended otherwise: {other}"),
    }
}

#[test]
fn a_panic_of_on_cause_is_the_groups_own() {
    let group = run_group! { a: async { Err("first")? } => drop, b: pending::<()>() => drop };
    // The panic is not the first failure, so it is among the others.
    let error = drive(group.on_cause(|_| panic!("on cause"))).unwrap_err();
    let own = &error.others()[0];
    assert_eq!((own.actor(), own.to_string()), (None, "the group panicked: on cause".to_owned()));
    assert_eq!(format!("{error:?}"), "actor `a` failed: first\nalso: the group panicked: on cause");
}

#[test]
fn it_is_static() {
    fn check<T: 'static>(_: &T) {}
    let text = String::from("borrowed by the actor");
    let error = drive(run_group! { a: async { Err(text.len().to_string())? } => drop }).unwrap_err();
    check(&error);
    drop(text);
    assert_eq!(format!("{error:?}"), "actor `a` failed: 21");
}

#[test]
fn it_is_dropped_with_its_others() {
    let alive = Rc::new(());
    let error = counted(&alive);
    assert_eq!((error.others().len(), Rc::strong_count(&alive)), (1, 3));
    drop(error);
    assert_eq!(Rc::strong_count(&alive), 1);
    let own = counted(&alive).into_inner();
    assert_eq!(Rc::strong_count(&alive), 2);
    drop(own);
    assert_eq!(Rc::strong_count(&alive), 1);
}

#[test]
fn a_dropped_group_drops_its_errors() {
    let alive = Rc::new(());
    let mut group = Box::pin(run_group! {
        type Error = Counted;
        http: ready(Err::<(), _>(Counted(alive.clone()))) => drop,
        db: pending::<()>() => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(Rc::strong_count(&alive), 2);
    drop(group);
    assert_eq!(Rc::strong_count(&alive), 1);
}
