//! Everything that happened in a group.

use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use std::{
    eprintln, format,
    process::{ExitCode, Termination},
    string::{String, ToString},
};

use pin_project_lite::pin_project;

use crate::{
    any_error::AnyError,
    cause::Cause,
    end::End,
    error::Error,
    group::Group,
    list::List,
    options::Options,
    record::{Ending, Entry, Record},
    state::How,
    table::{Name, Table},
};

/// Everything that happened in a group: what each actor did and when, who was the cause, who was stuck, and every
/// failure. A panic is held in it, and not resumed.
///
/// It displays as a timeline for a terminal or a log, a line for each actor:
///
/// ```text
/// received SIGTERM after 12.3 s, and all had ended 1.2 s later: actor `db` failed
/// http     ======================== | >>>>>>>>>>          ended 750 ms after it was told
/// db       ======================== |           >>>>>>    failed: no space left on device
/// signals  ======================== |                     ended (the cause)
/// ```
///
/// On the left of the bar is the life of the group until there was a cause, on the right what came then: `=` is an actor
/// that runs, `>` one that has been asked to stop, `.` one that waits for its `#[when(..)]`.
///
/// As a [`Termination`], it is what `main` may return: it prints the error and gives its [exit code](Self::exit_code).
pub struct Report<E = AnyError> {
    error: Option<Error<E>>,
    cause: Option<(Name, How)>,
    table: &'static Table,
    record: Record,
}

impl<E> Report<E> {
    pub(crate) fn new(
        error: Option<Error<E>>,
        cause: Option<(Name, How)>,
        table: &'static Table,
        record: Record,
    ) -> Self {
        Report { error, cause, table, record }
    }

    /// The group's result.
    ///
    /// # Errors
    ///
    /// The group's error. Where a panic would have gone on, it is one whose [`end`](Error::end) is
    /// [`End::Panicked`].
    pub fn result(&self) -> Result<(), &Error<E>> {
        self.error.as_ref().map_or(Ok(()), Err)
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
    pub fn into_result(self) -> Result<(), Error<E>> {
        match self.error.map(Error::into_panic) {
            None => Ok(()),
            Some(Ok(caught)) => caught.resume(),
            Some(Err(error)) => Err(error),
        }
    }

    /// The cause. `None` where there was nobody to be one.
    #[must_use]
    pub fn cause(&self) -> Option<Cause<'_, E>> {
        self.cause.map(|(actor, how)| how.cause(actor, self.error.as_ref()))
    }

    /// What each actor did, in the order written; those that were left out by `if` or `#[cfg]` did nothing.
    pub fn actors(&self) -> impl Iterator<Item = Actor<'_, E>> {
        self.record.actors.iter().map(|entry| Actor { report: self, entry })
    }

    /// How long the group ran, from its first poll to its end.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.record.end
    }

    /// What a process ends with: 0 where all was well, 1 where an actor failed, 101 where one panicked, 124 where one was
    /// stuck. Of several the group's [result](Self::result) decides.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.error.as_ref().map(Error::end) {
            None => 0,
            Some(End::Panicked(_)) => 101,
            Some(End::Stuck) => 124,
            Some(_) => 1,
        }
    }

    fn failure(&self, number: usize) -> Option<&Error<E>> {
        let first = self.error.as_ref()?;
        number.checked_sub(1).map_or(Some(first), |other| first.others().get(other))
    }
}

/// What one actor did; from [`Report::actors`]. All times count from the first poll of the group.
pub struct Actor<'a, E> {
    report: &'a Report<E>,
    entry: &'a Entry,
}

impl<'a, E> Actor<'a, E> {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.report.table.name(self.entry.place)
    }

    /// How it ended. Where its interrupt failed, it is that failure.
    #[must_use]
    pub fn end(&self) -> End<&'a E> {
        match self.entry.end {
            Some(Ending::Ok) => End::Ok,
            Some(Ending::Failed(number)) => self.report.failure(number).map_or(End::Dropped, Error::end),
            Some(Ending::Stuck) => End::Stuck,
            Some(Ending::Dropped) | None => End::Dropped,
        }
    }

    /// When it was first polled. `None` where its `#[when(..)]` never opened.
    #[must_use]
    pub fn started(&self) -> Option<Duration> {
        self.entry.started
    }

    /// When its interrupt was called.
    #[must_use]
    pub fn interrupted(&self) -> Option<Duration> {
        self.entry.interrupted
    }

    /// When it had ended, and its interrupt too.
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
            .field("actors", &self.actors().collect::<std::vec::Vec<_>>())
            .finish()
    }
}

impl<E: fmt::Display> Termination for Report<E> {
    fn report(self) -> ExitCode {
        if let Err(error) = self.result() {
            eprintln!("Error: {error:?}");
        }
        self.exit_code().into()
    }
}

/// How wide the columns are; a line is at most a hundred.
const NAME: usize = 18;
const RUNNING: u32 = 24;
const STOPPING: u32 = 16;
const END: usize = 34;

impl<E: fmt::Display> fmt::Display for Report<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let result = self.error.as_ref().map_or("well".into(), ToString::to_string);
        match self.cause() {
            None => write!(f, "ended after {}: {result}", Time(self.record.end))?,
            Some(cause) => {
                let at = self.cause_at();
                let later = self.record.end.saturating_sub(at);
                write!(f, "{cause} after {}, and all had ended {} later: {result}", Time(at), Time(later))?;
            }
        }
        let width = self.actors().map(|actor| actor.name().chars().count()).max().unwrap_or(0).min(NAME);
        for actor in self.actors() {
            let name = short(actor.name(), NAME);
            let [running, stopping] = self.bar(actor.entry);
            let line = format!("{name:width$} {running} | {stopping} {}", short(&self.told(&actor), END));
            write!(f, "\n{}", line.trim_end())?;
        }
        Ok(())
    }
}

impl<E: fmt::Display> Report<E> {
    fn cause_at(&self) -> Duration {
        self.record.cause.unwrap_or(self.record.end)
    }

    /// An actor's life before the cause, and after it.
    fn bar(&self, entry: &Entry) -> [String; 2] {
        let (cause, end) = (self.cause_at(), self.record.end);
        let cell = |from: Duration, to: Duration, index: u32, cells: u32| {
            // The middle of the cell: a moment in which something is the case.
            let at = from + to.saturating_sub(from) * (2 * index + 1) / (2 * cells);
            let is = |event: Option<Duration>| event.is_some_and(|event| event <= at);
            match () {
                () if is(entry.ended) => ' ',
                () if is(entry.interrupted) => '>',
                () if is(entry.started) => '=',
                () => '.',
            }
        };
        [
            (0..RUNNING).map(|index| cell(Duration::ZERO, cause, index, RUNNING)).collect(),
            (0..STOPPING).map(|index| cell(cause, end, index, STOPPING)).collect(),
        ]
    }

    /// How an actor ended, in words.
    fn told(&self, actor: &Actor<'_, E>) -> String {
        let is_cause = self.cause.is_some_and(|(name, _)| name.is_at(actor.entry.place));
        let took = match (actor.interrupted(), actor.ended()) {
            (Some(interrupted), Some(ended)) => ended.checked_sub(interrupted),
            _ => None,
        };
        let end = actor.end().to_string();
        match (is_cause, actor.entry.end, took) {
            (true, ..) => format!("{end} (the cause)"),
            (false, Some(Ending::Ok), Some(took)) => format!("{end} {} after it was told", Time(took)),
            _ => end,
        }
    }
}

/// At most so many characters of a text, in one line.
fn short(text: &str, length: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= length && line.len() == text.len() {
        return line.into();
    }
    let head: String = line.chars().take(length - 2).collect();
    head + ".."
}

/// A time for people: two digits or three.
struct Time(Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (millis, seconds) = (self.0.as_millis(), self.0.as_secs());
        match seconds {
            0 => write!(f, "{millis} ms"),
            1..60 => write!(f, "{:.1} s", self.0.as_secs_f64()),
            60..3600 => write!(f, "{} min {} s", seconds / 60, seconds % 60),
            _ => write!(f, "{} h {} min", seconds / 3600, seconds / 60 % 60),
        }
    }
}

pin_project! {
    /// A group that is to be reported; from [`Group::report`].
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
    /// Runs the group, and reports everything that happened. A panic is held in the report, and not resumed.
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
    /// eprintln!("{report}"); // a timeline
    /// # })
    /// ```
    ///
    /// # Panics
    ///
    /// Polled again after its end, and as [`grace`](Self::grace) does.
    pub fn report(self) -> Reporting<L, E, O> {
        Reporting { group: self }
    }

    /// Runs the group, prints what it failed with, if it did, to the standard error, and ends the process with the
    /// [exit code](Report::exit_code) of its report, whatever still blocks elsewhere: a thread that is stuck in a read,
    /// work that an actor has left to `spawn_blocking`. No destructor of what is still alive is run.
    ///
    /// ```no_run
    /// use run_group::{run_group, signal, thread};
    ///
    /// # fn read_lines() -> std::io::Result<()> { Ok(()) }
    /// #[tokio::main]
    /// async fn main() {
    ///     run_group! {
    ///         lines:   thread(|| read_lines()) => || {}, // nothing makes it return
    ///         signals: signal::shutdown() => drop,
    ///     }
    ///     .grace(std::time::Duration::from_secs(5))
    ///     .exit()
    ///     .await
    /// }
    /// ```
    pub async fn exit(self) -> !
    where
        E: fmt::Display,
    {
        let report = self.report().await;
        if let Err(error) = report.result() {
            eprintln!("Error: {error:?}");
        }
        std::process::exit(report.exit_code().into())
    }
}

impl<L: List<E>, E, O: Options<E>> Future for Reporting<L, E, O> {
    type Output = Report<E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Report<E>> {
        let mut group = self.project().group;
        group.as_mut().record();
        ready!(group.as_mut().poll_end(cx));
        Poll::Ready(group.into_report())
    }
}

impl<L: List<E>, E, O> fmt::Debug for Reporting<L, E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reporting").field(&self.group).finish()
    }
}
