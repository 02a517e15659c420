//! `AnyError`: what it says, and what it gives back.

use std::fmt::{self, Debug, Display};

use run_group::AnyError;
use static_assertions::{assert_impl_all, assert_not_impl_any};

use crate::api::{
    error::failed_with_others,
    support::{Chain, REFUSED},
};

assert_not_impl_any!(AnyError: std::error::Error);
assert_impl_all!(AnyError: Send, Sync, Debug, Display);

#[test]
fn it_displays_as_the_error_inside() {
    assert_eq!(AnyError::from(REFUSED).to_string(), "cannot connect");
    assert_eq!(AnyError::from("text").to_string(), "text");
}

#[test]
fn it_debugs_as_its_chain() {
    assert_eq!(
        format!("{:?}", AnyError::from(REFUSED)),
        "cannot connect\n  caused by: connection refused\n  caused by: os error 111"
    );
    assert_eq!(format!("{:?}", AnyError::from("text")), "text");
}

#[test]
fn it_debugs_a_groups_error_as_the_group_does() {
    assert_eq!(format!("{:?}", AnyError::from(failed_with_others())), format!("{:?}", failed_with_others()));
}

#[test]
fn it_keeps_the_chain_of_anyhow() {
    let error = anyhow::Error::from(REFUSED).context("at the start");
    assert_eq!(
        format!("{:?}", AnyError::from(error)),
        "at the start\n  \
           caused by: cannot connect\n  \
           caused by: connection refused\n  \
           caused by: os error 111"
    );
}

#[test]
fn it_gives_back_the_error_inside() {
    let error = AnyError::from(REFUSED);
    assert_eq!(error.downcast_ref::<Chain>(), Some(&REFUSED));
    assert!(error.downcast_ref::<fmt::Error>().is_none());
    let error = error.downcast::<fmt::Error>().expect_err("another type");
    assert_eq!(error.to_string(), "cannot connect");
    assert_eq!(error.downcast::<Chain>().unwrap(), REFUSED);
}

#[test]
fn it_gives_back_the_box_inside() {
    assert_eq!(AnyError::from(REFUSED).into_boxed().downcast::<Chain>().unwrap(), Box::new(REFUSED));
    assert_eq!(AnyError::from(REFUSED).as_ref().downcast_ref::<Chain>(), Some(&REFUSED));
}
