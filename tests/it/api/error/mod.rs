//! `Error`: what it says, and what is in it.

mod parts;
mod reporters;
mod text;
mod travel;

use std::{
    fmt::{self, Debug, Display},
    future::{pending, ready},
};

use run_group::{Error, run_group};

use crate::{
    api::support::{Chain, REFUSED},
    support::{Log, Step, drive, script},
};

/// Displays, but is no error.
#[derive(Debug)]
struct Shown(&'static str);

impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "shown: {}", self.0)
    }
}

impl From<&'static str> for Shown {
    fn from(text: &'static str) -> Self {
        Shown(text)
    }
}

fn failed() -> Error {
    drive(run_group! { http: ready(Err::<(), _>(REFUSED)) => drop }).unwrap_err()
}

pub fn failed_with_others() -> Error {
    let log = Log::new();
    drive(run_group! {
        http: ready(Err::<(), _>(REFUSED)) => drop,
        db: ready(Err::<(), _>("disk full")) => drop,
        x: script("x", &log, [Step::Panic("boom")]) => drop,
        cache: pending::<()>() => { panic!("no interrupt") },
    })
    .unwrap_err()
}

fn nested_and_typed() -> Error {
    drive(run_group! {
        outer: run_group! {
            type Error = Chain;
            http: ready(Err::<(), _>(Chain(&["refused"]))) => drop,
            db: ready(Err::<(), _>(Chain(&["disk full"]))) => drop,
        } => drop,
    })
    .unwrap_err()
}
