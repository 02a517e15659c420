//! A `run_group!` written in place as an actor: its actors become actors of the outer group.

mod alone;
mod attributes;
mod conditions;
mod interrupts;
mod may_finish;
mod must_run;
mod names;
mod opaque;
mod order;
