//! A status as a table.

use core::{fmt, time::Duration};
use std::{format, string::ToString, vec::Vec};

use crate::observe::status::{
    Status,
    actor::{Actor, Phase, awaited},
};

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let board = self.ask();
        let (phase, elapsed) = (board.phase, board.since.elapsed());
        drop(board);
        let actors = self.actors();
        write!(f, "{phase}")?;
        if phase != Phase::NotStarted {
            write!(f, " for {}", Time(elapsed))?;
        }
        let awaited: Vec<_> = awaited(phase, &actors).map(|name| format!("`{name}`")).collect();
        if !awaited.is_empty() {
            write!(f, ": waiting for {}", awaited.join(", "))?;
        }
        let width = actors.iter().map(|actor| actor.name.chars().count()).max().unwrap_or_default();
        for Actor { name, state, elapsed, waits_for } in &actors {
            let (state, elapsed) = (state.to_string(), Time(*elapsed).to_string());
            write!(f, "\n{name:width$}  {state:11}  {elapsed:>6}")?;
            if !waits_for.is_empty() {
                let names: Vec<_> = waits_for.iter().map(|name| format!("`{name}`")).collect();
                write!(f, "  for {}", names.join(", "))?;
            }
        }
        Ok(())
    }
}

/// A time, in as many digits as one reads.
struct Time(Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_secs() {
            0 => write!(f, "{}ms", self.0.as_millis()),
            1..60 => write!(f, "{:.1}s", self.0.as_secs_f64()),
            seconds => write!(f, "{}m{:02}s", seconds / 60, seconds % 60),
        }
    }
}
