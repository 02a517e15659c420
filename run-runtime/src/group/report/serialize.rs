//! A report as data, for any format that serde writes.

use core::{fmt, time::Duration};
use std::vec::Vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::{
    group::report::{Actor, Report},
    outcome::{end::End, error::Error},
    state::cause::Cause,
};

/// See [`Report`](Report#as-json) for the fields.
impl<E: fmt::Display> Serialize for Report<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 8)?;
        report.serialize_field("exit_code", &self.exit_code())?;
        report.serialize_field("error", &self.result().err().map(Failure))?;
        report.serialize_field("cause", &self.cause().map(Of))?;
        report.serialize_field("cause_ms", &self.recorder.cause.map(Millis))?;
        report.serialize_field("ready_ms", &self.ready().map(Millis))?;
        report.serialize_field("elapsed_ms", &Millis(self.elapsed()))?;
        report.serialize_field("gave_up", &self.gave_up().map(Text))?;
        report.serialize_field("actors", &self.actors().map(Line).collect::<Vec<_>>())?;
        report.end()
    }
}

/// A cause.
struct Of<'a, E>(Cause<'a, E>);

impl<E: fmt::Display> Serialize for Of<'_, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cause = serializer.serialize_struct("Cause", 4)?;
        cause.serialize_field("text", &Text(&self.0))?;
        cause.serialize_field("actor", &Some(self.0.actor()).filter(|actor| !actor.is_empty()))?;
        cause.serialize_field("end", word(&self.0.end()))?;
        cause.serialize_field("signal", &self.0.signal().map(Text))?;
        cause.end()
    }
}

/// A group's error, or one of its others.
struct Failure<'a, E>(&'a Error<E>);

impl<E: fmt::Display> Serialize for Failure<'_, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Failure(error) = self;
        let mut failure = serializer.serialize_struct("Error", 7)?;
        failure.serialize_field("text", &Text(error))?;
        failure.serialize_field("actor", &error.actor())?;
        failure.serialize_field("end", word(&error.end()))?;
        failure.serialize_field("stuck", &error.stuck())?;
        failure.serialize_field("cut_short", &error.cut_short())?;
        failure.serialize_field("unready", &error.unready())?;
        failure.serialize_field("others", &error.others().iter().map(Failure).collect::<Vec<_>>())?;
        failure.end()
    }
}

/// An actor, or a member of one.
struct Line<'a, E>(Actor<'a, E>);

impl<E: fmt::Display> Serialize for Line<'_, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Line(actor) = self;
        let end = actor.end();
        let mut line = serializer.serialize_struct("Actor", 8)?;
        line.serialize_field("name", actor.name())?;
        line.serialize_field("end", word(&end))?;
        line.serialize_field("text", &Text(&end))?;
        line.serialize_field("started_ms", &actor.started().map(Millis))?;
        line.serialize_field("ready_ms", &actor.ready().map(Millis))?;
        line.serialize_field("interrupted_ms", &actor.interrupted().map(Millis))?;
        line.serialize_field("ended_ms", &actor.ended().map(Millis))?;
        line.serialize_field("stuck_in_interrupt", &actor.is_stuck_in_interrupt())?;
        line.end()
    }
}

/// How something ended, as one word.
fn word<E>(end: &End<E>) -> &'static str {
    match end {
        End::Ok => "ok",
        End::Failed(_) => "failed",
        End::Panicked(_) => "panicked",
        End::Early => "early",
        End::Dropped => "dropped",
        End::Stuck => "stuck",
        End::CutShort => "cut_short",
        End::Unready => "unready",
    }
}

/// What it displays.
struct Text<T>(T);

impl<T: fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// In whole milliseconds.
struct Millis(Duration);

impl Serialize for Millis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX))
    }
}
