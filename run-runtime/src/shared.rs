//! What all groups with the default error type have in common, compiled here.
//!
//! Where no optimisation is asked for, a program takes what it needs of a generic function from the crate that has
//! compiled it already. So here is a group with one actor and the way to poll it, which nobody goes. It takes a tenth
//! off the time that the compiler needs for a program with a small group.

use core::{
    future::{Future, Ready},
    pin::Pin,
    task::{Context, Poll},
};

use crate::{
    any_error::AnyError, clock::NoClock, expansion::Of, fire::Drop, gate::Open, group::Group, options::WithAsRef,
    outcome::Exit, slot::Slot, stays::NothingStays,
};

type Outcome = Result<(), AnyError>;
type Read = fn(Outcome, Of<AnyError>) -> Exit<AnyError>;
type One = Group<Slot<Open, Ready<Outcome>, Read, NoClock, NothingStays, Drop>, AnyError, WithAsRef>;
type Way = fn(Pin<&mut One>, &mut Context<'_>) -> Poll<<One as Future>::Output>;

#[doc(hidden)]
pub static WAY: Way = <One as Future>::poll;
