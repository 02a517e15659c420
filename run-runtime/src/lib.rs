//! The semantics of [`run-group`](https://docs.rs/run-group): the typed list of actors, the group future that runs and
//! joins it, interrupts, causes and errors. Depend on `run-group`, not on this crate.
//!
//! # The map
//!
//! *Which one* is said in five ways. A `#[cfg]`, a guard or a `for` leaves a *slot* in the list, counted from 0. A row has one slot and
//! many *items*; slot and item are a *position*, which as one integer, `slot + item * slots`, is a *number*. An *index* counts
//! places one by one: one for each slot, and for a row one for each item, those left out included. A *round* is a poll of the
//! group that does not take the fast path, or what remains of one that does after a panic; a *turn* is one of `#[outlives]`
//! or `#[after]`.
//!
//! From the top down. A file imports from its own folder and from those below it, never from those above.
//!
//! | folder | what is in it |
//! |---|---|
//! | `expansion` | what the macro's output calls: `fill` builds a group, and `nested` those in it; `check` checks the types of an actor and an interrupt; `forms` builds an interrupt; `probe` chooses by type; `instances` has generic code that is compiled with the crate |
//! | `adapters` | what a group is used with: `thread`, `signal` (its `unix` has the other unsafe code, in `system`), `stop`, `run`; in `tokio`: `task`, `actor_set`, `timer`, `grace`, `drain`, `lame_duck`, `startup`, `interrupts`, `block_on` |
//! | `group` | [`Group`], the future that a `run_group!` is: `actors` has its list and state, `options` its deadlines, `on_cause` and `until`, `on_ready` and `status` those of the start; `bounds` those of code that takes any group; `place` is a group as an actor of another; [`report`] and its `timeline` |
//! | `driver` | one poll of a group, whatever its types: `round` is the poll, `steps` what leads from one step to the next, `visits` how a step goes through the actors; `signals` has those come first; `fast_path` does the same for plain groups; `recover` goes on after a panic; `settle` goes on with the start when an actor has become ready, and `readiness` says who is not; `turns` knows which slot has its turn; `coop` asks whether tokio's budget is spent; `alone` has nested groups drain while the others go on; `limits` says which a group may have; `last_call` drops what has not finished when the time is up; `abandon` drops a group; `erased` is a group without its types |
//! | `slot` | one actor with its interrupt: `actor`, [`interrupt`](Interrupt), the `forms` of an interrupt, `gate`, `limit`, `retained`; `place` is where it runs; `op` is what is done to a slot; `list`, `row` and `nested` are where slots stand; `head` is that of a nested group |
//! | `state` | what a group knows. Exits come in at the top: `ended` (an actor returns), `joined` (a thread that has returned), `panicked`, `ended_by_interrupt`, `interrupt_finished`, `cut`. `lifecycle` has the phase, what is live, and the cause, and its `nested` what an exit means in a nested group; `cause` is the view of it for users; `readiness` is how an actor comes to be ready; `cold` has failures, wakers and records; `last_call` knows how long a group that gives up still waits |
//! | `observe` | events and spans (`trace`), the record that a report is made of (`recorder`), and what others see of a group while it runs (`status`) |
//! | `sync` | what is shared between threads: `wakers`, with unsafe code, and the `tree` of their bits; `stop`, what waits for it (`stopped`), and the wakers of that (`waiters`); `ready`; `block_on` for a thread that waits; `oneshot`; `marks`, the signals that have come; `clock`; `primitives` |
//! | `outcome` | [`Outcome`], how an actor may end, and what a group makes of it: `exit`, `end`, `gave_up`, `error` (and `error_fmt`), `any_error`, `panic`, `signal`, the table of `names`; `cold_box`, `infer` and `sealed` are tools |
//!
//! # Where each law is
//!
//! `driver::poll` sends a poll through `driver::fast_path` where nothing special is asked of the group, its actors share the
//! task's waker and the poll begins with the first; never with `tracing`. Any other is a `Round`, and after a panic the fast
//! path goes on as one.
//!
//! | law | where |
//! |---|---|
//! | 1 Start | `state::lifecycle`: `begin_poll` has the first polls poll all; `driver::visits`: `poll_actors`, or the fast path, polls; `slot::list` has the order; `slot` asks the gate, `slot::gate` |
//! | 2 First exit | `state::lifecycle`: `classify` says which exit counts (a panic always does), `count_exit` sets the cause, once; a signal that came before is it instead, by `driver::signals`; `ask_to_stop` sets one of no actor, for `driver::round` and `group::place`; `slot::nested` says which exit counts in a nested group, and `driver::alone` has one drain alone; `state`: `ended_slow` has the short way for an `Ok` |
//! | 3 Interrupt all | `driver::visits`: `call_interrupts`, or the fast path; `slot` calls once; `slot::list` has the order, `driver::turns` where there are edges |
//! | 4 Join all | `state::lifecycle` counts what is live; `driver::round` and the fast path end the group at 0; `adapters` join threads and tasks; `slot` keeps a thread that has returned until it is joined |
//! | 5 Result | `state`: failures come in; `outcome::error` keeps the first and the others; `group` returns it |
//! | 6 Panics | `outcome::panic` has `catch`, which `driver::round` and the fast path call; `driver::recover` goes on; `group` resumes; `driver::abandon` catches for a group that is dropped |
//! | 7 Never twice | `slot`: an actor that has ended is dropped in place, and its cell is never filled again; `driver` refuses a poll after the end |
//! | 8 Only the woken | `sync::wakers` has the bits, those of many actors in a `sync::tree`; `state::lifecycle`: `begin_poll` says from when on; `driver::visits`: `poll_woken` polls |
//! | 9 Fair | `driver::round`: in a group with limits, `first_step` is `Limits` once there is a cause; `next_start`, also of the fast path, moves the start, if `driver::coop` says that the budget is spent; `adapters::tokio::timer` asks outside the budget |
//! | 10 Drop | `driver::abandon`, from the `Drop` in `group::actors`; for each slot, `slot::op`: `abandon` |
//! | 11 Deadline | `driver::steps`: `check_limits`; `group::options`, `slot::limit` and `slot::retained` say when, by `adapters::tokio::timer` and `adapters::signal::actor`; `slot`: `poll_time_up` for `#[grace]`; `driver::last_call` and `state::last_call`: who is dropped then, and as what; `slot::op`: `cut`; `State::cut` and `outcome::error` name the stuck and those that were cut short |
//! | 12 Nothing unasked | `slot::list`: the types; `slot::row` boxes each actor of a `for`; the trait objects around actors are all borrowed, in `driver::erased`, `driver::turns` and `slot::op` |
//! | 13 Empty | as law 4: nothing is live, so the first poll is the last |
//! | 14 Ready | `sync::ready` is what an actor says; `slot::gate`: `After` holds one that is after others; `state::readiness` hears of a change, and `driver::settle` starts who has its turn; `group::on_ready`, `adapters::tokio::startup` and `group::status` wait for all |
//!
//! # A walk: from an actor's `Ready` to the group's return
//!
//! 1. [`Group`]'s `poll` (`group`) borrows its list, state and options as a `View` (`group::actors`), and passes it as a
//!    `dyn Driven` (`driver::erased`) to `driver::poll`. The fast path is taken where the actors share the task's waker, the
//!    poll begins with the first actor, and the group has neither a limit as a whole nor an order nor a report; and never
//!    with the feature `tracing`. It does what follows without the branches of a `Round`, through which any other poll goes.
//! 2. Step `Poll`: `Round::poll_actors` (`driver::visits`) has every slot polled, or where the actors have wakers of their own,
//!    those that were woken: see the next walk. A branch of the list (`slot::list`) polls its slots in order; where the poll
//!    begins elsewhere, is recorded or goes on after a panic, and for woken actors, the driver goes from index to index. A slot
//!    (`slot`) enters itself in the lifecycle, so that a panic has a name, and polls its actor.
//! 3. The actor is `Ready`. Its `poll` (`slot::actor`; of a thread or a task, in `adapters`) passes the output, an [`Outcome`],
//!    through the function that checks it, which gives an `Exit` (`outcome::exit`); the slot passes that to `State::ended`
//!    (`state`). There, as this exit is the first that counts, the lifecycle sets the cause; an error goes into `state::cold`.
//!    Then the slot has the lifecycle count one less live actor, and drops the actor in place.
//! 4. The remaining slots are polled, too. Then the round sees in the lifecycle's phase that there is a cause: it is traced and
//!    recorded, and step `OnCause` starts the deadlines and calls the functions of `group::options`.
//! 5. If the group has limits, step `Limits` comes next: it waits for the lame duck, if there is one.
//! 6. Step `Interrupt`: each slot calls its interrupt (`slot::forms`) with a [`Cause`] (`state::cause`), once; where some
//!    actors outlive others, `driver::turns` says which slots have their turn. An actor whose interrupt is `drop`, or whose
//!    gate has not opened, ends here (`State::ended_by_interrupt`); a started task is only cancelled.
//! 7. If anything is live, step `Poll` again, now and whenever the group is woken: the others end as in 3, but the cause stays;
//!    `async` interrupts are polled beside them. After an end, another slot may have its turn, as in 6. In a group with limits,
//!    step `Limits` asks them at the beginning of each later poll of the group and, while anything is live, after its last step
//!    `Poll`; once the time is up, step `Cut` drops what has not finished, each actor when its last call is over.
//! 8. Nothing is live any more, so the round ends, and `driver::poll` says that there is no next one. The group takes the
//!    first failure out of its state: it returns it, resumes it if it is a panic, or returns `Ok(())` where there is none. A
//!    report takes the whole state instead.
//!
//! # A walk: from a wake in another thread to the actor's poll
//!
//! 1. With `std`, after its first 8 polls, a group with more than three live actors has `Wakers` (`sync::wakers`), which are in its cold state
//!    (`state::cold`) between two polls. Each actor has been polled with a waker of its own, and has left it with, say, a channel.
//! 2. Another thread sends a message, and calls the waker. That sets the actor's bit, and of one of many those above it
//!    (`sync::tree`); if the bits say that the group's task is neither woken nor polling the group, it also takes the task's waker, and
//!    wakes the task.
//! 3. The executor polls the group. `driver::poll` sees in the lifecycle that the actors have wakers of their own, and the round
//!    takes the wakers out of the cold state.
//! 4. Step `Poll`: `Round::poll_woken` (`driver::visits`) takes the bits out of the wakers. For each bit, it polls the one actor
//!    with that index (`slot::list` finds its slot, `slot::row` the item), with that actor's waker.
//! 5. At the end of the poll, if a bit has been set in the meantime or a wake is just under way, the round wakes the task at
//!    once. Otherwise the wakers keep the task's newest waker and clear `QUIET`: the next wake wakes the task. So no wake is
//!    lost. (After a turn of interrupts the wakers have been dropped, and the actors share the task's waker again.)

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
pub use adapters::tokio::{
    actor_set::{ActorSet, Refused},
    task::{Task, task},
};
#[cfg(feature = "std")]
pub use group::report::{self, Report};
pub use group::{
    Group,
    bounds::{ActorList, GroupOptions},
};
#[cfg(feature = "std")]
pub use observe::status::{self, Status};
#[cfg(feature = "std")]
pub use outcome::any_error::AnyError;
#[cfg(feature = "std")]
pub use outcome::gave_up::GaveUp;
#[cfg(feature = "std")]
pub use outcome::panic::Panic;
pub use outcome::{Outcome, end::End, error::Error, signal::Signal};
pub use slot::{actor::IntoActor, interrupt::Interrupt};
pub use state::cause::Cause;
#[cfg(feature = "std")]
pub use sync::{
    ready::Ready,
    stop::Stop,
    stopped::{Stopped, StoppedOwned},
};
#[cfg(feature = "tokio")]
#[doc(no_inline)]
pub use tokio_util::sync::CancellationToken;
