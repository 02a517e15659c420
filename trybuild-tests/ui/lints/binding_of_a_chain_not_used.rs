#![deny(unused_variables)]

use run_group::run_group;

async fn work() {}

fn main() {
    let (port, on) = (Some(3), true);
    let _ = run_group! {
        work: work() if on && let Some(port) = port => drop,
        //                             ^^^^
    };
}
