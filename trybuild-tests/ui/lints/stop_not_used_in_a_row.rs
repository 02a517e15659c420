#![deny(unused_variables)]

use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: |stop| work() for _ in 0..3,
        //     ^^^^
    };
}
