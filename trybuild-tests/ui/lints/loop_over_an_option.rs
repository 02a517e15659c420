#![deny(for_loops_over_fallibles)]

use run_group::run_group;

async fn work(_: u32) {}

fn main() {
    let port = Some(3);
    let _ = run_group! {
        work: work(port) for port in port => drop,
        //                           ^^^^
    };
}
