#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

/// Runs a group of actors: the first to end ends it, every actor is interrupted, every one is joined.
///
/// It is one expression, whose value is a [`Group`]: a future that does nothing until it is polled.
///
/// ```no_run
/// use run_group::{AnyError, run_group, signal, thread};
/// use std::{net::Shutdown, time::Duration};
///
/// # struct Config { metrics: Option<std::net::SocketAddr> }
/// # struct Pool;
/// # impl Pool { async fn maintain(&self) {} async fn close(&self) {} }
/// # async fn serve_metrics(_: std::net::SocketAddr) -> std::io::Result<()> { Ok(()) }
/// # fn read_lines(_: std::os::unix::net::UnixStream) -> std::io::Result<()> { Ok(()) }
/// #[tokio::main]
/// async fn main() -> Result<(), AnyError> {
///     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
///     // ...
/// #   let (app, config, pool) = (axum::Router::new(), Config { metrics: None }, Pool);
/// #   let (peer, conn) = std::os::unix::net::UnixStream::pair()?;
///     run_group! {
///         #[grace(Duration::from_secs(8))] // one endless stream must not keep the pool from closing
///         http:    |stop| axum::serve(listener, app).with_graceful_shutdown(stop.stopped_owned()),
///         metrics: serve_metrics(addr) if let Some(addr) = config.metrics => drop,
///         lines:   thread(move || read_lines(conn)) => { peer.shutdown(Shutdown::Both).ok(); },
///         #[outlives(http)] // told to stop only when http has ended
///         db:      pool.maintain() => async { pool.close().await },
///         signals: signal::shutdown() => drop,
///     }
///     .grace(Duration::from_secs(10))
///     .await?;
///     Ok(())
/// }
/// ```
///
/// # Grammar
///
/// ```text
/// group     = [ "type" "Error" "=" Type ";" ] actor { "," actor } [ "," ]
/// actor     = { attribute } [ name ":" ] body [ "for" pattern "in" expr ] [ "if" condition ] [ "=>" interrupt ]
/// body      = expr | "|" name "|" expr
/// attribute = "#[cfg(..)]" | "#[outlives(name, ..)]" | "#[outlives(..)]" | "#[when(future)]"
///           | "#[grace(duration)]" | "#[may_finish]" | "#[must_run]"
/// condition = an expression, `let` chains included, as in an `if`, in every edition
/// interrupt = "drop" | closure | block | "async" block | expr
/// ```
///
/// The expressions are evaluated when the value is built, each once, in the order written, but for a guard, which comes
/// before everything of its actor: a guard, what the attributes give, the actor, its interrupt. A temporary of an actor
/// without a guard and without `for` lives as long as the group that is awaited in the same statement, so it may be
/// borrowed. `?`, `.await` and `return` are those of the function that `run_group!` stands in, but in an `async`
/// block, in a closure, and in an interrupt, which is one. [What it expands into](https://docs.rs/run-macros) is written down, too.
///
/// # Actors
///
/// Any future is an actor, and so are [`thread(closure)`](thread()), [`task(future)`](task()) and
/// [`signal::shutdown()`](signal::shutdown). It may borrow from the enclosing scope. How it may
/// end is an [`Outcome`].
///
/// ```
/// use run_group::run_group;
///
/// async fn serve(config: &str) -> std::io::Result<()> {
///     assert_eq!(config, "from a temporary");
///     Ok(())
/// }
///
/// # futures::executor::block_on(async {
/// run_group! {
///     serve(&String::from("from a temporary")) => drop,
///     std::future::pending::<()>() => drop,
/// }
/// .await
/// # }).unwrap();
/// ```
///
/// An inline `async` block is a `Result<(), E>` with the group's error type: `?` and `Ok(())` work in it.
///
/// ```
/// # use run_group::run_group;
/// # futures::executor::block_on(async {
/// let error = run_group! {
///     limits: async {
///         let _: u8 = "300".parse()?;
///         Ok(())
///     } => drop,
/// }
/// .await
/// .unwrap_err();
///
/// assert_eq!(error.to_string(), "actor `limits` failed");
/// assert_eq!(format!("{error:?}"), "actor `limits` failed: number too large to fit in target type");
/// # })
/// ```
///
/// An actor is called by its name, or by its expression where it has none: `serve(listener)` is `serve`,
/// `server.run()` is `server.run`, anything else is `#2`, counted from 0. Such names may repeat, and nobody can refer to
/// them.
///
/// # `|stop|`
///
/// `|stop| actor` hands the actor a stop signal of its own, a [`Stop`]: owned, cloneable, `'static` and `Send`. When the
/// actor is interrupted, it is set. In `|stop| async { .. }` it is moved into the block; the rest is borrowed as ever.
///
/// ```
/// # use run_group::run_group;
/// use std::cell::Cell;
///
/// let rows = Cell::new(0);
/// # futures::executor::block_on(async {
/// run_group! {
///     flush: |stop| async {
///         stop.stopped().await;
///         rows.set(0);
///         Ok(())
///     },
///     job: async { rows.set(3); Ok(()) } => drop,
/// }
/// .await
/// # }).unwrap();
/// assert_eq!(rows.get(), 0);
/// ```
///
/// # Interrupts
///
/// | written | an interrupt that |
/// |---|---|
/// | nothing, behind `\|stop\|` | sets the stop signal |
/// | `drop` | drops the actor where it stands; a compile error for a thread |
/// | `{ .. }`, `\|\| ..` | is called; it ends with `()` |
/// | `\|cause\| ..` | is called with the [`Cause`]; it ends with `()` |
/// | `async { .. }`, or a closure that is or ends in one | is polled beside the actors; it ends with `()` or a `Result<(), E>`, whose error counts as one of the actor's |
/// | any other expression | is a value with [`Interrupt`], evaluated with the list |
///
/// `drop` is right for loops and timers, not for servers that spawn: what a future has spawned elsewhere, the task of a
/// `JoinHandle` and the work of a `spawn_blocking` among it, lives on. A [`task`](task()) is cancelled by it. With `|stop|`, the interrupt that is given runs to its end, then the signal is set.
///
/// A closure or a block runs on the group's own task, so it must not wait: what waits goes into `async { .. }`. The
/// future of `|cause| async move { .. }` cannot borrow the cause: take what it needs before it,
/// `|cause| { let why = cause.to_string(); async move { tell(why).await } }`.
///
/// ```
/// # use run_group::{Stop, run_group};
/// use std::{cell::RefCell, future::pending};
///
/// let log = RefCell::new(Vec::new());
/// let say = |text: &str| log.borrow_mut().push(text.to_owned());
/// let stop = Stop::new();
/// # futures::executor::block_on(async {
/// run_group! {
///     job:     async { Ok(()) } => { say("block") },
///     timer:   pending::<()>() => drop,
///     server:  |stop| async { stop.stopped().await; Ok(()) } => |cause| say(&cause.to_string()),
///     value:   stop.stopped() => &stop,
///     pool:    |stop| async { stop.stopped().await; Ok(()) } => async { say("async block") },
/// }
/// .await
/// # }).unwrap();
/// assert_eq!(log.into_inner(), ["block", "`job` ended", "async block"]);
/// ```
///
/// # Guards
///
/// A false condition leaves the actor out, and neither its expression nor its interrupt is evaluated. `if let` binds for
/// both, by value: what borrows a binding, which ends with the guard, says `move`: `move || { .. }` where a block would borrow it. What the condition itself
/// borrows or locks is let go of before the group runs. A group whose actors are all left out
/// ends at once, well.
///
/// ```
/// # use run_group::run_group;
/// # async fn serve(_: u16) {}
/// let (metrics, debug) = (Some(9090), false);
/// # futures::executor::block_on(async {
/// run_group! {
///     metrics: serve(port) if let Some(port) = metrics && port > 1024 => move || println!("{port} closes"),
///     debug:   serve(6060) if debug => drop,
/// }
/// .await
/// # }).unwrap();
/// ```
///
/// # One actor for each item
///
/// `actor for pattern in items` makes one actor per item, called `name[0]`, `name[1]`, and so on. With `if`, the condition
/// sees the item; one that is left out keeps its number. What borrows the item says `move`, as behind `if let`. Each
/// member of such a row has a box of its own.
///
/// ```
/// # use run_group::run_group;
/// # struct Queue(bool);
/// # impl Queue { async fn consume(&self) -> Result<(), String> { Err("gone".into()) } }
/// let queues = [Queue(false), Queue(true)];
/// # futures::executor::block_on(async {
/// let error = run_group! {
///     consumers: queue.consume() for queue in &queues if queue.0 => drop,
/// }
/// .await
/// .unwrap_err();
/// assert_eq!(error.actor(), Some("consumers[1]"));
/// # })
/// ```
///
/// # Actors that are configured out
///
/// `#[cfg(..)]` works as on any item. A name may stand twice where every actor that bears it has a `#[cfg]`.
///
/// ```
/// # use run_group::run_group;
/// # async fn serve() {}
/// # futures::executor::block_on(async {
/// run_group! {
///     server:  serve() => drop,
///     #[cfg(feature = "metrics")]
///     metrics: serve_metrics() => drop, // not even the function is there
/// }
/// .await
/// # }).unwrap();
/// ```
///
/// # The order of the shutdown
///
/// `#[outlives(a, b)]`: the actor is interrupted only when `a` and `b` have ended and their interrupts have been called
/// and have finished. `#[outlives(..)]` waits for all others that do not say so themselves. One that is left out, by `if`
/// or by `#[cfg]`, is not waited for; of a row all are. At every moment, of those whose turn has come, the one written
/// first is next. It orders who is told, not who ends: an actor that stops because a channel was closed is not held back.
///
/// ```
/// # use run_group::run_group;
/// use std::cell::RefCell;
///
/// let log = RefCell::new(Vec::new());
/// let say = |text| log.borrow_mut().push(text);
/// # futures::executor::block_on(async {
/// run_group! {
///     #[outlives(..)]
///     traces:  |stop| async { stop.stopped().await; say("traces are flushed"); Ok(()) },
///     #[outlives(server)]
///     pool:    |stop| async { stop.stopped().await; say("the pool is closed"); Ok(()) },
///     server:  |stop| async { stop.stopped().await; say("the server has drained"); Ok(()) },
///     job:     async { Ok(()) } => drop,
/// }
/// .await
/// # }).unwrap();
/// assert_eq!(log.into_inner(), ["the server has drained", "the pool is closed", "traces are flushed"]);
/// ```
///
/// # Actors that start later
///
/// `#[when(future)]` is a gate: the actor is first polled, its thread started, when the future is done, also while the group
/// drains. What the future gives is dropped, but for an error, which is then the actor's, that of a `JoinHandle` and the
/// one inside it among them; in an `async` block, `?` works. An actor that is interrupted before its gate is open has
/// ended, well.
///
/// ```
/// # use run_group::{Stop, run_group};
/// let migrated = Stop::new();
/// # futures::executor::block_on(async {
/// run_group! {
///     #[when(migrated.stopped())]
///     server:  async { assert!(migrated.is_stopped()); Ok(()) } => drop,
///     #[may_finish]
///     migrate: async { migrated.stop(); Ok(()) } => drop,
/// }
/// .await
/// # }).unwrap();
/// ```
///
/// # How long one may take
///
/// `#[grace(duration)]`: if the actor or its interrupt has not finished that long after the interrupt was called, it is
/// *stuck*: it is dropped, a thread is left behind, and those that outlive it go on. The group then ends with an error
/// that [names it](Error::stuck). The clock is tokio's; where there is none, the actor panics at its first poll. For the
/// group as a whole there are [`Group::grace`] and [`Group::deadline`].
///
/// ```
/// # use run_group::run_group;
/// use std::{future::pending, time::Duration};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let error = run_group! {
///     #[grace(Duration::from_secs(8))]
///     streams: pending::<()>() => || {}, // does not make them stop
///     job:     async { Ok(()) } => drop,
/// }
/// .await
/// .unwrap_err();
/// assert_eq!(error.to_string(), "actor `streams` was stuck");
/// # }
/// ```
///
/// # Actors that may finish, and those that must run
///
/// The end of an actor with `#[may_finish]` is not the cause if it ends well: a migration, a warm-up, a batch job. Where
/// all have it, the group ends well when all have, and the last is the cause.
///
/// An actor with `#[must_run]` that ends well before it was interrupted has failed, so that a service manager restarts
/// the process. That holds during the shutdown, too, until it is its turn: one that ends by itself when another one has, as
/// a consumer does whose channel is closed, waits for its own interrupt, `|stop|`, or does without `#[must_run]`.
///
/// ```
/// # use run_group::run_group;
/// # async fn warm_up() {}
/// # async fn consume() {}
/// # futures::executor::block_on(async {
/// let error = run_group! {
///     #[may_finish]
///     cache:    warm_up() => drop,
///     #[must_run]
///     consumer: consume() => drop,
/// }
/// .await
/// .unwrap_err();
/// assert_eq!(error.to_string(), "actor `consumer` ended before it was asked to");
/// # })
/// ```
///
/// # The error type
///
/// It is [`AnyError`], which every error converts into. One line makes it another: anything that is `Debug`, `Display`
/// and `'static`. Each actor's own error is converted by `From`.
///
/// ```
/// # use run_group::run_group;
/// #[derive(Debug)]
/// enum Failure { Io(std::io::Error) }
///
/// impl From<std::io::Error> for Failure {
///     fn from(error: std::io::Error) -> Self { Failure::Io(error) }
/// }
///
/// impl std::fmt::Display for Failure {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("input or output") }
/// }
///
/// # futures::executor::block_on(async {
/// let result: Result<(), run_group::Error<Failure>> = run_group! {
///     type Error = Failure;
///     log: async { std::fs::write("/", "a directory")?; Ok(()) } => drop,
/// }
/// .await;
/// assert!(matches!(result.unwrap_err().get_ref(), Some(Failure::Io(_))));
/// # })
/// ```
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
#[cfg(feature = "std")]
#[doc(inline)]
pub use run_runtime::{AnyError, Panic, Report, Stop, Stopped, StoppedOwned, Thread, report, thread};
#[doc(inline)]
pub use run_runtime::{Cause, End, Error, Group, Interrupt, IntoActor, Outcome, Signal};
#[cfg(feature = "tokio")]
#[doc(inline)]
pub use run_runtime::{Task, task};

/// What the macro's output names. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use run_macros::expand;
    pub use run_runtime::expansion::*;
}
