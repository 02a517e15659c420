//! Conditions of every kind, in every place where one may stand, and nothing to warn of.
#![deny(warnings)]

use run_group::{AnyError, Stop, run_group};

async fn work() {}

async fn take(_: i32) {}

async fn serve(stop: Stop) {
    stop.stopped().await;
}

struct Flags {
    on: bool,
}

fn main() -> Result<(), AnyError> {
    let (yes, some) = (std::env::args().count() > 0, Some(3));
    run_group! {
        work: work() => drop,
        work() if yes => drop,
        work() if !yes => drop,
        work() if yes || !yes => drop,
        work() if yes && !yes => drop,
        work() if (yes || !yes) && some.is_some() => drop,
        take(three) if let Some(three) = some => drop,
        take(three) if let Some(three) = some && three > 2 => drop,
        take(three) if yes && let Some(three) = some => drop,
        take(three) if (yes || !yes) && let Some(three) = some && (three == 3 || three == 4) => drop,
        take(three + four) if let Some(three) = some && let four = three + 1 && four == 4 => drop,
        work() if (Flags { on: yes }).on => drop,
        work() if matches!(some, Some(1..=3)) => drop,
        work() if { let no = !yes; no } => drop,
        work() if match some { Some(_) => yes, None => false } => drop,
        work() if if yes { yes } else { !yes } => drop,
        |stop| serve(stop) if yes,
        |stop| serve(stop) if let Some(_) = some => {},
        { let text = 3; take(text) } if yes => drop,
        async { work().await; Ok(()) } if yes && let Some(1 | 3) = some => || (),
    }
    .run()?;
    Ok(())
}
