//! Stands for `recorder` where the feature `std` is off: there is no recorder.
#![allow(clippy::unused_self, reason = "the signatures are those of `recorder`")]

use crate::outcome::{
    exit::ExitKind,
    names::{Position, Table},
};

/// There is none.
pub(crate) enum Recorder {}

#[derive(Clone, Copy)]
#[allow(dead_code, reason = "there is no report to read it")]
pub(crate) struct Recorded {
    pub(crate) kind: ExitKind,
    pub(crate) failure: Option<usize>,
    pub(crate) started: bool,
    pub(crate) in_interrupt: bool,
}

impl Recorded {
    pub(crate) fn new(kind: ExitKind, failure: Option<usize>, started: bool) -> Self {
        Recorded { kind, failure, started, in_interrupt: false }
    }
}

impl Recorder {
    pub(crate) fn begin(&mut self, _: &'static Table) -> bool {
        match *self {}
    }

    pub(crate) fn started(&mut self, _: Position) {
        match *self {}
    }

    pub(crate) fn awaits_ready(&self) -> bool {
        match *self {}
    }

    pub(crate) fn all_ready(&mut self) {
        match *self {}
    }

    pub(crate) fn lame_duck(&mut self) {
        match *self {}
    }

    pub(crate) fn cause(&mut self) {
        match *self {}
    }

    pub(crate) fn interrupted(&mut self, _: Position) {
        match *self {}
    }

    pub(crate) fn interrupting(&mut self, _: Position) {
        match *self {}
    }

    pub(crate) fn ended(&mut self, _: Position, _: Recorded) {
        match *self {}
    }

    pub(crate) fn finish(&mut self) {
        match *self {}
    }
}
