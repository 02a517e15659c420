//! A context: a `CancellationToken` that ends the group from outside.
//!
//! ```text
//! cargo run --example context
//! ```
//!
//! The worker has a child of the token. When the group ends for another reason, only the worker is cancelled, and
//! nothing else that waits on the token.

use std::time::Duration;

use run_group::{AnyError, CancellationToken, run_group};
use tokio::time::{interval, sleep};

// On one thread, so that the lines come in the same order each time.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), AnyError> {
    let context = CancellationToken::new();
    let outside = tokio::spawn(cancel_soon(context.clone()));

    let own = context.child_token();
    run_group! {
        worker: work(own.clone()) => own,
        ticker: async {
            let mut ticks = interval(Duration::from_secs(1));
            loop {
                ticks.tick().await;
                println!("ticker: tick");
            }
        } => drop,
    }
    .on_cause(|cause| println!("stopping: {cause}"))
    .await?;

    println!("stopped");
    outside.await?;
    Ok(())
}

async fn work(context: CancellationToken) {
    println!("worker: at work");
    context.cancelled().await;
    println!("worker: cancelled");
}

async fn cancel_soon(context: CancellationToken) {
    sleep(Duration::from_millis(100)).await;
    println!("outside: cancels the context");
    context.cancel();
}
