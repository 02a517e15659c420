//! An actor of a nested group outlives one of the group around it.

use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        db: work() => drop,
        sub: run_group! {
            #[outlives(db)]
        //             ^^
            http: work() => drop,
        },
    };
}
