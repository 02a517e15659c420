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

mod adapters;
mod driver;
#[doc(hidden)]
pub mod expansion;
mod group;
mod observe;
mod outcome;
mod slot;
mod state;
#[cfg(feature = "std")]
mod sync;

#[cfg(all(feature = "std", any(unix, windows)))]
pub use adapters::signal;
#[cfg(feature = "std")]
pub use adapters::thread::{Thread, thread};
#[cfg(feature = "tokio")]
pub use adapters::tokio::task::{Task, task};
pub use group::Group;
#[cfg(feature = "std")]
pub use group::report::{self, Report};
#[cfg(feature = "std")]
pub use outcome::any_error::AnyError;
#[cfg(feature = "std")]
pub use outcome::panic::Panic;
pub use outcome::{Outcome, end::End, error::Error, signal::Signal};
pub use slot::{actor::IntoActor, interrupt::Interrupt};
pub use state::cause::Cause;
#[cfg(feature = "std")]
pub use sync::stop::{Stop, Stopped, StoppedOwned};
#[cfg(feature = "tokio")]
#[doc(no_inline)]
pub use tokio_util::sync::CancellationToken;
