//! A comma is missing after a nested group, which needs no interrupt.

use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        sub: run_group! { work() => drop }
        work: work() => drop,
    //  ^^^^
    };
}
