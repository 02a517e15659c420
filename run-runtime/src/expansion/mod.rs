//! What the output of `run_group!` calls. Not for use by hand: it changes without notice.
//!
//! `EXPANSION.md` in `run-macros` shows the output, and why it is written as it is.

mod check;
mod default_error;
mod fill;
mod forms;
#[cfg(feature = "std")]
pub mod instances;
mod nested;
mod placed;
mod probe;

pub use crate::{
    expansion::{
        check::{HalfTyped, actor, async_outcome, interrupt, never, open_outcome, outcome, settle, unit},
        fill::{after, error_type, fill, gate_first, leave_vacant, parts, set_table, vacant, when},
        forms::{
            async_block, async_closure, async_closure_with_cause, call_async_with_cause, call_with_cause, closure,
            closure_with_cause,
        },
        nested::{begin_nested, drop_instead, end_nested, within},
        probe::{
            AnyGateOutput, ExplainAsRef, ExplainDisplay, ExplainError, Interrupts, InterruptsNothing, NestedGateOutput,
            ResultGateOutput, gate_output, value,
        },
    },
    group::Group,
    outcome::{
        infer::Infer,
        names::{Table, UNTIL_ENDED},
    },
    slot::{
        forms::{ByDrop, ByItself, ByNothing},
        gate::Open,
        limit::NoLimit,
        list::{Branch, Vacant},
        nested::{MayFinish, MustRun, Nested, Plain},
    },
};
#[cfg(feature = "std")]
pub use crate::{
    expansion::{
        fill::{fill_item, made_ready, name_item, next_item, stop_handle, stop_on_drop},
        forms::then_stop,
        nested::leads,
    },
    outcome::any_error::{AnyError, IntoAnyError},
    sync::{
        ready::Readiness,
        stop::{Stop, StopOnDrop},
    },
};

#[cfg(feature = "tokio")]
pub use crate::expansion::{
    fill::{drain, grace},
    nested::shared,
};
