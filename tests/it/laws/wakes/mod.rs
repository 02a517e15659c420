//! Law 8: a wake of one actor polls that actor, once the actors have wakers of their own.

mod allocations;
mod drain;
mod last_task;
mod only_woken;
mod outliving;
mod panics;
mod report;
mod shared_waker;
mod threads;
mod timers;
mod within_a_poll;
