#![deny(unused_variables)]

use run_group::run_group;

async fn work() {}

fn main() {
    let port = Some(3);
    let _ = run_group! {
        work: work() if let Some(port) = port => drop,
        //                       ^^^^
    };
}
