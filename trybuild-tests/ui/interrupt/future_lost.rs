// The future that the closure gives would never be polled.
use run_group::{CancellationToken, run_group};

async fn work() {}

fn main() {
    let token = CancellationToken::new();
    let _ = run_group! {
        work: work() => || token.cancelled(),
        //                 ^^^^^^^^^^^^^^^^^
    };
}
