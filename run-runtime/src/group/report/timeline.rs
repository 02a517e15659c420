//! A report as text: when each actor ran and was stopping, and how it ended.

use core::{fmt, iter::successors, time::Duration};
use std::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    group::report::{Actor, Report},
    observe::recorder::Entry,
    outcome::{end::End, error::Error, exit::ExitKind, gave_up::GaveUp},
};

/// How wide a line is at most, and how wide its columns are.
const LINE: usize = 100;
const NAME: usize = 18;
const RUNNING: u32 = 8;
const DRAINING: u32 = 16;
/// How many members of sets have a line: there may be thousands.
const MEMBERS: usize = 16;

impl<E: fmt::Display> fmt::Display for Report<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(cause) = self.cause() else { return f.write_str("the group ended at once: it had no actors") };
        let cause_text = match cause.end() {
            end @ End::Failed(_) => format!("`{}` {}", cause.actor(), self.end_text(&end)),
            _ => cause.to_string(),
        };
        let result = match self.result() {
            Ok(()) => " successfully".to_owned(),
            // The first line has it.
            Err(error) if cause.error().is_some() => format!(": {}", error.headline()),
            Err(error) => format!(": {}", self.failure_text(error)),
        };
        let (at, drain) = (Time(self.cause_at()), Time(self.recorder.end.saturating_sub(self.cause_at())));
        writeln!(f, "{}", cut(&format!("after {at}: {cause_text}"), LINE))?;
        let forced = match self.gave_up() {
            Some(GaveUp::Signal(signal)) => format!(", after a second request, by {signal},"),
            _ => String::new(),
        };
        write!(f, "{}", cut(&format!("{drain} later{forced} the group ended{result}"), LINE))?;
        for (how, names) in self.unfinished_beside() {
            write!(f, "\n{}", cut(&format!("{how}: `{}`", names.join("`, `")), LINE))?;
        }

        let width = self.actors().map(|actor| columns(actor.name())).max().unwrap_or_default().min(NAME);
        let titles = Line { name: "", bar: ["running", "draining"], interrupted: "interrupted", took: "took", end: "" };
        write!(f, "\n{}", titles.text(width))?;
        let mut members = 0;
        for actor in self.actors() {
            members += usize::from(actor.is_member);
            if actor.is_member && members > MEMBERS {
                continue;
            }
            let [running, draining] = self.bar(actor.entry);
            let line = Line {
                name: actor.name(),
                bar: [&running, &draining],
                interrupted: &self.interrupted(actor.entry),
                took: &actor
                    .entry
                    .stopping()
                    .map(|[from, to]| Time(to.saturating_sub(from)).to_string())
                    .unwrap_or_default(),
                end: &self.ended(&actor),
            };
            write!(f, "\n{}", line.text(width))?;
        }
        if members > MEMBERS {
            write!(f, "\nand {} more members of sets", members - MEMBERS)?;
        }
        for error in self.unlisted() {
            write!(f, "\n{}", cut(&format!("also: {}", self.failure_text(error)), LINE))?;
        }
        Ok(())
    }
}

impl<E: fmt::Display> Report<E> {
    fn cause_at(&self) -> Duration {
        self.recorder.cause.unwrap_or(self.recorder.end)
    }

    /// The actors that were stuck or cut short, unless they are the group's error.
    fn unfinished_beside(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let error = self.state.failure().filter(|error| !matches!(error.end(), End::Stuck | End::CutShort));
        let unfinished =
            error.into_iter().flat_map(|error| [("stuck", error.stuck()), ("cut short", error.cut_short())]);
        unfinished.filter(|(_, names)| !names.is_empty())
    }

    /// The failures that are on no actor's line: the group's own, and all but the first of an actor.
    fn unlisted(&self) -> impl Iterator<Item = &Error<E>> {
        let is_listed =
            |number| self.actors().any(|actor| actor.entry.end.is_some_and(|end| end.failure == Some(number)));
        let others = self.state.failure().into_iter().flat_map(Error::others);
        (1..).zip(others).filter(move |&(number, _)| !is_listed(number)).map(|(_, error)| error)
    }

    /// What an actor did before the cause and after it: `=` where it ran, `>` where it was stopping, `-` where it was not ready yet, `.`
    /// where it waited to be started. Each takes one cell at least.
    fn bar(&self, entry: &Entry) -> [String; 2] {
        let (cause, end) = (self.cause_at(), self.recorder.end);
        let moment = Duration::from_nanos(1);
        let last = end.saturating_sub(moment);
        let stopping = entry.stopping().map(|[from, to]| [from.min(last), to.max(from + moment)]);
        let left = entry.ended_by_itself.or(entry.interrupted).unwrap_or(end);
        let running = entry.ready.map(|ready| [ready, left.max(cause.min(ready + moment))]);
        let starting =
            entry.started.map(|started| [started, entry.ready.unwrap_or(left).max(cause.min(started + moment))]);
        let waiting = Some([Duration::ZERO, entry.started.unwrap_or(left)]);
        let cells = |from: Duration, to: Duration, cells: u32, stopping: Option<[Duration; 2]>| -> String {
            let bound = |index| from + to.saturating_sub(from) * index / cells;
            let cell = |index| {
                let covers =
                    |span: Option<[Duration; 2]>| span.is_some_and(|[a, z]| a < bound(index + 1) && bound(index) < z);
                [('>', stopping), ('=', running), ('-', starting), ('.', waiting)]
                    .into_iter()
                    .find(|&(_, span)| covers(span))
            };
            (0..cells).map(|index| cell(index).map_or(' ', |(mark, _)| mark)).collect()
        };
        // If no time passed before the cause, the first bar shows how far the actor had come.
        let mark = match entry {
            Entry { ready: Some(_), .. } => "=",
            Entry { started: Some(_), .. } => "-",
            Entry { .. } => ".",
        };
        let before = if cause.is_zero() {
            mark.repeat(RUNNING as usize)
        } else {
            cells(Duration::ZERO, cause, RUNNING, entry.stopping())
        };
        [before, cells(cause, end, DRAINING, stopping)]
    }

    /// When an actor was interrupted, from the cause on. Empty where it had ended by then.
    fn interrupted(&self, entry: &Entry) -> String {
        let since = entry.stopping().map(|[from, _]| from.saturating_sub(self.cause_at()));
        since.map(|since| format!("+{}", Time(since))).unwrap_or_default()
    }

    /// How an actor ended, in words.
    fn ended(&self, actor: &Actor<'_, E>) -> String {
        let entry = actor.entry;
        // Of a set, it may be the exit of a member.
        let is_cause =
            self.state.is_cause(entry.position) && self.cause().is_some_and(|cause| cause.actor() == actor.name());
        let signal = self.cause().and_then(|cause| cause.signal()).filter(|_| is_cause);
        let kind = entry.end.filter(|end| end.failure.is_none()).map(|end| end.kind);
        let is_ok = kind.is_some_and(ExitKind::is_ok);
        let text = match (entry.ended_by_itself, signal) {
            (_, Some(signal)) if is_ok => format!("received {signal}"),
            _ if entry.started.is_none() && (is_ok || kind == Some(ExitKind::Dropped)) => "never started".to_owned(),
            (Some(left), _) if is_ok && !is_cause && left <= self.cause_at() => format!("ended after {}", Time(left)),
            (Some(_), _) if is_ok && !is_cause => "ended by itself".to_owned(),
            _ => match actor.end() {
                End::Stuck if entry.stuck_in_interrupt => "was stuck in its interrupt".to_owned(),
                End::Stuck => "was stuck after its interrupt".to_owned(),
                End::CutShort if entry.stuck_in_interrupt => "was cut short in its interrupt".to_owned(),
                End::CutShort => "was cut short after its interrupt".to_owned(),
                end => self.end_text(&end),
            },
        };
        if is_cause { format!("the cause: {text}") } else { text }
    }

    /// A failure, with the whole chain of errors.
    fn failure_text(&self, error: &Error<E>) -> String {
        match (error.end(), error.actor()) {
            (end @ End::Failed(_), Some(actor)) => format!("actor `{actor}` {}", self.end_text(&end)),
            _ => error.headline().to_string(),
        }
    }

    /// How something ended, with the whole chain of errors.
    fn end_text(&self, end: &End<&E>) -> String {
        let End::Failed(error) = end else { return end.to_string() };
        let Some(error) = (self.as_error)(error) else { return end.to_string() };
        let chain: Vec<_> = successors(Some(error), |error| error.source()).map(ToString::to_string).collect();
        End::Failed(chain.join(": ")).to_string()
    }
}

/// A line of the timeline.
struct Line<'a> {
    name: &'a str,
    bar: [&'a str; 2],
    interrupted: &'a str,
    took: &'a str,
    end: &'a str,
}

impl Line<'_> {
    fn text(&self, width: usize) -> String {
        let name = cut_middle(self.name, width);
        let pad = " ".repeat(width.saturating_sub(columns(&name)));
        let Line { bar: [running, draining], interrupted, took, end, .. } = self;
        let (left, right) = (RUNNING as usize, DRAINING as usize);
        let line = format!("{name}{pad}  {running:left$}|{draining:right$}  {interrupted:>11}  {took:>6}  ");
        let room = LINE.saturating_sub(columns(&line));
        (line + &cut(end, room)).trim_end().to_owned()
    }
}

/// A text in one line, cut off after this many columns.
fn cut(text: &str, room: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    if columns(&line) <= room { line } else { head(line.chars(), room.saturating_sub(2)) + ".." }
}

/// A name, cut in the middle to this many columns: its end may be what sets it apart, as in `worker[7]`.
fn cut_middle(name: &str, room: usize) -> String {
    if columns(name) <= room {
        return name.to_owned();
    }
    let tail = head(name.chars().rev(), room.saturating_sub(2) / 2);
    let tail: String = tail.chars().rev().collect();
    head(name.chars(), room.saturating_sub(2 + columns(&tail))) + ".." + &tail
}

/// The first characters that fit.
fn head(text: impl Iterator<Item = char>, room: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += columns_of(*c);
        used <= room
    };
    text.take_while(fits).collect()
}

/// How many columns of a terminal a text takes.
fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// Roughly: what is written in East Asia, and pictures, take two; an accent that stands by itself takes none.
fn columns_of(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// A time for people: two digits or three.
struct Time(Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (millis, seconds) = (self.0.as_millis(), self.0.as_secs());
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        match seconds {
            0 => write!(f, "{millis}ms"),
            1..60 => write!(f, "{seconds}.{}s", millis / 100 % 10),
            60..3600 => write!(f, "{minutes}m{}s", seconds % 60),
            3600..86_400 => write!(f, "{hours}h{}m", minutes % 60),
            _ => write!(f, "{days}d{}h", hours % 24),
        }
    }
}
