//! Braces, brackets and parentheses; a comma at the end, or none.
#![deny(warnings)]

use run_group::{AnyError, run_group};

async fn work() {}

fn main() -> Result<(), AnyError> {
    run_group! { work: work() => drop, more: work() => drop, }.run()?;
    run_group! { work: work() => drop, more: work() => drop }.run()?;
    run_group!(work: work() => drop, more: work() => drop,).run()?;
    run_group!(work: work() => drop).run()?;
    run_group![work: work() => drop, more: work() => drop,].run()?;
    run_group![work() => drop].run()?;
    run_group! { type Error = AnyError; work() => drop, }.run()?;
    run_group!(work: work() for _ in 0..2 => drop).run()?;
    run_group!(work: |_stop| work() for _ in 0..2,).run()?;
    run_group![|_stop| work() for _ in 0..2 if true].run()?;
    run_group!(#[may_finish] #[when(work())] work() => drop).run()?;
    run_group![#[cfg(all())] a: work() => drop, #[outlives(a)] work() => drop].run()?;
    run_group!(#[cfg(any())] work() => drop).run()?;
    run_group! { type Error = AnyError; #[outlives(..,)] work() => drop, #[cfg(any())] work() => drop, }.run()?;
    run_group!(a: work() => drop, #[outlives(a,)] |_stop| work() for _ in 0..2, #[cfg(any())] work() => drop,).run()?;
    Ok(())
}
