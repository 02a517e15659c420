//! An actor outlives one of a nested group.

use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[outlives(http)]
        //         ^^^^
        db: work() => drop,
        sub: run_group! { http: work() => drop },
    };
}
