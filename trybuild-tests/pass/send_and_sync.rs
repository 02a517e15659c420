//! A group is `Send` and `Sync` when its actors, its interrupts and its error type are.
#![deny(warnings)]

use run_group::{CancellationToken, Error, Stop, run_group};

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
    })));
    drop(both(run_group! { stop.stopped() => &stop, token.cancelled() => &token }.on_cause(|_| ())));
    drop(owned(both(None::<Error>)));
    drop(owned(both(None::<Error<String>>)));
}
