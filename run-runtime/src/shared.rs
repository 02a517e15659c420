//! What every group with the default error type has in common, compiled here.

use core::{
    future::{Future, Ready},
    pin::Pin,
    task::{Context, Poll},
};

use crate::{
    any_error::AnyError,
    clock::NoClock,
    error::Error,
    expansion::Of,
    fire::Drop,
    gate::Open,
    group::Group,
    options::WithAsRef,
    outcome::Exit,
    slot::Slot,
    stays::NothingStays,
};

type Actor = Ready<Result<(), AnyError>>;
type Outcome = fn(Result<(), AnyError>, Of<AnyError>) -> Exit<AnyError>;
type One = Group<Slot<Open, Actor, Outcome, NoClock, NothingStays, Drop>, AnyError, WithAsRef>;

/// Where no optimization is asked for, a program takes what it needs of a generic function from the crate that has
/// compiled it already. So here is a group that is polled, though nobody does.
#[doc(hidden)]
pub static POLL: fn(Pin<&mut One>, &mut Context<'_>) -> Poll<Result<(), Error>> = <One as Future>::poll;
