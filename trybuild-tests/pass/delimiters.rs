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
    Ok(())
}
