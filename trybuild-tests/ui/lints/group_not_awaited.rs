#![deny(unused_must_use)]

use run_group::run_group;

async fn work() {}

fn main() {
    run_group! { work: work() => drop };
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
}
