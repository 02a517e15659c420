//! The events and spans of a group, for `tracing`. The docs of `Group` list them.

use core::{
    fmt,
    task::{Context, Poll},
    time::Duration,
};
use std::{
    boxed::Box,
    string::String,
    sync::{Arc, mpsc},
    thread,
    time::Instant,
};

use tracing::{Level, debug, enabled, error, info, info_span, warn};

#[cfg(feature = "tokio")]
use crate::outcome::names::part_name;
use crate::{
    outcome::{
        end::End,
        names::{Name, Text},
    },
    sync::{clock, oneshot::Oneshot},
};

pub(crate) const ON: bool = true;

const TARGET: &str = "run_group";

/// There is a cause: the actor that ended first, if it is an actor's, and the words for it.
pub(crate) fn stopping(actor: Option<&str>, cause: &dyn fmt::Display) {
    info!(target: TARGET, actor, cause = %cause, "stopping");
}

/// An actor has said that it is ready.
pub(crate) fn ready(name: Name<'_>) {
    debug!(target: TARGET, actor = name.text(), "ready");
}

/// The interrupt of an actor is about to be called.
pub(crate) fn interrupted(name: Name<'_>) {
    debug!(target: TARGET, actor = name.text(), "interrupted");
}

/// An actor has ended.
pub(crate) fn ended(actor: &str, end: End<&dyn fmt::Display>) {
    match end {
        End::Ok => debug!(target: TARGET, actor, "ended"),
        End::Dropped => debug!(target: TARGET, actor, "dropped"),
        End::Stuck => warn!(target: TARGET, actor, "stuck"),
        End::CutShort => warn!(target: TARGET, actor, "cut short"),
        // It is no actor's.
        End::Unready => {}
        End::Early => error!(target: TARGET, actor, "ended before it was asked to"),
        End::Failed(error) => error!(target: TARGET, actor, error = %error, "failed"),
        End::Panicked(panic) => error!(target: TARGET, actor, error = %panic, "panicked"),
    }
}

/// The span of an actor, and its name.
#[derive(Debug)]
pub(crate) struct ActorSpan {
    span: tracing::Span,
    // Set when the span is made.
    name: Text,
}

impl ActorSpan {
    pub(crate) const NEW: Self = ActorSpan { span: tracing::Span::none(), name: Text::Borrowed("") };

    pub(crate) fn enter(&mut self, name: Name<'_>) -> Entered<'_> {
        let is_first = self.span.is_none();
        if is_first {
            self.name = name.to_text();
            self.span = info_span!(target: TARGET, "actor", actor = name.text());
        }
        Entered { _guard: self.span.enter(), name: &self.name, is_first }
    }
}

/// A guard: the span of an actor is entered.
pub(crate) struct Entered<'a> {
    _guard: tracing::span::Entered<'a>,
    name: &'a str,
    is_first: bool,
}

impl Entered<'_> {
    /// The actor is about to be polled. `is_waiting` is whether its gate has not opened.
    pub(crate) fn poll(&self, is_waiting: bool) -> PollTimer<'_> {
        if self.is_first && !is_waiting {
            debug!(target: TARGET, actor = self.name, "started");
        }
        let begin = enabled!(target: TARGET, Level::WARN).then(Instant::now);
        PollTimer { begin, name: self.name, is_waiting }
    }
}

/// Warns of a long poll of an actor, when it is dropped.
pub(crate) struct PollTimer<'a> {
    begin: Option<Instant>,
    name: &'a str,
    is_waiting: bool,
}

impl PollTimer<'_> {
    const LONG: Duration = Duration::from_millis(100);

    /// Its gate is open.
    pub(crate) fn opened(&self) {
        if self.is_waiting {
            debug!(target: TARGET, actor = self.name, "started");
        }
    }
}

impl Drop for PollTimer<'_> {
    fn drop(&mut self) {
        // The panic is reported elsewhere, and a subscriber must not cause a second one.
        if std::thread::panicking() {
            return;
        }
        let took = self.begin.map_or(Duration::ZERO, |begin| begin.elapsed());
        if took >= Self::LONG {
            let elapsed_ms = millis(took);
            warn!(target: TARGET, actor = self.name, elapsed_ms, "one poll held up the whole group");
        }
    }
}

/// The events of the group itself.
#[derive(Debug)]
pub(crate) struct GroupTrace {
    // Set by the first `start`. Never cleared.
    has_started: bool,
    // Set by `cause`.
    since: Option<clock::Instant>,
    // Made by the first poll of the group that ends in the drain.
    reminder: Option<Box<Reminder>>,
}

impl GroupTrace {
    pub(crate) const NEW: Self = GroupTrace { has_started: false, since: None, reminder: None };

    /// The group is polled. The first time, it has started.
    pub(crate) fn start(&mut self, actors: u32) {
        if !self.has_started {
            self.has_started = true;
            debug!(target: TARGET, actors, "group started");
        }
    }

    /// There is a cause: the drain is timed from here.
    pub(crate) fn cause(&mut self) {
        self.since = Some(clock::Instant::now());
    }

    /// Whether it is time to name the actors that are waited for.
    pub(crate) fn poll_remind(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(since) = self.since.filter(|_| enabled!(target: TARGET, Level::WARN)) else { return Poll::Pending };
        self.reminder.get_or_insert_with(|| Box::new(Reminder::start())).poll_due(since.elapsed(), cx)
    }

    /// Names the actors that are waited for.
    pub(crate) fn remind(&self, waiting_for: &[String]) {
        let names = waiting_for.join(", ");
        warn!(target: TARGET, waiting_for = names, elapsed_ms = self.elapsed_ms(), "still waiting");
    }

    /// The group has ended.
    pub(crate) fn end(&self) {
        info!(target: TARGET, elapsed_ms = self.elapsed_ms(), "stopped");
    }

    fn elapsed_ms(&self) -> u64 {
        self.since.map_or(0, |since| millis(since.elapsed()))
    }
}

/// Wakes the group every few seconds of the drain, by a thread: the runtime may have no timer, which only a panic would tell.
#[derive(Debug)]
struct Reminder {
    /// When it is due next, counted from the cause.
    due: Duration,
    tick: Arc<Oneshot<()>>,
    /// The thread ends when this is dropped.
    _end: mpsc::Sender<()>,
}

impl Reminder {
    const EVERY: Duration = Duration::from_secs(5);

    /// Where there is no thread to be had, the group is reminded only when something else wakes it.
    fn start() -> Self {
        let (tick, (end, ended)) = (Arc::new(Oneshot::new()), mpsc::channel());
        let ticks = tick.clone();
        let run = move || {
            while ended.recv_timeout(Self::EVERY) == Err(mpsc::RecvTimeoutError::Timeout) {
                ticks.send(());
            }
        };
        let _ = thread::Builder::new().name("run_group reminder".into()).spawn(run);
        Reminder { due: Self::EVERY, tick, _end: end }
    }

    fn poll_due(&mut self, elapsed: Duration, cx: &Context<'_>) -> Poll<()> {
        // Until it is pending, so that it wakes the task the next time.
        while self.tick.poll_recv(cx).is_ready() {}
        if elapsed < self.due {
            return Poll::Pending;
        }
        let every = Self::EVERY.as_secs();
        self.due = Duration::from_secs((elapsed.as_secs() / every + 1) * every);
        Poll::Ready(())
    }
}

/// A closure that runs within the actor's span on whichever thread it is called.
pub(crate) fn in_current_span<T>(f: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let span = tracing::Span::current();
    move || span.in_scope(f)
}

/// A future that is polled within the actor's span in whichever task it runs.
#[cfg(feature = "tokio")]
pub(crate) fn future_in_current_span<F: Future>(future: F) -> impl Future<Output = F::Output> {
    tracing::Instrument::in_current_span(future)
}

/// The spans of the members of a set.
#[cfg(feature = "tokio")]
#[derive(Clone, Debug)]
pub(crate) struct MemberSpans {
    set: String,
    parent: tracing::Span,
}

#[cfg(feature = "tokio")]
impl MemberSpans {
    /// Of the set of this name, whose span is entered.
    pub(crate) fn of(set: &str) -> Self {
        MemberSpans { set: set.into(), parent: tracing::Span::current() }
    }

    /// A member that is polled within a span of its own.
    pub(crate) fn enter<F: Future>(&self, member: &str, future: F) -> impl Future<Output = F::Output> + use<F> {
        let actor = part_name(&self.set, &member);
        let span = info_span!(target: TARGET, parent: &self.parent, "actor", actor);
        tracing::Instrument::instrument(future, span)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
