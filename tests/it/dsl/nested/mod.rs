//! A `run_group!` written in place as an actor: its actors become actors of the outer group.

mod attributes;
mod conditions;
mod interrupts;
mod names;
mod order;
