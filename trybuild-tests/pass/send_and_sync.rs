//! A group is `Send` and `Sync` when its actors, its interrupts and its error type are.
#![deny(warnings)]

use run_group::{CancellationToken, Error, Stop, run_group};
use std::time::Duration;

fn both<T: Send + Sync>(value: T) -> T {
    value
}

fn owned<T: Send + 'static>(value: T) -> T {
    value
}

async fn work() {}

fn main() {
    let token = CancellationToken::new();
    let stop = Stop::new();
    drop(owned(both(run_group! {
        work() => drop,
        |stop| async move { stop.stopped().await; Ok(()) },
        work() => token.clone(),
        work() => async { work().await },
        run_group::thread(|| ()) => {},
        #[when(work())]
        #[grace(Duration::from_secs(8))]
        |stop| async move { stop.stopped().await; Ok(()) },
        #[when(work())]
        #[grace(Duration::from_secs(8))]
        work() for _ in 0..2 => async { work().await },
        run_group::thread(|| ()) for _ in 0..2 => {},
    })));
    drop(both(run_group! { stop.stopped() => &stop, token.cancelled() for _ in 0..2 => &token }.on_cause(|_| ())));
    drop(owned(both(None::<Error>)));
    drop(owned(both(None::<Error<String>>)));
}
