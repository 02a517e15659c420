//! `#[outlives]`: an actor that outlives others is interrupted when its turn comes.

mod all_others;
mod failures;
mod missing;
mod polls;
mod rows;
mod turns;
