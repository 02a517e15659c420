//! `Stop`: which waiters it wakes, and when.

mod clones;
mod threads;
mod waiters;
mod wakers;
