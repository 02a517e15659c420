//! The crate under another name, and the macro through a re-export.
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
    rg::run_group! {
        a: work() => drop,
        |_stop| work(),
        work() => async {},
        #[when(work())]
        #[grace(std::time::Duration::from_secs(8))]
        |_stop| work() for _ in 0..2 => async {},
        #[cfg(any())]
        work() => drop,
        #[outlives(a)]
        #[may_finish]
        work() if true => drop,
    }
    .run()?;
    theirs::deeper::run_group! {
        a: work() => drop,
        |_stop| work(),
        work() => async {},
        #[when(work())]
        #[grace(std::time::Duration::from_secs(8))]
        |_stop| work() for _ in 0..2 => async {},
        #[cfg(any())]
        work() => drop,
        #[outlives(a)]
        #[may_finish]
        work() if true => drop,
    }
    .run()?;
    theirs::together! {
        a: work() => drop,
        |_stop| work(),
        work() => async {},
        #[when(work())]
        #[grace(std::time::Duration::from_secs(8))]
        |_stop| work() for _ in 0..2 => async {},
        #[cfg(any())]
        work() => drop,
        #[outlives(a)]
        #[may_finish]
        work() if true => drop,
    }
    .run()?;
    Ok(())
}
