//! Generic functions of groups with the default error type, instantiated with the crate.
//!
//! A program that needs an instance of a generic function takes it from a crate that has compiled it: in a debug build always,
//! and in an optimised one where the function is never inlined. So here is a group with one actor, the function that polls it,
//! and the one that shows its error. Nothing calls them.

use core::{
    fmt,
    future::{Future, Ready},
    pin::Pin,
    task::{Context, Poll},
};

use crate::{
    group::{Group, options::WithAsRef},
    outcome::{any_error::AnyError, error::Error, exit::Exit, infer::Infer},
    slot::{Slot, forms::ByDrop, gate::Open, limit::NoLimit, place::Polled, retained::NothingRetained},
};

type Outcome = Result<(), AnyError>;
type Read = fn(Outcome, Infer<AnyError>) -> Exit<AnyError>;
type One = Group<Slot<Open, Ready<Outcome>, Read, NoLimit, NothingRetained, ByDrop, Polled>, AnyError, WithAsRef>;

#[doc(hidden)]
pub static POLL: fn(Pin<&mut One>, &mut Context<'_>) -> Poll<<One as Future>::Output> = <One as Future>::poll;

#[doc(hidden)]
pub static SHOW: fn(&Error, &mut fmt::Formatter<'_>) -> fmt::Result = <Error as fmt::Debug>::fmt;
