//! The semantics of [`run-group`](https://docs.rs/run-group): the typed list of actors, the group future that runs and
//! joins it, interrupts, causes and errors. Depend on `run-group`, not on this crate.
//!
//! # The map
//!
//! From the top down. A file imports from its own folder and from those below it, never from those above.
//!
//! | folder | what is in it | its files |
//! |---|---|---|
//! | `expansion` | what the macro's output calls | `fill` builds a group; `check` and `forms` take what the user wrote; `probe` finds out what it is; `instances` are compiled with the crate |
//! | `adapters` | what a group is used with | `thread`, `signal`, `run`, `stop`, and in `tokio`: `task`, `timer`, `grace`, `lame_duck`, `interrupts`, `block_on` |
//! | `group` | [`Group`], the future that a `run_group!` is | `actors`: its list and its state; `options`: `on_cause` and deadlines; `report` and its `timeline` |
//! | `driver` | one poll of a group, whatever its types | `round`: the poll, and in `steps` what each step does; `fast_path`: the same without its branches; `recover`: how it goes on after a panic; `outlives`: which slot has its turn; `coop`: tokio's budget; `abandon`: a group that is dropped; `erased`: a group without its types |
//! | `slot` | one actor with its interrupt | `actor`, [`interrupt`](Interrupt), `forms` of an interrupt, `gate`, `limit`, `retained`; `op`: what is done to a slot; `list` and `row`: where slots stand |
//! | `state` | what a group knows; exits come in here | `lifecycle`: its phase and which actors are live; `cause`; `cold`: failures and what few groups have |
//! | `observe` | what a group says of itself | `trace` for the feature `tracing`; `recorder` for a report |
//! | `sync` | what is shared between threads | `wakers`, with the only unsafe code; `stop` and its `waiters`; `oneshot`; `primitives` |
//! | `outcome` | how an actor may end, and how that is said | [`Outcome`], `exit`, `end`, `error` (and `error_fmt`), `any_error`, `panic`, `signal`, `names`; `cold_box` for what is rarely there; `infer` and `sealed` for the compiler |
//!
//! # Where each law is
//!
//! | law | where |
//! |---|---|
//! | 1 Start | `driver::round`, whose first poll is of all; `slot::gate` for those that wait |
//! | 2 First exit | `state::lifecycle`: `exit` sets the cause, once |
//! | 3 Interrupt all | `driver::round`, step `Interrupt`; `slot::forms` call once; `driver::outlives` for the order |
//! | 4 Join all | `state::lifecycle`: `live` counts, and the group ends when it is 0 |
//! | 5 Result | `state`: failures come in; `outcome::error` keeps the first and the others |
//! | 6 Panics | `outcome::panic` catches, `driver::recover` goes on, `group` resumes |
//! | 7 Never twice | `slot`: an actor that has ended is dropped in place, and its cell never filled again |
//! | 8 Only the woken | `sync::wakers` has the bits; `state::lifecycle` says from when on; `driver::round` polls |
//! | 9 Fair | `driver::round`, step `Limits` before the actors; `driver::coop` says whether the budget is spent, and the round then moves its start |
//! | 10 Drop | `driver::abandon`, from the `Drop` in `group::actors` |
//! | 11 Deadline | `group::options` and `slot::limit` say when; `slot::op` drops what is stuck |
//! | 12 Nothing unasked | `slot::list` and `slot::row`: the types; the only trait objects are borrowed, in `driver::erased` |
//! | 13 Empty | `state::lifecycle`: nothing is live, so the first poll is the last |
//!
//! # A walk: from an actor's `Ready` to the group's return
//!
//! 1. [`Group`]'s `poll` (`group`) borrows its list, state and options as a `View` (`group::actors`), and hands it as a
//!    `dyn Driven` (`driver::erased`) to `driver::poll`. If nothing is asked of the group, `driver::fast_path` does what
//!    follows without its branches; else a `Round` (`driver::round`) does.
//! 2. Step `Poll`: the round has every slot polled. A branch of the list (`slot::list`) polls its slots in order; a slot
//!    (`slot`) enters itself in the lifecycle, so that a panic has a name, and polls its actor.
//! 3. The actor is `Ready`. The slot's `exit` function turns its output, an [`Outcome`], into an `Exit` (`outcome::exit`), and
//!    passes it to `State::ended` (`state`). There the lifecycle counts one less live actor and, as this exit is the first
//!    that counts, notes the cause. An error goes into `state::cold`. Then the slot drops the actor in place.
//! 4. The remaining slots are polled, too. Then the round sees in the lifecycle's phase that there is a cause. Step `Cause`
//!    traces and records it; step `OnCause` calls the functions of `group::options`.
//! 5. Step `Interrupt`: each slot calls its interrupt (`slot::forms`) with a [`Cause`] (`state::cause`), once; where some
//!    actors outlive others, `driver::outlives` says which slots have their turn.
//! 6. Step `Poll` again, now and whenever the group is woken: the others end, each as in 3. After an end, another slot may have
//!    its turn, as in 5. Before each such poll, step `Limits` asks the deadlines; once the time is up, step `GiveUp` drops
//!    what is stuck.
//! 7. Nothing is live any more, so the round ends, and `driver::poll` says that there is no next one. The group takes the
//!    first failure out of its state: it returns it, resumes it if it is a panic, or returns `Ok(())` where there is none.
//!
//! # A walk: from a wake in another thread to the actor's poll
//!
//! 1. After its first polls, a group with more than a few live actors has `Wakers` (`sync::wakers`), which are in its cold state
//!    (`state::cold`) between two polls. Each actor has been polled with a waker of its own, and has left it with, say, a channel.
//! 2. Another thread sends a message, and calls the waker. That sets the actor's bit; if the bits say that the group's task is
//!    neither woken nor polling the group, it also takes the task's waker, and wakes the task.
//! 3. The executor polls the group. `driver::poll` sees in the lifecycle that the actors have wakers of their own, and the round
//!    takes the wakers out of the cold state, and the bits out of the wakers.
//! 4. For each bit, the round polls the one actor with that index (`slot::list` finds its slot), with that actor's waker.
//! 5. At the end of the poll, the wakers keep the task's newest waker. If a bit has been set in the meantime, the task is woken
//!    again at once; so no wake is lost.

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
