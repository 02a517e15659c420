// A mistake in an expression is shown once.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() => { close() },
        //                ^^^^^
    };
}
