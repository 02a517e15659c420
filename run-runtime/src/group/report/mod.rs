//! Everything that happened in a group, as a value and as a timeline.

use core::{
    fmt::{self, Write as _},
    iter,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use std::{
    io::{self, Write},
    process::{ExitCode, Termination},
    string::String,
    vec::Vec,
};

use pin_project_lite::pin_project;

#[cfg(feature = "serde")]
mod serialize;
mod timeline;

use crate::{
    group::{Group, options::Options},
    observe::recorder::{Entry, Recorder},
    outcome::{
        any_error::AnyError,
        end::End,
        error::{AsError, Error},
        gave_up::GaveUp,
        panic::catch,
    },
    slot::list::List,
    state::{State, cause::Cause},
};

/// Everything that happened in a group, from [`Group::report`]: how and when each actor ended, when it was interrupted, the cause, the stuck,
/// and every failure. It holds a panic, and does not resume it.
///
/// It displays as a timeline that fits a terminal or a log, with a line for each actor:
///
/// ```text
/// after 12.3s: received SIGTERM
/// 1.2s later the group ended: actor `db` failed: disk full
///       running |draining          interrupted    took
/// http  ========|>>>>>>>>>>               +0ms   750ms  ended
/// db    ========|==========>>>>>>       +750ms   450ms  failed: disk full
/// init  ==      |                                       ended after 2.3s
/// late  ..======|>                        +0ms     0ms  was dropped
/// quit  ========|                                       the cause: received SIGTERM
/// ```
///
/// The first two lines are the cause and the result. The left part of each bar is the time until the cause, the right
/// part the drain, each drawn to its own scale. `=` is an actor that runs, `>` one that has been interrupted, `.` one that
/// waits for its start, and `-` one that has been started and has not said that it is ready. The columns after the bar: when the actor
/// was interrupted, counted from the cause; how long it then took to end; and how it ended. Other failures have lines of their own.
///
/// # As JSON
///
/// With the feature `serde` it is `Serialize`. These fields stay as they are; others may be added. Times are whole milliseconds from
/// the first poll of the group, and `null` where it did not come to that.
///
/// | field | what it is |
/// |---|---|
/// | `exit_code` | [the exit code](Self::exit_code) |
/// | `error` | `null`, or an object: `text`; `actor`, its name or `null`; `end`; `stuck`, `cut_short` and `unready`, lists of names; `others`, a list of such objects |
/// | `cause` | `null`, or an object: `text`; `actor`, its name or `null`; `end`; `signal`, such as `"SIGTERM"`, or `null` |
/// | `cause_ms` | when there was a cause |
/// | `ready_ms` | when all actors were ready |
/// | `elapsed_ms` | when the group ended |
/// | `gave_up` | `null`, or why the group gave up, in words |
/// | `actors` | a list of objects: `name`, `end`, `text` (how it ended, in words), `started_ms`, `ready_ms`, `interrupted_ms`, `ended_ms`, `stuck_in_interrupt` |
///
/// An `end` is one of `"ok"`, `"failed"`, `"panicked"`, `"early"`, `"dropped"`, `"stuck"`, `"cut_short"` and `"unready"`.
///
/// # As the result of `main`
///
/// `main` may return it: as a [`Termination`] it prints the error to the standard error and gives its
/// [exit code](Self::exit_code).
pub struct Report<E = AnyError> {
    state: State<E>,
    recorder: Recorder,
    as_error: AsError<E>,
}

impl<E> Report<E> {
    /// Of a group that has ended. `as_error` gives an `E` as a `dyn Error`, if it is one.
    pub(crate) fn new(mut state: State<E>, as_error: AsError<E>) -> Self {
        let recorder = state.take_recorder().unwrap_or_else(Recorder::new);
        state.set_as_error(as_error);
        Report { state, recorder, as_error }
    }

    /// The group's result.
    ///
    /// # Errors
    ///
    /// The group's error. If the group would have resumed a panic, it is one whose [`end`](Error::end) is
    /// [`End::Panicked`].
    pub fn result(&self) -> Result<(), &Error<E>> {
        self.state.failure().map_or(Ok(()), Err)
    }

    /// The group's result, as if there had been no report.
    ///
    /// # Errors
    ///
    /// The group's error.
    ///
    /// # Panics
    ///
    /// Resumes the panic that the group would have resumed.
    pub fn into_result(mut self) -> Result<(), Error<E>> {
        let Some(mut error) = self.state.take_failure() else { return Ok(()) };
        match error.take_panic() {
            Some(caught) => caught.resume(),
            None => Err(error),
        }
    }

    /// The cause. `None` if the group had no actor.
    #[must_use]
    pub fn cause(&self) -> Option<Cause<'_, E>> {
        self.state.lifecycle.cause().is_some().then(|| Cause::of(&self.state))
    }

    /// Why the group gave up, if it did; see [`Error::gave_up`].
    #[must_use]
    pub fn gave_up(&self) -> Option<GaveUp> {
        self.state.gave_up()
    }

    /// What each actor did, in the order written. Actors that were left out by `if` or `#[cfg]` are not among them. After a set
    /// come its members that have failed, or were dropped before they had finished, each as `set[member]`; when they started is not
    /// known, so the times of their set stand for theirs.
    pub fn actors(&self) -> impl Iterator<Item = Actor<'_, E>> {
        let members = |position| self.recorder.members.iter().filter(move |(_, entry)| entry.position == position);
        self.recorder.actors.iter().flat_map(move |entry| {
            let members = members(entry.position).map(|(name, entry)| (&**name, entry, true));
            let actor = (self.state.name_at(entry.position).text(), entry, false);
            iter::once(actor).chain(members).map(|(name, entry, is_member)| Actor {
                report: self,
                name,
                entry,
                is_member,
            })
        })
    }

    /// When all actors were ready, counted from the first poll of the group. `None` if there was a cause before that.
    #[must_use]
    pub fn ready(&self) -> Option<Duration> {
        self.recorder.ready
    }

    /// How long the group ran, from its first poll to its end.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.recorder.end
    }

    /// The exit code of a process whose `main` returns this report, or that ends by [`Group::exit`].
    ///
    /// | code | when |
    /// |---|---|
    /// | 0 | every actor ended with `Ok`, or was dropped as asked |
    /// | 1 | not all were ready in time, or an actor failed: with an error, too early (`#[must_run]`), or because its task was cancelled, but not by the group |
    /// | 101 | an actor panicked, or a function or a future that the group was given; as in a process that a panic ends |
    /// | 124 | an actor was stuck or cut short, as with `timeout(1)` |
    ///
    /// If several are true, the group's [result](Self::result) decides.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.state.failure().map(Error::end) {
            None => 0,
            Some(End::Panicked(_)) => 101,
            Some(End::Stuck | End::CutShort) => 124,
            Some(_) => 1,
        }
    }
}

/// What one actor did; from [`Report::actors`]. All times count from the first poll of the group.
pub struct Actor<'a, E> {
    report: &'a Report<E>,
    name: &'a str,
    entry: &'a Entry,
    /// It is one of an actor's members.
    is_member: bool,
}

impl<'a, E> Actor<'a, E> {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// How it ended. If the actor or its interrupt failed, the first of these failures.
    #[must_use]
    pub fn end(&self) -> End<&'a E> {
        self.entry.end.map_or(End::Dropped, |end| self.report.state.end_of(end))
    }

    /// Whether it was stuck or cut short, and its interrupt had not finished. Where it was stuck and this is false, it was the actor that had not
    /// ended.
    #[must_use]
    pub fn is_stuck_in_interrupt(&self) -> bool {
        self.entry.stuck_in_interrupt
    }

    /// When it was started: with the group, or when its `#[when(..)]` opened and those that it is `#[after]` were ready. `None` if it
    /// never was.
    #[must_use]
    pub fn started(&self) -> Option<Duration> {
        self.entry.started
    }

    /// When it was ready for the first time. `None` if it never was.
    #[must_use]
    pub fn ready(&self) -> Option<Duration> {
        self.entry.ready
    }

    /// When its interrupt was called; that may be after it has ended. `None` if it was not.
    #[must_use]
    pub fn interrupted(&self) -> Option<Duration> {
        self.entry.interrupted
    }

    /// When both the actor and its interrupt had finished.
    #[must_use]
    pub fn ended(&self) -> Option<Duration> {
        self.entry.ended
    }
}

impl<E: fmt::Debug> fmt::Debug for Actor<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Actor")
            .field("name", &self.name())
            .field("end", &self.end())
            .field("is_stuck_in_interrupt", &self.is_stuck_in_interrupt())
            .field("started", &self.started())
            .field("interrupted", &self.interrupted())
            .field("ended", &self.ended())
            .finish()
    }
}

impl<E: fmt::Debug + fmt::Display> fmt::Debug for Report<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("result", &self.result())
            .field("cause", &self.cause())
            .field("actors", &self.actors().collect::<Vec<_>>())
            .finish()
    }
}

impl<E: fmt::Display> Report<E> {
    /// Prints the group's error. Neither a standard error that is closed nor an actor's error that panics while it is shown is a
    /// reason to panic: then what it has written before is printed.
    fn print_error(&self) {
        let Err(error) = self.result() else { return };
        let mut text = String::new();
        let _ = catch(|| {
            let _ = write!(text, "Error: {error:?}");
        });
        let _ = writeln!(io::stderr(), "{text}");
    }
}

impl<E: fmt::Display> Termination for Report<E> {
    fn report(self) -> ExitCode {
        self.print_error();
        let code = self.exit_code();
        // A panic in the drop of an actor's error would replace the code.
        let _ = catch(|| drop(self));
        code.into()
    }
}

pin_project! {
    /// A group that returns its [`Report`]; from [`Group::report`].
    #[must_use = "a group does nothing until it is awaited"]
    #[project(!Unpin)]
    pub struct Reporting<L, E, O>
    where
        L: List<E>,
    {
        #[pin]
        group: Group<L, E, O>,
    }
}

impl<L: List<E>, E, O: Options<E>> Group<L, E, O> {
    /// Runs the group and returns, in place of the result, everything that happened. The report holds a panic, and does not
    /// resume it.
    ///
    /// ```
    /// use run_group::{End, run_group};
    ///
    /// # futures::executor::block_on(async {
    /// let report = run_group! {
    ///     job:    async { Ok(()) } => drop,
    ///     flush:  |stop| async { stop.stopped().await; Err("no space".into()) },
    /// }
    /// .report()
    /// .await;
    ///
    /// assert_eq!(report.cause().unwrap().to_string(), "`job` ended");
    /// assert!(report.result().is_err());
    /// let ends: Vec<_> = report.actors().map(|actor| (actor.name(), actor.end().to_string())).collect();
    /// assert_eq!(ends, [("job", "ended".into()), ("flush", "failed: no space".into())]);
    /// assert_eq!((report.exit_code(), report.gave_up()), (1, None));
    /// let flush = report.actors().last().unwrap();
    /// assert!(flush.started() <= flush.ready() && flush.interrupted() <= flush.ended() && !flush.is_stuck_in_interrupt());
    /// assert!(report.ready() <= Some(report.elapsed()));
    /// eprintln!("{report}"); // a timeline
    /// report.into_result().unwrap_err();
    /// # })
    /// ```
    ///
    /// # Panics
    ///
    /// If it is polled again after its end, or if a time limit finds no tokio runtime with a timer at the first poll.
    pub fn report(self) -> Reporting<L, E, O> {
        Reporting { group: self }
    }

    /// Runs the group, prints its error, if there is one, to the standard error, and ends the process with the
    /// [exit code](Report::exit_code) of its report.
    ///
    /// It does so even if the error panics while it is shown, and whatever still blocks elsewhere: a thread that is stuck in a call,
    /// work that an actor has left to `spawn_blocking`.
    ///
    /// ```no_run
    /// use run_group::{run_group, signal};
    ///
    /// # async fn serve() {}
    /// #[tokio::main]
    /// async fn main() {
    ///     run_group! {
    ///         server:  serve() => drop, // leaves work to `spawn_blocking`
    ///         signals: signal::shutdown(),
    ///     }
    ///     .exit()
    ///     .await
    /// }
    /// ```
    ///
    /// # What `main` buffers
    ///
    /// It does not return, so what the caller holds is not dropped: the guard of a log that is written by another thread, for
    /// example, and with it the last lines. There, write what it does in three steps, and drop the guard in between:
    ///
    /// ```no_run
    /// # use run_group::run_group;
    /// # struct Guard;
    /// # fn start_log() -> Guard { Guard }
    /// # async fn serve() {}
    /// #[tokio::main]
    /// async fn main() {
    ///     let guard = start_log();
    ///     let report = run_group! { serve() => drop }.report().await;
    ///     if let Err(error) = report.result() { eprintln!("Error: {error:?}") }
    ///     drop(guard);
    ///     std::process::exit(report.exit_code().into())
    /// }
    /// ```
    pub async fn exit(self) -> !
    where
        E: fmt::Display,
    {
        let report = self.report().await;
        report.print_error();
        std::process::exit(report.exit_code().into())
    }
}

impl<L: List<E>, E, O: Options<E>> Future for Reporting<L, E, O> {
    type Output = Report<E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Report<E>> {
        let mut group = self.project().group;
        group.as_mut().record();
        ready!(group.as_mut().poll_group(cx));
        Poll::Ready(Report::new(group.take_state(), O::as_error))
    }
}

impl<L: List<E>, E, O> fmt::Debug for Reporting<L, E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reporting").field(&self.group).finish()
    }
}
