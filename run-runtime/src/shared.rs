//! What all groups with the default error type have in common, compiled here.
//!
//! A program takes what it needs of a generic function from the crate that has compiled it already: where no optimisation
//! is asked for, of each; and of those that are never to be inlined, always. So here is a group with one actor and the way to
//! poll it, which nobody goes, and the way to show its error.

use core::{
    fmt,
    future::{Future, Ready},
    pin::Pin,
    task::{Context, Poll},
};

use crate::{
    any_error::AnyError, clock::NoClock, error::Error, expansion::Of, fire::Drop, gate::Open, group::Group,
    options::WithAsRef, outcome::Exit, slot::Slot, stays::NothingStays,
};

type Outcome = Result<(), AnyError>;
type Read = fn(Outcome, Of<AnyError>) -> Exit<AnyError>;
type One = Group<Slot<Open, Ready<Outcome>, Read, NoClock, NothingStays, Drop>, AnyError, WithAsRef>;

#[doc(hidden)]
pub static POLL: fn(Pin<&mut One>, &mut Context<'_>) -> Poll<<One as Future>::Output> = <One as Future>::poll;

#[doc(hidden)]
pub static SHOW: fn(&Error, &mut fmt::Formatter<'_>) -> fmt::Result = <Error as fmt::Debug>::fmt;
