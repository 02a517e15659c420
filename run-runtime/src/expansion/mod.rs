//! What the output of `run_group!` calls. Not for use by hand: it changes without notice.
//!
//! `EXPANSION.md` in `run-macros` shows the output, and why it is written as it is.

mod check;
mod fill;
mod forms;
#[cfg(feature = "std")]
pub mod instances;
mod probe;

pub use crate::{
    expansion::{
        check::{actor, async_outcome, droppable, interrupt, never, outcome, settle, unit},
        fill::{fill, leave, name, of, parts, swap, vacant, when},
        forms::{call, call_with, future, later, later_with, with, with_later},
        probe::{
            ExplainAsRef, ExplainDisplay, ExplainError, GaveAny, GaveNested, GaveResult, Interrupts, InterruptsNothing,
            gave, value,
        },
    },
    group::Group,
    outcome::{infer::Infer, names::Table},
    slot::{
        forms::{Drop, Nothing},
        gate::Open,
        limit::NoLimit,
        list::{Branch, Vacant},
    },
};
#[cfg(feature = "std")]
pub use crate::{
    expansion::{
        fill::{fill_next, handle, next},
        forms::then_stop,
    },
    outcome::any_error::AnyError,
    sync::stop::Setter,
};

#[cfg(feature = "tokio")]
pub use crate::expansion::fill::grace;
