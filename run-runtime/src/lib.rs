//! The semantics of [`run-group`](https://docs.rs/run-group): the typed list of actors, the group future that runs
//! and joins it, interrupts, causes and errors. Depend on `run-group`, not on this crate.
//!
//! A map, from the outside in:
//!
//! | module | its noun |
//! |---|---|
//! | `group` | [`Group`], the future that a `run_group!` is |
//! | `members`, `crew` | the list and its state, with their types; the same, whatever the types |
//! | `pass` | a group's life, poll by poll: running, draining, done |
//! | `plain` | the same in a straight line, for a group of which nothing is asked |
//! | `list`, `slot`, `row` | a tree of branches; one actor with its interrupt; the actors of a `for` |
//! | `act` | what is done to one actor, apart from the others |
//! | `wake` | who was woken |
//! | `state`, `course`, `kept`, `boxed`, `budget` | what a group knows: who is live, the cause; the failures, and what few groups need, in a box; what a poll may do |
//! | `table`, `order` | what is known at compile time; who outlives whom |
//! | `actor`, `gate`, `outcome` | [`IntoActor`], [`Outcome`]: what may run, from when on, and how it may end |
//! | `interrupt`, `fire` | [`Interrupt`] and the written forms of an interrupt |
//! | `cause`, `end`, `error`, `any_error`, `panic` | what happened, and how it is told |
//! | `options`, `clock` | what a group was built with: `on_cause`, deadlines; a time that is up |
//! | `stop`, `thread`, `signal`, `run`, `tokio` | the adapters; the core imports none of them |
//! | `mailbox` | one value on its way from a thread to a task |
//! | `sync` | what the concurrent modules are made of |
//! | `expansion`, `shared` | what the macro's output calls; what is compiled here for all groups |

#![no_std]
#![deny(unsafe_code)]

#[cfg(feature = "std")]
extern crate std;

mod act;
mod actor;
#[cfg(feature = "std")]
mod any_error;
#[cfg(feature = "std")]
mod boxed;
mod budget;
mod cause;
mod clock;
mod course;
mod crew;
mod end;
mod error;
#[doc(hidden)]
pub mod expansion;
mod fire;
mod gate;
mod group;
mod interrupt;
mod kept;
mod list;
#[cfg(feature = "std")]
mod mailbox;
mod members;
mod options;
mod order;
mod outcome;
mod panic;
mod pass;
mod plain;
mod record;
#[cfg(feature = "std")]
pub mod report;
#[cfg(feature = "std")]
mod row;
#[cfg(feature = "std")]
mod run;
#[cfg(feature = "std")]
#[doc(hidden)]
pub mod shared;
#[cfg(all(feature = "std", any(unix, windows)))]
pub mod signal;
mod slot;
mod state;
mod stays;
#[cfg(feature = "std")]
mod stop;
#[cfg(feature = "std")]
mod sync;
mod table;
#[cfg(feature = "std")]
mod thread;
#[cfg(feature = "tokio")]
mod tokio;
mod trace;
#[cfg(feature = "std")]
mod wake;

#[cfg(feature = "tokio")]
pub use crate::tokio::task::{Task, task};
pub use actor::IntoActor;
#[cfg(feature = "std")]
pub use any_error::AnyError;
pub use cause::{Cause, Signal};
pub use end::End;
pub use error::Error;
pub use group::Group;
pub use interrupt::Interrupt;
pub use outcome::Outcome;
#[cfg(feature = "std")]
pub use panic::Panic;
#[cfg(feature = "std")]
pub use report::Report;
#[cfg(feature = "std")]
pub use stop::{Stop, Stopped, StoppedOwned};
#[cfg(feature = "std")]
pub use thread::{Thread, thread};
#[cfg(feature = "tokio")]
#[doc(no_inline)]
pub use tokio_util::sync::CancellationToken;
