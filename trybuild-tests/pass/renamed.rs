//! The crate under another name, and the macro through somebody's re-export.
#![deny(warnings)]

extern crate run_group as rg;

mod theirs {
    pub mod deeper {
        pub use rg::*;
    }
    pub use rg::run_group as together;
}

// Whatever is called `run_group` here is another thing.
#[allow(dead_code)]
mod run_group {}

async fn work() {}

fn main() -> Result<(), rg::AnyError> {
    rg::run_group! { work() => drop, |_stop| work(), work() => async {} }.run()?;
    theirs::deeper::run_group! { work() => drop, |_stop| work(), work() => async {} }.run()?;
    theirs::together! { work() => drop, |_stop| work(), work() => async {} }.run()?;
    Ok(())
}
