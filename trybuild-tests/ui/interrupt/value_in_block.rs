// A value in a block is dropped, and interrupts nothing.
use run_group::{CancellationToken, run_group};

async fn work() {}

fn main() {
    let token = CancellationToken::new();
    let _ = run_group! {
        work: work() => { token },
        //              ^^^^^^^^^
    };
}
