// The facade, which is all that a user depends on: the macro, the reference and the guide. Its front page is the README.
#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
// On docs.rs, each item says which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

/// Runs a list of actors together: the first to end ends the group, every actor is interrupted, every one is joined.
///
/// It is one expression, whose value is a [`Group`]: a future that does nothing until it is polled.
///
/// ```
/// use run_group::run_group;
/// use std::future::pending;
///
/// #[tokio::main]
/// async fn main() {
///     let queue = vec!["a", "b"];
///     run_group! {
///         // Has a stop signal of its own, and ends when it is set.
///         worker:  |stop| async {
///             stop.stopped().await;
///             assert_eq!(queue.len(), 2); // borrowed
///             Ok(())
///         },
///         // Is dropped in place.
///         timer:   pending::<()>() => drop,
///         // Is interrupted when all others have ended.
///         #[outlives(..)]
///         traces:  |stop| async { stop.stopped().await; Ok(()) }
///             => |cause| assert_eq!(cause.to_string(), "`job` ended"),
///         // The first to end, so it is the cause.
///         job:     async { Ok(()) } => drop,
///     }
///     .await
///     .unwrap();
/// }
/// ```
///
/// # Grammar
///
/// ```text
/// group     = [ "type" "Error" "=" Type ";" ] actor { "," actor } [ "," ]
/// actor     = { attribute } [ name [ "[" expr "]" ] ":" ] body
///             [ "for" pattern "in" expr ] [ "if" condition ] [ "=>" interrupt ]
/// body      = expr | "|" handle [ "," handle ] "|" expr
/// handle    = ( name | "_" ) [ ":" Type ]
/// attribute = "#[cfg(..)]" | "#[outlives(name, ..)]" | "#[outlives(..)]"
///           | "#[after(name, ..)]" | "#[when(future)]"
///           | "#[grace(duration)]" | "#[drain(duration)]"
///           | "#[may_finish]" | "#[must_run]"
/// condition = an expression, `let` chains included, in every edition
/// interrupt = "drop" | closure | block | "async" block | expr
/// ```
///
/// | a&nbsp;part&nbsp;of&nbsp;the&nbsp;list | what it says | guide |
/// |---|---|---|
/// | `type Error = E;` | the error type, instead of `AnyError` | [errors] |
/// | the actor | what runs: a future, a thread, a task, the signals, a set, another group | [list] |
/// | `\|stop\| actor` | the actor has a [`Stop`] of its own | [interrupts] |
/// | `\|stop, ready\| actor` | and a [`Ready`], with which it says that it is ready | [start] |
/// | `=> interrupt` | what makes the actor stop; an actor with `\|stop\|`, the signals, a set and a nested group may leave it out | [interrupts] |
/// | `for pattern in items` | one actor for each item; `name[expr]: ..` says what it is called | [list] |
/// | `if condition` | whether the actor is in the group; the actor and its interrupt see what `if let` binds | [list] |
/// | `#[cfg(..)]` | whether the actor is compiled at all | [list] |
/// | `#[after(a, b)]` | which actors are ready before it starts, and are interrupted when it has ended | [start] |
/// | `#[when(future)]` | when it starts | [list] |
/// | `#[outlives(a, b)]`, `#[outlives(..)]` | which actors end before it is interrupted | [shutdown] |
/// | `#[may_finish]`, `#[must_run]` | what its `Ok` means | [shutdown] |
/// | `#[grace(duration)]`, `#[drain(duration)]` | how long it may take to stop, and whether it is a failure if it takes longer | [deadlines] |
///
/// [`Ready`]: https://docs.rs/run-group/latest/run_group/struct.Ready.html
/// [`Stop`]: https://docs.rs/run-group/latest/run_group/struct.Stop.html
/// [deadlines]: https://docs.rs/run-group/latest/run_group/guide/deadlines/index.html
/// [errors]: https://docs.rs/run-group/latest/run_group/guide/errors/index.html
/// [interrupts]: https://docs.rs/run-group/latest/run_group/guide/interrupts/index.html
/// [list]: https://docs.rs/run-group/latest/run_group/guide/list/index.html
/// [shutdown]: https://docs.rs/run-group/latest/run_group/guide/shutdown/index.html
/// [start]: https://docs.rs/run-group/latest/run_group/guide/start/index.html
#[doc(alias = "select")]
#[doc(alias = "join")]
#[doc(alias = "errgroup")]
#[doc(alias = "JoinSet")]
#[doc(alias = "shutdown")]
#[macro_export]
macro_rules! run_group {
    ($($tokens:tt)*) => {
        $crate::__private::expand! { [$crate] $($tokens)* }
    };
}

#[cfg(feature = "tokio")]
#[doc(no_inline)]
pub use run_runtime::CancellationToken;
#[cfg(all(feature = "std", any(unix, windows)))]
#[doc(inline)]
pub use run_runtime::signal;
#[doc(inline)]
pub use run_runtime::{ActorList, Cause, End, Error, Group, GroupOptions, Interrupt, IntoActor, Outcome, Signal};
#[cfg(feature = "tokio")]
#[doc(inline)]
pub use run_runtime::{ActorSet, Refused, Task, task};
#[cfg(feature = "std")]
#[doc(inline)]
pub use run_runtime::{
    AnyError, GaveUp, Panic, Ready, Report, Status, Stop, Stopped, StoppedOwned, Thread, report, status, thread,
};

/// The guide: one page for each topic, with examples.
///
/// 1. [The list](guide::list): the grammar, actors, names, conditions, rows, `#[cfg]`, actors that start later, groups in groups, features.
/// 2. [Interrupts](guide::interrupts): `|stop|`, and what stands after `=>`.
/// 3. [Sets](guide::sets): actors that come and go at run time.
/// 4. [The start](guide::start): in which order actors start, when they are ready, and what a group says of itself.
/// 5. [The shutdown](guide::shutdown): what ends a group, and in which order it stops.
/// 6. [Deadlines](guide::deadlines): how long a shutdown may take; lame duck.
/// 7. [Signals](guide::signals): how a group stops when the process is asked to.
/// 8. [Errors](guide::errors): outcomes, error types, panics, reports, exit codes.
/// 9. [Functions, mains and tests](guide::functions): groups that are returned, passed on, run without a runtime, tested on a paused clock.
/// 10. [The laws](guide::laws): what can be relied on, why, and where it is tested.
/// 11. [In place, task or thread](guide::placement): where an actor runs, and when that matters.
/// 12. [Questions](guide::questions) that people ask, and what the crate does not do.
///
/// For those who come from elsewhere:
///
/// - [from Go](guide::from_go): `run.Group` and `errgroup`;
/// - [from `select!`](guide::from_select) in a loop;
/// - [from `JoinSet` and `TaskTracker`](guide::from_tasks);
/// - [from tokio-graceful-shutdown](guide::from_graceful_shutdown).
///
/// These modules exist in the documentation only.
#[cfg(any(doc, doctest))]
pub mod guide {
    #[doc = include_str!("../docs/deadlines.md")]
    pub mod deadlines {}
    #[doc = include_str!("../docs/errors.md")]
    pub mod errors {}
    // The tests of these four are in the package `recipes`, which has what they compare a group with.
    #[cfg_attr(not(doctest), doc = include_str!("../docs/from_go.md"))]
    pub mod from_go {}
    #[cfg_attr(not(doctest), doc = include_str!("../docs/from_graceful_shutdown.md"))]
    pub mod from_graceful_shutdown {}
    #[cfg_attr(not(doctest), doc = include_str!("../docs/from_select.md"))]
    pub mod from_select {}
    #[cfg_attr(not(doctest), doc = include_str!("../docs/from_tasks.md"))]
    pub mod from_tasks {}
    #[doc = include_str!("../docs/functions.md")]
    pub mod functions {}
    #[doc = include_str!("../docs/interrupts.md")]
    pub mod interrupts {}
    #[doc = include_str!("../docs/laws.md")]
    pub mod laws {}
    #[doc = include_str!("../docs/list.md")]
    pub mod list {}
    #[doc = include_str!("../docs/placement.md")]
    pub mod placement {}
    #[doc = include_str!("../docs/questions.md")]
    pub mod questions {}
    #[doc = include_str!("../docs/sets.md")]
    pub mod sets {}
    #[doc = include_str!("../docs/shutdown.md")]
    pub mod shutdown {}
    #[doc = include_str!("../docs/signals.md")]
    pub mod signals {}
    #[doc = include_str!("../docs/start.md")]
    pub mod start {}
}

/// What the macro's output names. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use run_macros::expand;
    pub use run_runtime::expansion::*;
}
