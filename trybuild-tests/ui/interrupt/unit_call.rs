// The call would be made when the group is built, not when the actor is interrupted.
use run_group::{CancellationToken, run_group};

async fn work() {}

fn main() {
    let token = CancellationToken::new();
    let _ = run_group! {
        work: work() => token.cancel(),
        //              ^^^^^^^^^^^^^^
    };
}
