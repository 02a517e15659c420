#![deny(unreachable_code)]

use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[when(async { return; work().await })]
        //                     ^^^^^^^^^^^^
        work: work() => drop,
    };
}
