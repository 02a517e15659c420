// The handle is what its type says.
use run_group::{CancellationToken, Stop, run_group};

async fn work(_: Stop) {}

fn main() {
    let _ = run_group! {
        work: |stop: CancellationToken| work(stop),
        //                                   ^^^^
    };
}
