#![deny(unused_variables)]

use run_group::run_group;

async fn work() {}

fn main() {
    let ports = [Some(3)];
    let _ = run_group! {
        work: work() for port in ports if let Some(number) = port => drop,
        //                                         ^^^^^^
    };
}
