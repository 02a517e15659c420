//! Groups that run at random, compared with a model of what they should do, or with each other.

mod fast_path;
pub mod outlives;
mod start;
mod wakes;
