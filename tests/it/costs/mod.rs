//! What a group costs: allocations, size, stack.

mod allocations;
mod size;
mod stack;

use std::future::{Ready, ready};

fn idle() -> Ready<()> {
    ready(())
}

/// A list of so many copies of one actor.
macro_rules! copies {
    ($actor:expr; $($list:tt)*) => { copies!(@ [$actor] [] $($list)*) };
    (@ [$actor:expr] [$($done:tt)*]) => { run_group::run_group! { $($done)* } };
    (@ [$actor:expr] [$($done:tt)*] 1 $($rest:tt)*) => { copies!(@ [$actor] [$($done)* $actor => drop,] $($rest)*) };
    (@ [$actor:expr] [$($done:tt)*] 8 $($rest:tt)*) => {
        copies!(@ [$actor] [$($done)*
            $actor => drop, $actor => drop, $actor => drop, $actor => drop,
            $actor => drop, $actor => drop, $actor => drop, $actor => drop,
        ] $($rest)*)
    };
}

use copies;
