//! What is wrong with an actor that is configured out is not reported, as it is with any item.
#![deny(warnings)]

use run_group::{AnyError, run_group};

async fn work() {}

fn main() -> Result<(), AnyError> {
    run_group! {
        #[cfg(any())]
        no_actor: 5u32 => drop,
        #[cfg(any())]
        unknown: undefined() => no_interrupt,
        #[cfg(any())]
        wrong_argument: work("text") => { 3 },
        #[cfg(any())]
        unknown_type: Nothing::<u8>::new() => |_: Nothing| {},
        #[cfg(any())]
        no_condition: work() if 3 => drop,
        #[cfg(any())]
        no_items: work() for (_, _) in 5 => drop,
        #[cfg(any())]
        #[when(5)]
        no_gate: work() => drop,
        #[cfg(any())]
        #[grace(5)]
        no_time: work() => drop,
        #[cfg(any())]
        no_code: compile_error!("not expanded") => drop,
        #[cfg(all())]
        #[cfg(any())]
        no_outcome: async { 3 } => drop,
        work: work() => drop,
    }
    .run()?;
    // Neither is what only such an actor makes wrong.
    run_group! {
        #[cfg(any())]
        work: undefined() => drop,
        #[cfg(all())]
        #[outlives(log, queue)]
        work: work() => drop,
        #[cfg(all(any()))]
        #[outlives(pool)]
        work: undefined() => drop,
        #[cfg(any())]
        #[outlives(work)]
        log: undefined() => drop,
        #[cfg(not(all()))]
        #[outlives(pool)]
        queue: undefined() for undefined in nothing if nowhere => drop,
        #[outlives(work, queue)]
        pool: |_stop| work(),
    }
    .run()?;
    run_group! { #[cfg(any())] work: undefined() => drop }.run()?;
    run_group! { #[cfg(any())] undefined() => drop, #[cfg(any())] undefined() for _ in nothing => drop }.run()?;
    Ok(())
}
